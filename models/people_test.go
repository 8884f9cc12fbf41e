package models_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// same compares what == cannot.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s = %+v, want %+v", what, got, want)
	}
}

// savedPeople stores users and wants all of them taken.
func savedPeople(t *testing.T, db *modelstest.DB, app models.App, in ...models.RecipientInput) {
	t.Helper()
	result, err := db.SaveRecipients(t.Context(), modelstest.Tester, app, in)
	if err != nil || len(result.Rejected) > 0 {
		t.Fatalf("save people: %+v, %v", result, err)
	}
}

// hasty is a second store whose clock leaps at each look, so that whoever bounds
// time gives up after the first step.
func hasty(t *testing.T, db *modelstest.DB) *models.Store {
	t.Helper()
	var looks atomic.Int64
	return modelstest.Open(t, db.URL, func() time.Time {
		return db.Clock.Now().Add(time.Duration(looks.Add(1)) * time.Second)
	})
}

// failer is what a helper needs of a test; property tests bring their own.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// walked pages through a list to its end and back, checks that both ways show the
// same people once each, and returns their openids.
func walked(ctx context.Context, t failer, store *models.Store, appID int64, filter models.RecipientFilter, size int) []string {
	t.Helper()
	load := func(at models.Cursor) models.Slice[models.Recipient] {
		filter.Cursor = at
		page, err := store.Recipients(ctx, appID, filter, size)
		if err != nil {
			t.Fatalf("list %+v: %v", filter, err)
		}
		if len(page.Rows) > size || (len(page.Rows) < size && !page.More && page.Older != (models.Cursor{}) && at.After == 0) {
			t.Fatalf("page of %d of %d rows at %+v: %+v", len(page.Rows), size, at, page)
		}
		return page
	}
	openids := func(page models.Slice[models.Recipient]) (list []string) {
		for _, r := range page.Rows {
			list = append(list, r.Openid)
		}
		return list
	}
	page := load(models.Cursor{})
	if page.Newer != (models.Cursor{}) {
		t.Fatalf("something is newer than the first page: %+v", page.Newer)
	}
	forth := openids(page)
	for page.Older != (models.Cursor{}) {
		if len(forth) > 10_000 {
			t.Fatalf("no end of %+v", filter)
		}
		if page.More && page.Older == (models.Cursor{}) {
			t.Fatalf("there is more, but no way to it")
		}
		next := load(page.Older)
		forth = append(forth, openids(next)...)
		if page.Older, page.More = next.Older, next.More; len(next.Rows) > 0 {
			page = next
		}
	}
	back := openids(page)
	for page.Newer != (models.Cursor{}) && len(back) <= len(forth) {
		page = load(page.Newer)
		back = append(openids(page), back...)
	}
	if !slices.Equal(back, forth) {
		t.Fatalf("%+v by %d: forth %v, back %v", filter, size, forth, back)
	}
	once := slices.Clone(forth)
	slices.Sort(once)
	if len(slices.Compact(once)) != len(forth) {
		t.Fatalf("%+v by %d shows somebody twice: %v", filter, size, forth)
	}
	return forth
}

// found is who is in a list, sorted, in one line.
func found(ctx context.Context, t failer, store *models.Store, appID int64, filter models.RecipientFilter) string {
	t.Helper()
	list := walked(ctx, t, store, appID, filter, 50)
	slices.Sort(list)
	return strings.Join(list, " ")
}
