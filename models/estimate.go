package models

import "time"

// UnpacedRate is how many messages a second are reckoned with where no pace is
// set. How fast it really goes is up to the platform's answers.
const UnpacedRate = 200

// Estimate is how long a batch will take.
type Estimate struct {
	Start  Millis        // when the first message goes: not within quiet hours
	End    Millis        // when the last one has gone
	Active time.Duration // of it: the time in which messages go
	Rate   int           // messages a second
	Guess  bool          // no pace is set: the rate is UnpacedRate
}

// EffectivePace is how fast a batch may go in an App, whose own pace holds for all
// of its batches together; 0: as fast as it goes.
func EffectivePace(app App, pace int) int {
	if app.Pace > 0 && (pace <= 0 || pace > app.Pace) {
		return app.Pace
	}
	return max(pace, 0)
}

// EstimateSend reckons when so many messages will have gone that begin at a time,
// at a pace (0: UnpacedRate), resting in quiet hours of a zone.
func EstimateSend(messages int64, pace int, quiet QuietHours, zone *time.Location, start Millis) Estimate {
	e := Estimate{Rate: pace}
	if e.Guess = pace <= 0; e.Guess {
		e.Rate = UnpacedRate
	}
	left := time.Duration(float64(messages) / float64(e.Rate) * float64(time.Second))
	e.Active = left
	at := quiet.wake(start.Time().In(zone))
	e.Start = At(at)
	for {
		rest, ok := quiet.next(at)
		if !ok || at.Add(left).Sub(rest) <= 0 {
			e.End = At(at.Add(left))
			return e
		}
		left -= rest.Sub(at)
		at = quiet.wake(rest)
	}
}

// DraftEstimate is the estimate for those whom a check expects to be sent to.
func DraftEstimate(app App, d Draft, c BatchCheck, now Millis) Estimate {
	b := d.sendable(app, now)
	return EstimateSend(c.Expected, EffectivePace(app, b.Pace), b.QuietHours(app), app.Zone(), max(b.StartAt, now))
}

// PlannedQuiet is the quiet hours that a draft would keep.
func (d Draft) PlannedQuiet(app App) QuietHours { return d.sendable(app, 0).QuietHours(app) }

// wake is a time itself, or the end of the quiet hours in which it lies.
func (q QuietHours) wake(local time.Time) time.Time {
	if !q.has(local) {
		return local
	}
	end := clockOf(local, q.Until, 0)
	if !end.After(local) {
		end = clockOf(local, q.Until, 1)
	}
	return end
}

// next is when quiet hours begin after a time outside of them; ok is false when
// there are none.
func (q QuietHours) next(local time.Time) (begin time.Time, ok bool) {
	if q.From == q.Until {
		return time.Time{}, false
	}
	begin = clockOf(local, q.From, 0)
	if !begin.After(local) {
		begin = clockOf(local, q.From, 1)
	}
	return begin, true
}

// clockOf is a minute of a time's day, or of a later one. On the days on which the
// clocks change some days are shorter than others.
func clockOf(local time.Time, minute, daysLater int) time.Time {
	y, m, d := local.Date()
	return time.Date(y, m, d+daysLater, 0, minute, 0, 0, local.Location())
}
