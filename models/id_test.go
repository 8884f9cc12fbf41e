package models_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"xinshi/models"
)

func TestNewIDGrows(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	last := models.NewID(now)
	steps := []time.Duration{0, 0, time.Millisecond, -time.Hour, time.Second, -time.Nanosecond, 0}
	for range 5000 {
		for _, step := range steps {
			now = now.Add(step)
			id := models.NewID(now)
			if id <= last {
				t.Fatalf("id %d after %d, at %s", id, last, now)
			}
			last = id
		}
	}
}

func TestNewIDFillsMoreThanAMillisecond(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("makes five million ids")
	}
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	last := models.NewID(now)
	for range 5_000_000 { // a millisecond holds 4,194,304
		id := models.NewID(now)
		if id <= last {
			t.Fatalf("id %d after %d", id, last)
		}
		last = id
	}
}

func TestNewIDIsUniqueAmongGoroutines(t *testing.T) {
	t.Parallel()
	const workers, each = 8, 5000
	made := make([][]int64, workers)
	now := time.Now()
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for range each {
				made[w] = append(made[w], models.NewID(now))
			}
		})
	}
	wg.Wait()
	seen := make(map[int64]bool, workers*each)
	for _, ids := range made {
		for _, id := range ids {
			if seen[id] {
				t.Fatalf("id %d was made twice", id)
			}
			seen[id] = true
		}
	}
}

func TestParseID(t *testing.T) {
	t.Parallel()
	id := models.NewID(time.Now())
	got, err := models.ParseID(fmt.Sprint(id))
	ok(t, err)
	equal(t, "id", got, id)
	for _, s := range []string{"", "0", "-1", "1.5", "x", "0x10", " 1", "9223372036854775808", "１"} {
		if _, err := models.ParseID(s); err == nil {
			t.Errorf("ParseID(%q) took it", s)
		} else {
			wantError(t, err, models.ErrNotFound)
		}
	}
}

func TestMillis(t *testing.T) {
	t.Parallel()
	noon := models.At(time.Date(2026, 11, 23, 12, 0, 0, 999_999, time.FixedZone("", 8*3600)))
	equal(t, "in UTC", noon.Time(), time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC))
	equal(t, "add", noon.Add(90*time.Second).Sub(noon), 90*time.Second)
	equal(t, "never stays never", models.Never.Add(-time.Hour), models.Never)
	equal(t, "unset stays unset", models.Millis(0).Add(time.Hour), 0)
	equal(t, "never is not set", models.Never.IsSet(), false)
	equal(t, "zero is not set", models.Millis(0).IsSet(), false)
	equal(t, "noon is set", noon.IsSet(), true)
}
