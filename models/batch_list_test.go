package models_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/sheet"
)

func upload(t *testing.T, db *modelstest.DB, app models.App, d models.Draft, file string) models.Draft {
	t.Helper()
	d, err := db.UploadList(t.Context(), modelstest.Tester, app, d.ID, d.Version, "名单.csv", "", strings.NewReader(file))
	ok(t, err)
	return d
}

func TestUploadList(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 3)
		d := newDraft(t, db, app, template, func(c *models.DraftChange) { c.Content = nil })
		d = upload(t, db, app, d, "订单编号,OpenID,shipped_at,备注\nA0,o0,2026-11-23 10:24,\n"+
			"A1,o1,2026-11-24,'=1+1\nA9,o9,,\nA0b,o0,,\nB, ,,\nC,o 1,,\nD,erased-xyz,,\n")
		equal(t, "audience", d.Audience.Kind, models.AudienceList)
		equal(t, "problems", problems(d), "")
		l := d.List
		equal(t, "columns", strings.Join(l.Columns, "|"), "订单编号|shipped_at|备注")
		equal(t, "counts", fmt.Sprint(l.RowCount, l.Known, l.Unknown(), l.Duplicate, l.Bad, l.Complete), "3 2 1 1 3 true")
		equal(t, "refused lines", fmt.Sprint(l.Refusals), "[{5 duplicate 2} {6 required 0} {7 bad_format 0} {8 bad_format 0}]")
		equal(t, "a keyword by its name", d.Content.Data["keyword1"].From, models.ColumnSource("订单编号"))
		equal(t, "a business field needs nothing", d.Content.Data["keyword2"].From, models.Source(""))
		unknown, err := db.UnknownPeople(ctx, d, 10)
		ok(t, err)
		equal(t, "unknown", fmt.Sprint(unknown), "[{o9 4}]")

		o1, err := db.RecipientByOpenid(ctx, app.ID, "o1")
		ok(t, err)
		p, err := db.PreviewDraft(ctx, app, d, o1)
		ok(t, err)
		equal(t, "preview", p.Typed.Keywords[0].Value+" "+p.Typed.Keywords[1].Value, "A1 2026-11-24 00:00")
		o2, err := db.RecipientByOpenid(ctx, app.ID, "o2")
		ok(t, err)
		p, err = db.PreviewDraft(ctx, app, d, o2)
		ok(t, err)
		equal(t, "preview for somebody who is not listed", strings.HasPrefix(p.Typed.Keywords[0].Value, "A"), true)
		first, err := db.FirstOfDraft(ctx, app, d)
		ok(t, err)
		equal(t, "first", first.Openid, "o0")
		reach, err := db.DraftReach(ctx, app, d)
		ok(t, err)
		equal(t, "reach", fmt.Sprint(reach), "{{2 false} {2 false}}")

		added, err := db.AddListed(ctx, modelstest.Tester, app, d)
		ok(t, err)
		equal(t, "added", added, 1)
		d, err = db.Draft(ctx, app, d.ID)
		ok(t, err)
		equal(t, "known now", d.List.Known, 3)
		c, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		equal(t, "check", fmt.Sprint(c.Listed, c.Selected, c.Reachable, c.NoCode), "3 3 2 1")
	})
}

// A file that cannot be taken leaves the draft, and an earlier list, as they are.
func TestUploadListRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		people(t, db, app, 2)
		d := upload(t, db, app, newDraft(t, db, app, db.Template(t, app)), "openid,单号\no0,A0\n")
		var broken *sheet.UnreadableError
		_, err := db.UploadList(ctx, modelstest.Tester, app, d.ID, d.Version, "x.csv", "", strings.NewReader("openid,单号\no0\n"))
		if !errors.As(err, &broken) {
			t.Errorf("a ragged file: %v", err)
		}
		_, err = db.UploadList(ctx, modelstest.Tester, app, d.ID, d.Version, "x.csv", "", strings.NewReader("谁,单号\no1,A1\n"))
		wantRefused(t, err, refused("openid_column", models.ReasonRequired))
		_, err = db.UploadList(ctx, modelstest.Tester, app, d.ID, d.Version-1, "x.csv", "", strings.NewReader("openid\no1\n"))
		wantError(t, err, models.ErrConflict)
		d, err = db.Draft(ctx, app, d.ID)
		ok(t, err)
		equal(t, "list", fmt.Sprint(d.List.FileName, d.List.RowCount), "名单.csv1")

		d, err = db.UploadList(ctx, modelstest.Tester, app, d.ID, d.Version, "y.csv", "谁", strings.NewReader("谁,单号\no1,A1\n"))
		ok(t, err)
		_, err = db.AddBatch(ctx, modelstest.Tester, app, batchOf(d.Template, func(in *models.BatchInput) { in.Audience.Kind = models.AudienceList }))
		wantRefused(t, err, refused("audience", models.ReasonBadChoice)) // a list belongs to a draft
		equal(t, "with a column that was named", fmt.Sprint(d.List.Known, d.List.Columns), "1 [单号]")
		d = upload(t, db, app, d, "openid\nnobody\n")
		equal(t, "a list of strangers", problems(d), "list:nobody")

		// What nothing refers to is swept; what a batch refers to stays.
		copied, err := db.CopyBatch(ctx, modelstest.Tester, app, d.ID, "副本")
		ok(t, err)
		db.Clock.Advance(2 * time.Hour)
		ok(t, db.DeleteDraft(ctx, modelstest.Tester, app.ID, d.ID, d.Version))
		ok(t, db.SweepLists(ctx))
		equal(t, "lists", db.Number(t, "SELECT COUNT(*) FROM batch_lists"), 1)
		equal(t, "lines", db.Number(t, "SELECT COUNT(*) FROM batch_rows"), 1)
		ok(t, db.DeleteDraft(ctx, modelstest.Tester, app.ID, copied.ID, copied.Version))
		ok(t, db.SweepLists(ctx))
		equal(t, "lists in the end", db.Number(t, "SELECT COUNT(*) FROM batch_lists"), 0)
		equal(t, "lines in the end", db.Number(t, "SELECT COUNT(*) FROM batch_rows"), 0)
	})
}

// Another kind of audience does not lose the list, and a list that was not chosen
// fills nothing.
func TestListIsKeptBesideAnotherAudience(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		people(t, db, app, 2)
		d := newDraft(t, db, app, db.Template(t, app))
		d = upload(t, db, app, d, "openid,order_no\no0,FROM-LIST\n")
		list := d.ListID
		d = save(t, db, app, d, models.DraftChange{Audience: &models.Audience{Kind: models.AudiencePicked, Openids: []string{"o0"}}})
		b := submitted(t, db, app, d)
		equal(t, "value", values(t, db, b)["o0"], "queued A1")

		d, err := db.CopyBatch(ctx, modelstest.Tester, app, b.ID, "副本")
		ok(t, err)
		equal(t, "a batch that used no list refers to none", d.ListID, 0)
		d = upload(t, db, app, d, "openid,order_no\no0,FROM-LIST\n")
		d = save(t, db, app, d, models.DraftChange{Audience: &models.Audience{Kind: models.AudienceAll}})
		d = save(t, db, app, d, models.DraftChange{Audience: &models.Audience{Kind: models.AudienceList}})
		if d.ListID == 0 || d.ListID == list || !d.List.Complete {
			t.Errorf("list %d is gone: %+v", d.ListID, d.List)
		}
		equal(t, "value from the list", values(t, db, submitted(t, db, app, d))["o0"], "queued FROM-LIST")
	})
}

// A retry of a batch for a list says what the list says.
func TestRetryOfAList(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		db.Recipient(t, app, "nocode")
		d := upload(t, db, app, newDraft(t, db, app, db.Template(t, app)), "openid,order_no\nnocode,N1\n")
		b := submitted(t, db, app, d)
		sendLane(t, db, app, b, models.MessageSent, 10)
		b = keep(t, db, b)
		equal(t, "failed", b.Failed, 1)
		child, err := db.RetryBatch(ctx, modelstest.Tester, app.ID, b.ID, "重发")
		ok(t, err)
		equal(t, "value", values(t, db, keep(t, db, child))["nocode"], "queued N1")

		// Its values are kept as long as those of its messages.
		ok(t, db.CancelBatch(ctx, modelstest.Tester, app.ID, child.ID))
		copied, err := db.CopyBatch(ctx, modelstest.Tester, app, b.ID, "副本")
		ok(t, err)
		in := models.NewAppInput()
		in.Name, in.ContentDays = app.Name, 7
		_, err = db.UpdateApp(ctx, modelstest.Tester, app.ID, in)
		ok(t, err)
		db.Clock.Advance(8 * 24 * time.Hour)
		ok(t, db.SweepLists(ctx))
		equal(t, "while a draft is for it", db.Number(t, "SELECT COUNT(*) FROM batch_rows"), 1)
		ok(t, db.DeleteDraft(ctx, modelstest.Tester, app.ID, copied.ID, copied.Version))
		ok(t, db.SweepLists(ctx))
		equal(t, "when its batches are over", db.Number(t, "SELECT COUNT(*) FROM batch_rows"), 0)
		_, err = db.RetryBatch(ctx, modelstest.Tester, app.ID, b.ID, "重发")
		wantError(t, err, models.ErrConflict)
		copied, err = db.CopyBatch(ctx, modelstest.Tester, app, b.ID, "副本")
		ok(t, err)
		equal(t, "a copy wants a new one", problems(copied), "list:required")
	})
}

// An erased person's line goes, also the one of an openid in the wrong App stays.
func TestErasedFromLists(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app, other := t.Context(), db.App(t), db.App(t)
		r := db.Recipient(t, app, "o0")
		db.Recipient(t, other, "o0")
		db.Recipient(t, app, "o1")
		upload(t, db, other, newDraft(t, db, other, db.Template(t, other)), "openid,order_no\no0,其他\n")
		d := upload(t, db, app, newDraft(t, db, app, db.Template(t, app)), "openid,order_no\no0,秘密\no1,公开\n")
		ok(t, db.SetTester(ctx, modelstest.Tester, app.ID, r.ID, true))
		c, err := db.CheckDraft(ctx, app, d)
		ok(t, err)
		equal(t, "checked", c.Total(), 2)
		ok(t, db.EraseRecipient(ctx, modelstest.Tester, app.ID, r.ID))
		if dump := db.Dump(t, "batch_rows"); strings.Contains(dump, "秘密") || !strings.Contains(dump, "公开") || !strings.Contains(dump, "其他") {
			t.Errorf("lines after the erasure: %s", dump)
		}
		equal(t, "testers", db.Number(t, "SELECT COUNT(*) FROM testers"), 0)
		// Submitting goes by the people who were checked; the erased one gets nothing.
		b, err := db.SubmitDraft(ctx, modelstest.Tester, app, d.ID, d.Version, models.SendConfirmation{Total: 2})
		ok(t, err)
		equal(t, "messages", keep(t, db, b).Total, 1)
	})
}
