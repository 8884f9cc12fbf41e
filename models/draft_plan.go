package models

import (
	"strconv"
	"strings"
	"time"
)

// DraftPlan is how a draft is called and when and how fast it is to go, as it was
// typed: a draft keeps also what cannot be read yet.
type DraftPlan struct {
	Name        string      `json:",omitempty"` // empty: the template's title
	Start       string      `json:",omitempty"` // empty: at once; else a time in the App's zone, 2026-11-24T10:00
	Late        string      `json:",omitempty"` // minutes that it may start late; empty: however late
	Pace        string      `json:",omitempty"` // messages a second; empty: as fast as it goes
	StopPercent string      `json:",omitempty"` // share of failures that pauses it; empty: none
	Quiet       QuietChoice `json:",omitempty"`
	QuietFrom   string      `json:",omitempty"` // 22:00
	QuietUntil  string      `json:",omitempty"`
	LeaveOut    bool        `json:",omitempty"` // those who got a message within the App's RestDays
}

// QuietChoice says which quiet hours hold for a draft.
type QuietChoice string

// The choices.
const (
	QuietOfApp QuietChoice = ""
	QuietOwn   QuietChoice = "own" // QuietFrom and QuietUntil of the plan
	QuietNone  QuietChoice = "none"
)

// read turns a plan into what a batch is made from, and notes what cannot be read
// or taken.
func (p DraftPlan) read(app App, now Millis, bad *ValidationError) BatchInput {
	in := BatchInput{
		Name: p.Name, Pace: readNumber(bad, "pace", p.Pace), StopPercent: readNumber(bad, "stop_percent", p.StopPercent),
		Late: time.Duration(readNumber(bad, "late", p.Late)) * time.Minute, StartAt: p.readStart(app, now, bad),
	}
	switch p.Quiet {
	case QuietOfApp:
	case QuietNone:
		in.Quiet = &QuietHours{}
	case QuietOwn:
		in.Quiet = &QuietHours{readClock(bad, "quiet_from", p.QuietFrom), readClock(bad, "quiet_until", p.QuietUntil)}
	default:
		bad.Add("quiet", ReasonBadChoice)
	}
	return in
}

func (p DraftPlan) readStart(app App, now Millis, bad *ValidationError) Millis {
	text := strings.TrimSpace(p.Start)
	if text == "" {
		return 0
	}
	for _, form := range dateForms {
		at, err := time.ParseInLocation(form, text, app.Zone())
		if err != nil {
			continue
		}
		if At(at) <= now {
			bad.Add("start_at", ReasonPast)
		}
		return At(at)
	}
	bad.Add("start_at", ReasonBadDate)
	return 0
}

// readNumber reads a number that may be left out.
func readNumber(bad *ValidationError, field, text string) int {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n > 1e6 || n < -1e6 {
		bad.Add(field, ReasonBadNumber)
		return 0
	}
	return n
}

// readClock reads a time of day as minutes after midnight.
func readClock(bad *ValidationError, field, text string) int {
	at, err := time.Parse("15:04", strings.TrimSpace(text))
	if err != nil {
		bad.Add(field, ReasonBadFormat)
		return 0
	}
	return at.Hour()*60 + at.Minute()
}

// typedPlan is how a batch would be typed: its own plan where it was a draft.
func (b Batch) typedPlan() DraftPlan {
	if b.Plan != (DraftPlan{}) {
		return b.Plan
	}
	p := DraftPlan{Pace: typedNumber(b.Pace), StopPercent: typedNumber(b.StopPercent), LeaveOut: true}
	if b.QuietOwn {
		p.Quiet, p.QuietFrom, p.QuietUntil = QuietOwn, typedClock(b.QuietFrom), typedClock(b.QuietUntil)
	}
	if b.QuietOwn && b.QuietFrom == b.QuietUntil {
		p.Quiet, p.QuietFrom, p.QuietUntil = QuietNone, "", ""
	}
	return p
}

func typedNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func typedClock(minute int) string {
	return time.Date(0, 1, 1, 0, minute, 0, 0, time.UTC).Format("15:04")
}
