package models_test

import (
	"strconv"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// recorded is a database in which everything that the record states has been
// done once: what is done through the models, the record agrees with.
type recorded struct {
	app             models.App
	template        models.Template
	admin, limited  models.Staff
	key, revokedKey models.APIKey
}

func recordRows(t *testing.T, db *modelstest.DB) (r recorded) {
	t.Helper()
	ctx := t.Context()
	later := func() { db.Clock.Advance(2 * time.Minute) } // what is done at once may be in any order
	r.app = db.App(t)
	in := models.NewAppInput()
	in.Name, in.TokenMode, in.Pace = "改名的店", "classic", 20
	later()
	_, err := db.UpdateApp(ctx, modelstest.Tester, r.app.ID, in)
	ok(t, err)
	later()
	ok(t, db.PauseApp(ctx, modelstest.Tester, r.app.ID, models.Pause{Errcode: 45009, Reason: "额度", Until: db.Now().Add(24 * time.Hour)}))
	later()
	ok(t, db.BlockCodeKinds(ctx, modelstest.Tester, r.app.ID, models.CodeForm))
	r.template = db.Template(t, r.app)
	later()
	_, err = db.UpdateTemplate(ctx, modelstest.Tester, r.app.ID, r.template.ID, templateInput())
	ok(t, err)
	later()
	ok(t, db.StopTemplate(ctx, modelstest.Tester, r.app.ID, r.template.ID, 40037, "stopped"))
	r.admin = db.Staff(t)
	later()
	begun, err := db.BeginSecondStep(ctx, r.admin.ID)
	ok(t, err)
	_, err = db.ConfirmSecondStep(ctx, modelstest.Tester, r.admin.ID, codeAt(t, begun.Secret, db.Clock.Now()))
	ok(t, err)
	r.limited = db.Staff(t, func(in *models.StaffInput) {
		in.Role, in.Limited, in.Apps = models.RoleOperator, true, []int64{r.app.ID}
	})
	later()
	_, err = db.SetPassword(ctx, modelstest.Tester, r.limited.ID, "another long secret")
	ok(t, err)
	_, err = db.SignIn(ctx, from("192.0.2.1"), r.limited.Email, "another long secret")
	ok(t, err)
	_, err = db.SecondStep(ctx, from("192.0.2.1"), r.admin.ID, "000000")
	wantError(t, err, models.ErrUnauthorized)
	_, r.key, err = db.AddAPIKey(ctx, modelstest.Tester, r.app.ID, "订单系统")
	ok(t, err)
	_, r.revokedKey, err = db.AddAPIKey(ctx, modelstest.Tester, r.app.ID, "旧系统")
	ok(t, err)
	later()
	ok(t, db.RevokeAPIKey(ctx, modelstest.Tester, r.app.ID, r.revokedKey.ID))
	link(t, db)
	return r
}

// One row of any table whose changes are audited, changed behind our back, is
// found and named.
func TestTamperingWithRows(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := recordRows(t, db)
		equal(t, "whole", verify(t, db).Whole(), true)
		change := func(object string, id int64, what models.BreakKind, do, undo string) {
			t.Helper()
			exec(t, db, do)
			state := verify(t, db)
			if len(state.Breaks) != 1 || state.Breaks[0].What != what || state.Breaks[0].Object != object || state.Breaks[0].ObjectID != id {
				t.Errorf("%s: found %+v", do, state.Breaks)
			}
			exec(t, db, undo)
			if !verify(t, db).Whole() {
				t.Fatalf("not whole after %s", undo)
			}
		}
		// A column gets another value and then its own again, by way of a copy.
		column := func(object, table, column, value string, id int64) {
			t.Helper()
			n, where := strconv.FormatInt(id, 10), " WHERE id = "+strconv.FormatInt(id, 10)
			former := db.Raw(t, "SELECT "+column+" FROM "+table+where)[0][0]
			change(object, id, models.BreakRow, "UPDATE "+table+" SET "+column+" = "+value+where, "UPDATE "+table+" SET "+column+" = '"+former+"' WHERE id = "+n)
		}
		column("staff", "staff", "role", "'admin'", r.limited.ID)
		column("staff", "staff", "email", "'attacker@example.com'", r.limited.ID)
		column("staff", "staff", "name", "'别人'", r.admin.ID)
		column("staff", "staff", "password_hash", "'$argon2id$v=19$m=65536,t=1,p=2$AAAA$BBBB'", r.admin.ID)
		column("staff", "staff", "totp_at", "0", r.admin.ID)
		column("staff", "staff", "disabled_at", "5", r.limited.ID)
		column("staff", "staff", "limited", "0", r.limited.ID)
		for name, value := range map[string]string{
			"appid": "'wxother000000000'", "name": "'x'", "token_mode": "'stable'", "pace": "7", "time_zone": "'UTC'", "state": "'active'",
			"pause_errcode": "1", "pause_reason": "'x'", "pause_until": "1", "blocked_kinds": "''", "quiet_from": "5", "codes_per_payment": "3",
		} {
			column("app", "apps", name, value, r.app.ID)
		}
		for name, value := range map[string]string{"template_id": "'x'", "title": "'x'", "page": "'pages/x'", "emphasis": "'keyword1'", "state": "'active'", "stop_reason": "'x'"} {
			column("template", "templates", name, value, r.template.ID)
		}
		column("api_key", "api_keys", "revoked_at", "0", r.revokedKey.ID)
		column("api_key", "api_keys", "key_hash", "'"+r.revokedKey.KeyHash[:60]+"0000'", r.key.ID)
		column("api_key", "api_keys", "app_id", "7", r.key.ID)

		limited := strconv.FormatInt(r.limited.ID, 10)
		change("staff", r.limited.ID, models.BreakRow, "INSERT INTO staff_apps (staff_id, app_id) VALUES ("+limited+", 7)", "DELETE FROM staff_apps WHERE app_id = 7")
		change("template", r.template.ID, models.BreakRow,
			"UPDATE keywords SET name = 'x' WHERE `key` = 'keyword1' AND template_ref = "+strconv.FormatInt(r.template.ID, 10),
			"UPDATE keywords SET name = '"+db.Raw(t, "SELECT name FROM keywords WHERE `key` = 'keyword1'")[0][0]+"' WHERE `key` = 'keyword1'")
		change("staff", 77, models.BreakRowPlanted, "INSERT INTO staff (id, email, name, role) VALUES (77, 'x@example.com', 'x', 'admin')", "DELETE FROM staff WHERE id = 77")
		change("api_key", 77, models.BreakRowPlanted, "INSERT INTO api_keys (id, app_id, name, key_hash) VALUES (77, 1, 'x', 'x')", "DELETE FROM api_keys WHERE id = 77")
		exec(t, db, "DELETE FROM staff WHERE id = ?", r.limited.ID)
		equal(t, "what", verify(t, db).Breaks[0].What, models.BreakRowGone)
	})
}

// Nodes whose clocks differ write entries in another order than they happened.
func TestRowsOfNodesWithDifferentClocks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		ok(t, db.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{}))
		db.Clock.Advance(-10 * time.Second)
		ok(t, db.ResumeApp(t.Context(), modelstest.Tester, app.ID))
		equal(t, "whole", verify(t, db).Whole(), true)
	})
}
