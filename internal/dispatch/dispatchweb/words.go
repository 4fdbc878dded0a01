package dispatchweb

import (
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/skills"
)

func skillName(l i18n.Lang, s skills.Skill) string { return hubstore.Pick(l, s.Name, s.NameEN) }
