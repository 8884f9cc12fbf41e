package models

import (
	"math"
	"time"
)

// Millis is a point in time as Unix milliseconds, UTC. It is what the database
// holds: SQLite keeps a timestamp as text with the writer's offset, and compares
// that text, so two nodes in two zones would disagree on what is due. 0 is "not set".
type Millis int64

// Never stands in a deadline that does not come: a code without expiry, a
// payment code whose order is not yet paid.
const Never Millis = math.MaxInt64

// At converts a time.
func At(t time.Time) Millis { return Millis(t.UnixMilli()) }

// Time converts back, in UTC.
func (m Millis) Time() time.Time { return time.UnixMilli(int64(m)).UTC() }

// IsSet tells whether m is a real point in time: neither unset nor Never.
func (m Millis) IsSet() bool { return m != 0 && m != Never }

// Add moves m by d; an unset or never-coming time stays what it is.
func (m Millis) Add(d time.Duration) Millis {
	if !m.IsSet() {
		return m
	}
	return m + Millis(d.Milliseconds())
}

// Sub is the duration from other to m.
func (m Millis) Sub(other Millis) time.Duration {
	return time.Duration(m-other) * time.Millisecond
}
