// Package compose is the page on which one message to one user is written,
// previewed and sent. What the message will say is models.Template.Render's
// word, which is also what is sent; this package only shows it.
package compose
