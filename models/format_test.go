package models_test

import (
	"strings"
	"testing"
	"time"

	"xinshi/models"
)

func TestFormatApply(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("鲜", 21)
	tests := []struct {
		name   string
		format models.Format
		value  string
		want   string
		reason models.Reason
	}{
		{"none trims", models.FormatNone, "  a b ", "a b", ""},
		{"none keeps any text", models.FormatNone, "2026-99-99", "2026-99-99", ""},
		{"nothing stays nothing", models.FormatYuan, "  ", "", ""},
		{"date of a date", models.FormatDate, "2026-11-23", "2026-11-23", ""},
		{"date of a time without zone is local", models.FormatDate, "2026-11-23 23:59:59", "2026-11-23", ""},
		{"date of UTC evening is tomorrow in Shanghai", models.FormatDate, "2026-11-23T16:00:00Z", "2026-11-24", ""},
		{"date of UTC just before", models.FormatDate, "2026-11-23T15:59:59.999Z", "2026-11-23", ""},
		{"datetime with offset moves to the zone", models.FormatDateTime, "2026-11-23T10:24:00+09:00", "2026-11-23 09:24", ""},
		{"datetime without offset stays", models.FormatDateTime, "2026-11-23T10:24", "2026-11-23 10:24", ""},
		{"datetime of minutes", models.FormatDateTime, "2026-11-23 10:24", "2026-11-23 10:24", ""},
		{"datetime of seconds with T", models.FormatDateTime, "2026-11-23T10:24:59", "2026-11-23 10:24", ""},
		{"datetime of a date is midnight", models.FormatDateTime, "2026-11-23", "2026-11-23 00:00", ""},
		{"Chinese date has no leading zeros", models.FormatDateCN, "2026-01-03", "2026年1月3日", ""},
		{"no such day", models.FormatDate, "2026-02-30", "2026-02-30", models.ReasonBadDate},
		{"words are no date", models.FormatDateCN, "明天", "明天", models.ReasonBadDate},
		{"a number is no date", models.FormatDate, "1795399200", "1795399200", models.ReasonBadDate},
		{"yuan whole", models.FormatYuan, "12", "¥12.00", ""},
		{"yuan one decimal", models.FormatYuan, "12.5", "¥12.50", ""},
		{"yuan that a float would spoil", models.FormatYuan, "0.29", "¥0.29", ""},
		{"yuan with its sign", models.FormatYuan, "¥12.50", "¥12.50", ""},
		{"yuan with leading zeros", models.FormatYuan, "007.1", "¥7.10", ""},
		{"yuan zero", models.FormatYuan, "0", "¥0.00", ""},
		{"yuan largest", models.FormatYuan, "9999999999.99", "¥9999999999.99", ""},
		{"yuan three decimals", models.FormatYuan, "1.005", "1.005", models.ReasonBadNumber},
		{"yuan below zero", models.FormatYuan, "-1", "-1", models.ReasonBadNumber},
		{"yuan without whole part", models.FormatYuan, ".5", ".5", models.ReasonBadNumber},
		{"yuan with a bare point", models.FormatYuan, "5.", "5.", models.ReasonBadNumber},
		{"yuan exponent", models.FormatYuan, "1e3", "1e3", models.ReasonBadNumber},
		{"fen", models.FormatFen, "1250", "¥12.50", ""},
		{"fen below one yuan", models.FormatFen, "5", "¥0.05", ""},
		{"fen two digits", models.FormatFen, "29", "¥0.29", ""},
		{"fen zero", models.FormatFen, "0", "¥0.00", ""},
		{"fen with leading zeros", models.FormatFen, "000100", "¥1.00", ""},
		{"fen takes no point", models.FormatFen, "12.5", "12.5", models.ReasonBadNumber},
		{"upper", models.FormatUpper, "sf1001a", "SF1001A", ""},
		{"lower", models.FormatLower, "SF1001a", "sf1001a", ""},
		{"cut20 keeps twenty", models.FormatCut20, long[:60], long[:60], ""},
		{"cut20 cuts at a character", models.FormatCut20, long, long[:57] + "…", ""},
	}
	zone, err := time.LoadLocation("Asia/Shanghai")
	ok(t, err)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, reason := test.format.Apply(test.value, zone)
			equal(t, "text", got, test.want)
			equal(t, "reason", reason, test.reason)
		})
	}
}

func TestFormatUsesTheZoneItIsGiven(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{"UTC": "2026-11-23 02:30", "America/New_York": "2026-11-22 21:30", "Asia/Kolkata": "2026-11-23 08:00"} {
		location, err := time.LoadLocation(zone)
		ok(t, err)
		got, reason := models.FormatDateTime.Apply("2026-11-23T02:30:00Z", location)
		equal(t, zone, got, want)
		equal(t, "reason", reason, "")
	}
}

func TestFormatValid(t *testing.T) {
	t.Parallel()
	for _, format := range models.Formats {
		equal(t, string(format), format.Valid(), true)
	}
	equal(t, "unknown", models.Format("roman").Valid(), false)
}
