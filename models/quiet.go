package models

import "time"

// QuietHours is the time of a day in which batches rest, in minutes after
// midnight of the shop's zone. It may pass midnight; equal ends are no time at all.
type QuietHours struct {
	From, Until int
}

// has tells whether a time of day lies within.
func (q QuietHours) has(local time.Time) bool {
	minute := local.Hour()*60 + local.Minute()
	if q.From <= q.Until {
		return q.From <= minute && minute < q.Until
	}
	return minute >= q.From || minute < q.Until
}

func (q QuietHours) validate(bad *ValidationError) {
	if q.From < 0 || q.From >= 24*60 {
		bad.Add("quiet_from", ReasonBadChoice)
	}
	if q.Until < 0 || q.Until >= 24*60 {
		bad.Add("quiet_until", ReasonBadChoice)
	}
}

// QuietHours are the hours that hold for a batch: its own, or its App's.
func (b Batch) QuietHours(app App) QuietHours {
	if b.QuietOwn {
		return QuietHours{b.QuietFrom, b.QuietUntil}
	}
	return QuietHours{app.QuietFrom, app.QuietUntil}
}

// Quiet tells whether a batch rests at a time.
func (b Batch) Quiet(app App, now Millis) bool {
	return b.QuietHours(app).has(now.Time().In(app.Zone()))
}
