package ui

import (
	"net/url"
)

// Form is what a person typed and what is wrong with it.
type Form struct {
	Values url.Values
	faults []FieldError
}

// FieldError is one thing to mend, in the person's language.
type FieldError struct{ Field, Text string }

// Get is the typed value of a field.
func (f Form) Get(name string) string { return f.Values.Get(name) }

// Or is the typed value, or what stood there before anything was typed.
func (f Form) Or(name, before string) string {
	if f.Values == nil || !f.Values.Has(name) {
		return before
	}
	return f.Values.Get(name)
}

// Has tells whether a value of a choice was picked.
func (f Form) Has(name, value string) bool {
	for _, v := range f.Values[name] {
		if v == value {
			return true
		}
	}
	return false
}

// Add notes what is wrong with a field.
func (f *Form) Add(field, text string) { f.faults = append(f.faults, FieldError{field, text}) }

// Bad tells whether anything is wrong.
func (f Form) Bad() bool { return len(f.faults) > 0 }

// Err is what is wrong with a field, or "".
func (f Form) Err(field string) string {
	for _, x := range f.faults {
		if x.Field == field {
			return x.Text
		}
	}
	return ""
}

// Faults are all things to mend, in the order of the form.
func (f Form) Faults() []FieldError { return f.faults }

// Field is one question of a form.
type Field struct {
	Name, Label, Hint, Value string
	Type, Mode, Auto         string // input type, inputmode, autocomplete
	Must, Short              bool
	Took                     string // how a typed value was understood
	Rows, Most               int
	Options                  []Option // to pick from; below an input, what is proposed
	Free                     bool     // neither "required" nor "optional" is said: filters
}

// Option is one answer to pick.
type Option struct {
	Value, Label, Note string
	On                 bool
}

func (x Field) describedBy(f Form) string {
	s := ""
	if x.Hint != "" {
		s += x.Name + "-h"
	}
	if f.Err(x.Name) != "" {
		s += " " + x.Name + "-e"
	}
	if x.Took != "" {
		s += " " + x.Name + "-t"
	}
	return s
}

func (x Field) class(f Form) string {
	if f.Err(x.Name) != "" {
		return "field field--err"
	}
	return "field"
}

func (x Field) input() string {
	if x.Short {
		return "input input--mid"
	}
	return "input"
}

func (x Field) kind() string {
	if x.Type == "" {
		return "text"
	}
	return x.Type
}

func firstID(name string, i int) string {
	if i == 0 {
		return name
	}
	return ""
}
