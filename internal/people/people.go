// Package people is who can sign in, and what they are in which hub.
package people

import (
	"time"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MayInvite who.Permission = "people.invite"  // staff and their roles
	MaySignIn who.Permission = "people.sign_in" // everybody
	MaySelf   who.Permission = "people.self"    // one's own account
)

// Role is what a person is in a hub.
type Role string

// The roles, in the order in which they are listed.
const (
	HubAdmin    Role = "hub_admin"
	Coordinator Role = "coordinator"
	Leader      Role = "leader"
	Accountant  Role = "accountant"
	FrontDesk   Role = "front_desk"
	CityOfficer Role = "city_officer"
	Consortium  Role = "consortium_member"
	Client      Role = "client"
	Worker      Role = "worker"
)

// Roles lists every role.
func Roles() []Role {
	return []Role{HubAdmin, Coordinator, Leader, Accountant, FrontDesk, CityOfficer, Consortium, Client, Worker}
}

// Valid tells whether a role exists.
func (r Role) Valid() bool {
	for _, x := range Roles() {
		if x == r {
			return true
		}
	}
	return false
}

// Person is one account.
type Person struct {
	ID, Name, Mail string
	Lang, Scheme   string
	HasPassword    bool
	Roles          []Role // in the hub it was read for
	Since          when.Instant
}

// Session is one device that is signed in.
type Session struct {
	ID, Agent  string
	Made, Seen when.Instant
	This       bool
}

// Invitation asks somebody to take a role.
type Invitation struct {
	ID, Name, Mail string
	Role           Role
	MadeBy         string
	Made           when.Instant
}

// How long things last.
const (
	SessionIdle   = 30 * 24 * time.Hour // unused for so long, a device is signed out
	StaffIdle     = 12 * time.Hour      // staff see other people's data: sooner
	LinkLasts     = 30 * time.Minute
	InviteLasts   = 14 * 24 * time.Hour
	MissesMost    = 10 // wrong passwords …
	MissesWithin  = 15 * time.Minute
	PasswordLeast = 10 // characters
)

// Staff tells whether a role sees other people's data.
func (r Role) Staff() bool { return r != Worker && r != Client }

// Idle is how long a session of somebody with these roles may rest.
func Idle(roles []Role) time.Duration {
	for _, r := range roles {
		if r.Staff() {
			return StaffIdle
		}
	}
	return SessionIdle
}

// Invite is a new invitation as typed.
type Invite struct{ Name, Mail, Role string }

// Check cleans an invitation and says what is wrong with it.
func (i *Invite) Check() error {
	var c fault.Check
	i.Name = ja.Name(i.Name)
	c.When(i.Name == "", "name", "people.field.name_missing")
	m, err := ja.Mail(i.Mail)
	c.When(err != nil, "mail", "people.field.mail_form")
	c.When(err == nil && m == "", "mail", "people.field.mail_missing")
	i.Mail = m
	c.When(!Role(i.Role).Valid(), "role", "people.field.role_missing")
	return c.Err()
}

// CheckPassword says what is wrong with a new password. "" is allowed: no password.
func CheckPassword(p string) error {
	var c fault.Check
	c.When(p != "" && len([]rune(p)) < PasswordLeast, "password", "people.field.password_short", "n", PasswordLeast)
	c.When(len(p) > 200, "password", "people.field.password_long")
	return c.Err()
}

// SignedIn says that a person signed in on a device.
type SignedIn struct {
	Person string `journal:"keep"`
	By     string `journal:"keep"` // link, password or invitation
}

// Kind of the event.
func (e SignedIn) Kind() string { return "people.signed_in" }

// About is the person.
func (e SignedIn) About() string { return e.Person }

// SignedOut says that one or more devices were signed out.
type SignedOut struct {
	Person  string `journal:"keep"`
	Devices int    `journal:"keep"`
}

// Kind of the event.
func (e SignedOut) Kind() string { return "people.signed_out" }

// About is the person.
func (e SignedOut) About() string { return e.Person }

// Invited says that somebody was asked to take a role.
type Invited struct {
	ID   string `journal:"keep"`
	Mail string `journal:"mask"`
	Role Role   `journal:"keep"`
}

// Kind of the event.
func (e Invited) Kind() string { return "people.invited" }

// About is the invitation.
func (e Invited) About() string { return e.ID }

// Withdrew says that an invitation was taken back.
type Withdrew struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e Withdrew) Kind() string { return "people.invitation_withdrawn" }

// About is the invitation.
func (e Withdrew) About() string { return e.ID }

// RoleGiven says that a person has a role from now on.
type RoleGiven struct {
	Person string `journal:"keep"`
	Name   string `journal:"keep"`
	Role   Role   `journal:"keep"`
}

// Kind of the event.
func (e RoleGiven) Kind() string { return "people.role_given" }

// About is the person.
func (e RoleGiven) About() string { return e.Person }

// RoleEnded says that a person no longer has a role.
type RoleEnded struct {
	Person string `journal:"keep"`
	Name   string `journal:"keep"`
	Role   Role   `journal:"keep"`
}

// Kind of the event.
func (e RoleEnded) Kind() string { return "people.role_ended" }

// About is the person.
func (e RoleEnded) About() string { return e.Person }

// AccountChanged says that a person changed their own account.
type AccountChanged struct {
	Person string `journal:"keep"`
	Part   string `journal:"keep"` // name, language, look or password
}

// Kind of the event.
func (e AccountChanged) Kind() string { return "people.account_changed" }

// About is the person.
func (e AccountChanged) About() string { return e.Person }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{SignedIn{}, SignedOut{}, Invited{}, Withdrew{}, RoleGiven{}, RoleEnded{}, AccountChanged{}}
}
