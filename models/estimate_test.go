package models_test

import (
	"testing"
	"time"

	"xinshi/models"
)

func TestEstimateSend(t *testing.T) {
	t.Parallel()
	night := models.QuietHours{From: 22 * 60, Until: 8 * 60}
	noon := models.QuietHours{From: 12 * 60, Until: 13 * 60}
	tests := []struct {
		name       string
		messages   int64
		pace       int
		quiet      models.QuietHours
		start      string
		wantStart  string
		wantEnd    string
		wantActive time.Duration
		wantGuess  bool
	}{
		{"nothing to do", 0, 10, models.QuietHours{}, "2026-11-23 10:00", "2026-11-23 10:00", "2026-11-23 10:00", 0, false},
		{"a minute", 600, 10, models.QuietHours{}, "2026-11-23 10:00", "2026-11-23 10:00", "2026-11-23 10:01", time.Minute, false},
		{"no pace: a guess", 12_000, 0, models.QuietHours{}, "2026-11-23 10:00", "2026-11-23 10:00", "2026-11-23 10:01", time.Minute, true},
		{"done before the night", 7200, 1, night, "2026-11-23 20:00", "2026-11-23 20:00", "2026-11-23 22:00", 2 * time.Hour, false},
		{"through a night", 4 * 3600, 1, night, "2026-11-23 20:00", "2026-11-23 20:00", "2026-11-24 10:00", 4 * time.Hour, false},
		{"through two nights", 20 * 3600, 1, night, "2026-11-23 20:00", "2026-11-23 20:00", "2026-11-25 12:00", 20 * time.Hour, false},
		{"asked for at night", 3600, 1, night, "2026-11-23 23:30", "2026-11-24 08:00", "2026-11-24 09:00", time.Hour, false},
		{"asked for after midnight", 3600, 1, night, "2026-11-24 03:00", "2026-11-24 08:00", "2026-11-24 09:00", time.Hour, false},
		{"at the end of the night", 3600, 1, night, "2026-11-24 08:00", "2026-11-24 08:00", "2026-11-24 09:00", time.Hour, false},
		{"at the begin of the night", 3600, 1, night, "2026-11-24 22:00", "2026-11-25 08:00", "2026-11-25 09:00", time.Hour, false},
		{"a rest at noon", 3 * 3600, 1, noon, "2026-11-23 10:00", "2026-11-23 10:00", "2026-11-23 14:00", 3 * time.Hour, false},
		{"within the rest at noon", 60, 1, noon, "2026-11-23 12:59", "2026-11-23 13:00", "2026-11-23 13:01", time.Minute, false},
	}
	zone, err := time.LoadLocation("Asia/Shanghai")
	ok(t, err)
	at := func(text string) models.Millis {
		local, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		ok(t, err)
		return models.At(local)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := models.EstimateSend(test.messages, test.pace, test.quiet, zone, at(test.start))
			equal(t, "start", e.Start, at(test.wantStart))
			equal(t, "end", e.End, at(test.wantEnd))
			equal(t, "active", e.Active, test.wantActive)
			equal(t, "guess", e.Guess, test.wantGuess)
		})
	}
}

// On the day on which clocks are put back the night is an hour longer.
func TestEstimateOnTheDayOfTheClocks(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	ok(t, err)
	start := models.At(time.Date(2026, 10, 24, 21, 0, 0, 0, zone))
	e := models.EstimateSend(2*3600, 1, models.QuietHours{From: 22 * 60, Until: 8 * 60}, zone, start)
	equal(t, "end", e.End, models.At(time.Date(2026, 10, 25, 9, 0, 0, 0, zone)))
	equal(t, "in hours", e.End.Sub(e.Start), 13*time.Hour)
}

func TestEffectivePace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ app, batch, want int }{{0, 0, 0}, {10, 0, 10}, {0, 5, 5}, {10, 5, 5}, {5, 10, 5}} {
		equal(t, "pace", models.EffectivePace(models.App{Pace: test.app}, test.batch), test.want)
	}
}
