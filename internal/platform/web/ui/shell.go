package ui

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/platform/i18n"
)

// Shell is the frame of a page: whose hub, who reads, where they can go.
type Shell struct {
	Lang                  i18n.Lang
	Title                 string
	Path                  string // without the language
	HubName               string
	HubSub                string
	Postcode              string
	Address               string
	Access                string
	Phone                 string
	PhoneHref             string
	HoursLine             string
	Operators             string // who carries the hub together, in one line
	ThemeURL              string
	LogoURL               string
	LogoAlt               string
	LogoWidth, LogoHeight int    // as shown, so that the page does not jump
	Wordmark              bool   // the logo holds the name, which is then not written beside it
	Scheme                string // "", "light" or "dark"
	Notices               []Notice
	Nav                   []NavItem
	Rail                  [][]NavItem     // of staff
	Tabs                  []NavItem       // of a worker
	Mine                  []NavItem       // what else belongs to a worker, in the menu under the name
	Hello                 templ.Component // the head of a worker's home, nil elsewhere
	Person                string
	Help                  string // where the handbook tells of this page
	Role                  string
	Flash                 []Flash
	Errors                bool // the title says so before anything else
	NoIndex               bool
	Demo                  bool
	DemoDay               string // the day it is in the demo's town
}

// LogoHeight is how high a logo stands in the heads of pages, in CSS pixels.
const LogoHeight = 40

// Notice is one line at the top of every public page: a snow day, a closure.
type Notice struct{ Icon, Strong, Text string }

// NavItem is a way on.
type NavItem struct {
	Href, Label, Icon string
	Count             int
	Current           bool
}

// Flash is what the last act did, said once. Kind is ok, info, warn or bad.
type Flash struct{ Kind, Text string }

// Link is a link with its words.
type Link struct{ Href, Label string }

// WithErrors marks the page as one that asks for corrections.
func (s Shell) WithErrors(f Form) Shell { s.Errors = f.Bad(); return s }

func (s Shell) title() string {
	t := s.Title
	if s.HubName != "" {
		t += "｜" + s.HubName
	}
	if s.Errors {
		t = s.Lang.T("ui.error_prefix") + t
	}
	return t
}

func (s Shell) otherHref() string { return s.Lang.Other().Path(s.Path) }

// chooseHref remembers the other language and leads to this page in it.
func (s Shell) chooseHref() string {
	return "/language/" + s.Lang.Other().Code() + "?to=" + url.QueryEscape(s.Path)
}

// Mark sets which way on is the page itself: the longest one that begins the path.
func Mark(items []NavItem, path string, l i18n.Lang) []NavItem {
	best := -1
	for i, it := range items {
		h := strings.TrimPrefix(it.Href, strings.TrimSuffix(l.Path("/"), "/"))
		if h == path || h != "/" && strings.HasPrefix(path, h+"/") {
			if best < 0 || len(it.Href) > len(items[best].Href) {
				best = i
			}
		}
	}
	if best >= 0 {
		items[best].Current = true
	}
	return items
}

// home is where the person's own pages begin: a worker's, where there are no work pages.
func (s Shell) home() string {
	if len(s.Rail) == 0 && len(s.Tabs) > 0 {
		return "/my"
	}
	return "/staff"
}
