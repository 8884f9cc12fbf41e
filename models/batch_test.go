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

// people gives n users a form code each, o0, o1 ….
func people(t *testing.T, db *modelstest.DB, app models.App, n int) {
	t.Helper()
	var codes []models.CodeInput
	for i := range n {
		codes = append(codes, models.CodeInput{Openid: fmt.Sprintf("o%d", i), Kind: models.CodeForm, Code: fmt.Sprintf("f%d", i)})
		if len(codes) == models.MaxCodes || i == n-1 {
			db.Codes(t, app, codes...)
			codes = nil
		}
	}
}

func batchOf(template models.Template, edit ...func(*models.BatchInput)) models.BatchInput {
	in := models.BatchInput{
		Name: "周末果园采摘", TemplateID: template.TemplateID, Audience: models.Audience{Kind: models.AudienceAll},
		Content: models.Content{Fields: map[string]string{"order_no": "A1"}},
	}
	for _, f := range edit {
		f(&in)
	}
	return in
}

// kept adds a batch and lets it do all of its own work.
func kept(t *testing.T, db *modelstest.DB, app models.App, in models.BatchInput) models.Batch {
	t.Helper()
	b, err := db.AddBatch(t.Context(), modelstest.Tester, app, in)
	ok(t, err)
	return keep(t, db, b)
}

func keep(t *testing.T, db *modelstest.DB, b models.Batch) models.Batch {
	t.Helper()
	for more := true; more; {
		var err error
		more, err = db.KeepBatch(t.Context(), b.ID)
		ok(t, err)
	}
	return reloadBatch(t, db, b)
}

func reloadBatch(t *testing.T, db *modelstest.DB, b models.Batch) models.Batch {
	t.Helper()
	b, err := db.Batch(t.Context(), b.AppID, b.ID)
	ok(t, err)
	return b
}

// sendLane claims and settles all that a batch's lane gives now.
func sendLane(t *testing.T, db *modelstest.DB, app models.App, b models.Batch, to models.MessageState, limit int) int {
	t.Helper()
	total := 0
	for total < limit {
		claimed, err := db.Claim(t.Context(), models.Lane{App: app, Batch: reloadBatch(t, db, b)}, min(100, limit-total), modelstest.Lease)
		ok(t, err)
		if len(claimed) == 0 {
			return total
		}
		code := models.CodeUsed
		if to == models.MessageFailed {
			code = models.CodeAvailable
		}
		var outcomes []models.Outcome
		for _, c := range claimed {
			outcomes = append(outcomes, db.Outcome(c, to, code, func(o *models.Outcome) {
				if to == models.MessageFailed {
					o.Reason, o.Errcode = models.CausePlatform, 40003
				}
			}))
		}
		db.Settled(t, outcomes...)
		total += len(claimed)
	}
	return total
}

// countersAgree compares a batch's live counters with its rows.
func countersAgree(t *testing.T, db *modelstest.DB, b models.Batch) {
	t.Helper()
	b = reloadBatch(t, db, b)
	rows := func(state models.MessageState) int64 {
		return int64(db.Number(t, "SELECT COUNT(*) FROM messages WHERE batch_id = ? AND state = ?", b.ID, string(state)))
	}
	equal(t, "total", b.Total, int64(db.Number(t, "SELECT COUNT(*) FROM messages WHERE batch_id = ?", b.ID)))
	equal(t, "sent", b.Sent, rows(models.MessageSent))
	equal(t, "failed", b.Failed, rows(models.MessageFailed))
	equal(t, "unknown", b.Unknown, rows(models.MessageUnknown))
	equal(t, "cancelled", b.Cancelled, rows(models.MessageCancelled))
	equal(t, "expired", b.Expired, rows(models.MessageExpired))
	equal(t, "waiting", b.Waiting(), rows(models.MessageQueued)+rows(models.MessageSending))
}

func TestBatchAudience(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 3)
		db.Recipient(t, app, "nocode")
		db.Code(t, db.App(t), "stranger", models.CodeForm, "fx")
		tests := []struct {
			name string
			in   models.Audience
			want string
		}{
			{"everyone", models.Audience{Kind: models.AudienceAll}, "nocode o0 o1 o2"},
			{"who can be reached", models.Audience{Kind: models.AudienceReachable}, "o0 o1 o2"},
			{"those picked, each once, strangers left out", models.Audience{Kind: models.AudiencePicked, Openids: []string{"o2", "o0", "o2", "stranger", "O1"}}, "o0 o2"},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				b := kept(t, db, app, batchOf(template, func(in *models.BatchInput) { in.Audience = test.in }))
				var got []string
				for _, row := range db.Raw(t, "SELECT r.openid FROM messages m JOIN recipients r ON r.id = m.recipient_id WHERE m.batch_id = ? ORDER BY r.openid", b.ID) {
					got = append(got, row[0])
				}
				equal(t, "people", strings.Join(got, " "), test.want)
				equal(t, "expanded", b.Expanded, true)
				countersAgree(t, db, b)
			})
		}
	})
}

// Who adds a batch need not be one of the staff: a program's has no editors.
func TestBatchOfAProgram(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		b, err := db.AddBatch(t.Context(), models.Actor{Kind: models.ActorCLI, Name: "xinshi"}, app, batchOf(db.Template(t, app)))
		ok(t, err)
		equal(t, "editors", len(reloadBatch(t, db, b).Editors), 0)
	})
}

// Several processes freeze one audience that is larger than a chunk: everyone is
// in it once.
func TestBatchExpandsOnceAmongNodes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const n = 2300
		app := db.App(t)
		people(t, db, app, n)
		b, err := db.AddBatch(t.Context(), modelstest.Tester, app, batchOf(db.Template(t, app)))
		ok(t, err)
		var wg sync.WaitGroup
		for _, store := range []*models.Store{db.Store, db.Second(t), db.Second(t)} {
			wg.Go(func() {
				for more := true; more; {
					var err error
					if more, err = store.KeepBatch(t.Context(), b.ID); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		equal(t, "messages", db.Number(t, "SELECT COUNT(*) FROM messages WHERE batch_id = ?", b.ID), n)
		equal(t, "people", db.Number(t, "SELECT COUNT(DISTINCT recipient_id) FROM messages WHERE batch_id = ?", b.ID), n)
		countersAgree(t, db, b)
	})
}

func TestBatchFillsInThePerson(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app, func(in *models.TemplateInput) {
			in.Kind = models.KindSubscribeOnce
			in.Keywords = []models.KeywordInput{{Key: "thing1", Name: "称呼", Field: "nickname"}, {Key: "thing2", Name: "活动", Field: "event"}}
		})
		db.Recipient(t, app, "short")
		_, err := db.SaveRecipient(t.Context(), modelstest.Tester, app.ID, models.RecipientInput{Openid: "long", Nickname: strings.Repeat("长", 21)})
		ok(t, err)
		b := kept(t, db, app, batchOf(template, func(in *models.BatchInput) { in.Content.Fields = map[string]string{"event": "采摘"} }))
		equal(t, "failed", b.Failed, 1)
		equal(t, "waiting", b.Waiting(), 1)
		page, err := db.Messages(t.Context(), app.ID, models.MessageFilter{BatchID: b.ID, State: models.MessageQueued}, 10)
		ok(t, err)
		equal(t, "value", page.Rows[0].Data[0].Value, "昵称short")
		page, err = db.Messages(t.Context(), app.ID, models.MessageFilter{BatchID: b.ID, State: models.MessageFailed}, 10)
		ok(t, err)
		equal(t, "why", fmt.Sprint(page.Rows[0].Reason, " ", page.Rows[0].Errmsg), "values refused values: data.thing1: too_long")
		countersAgree(t, db, b)
	})
}

func TestBatchLife(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 10)
		b := kept(t, db, app, batchOf(template, func(in *models.BatchInput) { in.StartAt = db.Now().Add(time.Hour) }))
		equal(t, "before its time", b.State, models.BatchScheduled)
		lanes, err := db.Lanes(ctx)
		ok(t, err)
		equal(t, "lanes before its time", len(lanes), 0)

		db.Clock.Advance(time.Hour)
		b = keep(t, db, b)
		equal(t, "at its time", b.State, models.BatchRunning)
		equal(t, "sent", sendLane(t, db, app, b, models.MessageSent, 3), 3)

		ok(t, db.PauseBatch(ctx, modelstest.Tester, app.ID, b.ID))
		lanes, err = db.Lanes(ctx)
		ok(t, err)
		equal(t, "lanes while paused", len(lanes), 0)
		wantError(t, db.PauseBatch(ctx, modelstest.Tester, app.ID, b.ID), models.ErrConflict)
		equal(t, "keeping does not end a pause", keep(t, db, b).State, models.BatchPaused)

		ok(t, db.ResumeBatch(ctx, modelstest.Tester, app.ID, b.ID))
		equal(t, "the rest", sendLane(t, db, app, b, models.MessageSent, 100), 7)
		b = keep(t, db, b)
		equal(t, "in the end", b.State, models.BatchFinished)
		equal(t, "finished at", b.FinishedAt, db.Now())
		countersAgree(t, db, b)
		wantError(t, db.CancelBatch(ctx, modelstest.Tester, app.ID, b.ID), models.ErrConflict)
		wantError(t, db.ResumeBatch(ctx, modelstest.Tester, app.ID+1, b.ID), models.ErrNotFound)
	})
}

func TestBatchCancelled(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		people(t, db, app, 6)
		b := kept(t, db, app, batchOf(db.Template(t, app)))
		sendLane(t, db, app, b, models.MessageSent, 2)
		// One is being proven: its first call had no answer. That goes on.
		claimed, err := db.Claim(ctx, models.Lane{App: app, Batch: b}, 1, modelstest.Lease)
		ok(t, err)
		db.Settled(t, db.Outcome(claimed[0], models.MessageQueued, models.CodeReserved, func(o *models.Outcome) { o.Unproven, o.Due = true, db.Now() }))

		ok(t, db.CancelBatch(ctx, modelstest.Tester, app.ID, b.ID))
		b = keep(t, db, b)
		equal(t, "cancelled", b.Cancelled, 3)
		equal(t, "waiting", b.Waiting(), 1)
		lanes, err := db.Lanes(ctx)
		ok(t, err)
		equal(t, "lanes", len(lanes), 1)
		equal(t, "what is being proven", sendLane(t, db, app, b, models.MessageSent, 10), 1)
		countersAgree(t, db, b)
		equal(t, "codes that are free again", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE app_id = ? AND state = 'available'", app.ID), 3)
	})
}

func TestBatchTooLate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		people(t, db, app, 4)
		b := kept(t, db, app, batchOf(db.Template(t, app), func(in *models.BatchInput) {
			in.StartAt, in.Late = db.Now().Add(time.Hour), 10*time.Minute
		}))
		db.Clock.Advance(time.Hour + 11*time.Minute) // no process was running at its time
		b = keep(t, db, b)
		equal(t, "state", fmt.Sprint(b.State, " ", b.Reason), "cancelled late")
		equal(t, "expired", b.Expired, 4)
		countersAgree(t, db, b)
	})
}

func TestBatchStopsByItself(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		people(t, db, app, 60)
		b := kept(t, db, app, batchOf(db.Template(t, app), func(in *models.BatchInput) { in.StopPercent = 50 }))
		sendLane(t, db, app, b, models.MessageSent, 10)
		sendLane(t, db, app, b, models.MessageFailed, 10)
		equal(t, "half failed", reloadBatch(t, db, b).State, models.BatchRunning)
		sendLane(t, db, app, b, models.MessageFailed, 1)
		b = reloadBatch(t, db, b)
		equal(t, "more than half failed", fmt.Sprint(b.State, " ", b.Reason), "paused failures")
		countersAgree(t, db, b)
	})
}

func TestBatchStopsWithItsTemplate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		people(t, db, app, 3)
		b := kept(t, db, app, batchOf(db.Template(t, app)))
		claimed, err := db.Claim(t.Context(), models.Lane{App: app, Batch: b}, 1, modelstest.Lease)
		ok(t, err)
		db.Settled(t, db.Outcome(claimed[0], models.MessageFailed, models.CodeAvailable, func(o *models.Outcome) {
			o.Reason, o.Errcode, o.StopTemplate = models.CausePlatform, 40037, true
		}))
		b = reloadBatch(t, db, b)
		equal(t, "state", fmt.Sprint(b.State, " ", b.Reason, " ", b.Errcode), "paused platform 40037")
	})
}

func TestRetryBatch(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 3)
		db.Recipient(t, app, "nocode")
		b := kept(t, db, app, batchOf(template))
		_, err := db.RetryBatch(ctx, modelstest.Tester, app.ID, b.ID, "重发")
		wantError(t, err, models.ErrConflict)
		sendLane(t, db, app, b, models.MessageSent, 100)
		b = keep(t, db, b)
		equal(t, "failed", b.Failed, 1) // nobody had given a code for this one
		child, err := db.RetryBatch(ctx, modelstest.Tester, app.ID, b.ID, "重发")
		ok(t, err)
		db.Code(t, app, "nocode", models.CodeForm, "late")
		child = keep(t, db, child)
		equal(t, "child", fmt.Sprint(child.ParentID == b.ID, child.Total), "true 1")
		equal(t, "sent", sendLane(t, db, app, child, models.MessageSent, 10), 1)
	})
}

func TestSingleMessagesOvertakeBatches(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 20)
		kept(t, db, app, batchOf(template))
		db.Code(t, app, "single", models.CodeForm, "fs")
		m := db.Queue(t, app, template, "single")
		lanes, err := db.Lanes(t.Context())
		ok(t, err)
		equal(t, "lanes", len(lanes), 2)
		claimed, err := db.Claim(t.Context(), lanes[0], 10, modelstest.Lease)
		ok(t, err)
		equal(t, "first", claimed[0].Message.ID, m.ID)
		equal(t, "of the first lane", len(claimed), 1)
	})
}

func TestQuietHours(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t, func(in *models.AppInput) { in.QuietFrom, in.QuietUntil = 22*60, 8*60 })
		template := db.Template(t, app)
		people(t, db, app, 2)
		kept(t, db, app, batchOf(template, func(in *models.BatchInput) {
			in.Audience = models.Audience{Kind: models.AudiencePicked, Openids: []string{"o0"}}
		}))
		db.Queue(t, app, template, "o1")
		lanes := func() int {
			lanes, err := db.Lanes(t.Context())
			ok(t, err)
			return len(lanes)
		}
		equal(t, "lanes at ten in the morning", lanes(), 2)
		db.Clock.Advance(12 * time.Hour)
		equal(t, "lanes at ten in the evening: single messages alone", lanes(), 1)
		db.Clock.Advance(9*time.Hour + 59*time.Minute)
		equal(t, "lanes before eight", lanes(), 1)
		db.Clock.Advance(time.Minute)
		equal(t, "lanes at eight", lanes(), 2)
	})
}

// What was paused, or got a new secret, between looking for lanes and claiming
// from one is seen by the claim.
func TestClaimSeesWhatChangedSinceTheLanes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 4)
		b := kept(t, db, app, batchOf(template, func(in *models.BatchInput) {
			in.Audience = models.Audience{Kind: models.AudiencePicked, Openids: []string{"o1", "o2"}}
		}))
		db.Queue(t, app, template, "o0")
		lanes, err := db.Lanes(ctx)
		ok(t, err)
		equal(t, "lanes", len(lanes), 2)
		claimed := func(lane models.Lane) []*models.Claimed {
			t.Helper()
			claimed, err := db.Claim(ctx, lane, 1, modelstest.Lease)
			ok(t, err)
			return claimed
		}
		ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, models.Pause{Errcode: 40125}))
		equal(t, "of a paused app", len(claimed(lanes[0]))+len(claimed(lanes[1])), 0)
		in := models.NewAppInput()
		in.Name, in.Secret = app.Name, "a new secret"
		_, err = db.UpdateApp(ctx, modelstest.Tester, app.ID, in)
		ok(t, err)
		account, err := db.Account(*claimed(lanes[0])[0].App)
		ok(t, err)
		equal(t, "secret", account.Secret, "a new secret")
		ok(t, db.PauseBatch(ctx, modelstest.Tester, app.ID, b.ID))
		equal(t, "of a paused batch", len(claimed(lanes[1])), 0)
		ok(t, db.ResumeBatch(ctx, modelstest.Tester, app.ID, b.ID))
		equal(t, "of a resumed batch", len(claimed(lanes[1])), 1)
	})
}
