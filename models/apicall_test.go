package models_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func apiCall(db *modelstest.DB, app models.App, edit ...func(*models.APICall)) models.APICall {
	call := models.APICall{
		ID: models.NewID(db.Clock.Now()), AppID: app.ID, KeyID: 7, At: db.Now(), Method: "POST", Route: "/api/v1/messages",
		Status: 202, DurationMS: 3, RequestID: "R",
	}
	for _, f := range edit {
		f(&call)
	}
	return call
}

func refusedCall(c *models.APICall) {
	c.Status, c.Failed, c.ErrorCode = 422, true, "invalid"
	c.Refuse(models.CallRefusal{Field: "to", Reason: models.ReasonNoSendCode})
}

func TestAPICalls(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app, other := db.App(t), db.App(t)
		calls := []models.APICall{
			apiCall(db, app),
			apiCall(db, app, refusedCall, func(c *models.APICall) { c.Accepted, c.Duplicates, c.Rejected = 3, 2, 1 }),
			apiCall(db, other),
			apiCall(db, app),
		}
		bulk := calls[1]
		ok(t, db.AddAPICalls(t.Context(), calls))
		ok(t, db.AddAPICalls(t.Context(), nil))

		page, err := db.APICalls(t.Context(), app.ID, models.APICallFilter{}, 2)
		ok(t, err)
		if len(page.Rows) != 2 || page.Rows[0].ID != calls[3].ID || page.Older.Before != bulk.ID {
			t.Errorf("newest first: %+v", page)
		}
		got := page.Rows[1]
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", bulk) {
			t.Errorf("stored %+v\nwant   %+v", got, bulk)
		}
		page, err = db.APICalls(t.Context(), app.ID, models.APICallFilter{FailedOnly: true}, 10)
		ok(t, err)
		if len(page.Rows) != 1 || page.Rows[0].ID != bulk.ID {
			t.Errorf("what went wrong: %+v", page.Rows)
		}
	})
}

func TestAPICallsAreTrimmed(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app, other := db.App(t), db.App(t)
		var calls []models.APICall
		calls = append(calls, apiCall(db, app, refusedCall), apiCall(db, other))
		for range 1200 {
			calls = append(calls, apiCall(db, app))
		}
		ok(t, db.AddAPICalls(t.Context(), calls[:600]))
		ok(t, db.AddAPICalls(t.Context(), calls[600:]))
		ok(t, db.TrimAPICalls(t.Context(), 50))
		page, err := db.APICalls(t.Context(), app.ID, models.APICallFilter{}, 2000)
		ok(t, err)
		equal(t, "kept of the App", len(page.Rows), 51)
		equal(t, "newest", page.Rows[0].ID, calls[len(calls)-1].ID)
		equal(t, "an old failure stays among many that went well", page.Rows[50].ID, calls[0].ID)
		equal(t, "of the other App", db.Number(t, "SELECT COUNT(*) FROM api_calls WHERE app_id = ?", other.ID), 1)
	})
}

func TestCallRefusals(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, field, want string }{
		{"a field", "order_no", "order_no"},
		{"an item's", "codes[17].obtained_at", "codes[].obtained_at"},
		{"a keyword", "data.character_string12.color", "data.character_string12.color"},
		{"the body itself", "", ""},
		{"a formId", "fields.a2f5c1d0e9b84c7fa2f5c1d0e9b84c7f", "fields.…"},
		{"a formId of digits", "1511234567890", "…"},
		{"a prepay_id", "data.wx2017033010242291fcfe0db70013231072", "data.…"},
		{"an openid", "oXg5A0demo0001XianGuoDaoJia", "…"},
		{"a key", "xs_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOP", "…"},
		{"a sentence", "the formId is a mock one", "…"},
		{"depth", "a.b.c.d.e.f", "a.b.c.d.…"},
	}
	for _, tc := range cases {
		var c models.APICall
		c.Refuse(models.CallRefusal{Field: tc.field, Reason: models.ReasonRequired})
		equal(t, tc.name, c.Refusals[0].Field, tc.want)
	}
	var c models.APICall
	for i := range 40 {
		c.Refuse(models.CallRefusal{Field: fmt.Sprintf("codes[%d].code", i), Reason: models.ReasonMockCode})
		c.Refuse(models.CallRefusal{Field: strings.Repeat("x", i+1), Reason: models.ReasonRequired})
	}
	if len(c.Refusals) != 8 || c.Refusals[0] != (models.CallRefusal{Field: "codes[].code", Reason: models.ReasonMockCode, N: 40}) {
		t.Errorf("kept %+v", c.Refusals)
	}
}

// sink is what a CallLog writes to.
type sink struct {
	pieces []int
	ids    []int64
	fail   error
}

func (s *sink) save(_ context.Context, calls []models.APICall) error {
	if s.fail != nil {
		return s.fail
	}
	s.pieces = append(s.pieces, len(calls))
	for _, c := range calls {
		s.ids = append(s.ids, c.ID)
	}
	return nil
}

func TestCallLogWritesWithinASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s sink
		l := models.NewCallLog(s.save, slog.New(slog.DiscardHandler))
		l.Start()
		l.Start()
		for i := range int64(1100) {
			l.Note(models.APICall{ID: i})
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if !slices.Equal(s.pieces, []int{500, 500, 100}) || !slices.IsSorted(s.ids) {
			t.Errorf("within a second: pieces of %v", s.pieces)
		}
		l.Note(models.APICall{ID: 1100})
		ok(t, l.Stop(t.Context()))
		ok(t, l.Stop(t.Context()))
		if len(s.ids) != 1101 || l.Dropped() != 0 {
			t.Errorf("a stop leaves %d of 1101 calls, %d dropped", len(s.ids), l.Dropped())
		}
	})
}

func TestCallLogNeverWaits(t *testing.T) {
	t.Parallel()
	s := sink{}
	l := models.NewCallLog(s.save, slog.New(slog.DiscardHandler))
	for range 5000 { // nobody reads: this would hang if it waited
		l.Note(models.APICall{})
	}
	equal(t, "dropped of 5000", l.Dropped(), 1000)
	l.Flush(t.Context())
	equal(t, "written", len(s.ids), 4000)

	s.fail = errors.New("no database")
	l.Note(models.APICall{})
	l.Flush(t.Context())
	equal(t, "dropped when it cannot be written", l.Dropped(), 1001)
	s.fail = nil
	l.Note(models.APICall{ID: 9})
	l.Flush(t.Context())
	equal(t, "written after", s.ids[len(s.ids)-1], 9)
}
