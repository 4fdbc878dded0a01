package skillsweb

import (
	"net/url"
	"path"
	"strconv"

	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

func (r *Rooms) inventoryRoutes(rt *web.Router) {
	see := web.Need(skills.MaySee)
	rt.Handle("GET /staff/skills/inventory", see, r.inventory)
	rt.Handle("GET /staff/skills/inventory.xlsx", see, r.inventoryFile)
	rt.Handle("GET /staff/skills/inventory.csv", see, r.inventoryFile)
	rt.Handle("GET /staff/skills/inventory.pdf", see, r.inventoryPDF)
}

const (
	foundSize  = 50
	exportMost = 2000 // lines of a talent sheet: beyond any hub's, and still a file one can open
)

type inventoryPage struct {
	ui.Shell
	Skills, Levels, Hours, Places, Devices []ui.Option
	Ask                                    skillsstore.Search
	Said                                   string
	Query                                  string
	Rows                                   []talentRow
	Pager                                  ui.Pager
	Stock                                  []stockRow
	Orders                                 bool // a house takes orders, so their number is known
	Idle                                   []string
}

type talentRow struct{ Href, Name, No, Hours, Place, Devices, Skills string }

type stockRow struct {
	Name, People, Level1, Level2, Level3, Hours, Orders string
	Href                                                string
}

// searchOf reads the search from the address; what is not on offer is left out.
func searchOf(q url.Values) skillsstore.Search {
	n := func(s string, most int) int {
		i, _ := strconv.Atoi(s)
		return min(max(i, 0), most)
	}
	return skillsstore.Search{Skill: q.Get("skill"), Level: n(q.Get("level"), skills.LevelMost), Hours: n(q.Get("hours"), 168), Place: skills.Place(q.Get("place")), Device: q.Get("device"),
		Page: web.PageOf(q), Size: foundSize}
}

func queryOf(f skillsstore.Search) string {
	q := url.Values{}
	set := func(k, v string) {
		if v != "" && v != "0" {
			q.Set(k, v)
		}
	}
	set("skill", f.Skill)
	set("level", strconv.Itoa(f.Level))
	set("hours", strconv.Itoa(f.Hours))
	set("place", string(f.Place))
	set("device", f.Device)
	return q.Encode()
}

func (r *Rooms) inventory(w web.Writer, rq web.Request) error {
	ask := searchOf(rq.URL.Query())
	found, err := r.Store.Find(rq.Context(), rq.Actor, ask)
	if err != nil {
		return err
	}
	stock, err := r.Store.Stock(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := inventoryPage{Shell: rq.Shell(rq.T("skills.inventory.title")), Ask: ask, Query: queryOf(ask)}
	p.NoIndex = true
	p.options(stock)
	names := map[string]string{}
	for _, s := range stock {
		names[s.Skill.ID] = skillsstore.Name(l, s.Skill)
	}
	p.Said = l.T("skills.inventory.found", "n", found.Total, "hours", (found.Minutes+30)/60)
	for _, t := range found.People {
		p.Rows = append(p.Rows, talentRow{Href: l.Path("/staff/workers/" + t.Worker + "/skills"), Name: t.Name, No: t.Code, Hours: hoursOf(t.Minutes), Place: l.T("skills.place." + string(t.Place)),
			Devices: r.devices(rq, t.Devices), Skills: skillWords(rq, names, t.Levels)})
	}
	p.Pager = ui.Pager{Page: ask.Page, Size: foundSize, Total: found.Total, Base: l.Path("/staff/skills/inventory?" + p.Query + "&p=")}
	return r.withStock(w, rq, p, stock)
}

// withStock adds what the hub has of each skill, and which of it nobody orders.
func (r *Rooms) withStock(w web.Writer, rq web.Request, p inventoryPage, stock []skillsstore.Stock) error {
	var orders map[string]int
	if r.Demand != nil {
		var err error
		if orders, err = r.Demand(rq.Context(), rq.Actor); err != nil {
			return err
		}
		p.Orders = true
	}
	l := rq.Lang
	for _, s := range stock {
		row := stockRow{Name: skillsstore.Name(l, s.Skill), People: l.Number(s.People[0]), Level1: l.Number(s.People[1]), Level2: l.Number(s.People[2]), Level3: l.Number(s.People[3]),
			Hours: l.Number((s.Minutes + 30) / 60), Href: l.Path("/staff/skills/inventory?skill=" + s.Skill.ID)}
		if p.Orders {
			row.Orders = l.Number(orders[s.Skill.ID])
			if orders[s.Skill.ID] == 0 && s.People[0] > 0 {
				p.Idle = append(p.Idle, row.Name)
			}
		}
		p.Stock = append(p.Stock, row)
	}
	return w.Page(inventoryView(p))
}

func (p *inventoryPage) options(stock []skillsstore.Stock) {
	l := p.Lang
	p.Skills = []ui.Option{{Label: l.T("skills.inventory.any")}}
	for _, s := range stock {
		p.Skills = append(p.Skills, ui.Option{Value: s.Skill.ID, Label: skillsstore.Name(l, s.Skill), On: s.Skill.ID == p.Ask.Skill})
	}
	p.Levels = []ui.Option{{Label: l.T("skills.inventory.any")}}
	for n := 2; n <= skills.LevelMost; n++ {
		p.Levels = append(p.Levels, ui.Option{Value: strconv.Itoa(n), Label: l.T("skills.inventory.at_least", "level", levelWord(l, n)), On: n == p.Ask.Level})
	}
	p.Hours = []ui.Option{{Label: l.T("skills.inventory.any")}}
	for _, n := range []int{2, 5, 10, 15, 20} {
		p.Hours = append(p.Hours, ui.Option{Value: strconv.Itoa(n), Label: l.T("skills.inventory.hours_least", "n", n), On: n == p.Ask.Hours})
	}
	p.Places = []ui.Option{{Label: l.T("skills.inventory.any")}}
	for _, x := range []skills.Place{skills.Home, skills.Hub} {
		p.Places = append(p.Places, ui.Option{Value: string(x), Label: l.T("skills.inventory.place_" + string(x)), On: x == p.Ask.Place})
	}
	p.Devices = []ui.Option{{Label: l.T("skills.inventory.any")}}
	for _, d := range skills.Devices {
		p.Devices = append(p.Devices, ui.Option{Value: d, Label: l.T("skills.device." + d), On: d == p.Ask.Device})
	}
}

func (r *Rooms) devices(rq web.Request, of []string) string {
	var out []string
	for _, d := range of {
		out = append(out, rq.T("skills.device."+d))
	}
	return list(rq.Lang, out)
}

// skillWords are somebody's skills with their levels: the highest first.
func skillWords(rq web.Request, names map[string]string, of []skills.Level) string {
	var out []string
	for _, x := range of {
		if n := names[x.Skill]; n != "" {
			out = append(out, rq.T("skills.inventory.skill_at", "name", n, "level", x.Level))
		}
	}
	return list(rq.Lang, out)
}

// talents are all who were found, as a company may see them: no names, no contacts.
func (r *Rooms) talents(rq web.Request) (rows []talentRow, found skillsstore.Found, ask skillsstore.Search, err error) {
	ask = searchOf(rq.URL.Query())
	ask.Page, ask.Size = 1, exportMost
	if found, err = r.Store.Find(rq.Context(), rq.Actor, ask); err != nil {
		return nil, found, ask, err
	}
	all, err := r.Store.List(rq.Context(), rq.Actor)
	names := map[string]string{}
	for _, k := range all {
		names[k.ID] = skillsstore.Name(rq.Lang, k)
	}
	for _, t := range found.People {
		rows = append(rows, talentRow{No: t.Code, Hours: hoursOf(t.Minutes), Place: rq.T("skills.place." + string(t.Place)), Devices: r.devices(rq, t.Devices), Skills: skillWords(rq, names, t.Levels)})
	}
	return rows, found, ask, err
}

func (r *Rooms) inventoryFile(w web.Writer, rq web.Request) error {
	rows, _, _, err := r.talents(rq)
	if err != nil {
		return err
	}
	lines := [][]any{sheet.Head(rq.T("skills.inventory.code"), rq.T("skills.inventory.skills"), rq.T("skills.inventory.week"), rq.T("skills.wish.place"), rq.T("skills.wish.device"))}
	for _, t := range rows {
		lines = append(lines, []any{t.No, t.Skills, t.Hours, t.Place, t.Devices})
	}
	return w.Sheet("talent-"+rq.Today().String()+path.Ext(rq.URL.Path), sheet.Table{Name: rq.T("skills.inventory.sheet"), Lines: lines})
}

func (r *Rooms) inventoryPDF(w web.Writer, rq web.Request) error {
	rows, found, ask, err := r.talents(rq)
	if err != nil {
		return err
	}
	b, err := talentSheet(rq, rows, found, ask, r.skillName(rq, ask.Skill))
	if err != nil {
		return err
	}
	return w.File("talent-"+rq.Today().String()+".pdf", "application/pdf", b, false)
}

func (r *Rooms) skillName(rq web.Request, id string) string {
	all, err := r.Store.List(rq.Context(), rq.Actor)
	if err != nil {
		return ""
	}
	for _, k := range all {
		if k.ID == id {
			return skillsstore.Name(rq.Lang, k)
		}
	}
	return ""
}
