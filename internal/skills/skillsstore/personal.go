package skillsstore

import (
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/personal"
)

// skillName tells a skill's name where a table has its row's name.
func skillName(table string) map[string]string {
	return map[string]string{"skill": "(select k.name from skill k where k.hub_id = " + table + ".hub_id and k.id = " + table + ".skill_id)"}
}

// Personal is what the house holds of people. What somebody could not do on a day is gone
// the day after and stands in no declaration: nobody can ask for it.
var Personal = personal.House{Name: "skills", Erase: uncount, Tables: []personal.Table{
	{Name: "skill_evidence", Whose: "worker_id in (:workers)", Order: "on_day, id", Tell: "skill level source=skills.source. note on_day made_by made_at void_reason voided_at", As: skillName("skill_evidence"), Fate: personal.Drop},
	{Name: "worker_skill", Whose: "worker_id in (:workers)", Order: "skill_id", Tell: "skill level source=skills.source. since_on", As: skillName("worker_skill"), Fate: personal.Drop},
	{Name: "worker_speed", Whose: "worker_id in (:workers)", Order: "skill_id", Tell: "skill seconds_each pieces sure_percent measured_at", As: skillName("worker_speed"), Fate: personal.Drop},
	{Name: "worker_wish", Whose: "worker_id in (:workers)", Order: "worker_id", Tell: "place=skills.place. devices week_cap month_cap note changed_by changed_at", Fate: personal.Drop},
	{Name: "worker_kind", Whose: "worker_id in (:workers)", Order: "skill_id", Tell: "skill want=mydata.want.", As: skillName("worker_kind"), Fate: personal.Drop},
	{Name: "worker_channel", Whose: "worker_id in (:workers)", Order: "worker_id", Tell: "channel=skills.channel. quiet_from quiet_to off changed_at", Fate: personal.Drop},
	{Name: "worker_ceiling", Whose: "worker_id in (:workers)", Order: "worker_id", Own: true,
		Tell: "wall=skills.ceiling.wall. own_yen measure=skills.ceiling.measure. expense_percent direct_percent home_minimum blue other_yen elsewhere_yen basis=skills.ceiling.basis. changed_at", Fate: personal.Drop},
	{Name: "free_usual", Whose: "worker_id in (:workers)", Order: "worker_id", Tell: "days changed_by changed_at", Fate: personal.Drop},
	{Name: "free_week", Whose: "worker_id in (:workers)", Order: "week_on", Tell: "week_on days changed_by changed_at", Fate: personal.Drop},
	{Name: "free_off", Whose: "worker_id in (:workers)", Order: "on_day", Tell: "on_day made_at", Fate: personal.Drop},
	{Name: "worker_school", Whose: "worker_id in (:workers)", Order: "worker_id", Tell: "school rule=skills.school.rule_",
		As: map[string]string{"school": "(select s.name from school s where s.hub_id = worker_school.hub_id and s.id = worker_school.school_id)"}, Fate: personal.Drop},
}}

// uncount takes somebody's hours out of the sums, at the end of the write.
func uncount(tx *db.Tx, _ who.Actor, s personal.Subject, _ bool) error {
	for _, w := range s.Workers {
		recountAtEnd(tx, s.Hub, w)
	}
	return nil
}
