package auth

import "xinshi/views/layout"

// SetupPage asks for the first admin of an installation.
type SetupPage struct {
	layout.Page
	Token       string // of the link; "" asks for it
	Name, Email string
	Errors      map[string]string
}
