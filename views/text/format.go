package text

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"
)

// never is what models.Never is: a deadline that does not come.
const never = math.MaxInt64

// Number writes n with thousands separators, as both languages do.
func Number[N ~int | ~int32 | ~int64](n N) string {
	s := strconv.FormatInt(int64(n), 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Percent writes part of whole with one decimal; without a whole it is a dash.
// It never rounds up to 100: one failure in a million is not "all".
func Percent[N ~int | ~int32 | ~int64](part, whole N) string {
	if whole == 0 {
		return "–"
	}
	if part == whole {
		return "100%"
	}
	return fmt.Sprintf("%.1f%%", math.Floor(float64(part)/float64(whole)*1000)/10)
}

// DateTime writes a time as 2026-11-23 10:24 in the zone of ctx.
func DateTime[M ~int64](ctx context.Context, ms M) string {
	return stamp(ctx, int64(ms), "2006-01-02 15:04")
}

// DateTimeSeconds is DateTime to the second, for what has to be proven.
func DateTimeSeconds[M ~int64](ctx context.Context, ms M) string {
	return stamp(ctx, int64(ms), "2006-01-02 15:04:05")
}

// Date writes only the day.
func Date[M ~int64](ctx context.Context, ms M) string {
	return stamp(ctx, int64(ms), "2006-01-02")
}

// Clock writes only hour and minute.
func Clock[M ~int64](ctx context.Context, ms M) string {
	return stamp(ctx, int64(ms), "15:04")
}

// Machine writes a time for a datetime attribute.
func Machine[M ~int64](ms M) string {
	return time.UnixMilli(int64(ms)).UTC().Format(time.RFC3339)
}

func stamp(ctx context.Context, ms int64, layout string) string {
	switch ms {
	case 0:
		return "–"
	case never:
		return NeverExpires.In(ctx)
	}
	return time.UnixMilli(ms).In(ZoneOf(ctx)).Format(layout)
}

// Relative says how far at is from now, in the largest unit that fits:
// 3 分钟前, 2 天后. Beyond thirty days it is the date.
func Relative[M ~int64](ctx context.Context, at, now M) string {
	if int64(at) == 0 || int64(at) == never {
		return stamp(ctx, int64(at), "")
	}
	d := time.Duration(int64(at)-int64(now)) * time.Millisecond
	past := d < 0
	if past {
		d = -d
	}
	switch {
	case d < time.Minute && past:
		return JustNow.In(ctx)
	case d < time.Minute:
		return InAMoment.In(ctx)
	case d < time.Hour:
		return pick(past, MinutesAgo, InMinutes).In(ctx, int(d/time.Minute))
	case d < 24*time.Hour:
		return pick(past, HoursAgo, InHours).In(ctx, int(d/time.Hour))
	case d < 30*24*time.Hour:
		return pick(past, DaysAgo, InDays).In(ctx, int(d/(24*time.Hour)))
	}
	return Date(ctx, at)
}

func pick(first bool, a, b Text) Text {
	if first {
		return a
	}
	return b
}
