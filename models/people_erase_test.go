package models_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// dumpAll is all text of all tables.
func dumpAll(t *testing.T, db *modelstest.DB) string {
	t.Helper()
	list := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if strings.HasPrefix(db.URL, "mysql") {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
	}
	var all strings.Builder
	for _, row := range db.Raw(t, list) {
		all.WriteString(db.Dump(t, row[0]))
	}
	return all.String()
}

// sentTo sends somebody a message that names the person.
func sentTo(t *testing.T, db *modelstest.DB, app models.App, template models.Template, openid, name string) models.Message {
	t.Helper()
	page := "pages/show?phone=" + name
	m, err := db.Enqueue(t.Context(), modelstest.Tester, app, models.MessageRequest{
		TemplateID: template.TemplateID, To: openid, IdempotencyKey: "key-" + name,
		Content: models.Content{Fields: fields{"order_no": name, "shipped_at": "2026-11-23"}, Page: &page},
	})
	ok(t, err)
	db.Settled(t, db.Outcome(db.ClaimedOne(t, app), models.MessageSent, models.CodeUsed))
	return m
}

func TestEraseRecipient(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		savedPeople(t, db, app,
			models.RecipientInput{Openid: "oPRIVATE1", Nickname: "PRIVATE2 甲乙", Remark: "PRIVATE3", Phone: "13812345678", Note: new("PRIVATE4"),
				Attributes: map[string]string{"city": "PRIVATE5"}, Tags: []string{"vip"}},
			models.RecipientInput{Openid: "other", Nickname: "PRIV", Tags: []string{"vip"}},
		)
		r, err := db.RecipientByOpenid(ctx, app.ID, "oPRIVATE1")
		ok(t, err)
		db.Code(t, app, "oPRIVATE1", models.CodeForm, "f1")
		sent := sentTo(t, db, app, template, "oPRIVATE1", "PRIVATE6")
		b, err := db.AddBatch(ctx, modelstest.Tester, app, batchOf(template, func(in *models.BatchInput) {
			in.Audience = models.Audience{Kind: models.AudiencePicked, Openids: []string{"other", "oPRIVATE1"}}
			in.StartAt = db.Now().Add(day)
		}))
		ok(t, err)
		db.Code(t, app, "oPRIVATE1", models.CodeForm, "f2")
		db.Codes(t, app, models.CodeInput{Openid: "oPRIVATE1", Kind: models.CodePrepay, Code: "p1", OrderNo: "1"})
		ok(t, db.Exec("INSERT INTO orders (id, app_id, order_no, openid, description) VALUES (5, ?, 'N1', 'oPRIVATE1', 'PRIVATE7')", app.ID))
		ok(t, db.Exec("INSERT INTO client_tokens (token_hash, app_id, openid) VALUES ('x', ?, 'oPRIVATE1')", app.ID))
		if before := dumpAll(t, db); strings.Count(before, "PRIVATE") < 10 {
			t.Fatalf("the test stores too little: %s", before)
		}

		ok(t, db.EraseRecipient(ctx, modelstest.Tester, app.ID, r.ID))
		after := dumpAll(t, db)
		for _, word := range []string{"PRIVATE", "13812345678", "5678", "甲乙", "private", "乙"} {
			if at := strings.Index(after, word); at >= 0 {
				t.Errorf("%q is left: %s", word, after[max(0, at-200):min(len(after), at+100)])
			}
		}
		gone, err := db.Store.Recipient(ctx, app.ID, r.ID)
		ok(t, err)
		equal(t, "erased at", gone.ErasedAt, db.Now())
		equal(t, "openid", strings.HasPrefix(gone.Openid, "erased-"), true)
		equal(t, "tags", db.Number(t, "SELECT COUNT(*) FROM recipient_tags WHERE recipient_id = ?", r.ID), 0)
		m := db.Reload(t, sent)
		equal(t, "what the message says", len(m.Data), 0)
		equal(t, "what would prove a guess", m.RequestHash, "")
		equal(t, "its outcome", m.State, models.MessageSent)
		equal(t, "codes left", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE recipient_id = ? AND state = 'available'", r.ID), 0)
		equal(t, "codes revoked", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE recipient_id = ? AND state = 'revoked'", r.ID), 2)
		equal(t, "the list", found(ctx, t, db.Store, app.ID, models.RecipientFilter{}), "other")
		equal(t, "refused by a subscriber", found(ctx, t, db.Store, app.ID, models.RecipientFilter{Refused: true}), "")
		equal(t, "whom the batch is for", audienceOf(t, db, keep(t, db, b)), "other")
		entry := db.Raw(t, "SELECT object_id, before_json, after_json FROM audit_entries WHERE action = 'recipient.erase'")
		equal(t, "what is recorded", strings.Join(entry[0][1:], "")+"|", "|")

		ok(t, db.EraseRecipient(ctx, modelstest.Tester, app.ID, r.ID)) // once more does no harm
		equal(t, "recorded once", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'recipient.erase'"), 1)
		_, err = db.SaveRecipient(ctx, modelstest.Tester, app.ID, models.RecipientInput{Openid: gone.Openid, Nickname: "x"})
		wantRefused(t, err, refused("openid", models.ReasonBadFormat))
		db.Code(t, app, "oPRIVATE1", models.CodeForm, "f3")
		again, err := db.RecipientByOpenid(ctx, app.ID, "oPRIVATE1")
		ok(t, err)
		if again.ID == r.ID || again.Nickname != "" {
			t.Errorf("the same openid is the same person: %+v", again)
		}
	})
}

func TestEraseWaitsForMessages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o", models.CodeForm, "f1")
		r, err := db.RecipientByOpenid(ctx, app.ID, "o")
		ok(t, err)
		wantError(t, db.EraseRecipient(ctx, modelstest.Tester, db.App(t).ID, r.ID), models.ErrNotFound)
		m := db.Queue(t, app, template, "o")
		wantError(t, db.EraseRecipient(ctx, modelstest.Tester, app.ID, r.ID), models.ErrConflict)
		claimed := db.ClaimedOne(t, app)
		wantError(t, db.EraseRecipient(ctx, modelstest.Tester, app.ID, r.ID), models.ErrConflict)
		equal(t, "nothing is erased", len(db.Reload(t, m).Data), 2)
		equal(t, "the person stays", found(ctx, t, db.Store, app.ID, models.RecipientFilter{}), "o")
		db.Settled(t, db.Outcome(claimed, models.MessageFailed, models.CodeRejected))
		ok(t, db.EraseRecipient(ctx, modelstest.Tester, app.ID, r.ID))
	})
}

// Erased while everything else goes on: no message, tag or name comes afterwards.
// A message is asked for just while its person is erased: either it waits by
// then, and the erasure is refused, or there is nobody to send to. It never
// stays with what it says to somebody who is gone.
func TestEraseAgainstEnqueue(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		for i := range 20 {
			openid := fmt.Sprint("o", i)
			db.Code(t, app, openid, models.CodeForm, openid)
			r, err := db.RecipientByOpenid(ctx, app.ID, openid)
			ok(t, err)
			var both sync.WaitGroup
			var asked, erased error
			both.Go(func() { _, asked = db.Enqueue(ctx, modelstest.Tester, app, request(template, openid)) })
			both.Go(func() { erased = db.EraseRecipient(ctx, modelstest.Tester, app.ID, r.ID) })
			both.Wait()
			if (asked == nil) == (erased == nil) {
				t.Fatalf("asked: %v, erased: %v, want one of them", asked, erased)
			}
		}
		kept := db.Number(t, "SELECT COUNT(*) FROM messages m JOIN recipients r ON r.id = m.recipient_id WHERE r.erased_at > 0")
		equal(t, "messages to people who are gone", kept, 0)
	})
}

// A person whose data are gone cannot be written to, not even by a message of
// unknown outcome that is sent again.
func TestErasedIsNotSentToAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		asked := db.Queue(t, app, template, "o1")
		db.Settled(t, db.Outcome(db.ClaimedOne(t, app), models.MessageUnknown, models.CodeUsed))
		ok(t, db.EraseRecipient(ctx, modelstest.Tester, app.ID, asked.RecipientID))
		err := db.SendAgain(ctx, modelstest.Tester, app, asked.ID)
		var refused *models.ValidationError
		if !errors.As(err, &refused) || refused.Fields[0].Reason != models.ReasonErased {
			t.Errorf("SendAgain = %v, want that the person's data are erased", err)
		}
		equal(t, "state", db.Reload(t, asked).State, models.MessageUnknown)
		ok(t, db.TakeAsSent(ctx, modelstest.Tester, app.ID, asked.ID))
	})
}

func TestEraseAmongOthers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const n = 40
		ctx, app, other := t.Context(), db.App(t), db.Second(t)
		template := db.Template(t, app)
		people(t, db, app, n)
		page, err := db.Recipients(ctx, app.ID, models.RecipientFilter{}, n)
		ok(t, err)
		b, err := db.AddBatch(ctx, modelstest.Tester, app, batchOf(template))
		ok(t, err)
		var wg sync.WaitGroup
		erased := map[int64]bool{}
		wg.Go(func() {
			for _, r := range page.Rows {
				err := db.EraseRecipient(ctx, modelstest.Tester, app.ID, r.ID)
				if erased[r.ID] = err == nil; err != nil && !isConflict(err) {
					t.Error(err)
				}
			}
		})
		wg.Go(func() { keep(t, db, b) })
		wg.Go(func() {
			for part := range slices.Chunk(page.Rows, 7) {
				var ids []int64
				var in []models.RecipientInput
				for _, r := range part {
					ids = append(ids, r.ID)
					in = append(in, models.RecipientInput{Openid: r.Openid, Nickname: "名"})
				}
				if _, err := other.TagPeople(ctx, modelstest.Tester, app.ID, models.PeopleSelection{IDs: ids}, []string{"vip"}, nil); err != nil {
					t.Error(err)
				}
				if _, err := other.SaveRecipients(ctx, modelstest.Tester, app, in); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Wait()
		for _, r := range page.Rows {
			if !erased[r.ID] {
				continue
			}
			for what, query := range map[string]string{
				"a tag": "SELECT COUNT(*) FROM recipient_tags WHERE recipient_id = ?", "a tail": "SELECT COUNT(*) FROM recipient_tails WHERE recipient_id = ?",
				"a waiting message": "SELECT COUNT(*) FROM messages WHERE recipient_id = ? AND state = 'queued'",
				"a name":            "SELECT COUNT(*) FROM recipients WHERE id = ? AND nickname <> ''",
			} {
				if db.Number(t, query, r.ID) != 0 {
					t.Errorf("%s came after the erasing", what)
				}
			}
		}
	})
}
