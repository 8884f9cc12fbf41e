package models_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// checkedShop is an App in which every batch has to be approved, with people and
// two who may approve.
type checkedShop struct {
	app           models.App
	template      models.Template
	first, second models.Actor
}

func newCheckedShop(t *testing.T, db *modelstest.DB, people int) (s checkedShop) {
	t.Helper()
	s.app = db.App(t)
	ok(t, db.SaveSendingRules(t.Context(), modelstest.Tester, s.app.ID, models.SendingRules{Approval: models.ApprovalAlways}))
	s.app, s.template = db.ReloadApp(t, s.app), db.Template(t, s.app)
	for i := range people {
		db.Recipient(t, s.app, fmt.Sprintf("o%d", i))
	}
	s.first, s.second = as(db.Staff(t)), as(db.Staff(t))
	return s
}

func as(member models.Staff) models.Actor {
	return models.Actor{Kind: models.ActorStaff, ID: member.ID, Name: member.Name}
}

// asked submits a draft and wants it to wait.
func (s checkedShop) asked(t *testing.T, db *modelstest.DB, edit ...func(*models.DraftChange)) (models.Batch, models.Approval) {
	t.Helper()
	d := newDraft(t, db, s.app, s.template, edit...)
	c, err := db.CheckDraft(t.Context(), s.app, d)
	ok(t, err)
	b, err := db.SubmitDraft(t.Context(), modelstest.Tester, s.app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
	ok(t, err)
	equal(t, "submitted", b.State, models.BatchPending)
	a := approvalOf(t, db, b)
	equal(t, "asked", fmt.Sprint(a.State, a.Messages, a.AskedID), fmt.Sprint(models.ApprovalAsked, c.Total(), modelstest.Tester.ID))
	return b, a
}

func approvalOf(t *testing.T, db *modelstest.DB, b models.Batch) models.Approval {
	t.Helper()
	a, err := db.Approval(t.Context(), b)
	ok(t, err)
	return a
}

func TestApproval(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 2)
		b, a := s.asked(t, db)
		equal(t, "nothing is made while it waits", keep(t, db, b).Total, 0)
		wantError(t, db.ApproveBatch(ctx, modelstest.Tester, s.app.ID, b.ID, a.Hash), models.ErrNotFound) // no member of staff
		wantError(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, "other"), models.ErrConflict)
		wantError(t, db.SetBatchPace(ctx, s.first, s.app.ID, b.ID, 5), models.ErrConflict)
		wantError(t, db.ResumeBatch(ctx, s.first, s.app.ID, b.ID), models.ErrConflict)
		_, err := db.SaveDraft(ctx, s.first, s.app, b.ID, b.Version, models.DraftChange{Plan: &models.DraftPlan{Name: "别的"}})
		wantError(t, err, models.ErrConflict)
		db.Clock.Advance(time.Hour)
		db.Recipient(t, s.app, "late") // is not among those who were checked
		ok(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash))
		wantError(t, db.ApproveBatch(ctx, s.second, s.app.ID, b.ID, a.Hash), models.ErrConflict)
		a = approvalOf(t, db, b)
		equal(t, "approved", fmt.Sprint(a.State, a.DecidedID, a.DecidedAt), fmt.Sprint(models.ApprovalGiven, s.first.ID, db.Now()))
		b = keep(t, db, b)
		equal(t, "started", fmt.Sprint(b.State, b.Total, b.StartAt), fmt.Sprint(models.BatchRunning, 2, db.Now()))
	})
}

// Who wrote any of it, who has no right, and who is no member of the App may not.
func TestWhoMayApprove(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 1)
		role := func(role models.Role, apps ...int64) models.Actor {
			return as(db.Staff(t, func(in *models.StaffInput) { in.Role, in.Limited, in.Apps = role, apps != nil, apps }))
		}
		editor, author := role(models.RoleOperator), role(models.RoleOperator)
		d, err := db.NewDraft(ctx, editor, s.app, models.DraftChange{TemplateID: &s.template.TemplateID, Audience: &models.Audience{Kind: models.AudienceAll}})
		ok(t, err)
		d, err = db.SaveDraft(ctx, author, s.app, d.ID, d.Version, models.DraftChange{Content: &models.Content{Fields: fields{"order_no": "A1"}}})
		ok(t, err)
		c, err := db.CheckDraft(ctx, s.app, d)
		ok(t, err)
		b, err := db.SubmitDraft(ctx, author, s.app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
		ok(t, err)
		hash := approvalOf(t, db, b).Hash
		for name, actor := range map[string]models.Actor{
			"author": author, "editor": editor, "marketer": role(models.RoleMarketer), "auditor": role(models.RoleAuditor),
			"stranger": role(models.RoleOperator, db.App(t).ID), "key": {Kind: models.ActorAPIKey, ID: s.first.ID},
		} {
			if err := db.ApproveBatch(ctx, actor, s.app.ID, b.ID, hash); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
			if err := db.RejectBatch(ctx, actor, s.app.ID, b.ID, hash, "不行"); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s rejects: %v", name, err)
			}
		}
		ok(t, db.ApproveBatch(ctx, role(models.RoleOperator, s.app.ID), s.app.ID, b.ID, hash))
	})
}

func TestRejection(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 1)
		b, a := s.asked(t, db)
		wantRefused(t, db.RejectBatch(ctx, s.first, s.app.ID, b.ID, a.Hash, " \n "), refused("reason", models.ReasonRequired))
		wantRefused(t, db.RejectBatch(ctx, s.first, s.app.ID, b.ID, a.Hash, strings.Repeat("长", 501)), refused("reason", models.ReasonTooLong, 500))
		ok(t, db.RejectBatch(ctx, s.first, s.app.ID, b.ID, a.Hash, " 日期写错了 "))
		a = approvalOf(t, db, b)
		equal(t, "why", fmt.Sprint(a.State, a.Reason, a.DecidedName), fmt.Sprint(models.ApprovalRejected, "日期写错了", s.first.Name))
		equal(t, "is over", reloadBatch(t, db, b).State, models.BatchRejected)
		d, err := db.CopyBatch(ctx, s.second, s.app, b.ID, "改过")
		ok(t, err)
		c, err := db.CheckDraft(ctx, s.app, d)
		ok(t, err)
		again, err := db.SubmitDraft(ctx, s.second, s.app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
		ok(t, err)
		equal(t, "its writers are those of both", fmt.Sprint(again.Editors), fmt.Sprint([]int64{modelstest.Tester.ID, s.second.ID}))
	})
}

// Taken back, it can be changed and asked for again; the former request is over.
func TestWithdrawal(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 1)
		b, former := s.asked(t, db)
		b, err := db.WithdrawBatch(ctx, modelstest.Tester, s.app.ID, b.ID)
		ok(t, err)
		_, err = db.WithdrawBatch(ctx, modelstest.Tester, s.app.ID, b.ID)
		wantError(t, err, models.ErrConflict)
		d, err := db.Draft(ctx, s.app, b.ID)
		ok(t, err)
		equal(t, "former", approvalOf(t, db, b).State, models.ApprovalWithdrawn)
		d = save(t, db, s.app, d, models.DraftChange{Content: &models.Content{Fields: fields{"order_no": "B2"}}})
		c, err := db.CheckDraft(ctx, s.app, d)
		ok(t, err)
		_, err = db.SubmitDraft(ctx, modelstest.Tester, s.app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
		ok(t, err)
		wantError(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, former.Hash), models.ErrConflict)
		ok(t, db.CancelBatch(ctx, modelstest.Tester, s.app.ID, b.ID))
		equal(t, "called off", approvalOf(t, db, b).State, models.ApprovalWithdrawn)
	})
}

// Whatever differs from what was asked for makes the approval void: when it is
// given, when the first people are taken in, and at the start.
func TestVoidApproval(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 2)
		later := func(c *models.DraftChange) {
			c.Plan.Start = db.Now().Add(48 * time.Hour).Time().In(s.app.Zone()).Format("2006-01-02T15:04")
		}
		other := db.Recipient(t, db.App(t), "elsewhere")
		for part, tamper := range map[string]string{
			"content":  "UPDATE batches SET content = REPLACE(content, 'A1', 'A2') WHERE id = ?",
			"audience": fmt.Sprintf("INSERT INTO checked_people (check_id, recipient_id, verdict) SELECT check_id, %d, 0 FROM batches WHERE id = ?", other.ID),
			"timing":   "UPDATE batches SET start_at = start_at + 1 WHERE id = ?",
			"approval": "UPDATE approvals SET hash = 'x' WHERE batch_id = ?",
		} {
			b, a := s.asked(t, db, later)
			exec(t, db, tamper, b.ID)
			if part == "approval" {
				a.Hash = "x"
			}
			wantError(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash), models.ErrApprovalVoid)
			equal(t, part+" when it is given", fmt.Sprint(approvalOf(t, db, b).State, approvalOf(t, db, b).Changed), fmt.Sprint(models.ApprovalVoid, part))
			equal(t, part+" leads back", fmt.Sprint(reloadBatch(t, db, b).State, reloadBatch(t, db, b).Reason), fmt.Sprint(models.BatchDraft, models.CauseVoid))

			b, a = s.asked(t, db, later)
			ok(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash))
			exec(t, db, tamper, b.ID)
			b = keep(t, db, b)
			equal(t, part+" before anybody is taken in", fmt.Sprint(b.State, b.Reason, b.Total), fmt.Sprint(models.BatchCancelled, models.CauseVoid, 0))
			equal(t, part+" keeps who approved", approvalOf(t, db, b).DecidedID, s.first.ID)
		}
		b, a := s.asked(t, db, later)
		ok(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash))
		b = keep(t, db, b)
		equal(t, "taken in", fmt.Sprint(b.State, b.Total), fmt.Sprint(models.BatchScheduled, 2))
		wantError(t, db.SetBatchPace(ctx, s.first, s.app.ID, b.ID, 5), models.ErrConflict)
		exec(t, db, "UPDATE batches SET pace = 5 WHERE id = ?", b.ID)
		db.Clock.Advance(48 * time.Hour)
		b = keep(t, db, b)
		equal(t, "at the start", fmt.Sprint(b.State, b.Reason, b.Cancelled, approvalOf(t, db, b).Changed), fmt.Sprint(models.BatchCancelled, models.CauseVoid, 2, "timing"))
	})
}

// A template counts until the messages are made from it, and not what is of no
// consequence for them.
func TestApprovalAndItsTemplate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 1)
		change := func(title string) {
			in := templateInput()
			in.Title = title
			_, err := db.UpdateTemplate(ctx, modelstest.Tester, s.app.ID, s.template.ID, in)
			ok(t, err)
		}
		b, a := s.asked(t, db)
		change("改了")
		wantError(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash), models.ErrApprovalVoid)
		equal(t, "changed", approvalOf(t, db, b).Changed, "template")
		b, a = s.asked(t, db, func(c *models.DraftChange) {
			c.Plan.Start = db.Now().Add(48 * time.Hour).Time().In(s.app.Zone()).Format("2006-01-02T15:04")
		})
		ok(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash))
		keep(t, db, b)
		change("又改了")
		db.Clock.Advance(48 * time.Hour)
		equal(t, "the messages are as approved", keep(t, db, b).State, models.BatchRunning)
	})
}

func TestRules(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 3)
		_, err := db.AddBatch(ctx, modelstest.Tester, s.app, batchOf(s.template))
		wantRefused(t, err, refused("audience", models.ReasonNeedsApproval))
		ok(t, db.SaveSendingRules(ctx, modelstest.Tester, s.app.ID, models.SendingRules{Approval: models.ApprovalAbove, ApproveAbove: 2}))
		app := db.ReloadApp(t, s.app)
		equal(t, "at the number and above it", fmt.Sprint(app.MustApprove(2), app.MustApprove(3)), "false true")
		small := submitted(t, db, app, newDraft(t, db, app, s.template, picked("o0", "o1")))
		equal(t, "a small one", small.State, models.BatchRunning)
		s.asked(t, db)
		wantRefused(t, db.SaveSendingRules(ctx, modelstest.Tester, s.app.ID, models.SendingRules{Approval: "perhaps", ApproveAbove: -1}),
			refused("approval", models.ReasonBadChoice), refused("approve_above", models.ReasonBadChoice))
		// A test for one person and a single message are no batches.
		_, err = db.Enqueue(ctx, modelstest.Tester, app, models.MessageRequest{TemplateID: s.template.TemplateID, To: "o0", Content: models.Content{Fields: fields{"order_no": "A1"}}})
		wantRefused(t, err, refused("to", models.ReasonNoSendCode))
	})
}

// Sending again to those for whom it failed asks again.
func TestApprovalOfRetry(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 2)
		b, a := s.asked(t, db)
		ok(t, db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash))
		b = keep(t, db, b)
		sendLane(t, db, s.app, b, models.MessageFailed, 5)
		b = keep(t, db, b)
		exec(t, db, "UPDATE messages SET reason = 'no_send_code' WHERE batch_id = ? AND state = 'failed'", b.ID)
		equal(t, "failed", fmt.Sprint(b.State, b.Failed), fmt.Sprint(models.BatchFinished, 2))
		child, err := db.RetryBatch(ctx, s.second, s.app.ID, b.ID, "重发")
		ok(t, err)
		a = approvalOf(t, db, child)
		equal(t, "waits", fmt.Sprint(child.State, a.Messages), fmt.Sprint(models.BatchPending, 2))
		wantError(t, db.ApproveBatch(ctx, s.second, s.app.ID, child.ID, a.Hash), models.ErrForbidden)
		ok(t, db.ApproveBatch(ctx, s.first, s.app.ID, child.ID, a.Hash))
		equal(t, "taken in", keep(t, db, child).Total, 2)
	})
}

// Of many who decide at once, or change it meanwhile, one succeeds.
func TestDecisionsAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 1)
		for range 4 {
			b, a := s.asked(t, db)
			rivals := []func() error{
				func() error { return db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash) },
				func() error { return db.ApproveBatch(ctx, s.second, s.app.ID, b.ID, a.Hash) },
				func() error { return db.RejectBatch(ctx, s.second, s.app.ID, b.ID, a.Hash, "不行") },
				func() error { _, err := db.WithdrawBatch(ctx, modelstest.Tester, s.app.ID, b.ID); return err },
			}
			errs := make([]error, len(rivals))
			var group sync.WaitGroup
			for i, rival := range rivals {
				group.Go(func() { errs[i] = rival() })
			}
			group.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else if !errors.Is(err, models.ErrConflict) {
					t.Errorf("a rival ends with %v", err)
				}
			}
			equal(t, "who won", won, 1)
			ends := db.Raw(t, "SELECT COUNT(*) FROM audit_entries WHERE object = 'approval' AND action <> 'approval.ask' AND object_id = ?", a.ID)
			equal(t, "written down", ends[0][0], "1")
			if state := reloadBatch(t, db, b).State; state == models.BatchPending {
				t.Error("it still waits")
			}
		}
		b, a := s.asked(t, db)
		var group sync.WaitGroup
		group.Go(func() { _ = db.ApproveBatch(ctx, s.first, s.app.ID, b.ID, a.Hash) })
		group.Go(func() { _ = db.CancelBatch(ctx, modelstest.Tester, s.app.ID, b.ID) })
		group.Wait()
		// A cancel may come after the approval, never the other way round.
		b, a = reloadBatch(t, db, b), approvalOf(t, db, b)
		if b.State != models.BatchCancelled && (b.State != models.BatchScheduled || a.State != models.ApprovalGiven) {
			t.Errorf("it is %s by an approval that is %s", b.State, a.State)
		}
		link(t, db)
		equal(t, "the record agrees", verify(t, db).Whole(), true)
	})
}

// Who lets a batch go behind our back, or changes what was approved, is found.
func TestTamperingWithApprovals(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, s := t.Context(), newCheckedShop(t, db, 1)
		waiting, asked := s.asked(t, db)
		approved, given := s.asked(t, db)
		db.Clock.Advance(2 * time.Minute)
		ok(t, db.ApproveBatch(ctx, s.first, s.app.ID, approved.ID, given.Hash))
		keep(t, db, approved)
		link(t, db)
		equal(t, "whole", verify(t, db).Whole(), true)
		found := func(object string, id int64, what models.BreakKind, do, undo string, args ...any) {
			t.Helper()
			exec(t, db, do, args...)
			if state := verify(t, db); len(state.Breaks) != 1 || state.Breaks[0].What != what || state.Breaks[0].Object != object || state.Breaks[0].ObjectID != id {
				t.Errorf("%s: found %+v", do, state.Breaks)
			}
			exec(t, db, undo, args...)
			equal(t, "whole after "+undo, verify(t, db).Whole(), true)
		}
		found("batch", waiting.ID, models.BreakRow, "UPDATE batches SET state = 'scheduled' WHERE id = ?", "UPDATE batches SET state = 'pending_approval' WHERE id = ?", waiting.ID)
		found("approval", asked.ID, models.BreakRow, "UPDATE approvals SET state = 'approved' WHERE id = ?", "UPDATE approvals SET state = 'asked' WHERE id = ?", asked.ID)
		found("approval", given.ID, models.BreakRow, "UPDATE approvals SET decided_id = decided_id + 1 WHERE id = ?", "UPDATE approvals SET decided_id = decided_id - 1 WHERE id = ?", given.ID)
		found("approval", given.ID, models.BreakRow, "UPDATE approvals SET messages = messages + 1 WHERE id = ?", "UPDATE approvals SET messages = messages - 1 WHERE id = ?", given.ID)
		found("approval", given.ID, models.BreakRow, "UPDATE batches SET content = REPLACE(content, 'A1', 'A2') WHERE approval_id = ?", "UPDATE batches SET content = REPLACE(content, 'A2', 'A1') WHERE approval_id = ?", given.ID)
		found("batch", 77, models.BreakRowPlanted, "INSERT INTO batches (id, app_id, state, content, audience) SELECT 77, app_id, 'scheduled', content, audience FROM batches WHERE id = ?",
			"DELETE FROM batches WHERE id = 77 AND id <> ?", approved.ID)
		found("app", s.app.ID, models.BreakRow, "UPDATE apps SET approval = '' WHERE id = ?", "UPDATE apps SET approval = 'always' WHERE id = ?", s.app.ID)
		exec(t, db, "DELETE FROM approvals WHERE id = ?", asked.ID)
		equal(t, "what", verify(t, db).Breaks[0].What, models.BreakRowGone)
	})
}
