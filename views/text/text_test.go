package text_test

import (
	"context"
	"math"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/views/text"
)

func zh() context.Context { return context.Background() }

func en() context.Context { return text.WithLang(context.Background(), text.EN) }

func TestLanguage(t *testing.T) {
	t.Parallel()
	if got := text.NavTemplates.In(zh()); got != "模板" {
		t.Errorf("default language: %q", got)
	}
	if got := text.NavTemplates.In(en()); got != "Templates" {
		t.Errorf("English: %q", got)
	}
	if got := text.LangOf(text.WithLang(zh(), "tlh")); got != text.ZH {
		t.Errorf("unknown language became %q", got)
	}
	if text.EN.Tag() != "en" || text.ZH.Tag() != "zh-CN" {
		t.Error("lang attribute is wrong")
	}
}

func TestFormatting(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 2, 24, 5, 0, time.UTC).UnixMilli()
	minute, hour, day := int64(60_000), int64(3_600_000), int64(86_400_000)
	cases := []struct{ name, got, want string }{
		{"small number", text.Number(12), "12"},
		{"thousands", text.Number(1234567), "1,234,567"},
		{"negative", text.Number(-1234), "-1,234"},
		{"percent of nothing", text.Percent(0, 0), "–"},
		{"percent never rounds up", text.Percent(999_999, 1_000_000), "99.9%"},
		{"all", text.Percent(7, 7), "100%"},
		{"date and time in China", text.DateTime(zh(), at), "2026-11-23 10:24"},
		{"seconds", text.DateTimeSeconds(zh(), at), "2026-11-23 10:24:05"},
		{"another zone", text.Clock(text.WithZone(zh(), time.UTC), at), "02:24"},
		{"not set", text.DateTime(zh(), int64(0)), "–"},
		{"never", text.DateTime(zh(), int64(math.MaxInt64)), "不过期"},
		{"machine", text.Machine(at), "2026-11-23T02:24:05Z"},
		{"just now", text.Relative(zh(), at-1, at), "刚刚"},
		{"soon", text.Relative(en(), at+1, at), "in a moment"},
		{"minutes ago", text.Relative(zh(), at-3*minute, at), "3 分钟前"},
		{"in hours", text.Relative(en(), at+5*hour, at), "in 5 h"},
		{"in days", text.Relative(zh(), at+2*day+hour, at), "2 天后"},
		{"long ago", text.Relative(zh(), at-90*day, at), "2026-08-25"},
		{"relative, never", text.Relative(zh(), int64(math.MaxInt64), at), "不过期"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	if got := text.Reason(zh(), models.ReasonTooLong, 20); got != "太长，最多 20 个字。" {
		t.Errorf("with its limit: %q", got)
	}
	if got := text.Reason(en(), models.ReasonRequired, 0); got != "Please fill this in." {
		t.Errorf("without one: %q", got)
	}
	if got := text.Reason(zh(), "something new", 0); got != text.ReasonOther.ZH {
		t.Errorf("an unknown one: %q", got)
	}
}
