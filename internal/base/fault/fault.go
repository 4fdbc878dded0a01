// Package fault names the few ways a request can end badly for a person.
// Every other error is a defect: logged in full, shown to nobody.
package fault

import "errors"

// Kind is one of the four faults a person can meet.
type Kind string

// The four kinds, with the HTTP status the web room gives them.
const (
	Invalid   Kind = "invalid"   // the person can mend it: 422 and the same form again
	Forbidden Kind = "forbidden" // known person, not theirs to do: 403
	NotFound  Kind = "not_found" // absent, or not visible to this person: 404
	Conflict  Kind = "conflict"  // somebody was faster, or the page was old: 409
)

// Field is one thing to mend in a form.
type Field struct {
	Name string // the form field's name
	Key  string // message key
	Args []any  // name, value, name, value …
}

// Fault carries message keys, never prose; prose is the web room's business.
type Fault struct {
	Kind   Kind
	Key    string
	Args   []any
	Fields []Field // only for Invalid
}

// Error names the fault for logs.
func (f *Fault) Error() string {
	s := string(f.Kind) + ": " + f.Key
	for _, x := range f.Fields {
		s += " " + x.Name + "=" + x.Key
	}
	return s
}

// New makes a fault of kind k with a message key and its named arguments.
func New(k Kind, key string, args ...any) error { return &Fault{Kind: k, Key: key, Args: args} }

// KindOf answers "" for a defect and for nil.
func KindOf(err error) Kind {
	if f := Of(err); f != nil {
		return f.Kind
	}
	return ""
}

// Of finds the fault in an error chain; nil for a defect.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// Check collects what is wrong with a form, field by field.
type Check struct{ fields []Field }

// Add notes that field name is wrong; the first fault of a field stands.
func (c *Check) Add(name, key string, args ...any) {
	for _, f := range c.fields {
		if f.Name == name {
			return
		}
	}
	c.fields = append(c.fields, Field{name, key, args})
}

// When adds the fault if wrong is true.
func (c *Check) When(wrong bool, name, key string, args ...any) {
	if wrong {
		c.Add(name, key, args...)
	}
}

// Err is nil when nothing was wrong, else one Invalid fault with all fields.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Key: "ui.form.mend", Args: []any{"n", len(c.fields)}, Fields: c.fields}
}
