package peopleweb

import "hiroba/internal/platform/web/ui"

// mailForm is the form for the link: what is wrong with the password is said beside the password only.
func mailForm(f ui.Form) ui.Form {
	if f.Err("password") != "" {
		return ui.Form{Values: f.Values}
	}
	return f
}

func passwordLabel(p mePage) string {
	if p.Person.HasPassword {
		return p.Lang.T("people.me.password_change")
	}
	return p.Lang.T("people.me.password_set")
}
