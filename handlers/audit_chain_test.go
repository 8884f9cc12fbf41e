package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestAuditBannerSaysHowTheChainStands(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		s.App(t)
		b := s.as(t, models.RoleAuditor)
		if page := b.get(t, "/audit").want(t, http.StatusOK); page.text(t, "chain-unchecked") == "" {
			t.Error("does not say that nobody checked")
		}
		if _, err := db.LinkAudit(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.post(t, "/audit/verify", nil).leadsTo(t, "/audit")
		page := b.get(t, "/audit").want(t, http.StatusOK)
		if got := page.text(t, "chain-whole"); !strings.Contains(got, "3 条记录") { // app, staff, sign-in
			t.Errorf("says %q", got)
		}
		key, err := db.AuditKey(t.Context())
		if err != nil || !strings.Contains(page.text(t, "chain-proofs"), "--key "+key) {
			t.Errorf("does not give the command: %v", err)
		}

		for _, query := range []string{"DROP TRIGGER audit_entries_no_update", "UPDATE audit_entries SET actor_name = '别人' WHERE action = 'app.add'"} {
			if err := db.Exec(query); err != nil {
				t.Fatal(err)
			}
		}
		b.post(t, "/audit/verify", nil).leadsTo(t, "/audit")
		page = b.get(t, "/audit").want(t, http.StatusOK)
		id := db.Raw(t, "SELECT id FROM audit_entries WHERE action = 'app.add'")[0][0]
		if got := page.text(t, "chain-breaks"); page.text(t, "chain-broken") == "" || !strings.Contains(got, "记录 "+id+"（第 1 条）：内容被改动") {
			t.Errorf("says %q of entry %s", got, id)
		}
	})
}

func TestAuditBannerKnowsAnchors(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	anchor := models.Anchor{}
	s := newSite(t, db, func(c *handlers.Config) {
		c.Anchors = func() ([]models.Anchor, error) { return []models.Anchor{anchor}, nil }
	})
	b := s.as(t, models.RoleAuditor)
	var err error
	if anchor, err = db.AnchorAudit(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.post(t, "/audit/verify", nil).leadsTo(t, "/audit")
	if page := b.get(t, "/audit"); page.text(t, "chain-whole") == "" {
		t.Error("the anchor does not fit")
	}
	for _, query := range []string{
		"DROP TRIGGER audit_entries_no_delete", "DROP TRIGGER audit_links_no_delete",
		"DELETE FROM audit_links", "DELETE FROM audit_entries", "DELETE FROM settings WHERE name = 'audit_head'",
	} {
		if err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	b.post(t, "/audit/verify", nil).leadsTo(t, "/audit")
	if page := b.get(t, "/audit"); page.text(t, "chain-broken") == "" {
		t.Error("an emptied record is whole")
	}
}

func TestAuditExport(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		s.App(t)
		b := s.as(t, models.RoleAuditor)
		file := b.post(t, "/audit/export", nil).want(t, http.StatusOK)
		if got := file.header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="xinshi-audit-`) {
			t.Errorf("disposition %q", got)
		}
		key, err := db.AuditKey(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found, err := models.CheckAuditFile(strings.NewReader(file.body), key)
		if err != nil || len(found.Breaks) > 0 || found.Entries != 4 {
			t.Errorf("%+v, %v", found, err)
		}
		if !strings.Contains(file.body, `"action":"audit.export"`) || !strings.Contains(file.body, `"actor_name":"员工auditor"`) {
			t.Error("the export is not in the record")
		}
	})
}

// Who looked at a person's data is in the record; what they saw is not.
func TestViewsOfPersonalDataAreRecorded(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app := s.App(t)
		person := s.Recipient(t, app, "oPERSON")
		b := s.as(t, models.RoleMarketer)
		b.get(t, "/apps/"+app.Appid+"/recipients/"+id(person.ID)).want(t, http.StatusOK)
		rows := db.Raw(t, "SELECT actor_name, app_id, object_id, before_json, after_json FROM audit_entries WHERE action = 'recipient.view'")
		if want := []string{"员工marketer", id(app.ID), id(person.ID), "", ""}; len(rows) != 1 || strings.Join(rows[0], "|") != strings.Join(want, "|") {
			t.Errorf("recorded %q", rows)
		}
		b.get(t, "/apps/"+app.Appid+"/recipients/77").want(t, http.StatusNotFound)
		views := func(want int64, what string) {
			t.Helper()
			if n := db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'recipient.view' AND object_id = ?", person.ID); n != want {
				t.Errorf("%s: %d views, want %d", what, n, want)
			}
		}
		views(1, "nobody's page")
		s.as(t, models.RoleOperator).get(t, "/apps/"+app.Appid+"/recipients/"+id(person.ID)+"/edit").want(t, http.StatusOK)
		views(2, "the form with all that is kept")
		s.Code(t, app, "oPERSON", models.CodeForm, "form-of-a-person")
		message := "/apps/" + app.Appid + "/messages/" + id(s.Queue(t, app, s.Template(t, app), "oPERSON").ID)
		b.get(t, message).want(t, http.StatusOK)
		b.header.Set("HX-Request", "true")
		b.get(t, message).want(t, http.StatusOK)
		views(3, "a message to the person, whose page looks for news")
	})
}

// Who is limited to an App sees its part of the record, and takes nothing away.
func TestLimitedAuditorSeesTheirPart(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		mine, other := s.App(t, func(in *models.AppInput) { in.Name = "我的店" }), s.App(t, func(in *models.AppInput) { in.Name = "别人的店" })
		b := membersOf(t, s, mine)["auditor"]
		page := b.get(t, "/audit").want(t, http.StatusOK)
		if !strings.Contains(page.body, id(mine.ID)) || strings.Contains(page.body, id(other.ID)) || strings.Contains(page.body, "外店marketer") {
			t.Error("sees another App's entries, or not their own")
		}
		if page.doc(t).Find(`[data-testid="export-audit"], [data-testid="check-chain"]`).Length() != 0 {
			t.Error("is offered what they may not do")
		}
		b.post(t, "/audit/verify", nil).want(t, http.StatusForbidden)
		b.post(t, "/audit/export", nil).want(t, http.StatusForbidden)
	})
}
