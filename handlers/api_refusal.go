package handlers

import (
	"time"
)

// refusedCall is an error of the API with a code of its own; its sentence stands
// in the catalogue under that code.
type refusedCall struct {
	status int
	code   string
	wait   time.Duration // after which it may go better; 0: not by waiting
	said   string        // by the other side, in its own words
	cause  error         // for the log
}

func (e *refusedCall) Error() string {
	if e.cause != nil {
		return e.code + ": " + e.cause.Error()
	}
	return e.code
}

func (e *refusedCall) Unwrap() error { return e.cause }
