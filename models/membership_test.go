package models_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestMembership(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		first, second := db.App(t), db.App(t)
		sees := func(member models.Staff, want ...int64) {
			t.Helper()
			apps, err := db.AppsFor(ctx, member)
			ok(t, err)
			var ids []int64
			for _, app := range apps {
				ids = append(ids, app.ID)
			}
			if !slices.Equal(ids, want) {
				t.Errorf("sees %v, want %v", ids, want)
			}
		}
		everyone := db.Staff(t, func(in *models.StaffInput) { in.Role = models.RoleOperator })
		sees(everyone, first.ID, second.ID)
		admin := db.Staff(t, func(in *models.StaffInput) { in.Limited = true })
		sees(admin, first.ID, second.ID)
		limited := db.Staff(t, func(in *models.StaffInput) {
			in.Role, in.Limited, in.Apps = models.RoleOperator, true, []int64{second.ID, 77}
		})
		sees(limited, second.ID)
		equal(t, "of an app that does not exist", db.Number(t, "SELECT COUNT(*) FROM staff_apps"), 1)
		counts, err := db.StaffAppCounts(ctx)
		ok(t, err)
		equal(t, "count", counts[limited.ID], 1)

		in := models.StaffInput{Email: limited.Email, Name: limited.Name, Role: limited.Role, Limited: true}
		limited, err = db.UpdateStaff(ctx, modelstest.Tester, limited.ID, in)
		ok(t, err)
		sees(limited)
		third := db.App(t)
		sees(limited)
		sees(everyone, first.ID, second.ID, third.ID)
		in.Limited, in.Apps = false, []int64{first.ID}
		limited, err = db.UpdateStaff(ctx, modelstest.Tester, limited.ID, in)
		ok(t, err)
		sees(limited, first.ID, second.ID, third.ID)
		equal(t, "rows kept for nobody", db.Number(t, "SELECT COUNT(*) FROM staff_apps"), 0)
		changes := db.Raw(t, "SELECT before_json FROM audit_entries WHERE action = 'staff.update' AND object_id = ? ORDER BY id", limited.ID)
		if !strings.Contains(changes[0][0], `"Apps":[`) || !strings.Contains(changes[1][0], `"Apps":[]`) {
			t.Errorf("the audit says %s", changes)
		}
	})
}

func TestSessionsOfSomebody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, member, other := t.Context(), db.Staff(t), db.Staff(t)
		open := func(staffID int64, agent string) string {
			token := models.NewSessionToken()
			ok(t, db.SaveSession(ctx, token, models.Session{StaffID: staffID, UserAgent: agent, IP: "192.0.2.1"}))
			return token
		}
		stale := open(member.ID, "stale")
		db.Clock.Advance(models.SessionIdle)
		old := open(member.ID, "old")
		db.Clock.Advance(time.Minute)
		here, foreign := open(member.ID, "here"), open(other.ID, "foreign")
		ok(t, db.SaveSession(ctx, models.NewSessionToken(), models.Session{PendingID: member.ID}))
		list := func(want ...string) {
			t.Helper()
			sessions, err := db.SessionsOf(ctx, member.ID)
			ok(t, err)
			var agents []string
			for _, s := range sessions {
				agents = append(agents, s.UserAgent)
			}
			if !slices.Equal(agents, want) {
				t.Errorf("sessions %q, want %q", agents, want)
			}
		}
		list("here", "old")
		wantError(t, db.RevokeSession(ctx, modelstest.Tester, member.ID, models.SessionID(foreign)), models.ErrNotFound)
		wantError(t, db.RevokeSession(ctx, modelstest.Tester, member.ID, old), models.ErrNotFound) // the token is not the id
		ok(t, db.RevokeSession(ctx, modelstest.Tester, member.ID, models.SessionID(old)))
		_, err := db.LoadSession(ctx, old)
		wantError(t, err, models.ErrNotFound)
		list("here")
		open(member.ID, "more")
		ok(t, db.RevokeSessions(ctx, modelstest.Tester, member.ID, models.SessionID(here)))
		list("here")
		ok(t, db.RevokeSessions(ctx, modelstest.Tester, member.ID, ""))
		list()
		_, err = db.LoadSession(ctx, foreign)
		ok(t, err)
		equal(t, "audited", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'staff.sessions_ended' AND object_id = ?", member.ID), 3)
		_ = stale
	})
}

func TestPendingSessionsWaitTenMinutes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		token := models.NewSessionToken()
		ok(t, db.SaveSession(t.Context(), token, models.Session{PendingID: 5}))
		awaits := func(want int64) {
			t.Helper()
			session, err := db.LoadSession(t.Context(), token)
			ok(t, err)
			equal(t, "staff", session.StaffID, 0)
			equal(t, "awaits the code of", session.AwaitsCode(db.Now()), want)
		}
		awaits(5)
		db.Clock.Advance(models.PendingLife - time.Millisecond)
		awaits(5)
		db.Clock.Advance(time.Millisecond)
		awaits(0)
	})
}

func TestChangePassword(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, member := t.Context(), db.Staff(t, func(in *models.StaffInput) { in.Email = "kanghui.li@example.com" })
		token := models.NewSessionToken()
		ok(t, db.SaveSession(ctx, token, models.Session{StaffID: member.ID}))
		change := func(current, password string) error {
			_, err := db.ChangePassword(ctx, from("192.0.2.1"), member.ID, current, password)
			return err
		}
		wantRefused(t, change("wrong password", "a new long secret"), refused("current", models.ReasonWrongPassword))
		wantRefused(t, change(strings.Repeat("x", 2000), "a new long secret"), refused("current", models.ReasonWrongPassword))
		wantRefused(t, change(modelstest.Password, "short"), refused("password", models.ReasonTooShort, 10))
		wantRefused(t, change(modelstest.Password, "kanghui.li"), refused("password", models.ReasonCommonPassword))
		wantRefused(t, change(modelstest.Password, ""), refused("password", models.ReasonRequired))
		_, err := db.LoadSession(ctx, token)
		ok(t, err)
		ok(t, change(modelstest.Password, "a new long secret"))
		_, err = db.LoadSession(ctx, token)
		wantError(t, err, models.ErrNotFound)
		_, err = db.SignIn(ctx, from("192.0.2.1"), member.Email, "a new long secret")
		ok(t, err)
		for range 5 { // a passer-by does not guess at the desk either
			_ = change("wrong password", "x")
		}
		wantError(t, change("a new long secret", "yet another secret"), models.ErrLockedOut)
	})
}
