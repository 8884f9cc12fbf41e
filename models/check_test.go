package models_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// submitted checks and submits a draft and lets it take its people in.
func submitted(t *testing.T, db *modelstest.DB, app models.App, d models.Draft) models.Batch {
	t.Helper()
	c, err := db.CheckDraft(t.Context(), app, d)
	ok(t, err)
	equal(t, "check", c.State, models.CheckDone)
	b, err := db.SubmitDraft(t.Context(), modelstest.Tester, app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
	ok(t, err)
	return keep(t, db, b)
}

// values are the states and first values of a batch's messages, by openid.
func values(t *testing.T, db *modelstest.DB, b models.Batch) map[string]string {
	t.Helper()
	page, err := db.Messages(t.Context(), b.AppID, models.MessageFilter{BatchID: b.ID}, 5000)
	ok(t, err)
	all := map[string]string{}
	for _, m := range page.Rows {
		r, err := db.Store.Recipient(t.Context(), b.AppID, m.RecipientID)
		ok(t, err)
		all[r.Openid] = string(m.State) + " " + m.Data[0].Value
	}
	return all
}

// group lists the openids of a group in a check.
func group(t *testing.T, db *modelstest.DB, app models.App, c models.BatchCheck, g models.CheckGroup) string {
	t.Helper()
	var openids []string
	at := models.Cursor{}
	for {
		page, err := db.CheckedPeople(t.Context(), app, c, g, at, 2)
		ok(t, err)
		for _, p := range page.Rows {
			openids = append([]string{p.Openid}, openids...)
		}
		if page.Older == (models.Cursor{}) {
			break
		}
		at = page.Older
	}
	equal(t, "size of "+string(g), int64(len(openids)), c.Group(g))
	return strings.Join(openids, " ")
}

// subscribers is a template for subscriptions with a product and a name.
func subscribers(in *models.TemplateInput) {
	in.Kind = models.KindSubscribeOnce
	in.Keywords = []models.KeywordInput{{Key: "thing1", Name: "称呼", Field: "nickname"}, {Key: "phone_number2", Name: "电话", DefaultValue: "400"}}
}

func TestCheckForecast(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		ok(t, db.SaveSendingRules(ctx, modelstest.Tester, app.ID, models.SendingRules{ConfirmAbove: 3, RestDays: 7}))
		app = db.ReloadApp(t, app)
		template := db.Template(t, app)
		start := db.Now().Add(48 * time.Hour)
		day := 24 * time.Hour
		code := func(openid string, age time.Duration) {
			db.Codes(t, app, models.CodeInput{Openid: openid, Kind: models.CodeForm, Code: "f-" + openid, ObtainedAt: db.Now().Add(-age)})
		}
		code("lasts", 2*day)
		code("recent", day)
		code("expiring", 6*day)
		code("gone", 7*day-time.Minute)
		db.Codes(t, app, models.CodeInput{Openid: "unpaid", Kind: models.CodePrepay, Code: "p-unpaid", OrderNo: "A-1"})
		db.Recipient(t, app, "nocode")
		ok(t, db.Exec("UPDATE recipients SET last_sent_at = ? WHERE openid = 'recent'", int64(db.Now().Add(-7*day+time.Minute))))
		ok(t, db.Exec("UPDATE recipients SET last_sent_at = ? WHERE openid = 'lasts'", int64(db.Now().Add(-7*day))))
		db.Clock.Advance(2 * time.Minute)

		d := newDraft(t, db, app, template, func(c *models.DraftChange) { c.Plan.Start = start.Time().In(app.Zone()).Format("2006-01-02T15:04") })
		c, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		equal(t, "counts", fmt.Sprint(c.Selected, c.Reachable, c.Expiring, c.NoCode, c.Refused, c.Recent, c.LeftOut, c.Total(), c.Expected), "6 2 1 3 0 0 0 6 2")
		equal(t, "reachable", group(t, db, app, c, models.GroupReachable), "lasts recent")
		equal(t, "expiring", group(t, db, app, c, models.GroupExpiring), "expiring")
		equal(t, "without a code", group(t, db, app, c, models.GroupNoCode), "gone unpaid nocode")
		older, err := db.CheckedPeople(ctx, app, c, models.GroupNoCode, models.Cursor{}, 2)
		ok(t, err)
		oldest, err := db.CheckedPeople(ctx, app, c, models.GroupNoCode, older.Older, 2)
		ok(t, err)
		back, err := db.CheckedPeople(ctx, app, c, models.GroupNoCode, oldest.Newer, 2)
		ok(t, err)
		equal(t, "forth and back", fmt.Sprint(len(oldest.Rows), back.Rows[0].Openid, back.Rows[1].Openid, back.Newer.After), fmt.Sprint(1, "nocode", "unpaid", 0))
		_, err = db.CheckedPeople(ctx, app, c, "nobody", models.Cursor{}, 5)
		wantRefused(t, err, refused("group", models.ReasonBadChoice))

		ok(t, db.Exec("UPDATE recipients SET last_sent_at = ? WHERE openid = 'recent'", int64(db.Now().Add(-7*day+time.Minute))))
		now := save(t, db, app, d, models.DraftChange{Plan: &models.DraftPlan{LeaveOut: true}})
		stale, err := db.DraftCheck(ctx, app, now)
		ok(t, err)
		equal(t, "after a change", stale.Holds, false)
		c, err = db.CheckDraft(ctx, app, now)
		ok(t, err)
		equal(t, "counts for now", fmt.Sprint(c.Selected, c.Reachable, c.Expiring, c.NoCode, c.Recent, c.LeftOut, c.Total(), c.Expected), "6 3 0 3 1 1 5 2")
		equal(t, "left out", group(t, db, app, c, models.GroupLeftOut), "recent")
		_, err = db.SubmitDraft(ctx, modelstest.Tester, app, now.ID, now.Version, models.SendConfirmation{Total: 6})
		wantRefused(t, err, refused("confirmed_total", models.ReasonOtherTotal))
		_, err = db.SubmitDraft(ctx, modelstest.Tester, app, now.ID, now.Version, models.SendConfirmation{Total: 0})
		wantRefused(t, err, refused("confirmed_total", models.ReasonRequired))
		equal(t, "the number has to be typed", app.MustType(c.Total()), true)
		equal(t, "nothing was made", db.Number(t, "SELECT COUNT(*) FROM messages"), 0)
		equal(t, "nothing was reserved", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE state = 'reserved'"), 0)
		b, err := db.SubmitDraft(ctx, modelstest.Tester, app, now.ID, now.Version, models.SendConfirmation{Total: 5})
		ok(t, err)
		equal(t, "messages", keep(t, db, b).Total, 5)
		if _, sent := values(t, db, b)["recent"]; sent {
			t.Error("who was left out got a message")
		}
	})
}

func TestCheckOfSubscriptions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app, subscribers)
		credit := func(openid string) {
			db.Codes(t, app, models.CodeInput{Openid: openid, Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID})
		}
		for _, openid := range []string{"has", "refused", "empty"} {
			credit(openid)
		}
		db.Recipient(t, app, "never")
		ok(t, db.Exec("UPDATE send_codes SET state = 'revoked' WHERE recipient_id IN (SELECT id FROM recipients WHERE openid IN ('refused', 'empty'))"))
		credit("empty") // and then gave it again
		d := newDraft(t, db, app, template)
		c, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		equal(t, "refused", group(t, db, app, c, models.GroupRefused), "refused")
		equal(t, "reachable", group(t, db, app, c, models.GroupReachable), "has empty")
		equal(t, "never asked", group(t, db, app, c, models.GroupNoCode), "never")
	})
}

// One long nickname fails one message. The problem is told with a suggestion, and
// goes when the value may be cut.
func TestCheckValues(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app, subscribers)
		for openid, nickname := range map[string]string{"short": "小明", "long": strings.Repeat("长", 21), "blank": "", "odd": "小红"} {
			in := models.RecipientInput{Openid: openid, Nickname: nickname}
			if openid == "odd" {
				in.Attributes = map[string]string{"tel": "电话１３８"}
			}
			_, err := db.SaveRecipient(ctx, modelstest.Tester, app.ID, in)
			ok(t, err)
		}
		d := newDraft(t, db, app, template, func(c *models.DraftChange) {
			c.Content = &models.Content{Data: typed{"phone_number2": {From: models.AttributeSource("tel")}}}
		})
		c, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		equal(t, "blocked and warned", fmt.Sprint(c.Blocked, c.Warned), "2 1")
		found, err := db.CheckedPeople(ctx, app, c, models.GroupBlocked, models.Cursor{}, 10)
		ok(t, err)
		problem := map[string]models.ValueProblem{}
		for _, p := range found.Rows {
			problem[p.Openid] = p.Problems[0]
		}
		equal(t, "long", problem["long"], models.ValueProblem{Field: "data.thing1", Name: "称呼", Reason: models.ReasonTooLong, Limit: 20,
			Value: strings.Repeat("长", 21), Fix: strings.Repeat("长", 19) + "…", Blocks: true})
		equal(t, "blank", problem["blank"], models.ValueProblem{Field: "data.thing1", Name: "称呼", Reason: models.ReasonRequired, Blocks: true})
		found, err = db.CheckedPeople(ctx, app, c, models.GroupWarned, models.Cursor{}, 10)
		ok(t, err)
		equal(t, "odd", found.Rows[0].Problems[0], models.ValueProblem{Field: "data.phone_number2", Name: "电话", Reason: models.ReasonBadFormat, Value: "电话１３８"})

		d.Content.Data["thing1"] = models.TypedValue{Default: "顾客", Cut: 20}
		fixed := save(t, db, app, d, models.DraftChange{Content: &d.Content})
		c, err = db.CheckDraft(ctx, app, fixed)
		ok(t, err)
		equal(t, "cut and with a default", fmt.Sprint(c.Blocked, c.Warned), "0 1")
		got := values(t, db, submitted(t, db, app, fixed))
		equal(t, "long", got["long"], "queued "+strings.Repeat("长", 19)+"…")
		equal(t, "blank", got["blank"], "queued 顾客")
	})
}

func TestSubmitDraftWantsACheckThatHolds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 2)
		d := newDraft(t, db, app, template)
		submit := func(confirmed int64) error {
			_, err := db.SubmitDraft(ctx, modelstest.Tester, app, d.ID, d.Version, models.SendConfirmation{Total: confirmed})
			return err
		}
		check := func() models.BatchCheck {
			c, err := db.CheckDraft(ctx, app, d)
			ok(t, err)
			return c
		}
		unchecked := refused("check", models.ReasonUnchecked)
		wantRefused(t, submit(2), unchecked)
		c := check()
		equal(t, "a check that holds is not repeated", check().ID, c.ID)

		// Each of these makes it stale.
		d = save(t, db, app, d, models.DraftChange{Content: &models.Content{Fields: fields{"order_no": "A2"}}})
		wantRefused(t, submit(2), unchecked)
		check()
		d = save(t, db, app, d, models.DraftChange{Audience: &models.Audience{Kind: models.AudienceReachable}})
		wantRefused(t, submit(2), unchecked)
		check()
		d = save(t, db, app, d, models.DraftChange{Plan: &models.DraftPlan{Start: "2026-11-28 08:00"}})
		wantRefused(t, submit(2), unchecked)
		check()
		_, err := db.UpdateTemplate(ctx, modelstest.Tester, app.ID, template.ID, models.TemplateInput{Title: "改了", Keywords: []models.KeywordInput{{Key: "keyword1", Name: "单号", Field: "order_no"}}})
		ok(t, err)
		wantRefused(t, submit(2), unchecked)
		d, err = db.Draft(ctx, app, d.ID)
		ok(t, err)
		check()
		ok(t, db.SaveSendingRules(ctx, modelstest.Tester, app.ID, models.SendingRules{ConfirmAbove: 100, RestDays: 3}))
		app = db.ReloadApp(t, app)
		wantRefused(t, submit(2), unchecked)
		check()
		db.Clock.Advance(13 * time.Hour)
		wantRefused(t, submit(2), unchecked)
		// A name does not.
		c = check()
		d = save(t, db, app, d, models.DraftChange{Plan: &models.DraftPlan{Start: "2026-11-28 08:00", Name: "新名字", Pace: "7"}})
		equal(t, "after a new name", check().ID, c.ID)
		ok(t, submit(2))
		wantError(t, submit(2), models.ErrConflict)
		b, err := db.Batch(ctx, app.ID, d.ID)
		ok(t, err)
		equal(t, "batch", fmt.Sprint(b.State, b.Name, b.Pace, b.StartAt == models.At(time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC))), "scheduled新名字7 true")
		opened, err := db.Draft(ctx, app, d.ID)
		wantError(t, err, models.ErrConflict)
		equal(t, "what comes with it", opened.State, models.BatchScheduled)
		keep(t, db, b)

		nobody := newDraft(t, db, app, template, picked("stranger"))
		c, err = db.CheckDraft(ctx, app, nobody)
		ok(t, err)
		equal(t, "unknown", c.Listed-c.Selected, 1)
		_, err = db.SubmitDraft(ctx, modelstest.Tester, app, nobody.ID, nobody.Version, models.SendConfirmation{Total: 0})
		wantRefused(t, err, refused("audience", models.ReasonNobody))
		equal(t, "people of old checks are forgotten", clearChecks(t, db), db.Number(t, "SELECT COUNT(*) FROM batch_checks"))
		equal(t, "people that are left", db.Number(t, "SELECT COUNT(*) FROM checked_people"), 0)
		kept, err := db.BatchCheck(ctx, app.ID, b.CheckID)
		ok(t, err)
		equal(t, "the numbers of the one that led to a batch stay", kept.Total(), 2)
	})
}

// clearChecks lets the background do all that is due, and says how many checks stay.
func clearChecks(t *testing.T, db *modelstest.DB) int64 {
	t.Helper()
	for {
		due, err := db.DueChecks(t.Context())
		ok(t, err)
		if len(due) == 0 {
			return db.Number(t, "SELECT COUNT(*) FROM batch_checks")
		}
		for _, id := range due {
			_, err := db.KeepCheck(t.Context(), "sweeper", id)
			ok(t, err)
		}
	}
}

// A large audience is gone through by several nodes in pieces. Everyone is judged
// once, also when a node dies on the way.
func TestCheckAmongNodes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const n = 9500
		ctx, app := t.Context(), db.App(t)
		people(t, db, app, n)
		d := newDraft(t, db, app, db.Template(t, app))
		c, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		equal(t, "at once", c.State, models.CheckRunning)
		_, err = db.SubmitDraft(ctx, modelstest.Tester, app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
		wantRefused(t, err, refused("check", models.ReasonUnchecked))

		more, err := db.KeepCheck(ctx, "dies", c.ID)
		ok(t, err)
		equal(t, "a piece by a node that dies", more, true)
		more, err = db.KeepCheck(ctx, "lives", c.ID)
		ok(t, err)
		equal(t, "while it is held", more, false)
		db.Clock.Advance(16 * time.Second)
		var wg sync.WaitGroup
		for i, store := range []*models.Store{db.Store, db.Second(t), db.Second(t)} {
			wg.Go(func() {
				for range 20 {
					if _, err := store.KeepCheck(ctx, fmt.Sprint("node-", i), c.ID); err != nil {
						t.Error(err)
						return
					}
					db.Clock.Advance(4 * time.Second) // leases end at any moment
				}
			})
		}
		wg.Wait()
		c, err = db.DraftCheck(ctx, app, d)
		ok(t, err)
		equal(t, "in the end", fmt.Sprint(c.State, c.Selected, c.Reachable, c.Due), fmt.Sprint("done", n, n, false))
		equal(t, "people", db.Number(t, "SELECT COUNT(*) FROM checked_people WHERE check_id = ?", c.ID), n)
		b, err := db.SubmitDraft(ctx, modelstest.Tester, app, d.ID, d.Version, models.SendConfirmation{Total: n})
		ok(t, err)
		b = keep(t, db, b)
		equal(t, "messages", b.Total, n)
		clearChecks(t, db)
		equal(t, "people in the end", db.Number(t, "SELECT COUNT(*) FROM checked_people"), 0)
	})
}

// A change while the check runs ends it, and the next one begins anew.
func TestCheckOfADraftThatChanges(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		people(t, db, app, 4200)
		d := newDraft(t, db, app, db.Template(t, app))
		first, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		equal(t, "first", first.State, models.CheckRunning)
		old := d
		d = save(t, db, app, d, models.DraftChange{Content: &models.Content{Fields: fields{"order_no": "B"}}})
		_, err = db.CheckDraft(ctx, app, old)
		wantError(t, err, models.ErrConflict)
		more, err := db.KeepCheck(ctx, "engine", first.ID)
		ok(t, err)
		equal(t, "it goes on to forget", more, true)
		equal(t, "checks", clearChecks(t, db), 0)
		second, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		equal(t, "second", second.Holds && second.ID != first.ID, true)
		ok(t, db.DeleteDraft(ctx, modelstest.Tester, app.ID, d.ID, d.Version))
		equal(t, "checks of a draft that was deleted", clearChecks(t, db), 0)
		equal(t, "people", db.Number(t, "SELECT COUNT(*) FROM checked_people"), 0)
	})
}

// A piece that fails is tried again after a while, and nobody is lost by it.
func TestCheckAfterAFailure(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		people(t, db, app, 4500)
		d := newDraft(t, db, app, db.Template(t, app))
		c, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		before := c.Selected
		exec(t, db, "ALTER TABLE checked_people RENAME TO lost")
		if _, err := db.KeepCheck(ctx, "engine", c.ID); err == nil {
			t.Error("a piece was kept without its table")
		}
		exec(t, db, "ALTER TABLE lost RENAME TO checked_people")
		due, err := db.DueChecks(ctx)
		ok(t, err)
		equal(t, "due at once", len(due), 0)
		c, err = db.DraftCheck(ctx, app, d)
		ok(t, err)
		equal(t, "nobody was counted", c.Selected, before)
		db.Clock.Advance(6 * time.Second)
		clearChecks(t, db)
		c, err = db.DraftCheck(ctx, app, d)
		ok(t, err)
		equal(t, "in the end", fmt.Sprint(c.State, c.Selected), "done4500")
	})
}
