// Package auth holds the pages around signing in. Who may sign in, and for how
// long, is decided in models and handlers.
package auth

import "xinshi/views/layout"

// Form is what was typed, never the password, and what was wrong with it.
type Form struct {
	Email string
	Next  string
	Error string
}

// Page is the sign-in page.
type Page struct {
	layout.Page
	Form     Form
	FirstRun bool // nobody can sign in yet
}
