// Package template shows an App's templates: the list, one template with its
// mapping, the form it is edited in, and the card that a rendering makes. What
// a template may be, and how values are rendered, is decided in models.
package template
