// Package wechat is the typed client of the WeChat mini-program platform: access tokens, message sends, the
// template library, and one table that says what every platform error code means and what to do about it.
//
// It knows nothing of our database, our entities or our pages. Who may send, which code is spent, when a message
// is tried again: all that is decided by its callers, which switch on the Reaction of an Answer.
package wechat
