package handlers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/sheet"
	"xinshi/views/paths"
)

// export asks for a file.
func (b *browser) export(t *testing.T, path string, format sheet.Kind) reply {
	t.Helper()
	return b.post(t, path, url.Values{"format": {string(format)}})
}

// records reads a CSV file as a program would.
func (r reply) records(t *testing.T) [][]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(r.body, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestExportedUsersComeBack exports users, changes the App, and imports the file
// into it: nothing of what people wrote is lost or altered.
func TestExportedUsersComeBack(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app, other := s.App(t), s.App(t)
		people := []models.RecipientInput{
			{Openid: "-dash", Nickname: "=1+1", Remark: "'-quoted", Phone: "+8613800138000", Tags: []string{"会员", "@老客户"}, Attributes: map[string]string{"城市": "=杭州", "level": "-3"}},
			{Openid: "_under", Nickname: `说"好",对;行`, Remark: "+", Attributes: map[string]string{"level": "'=x"}},
			{Openid: "o3"},
		}
		if _, err := db.SaveRecipients(t.Context(), modelstest.Tester, app, people); err != nil {
			t.Fatal(err)
		}
		b := s.as(t, models.RoleOperator)
		for _, format := range []sheet.Kind{sheet.CSV, sheet.XLSX} {
			file := b.export(t, paths.RecipientsExport(app.Appid), format).want(t, http.StatusOK)
			page := b.upload(t, paths.Imports(other.Appid), "people", "x", file.body).want(t, http.StatusSeeOther).header.Get("Location")
			b.post(t, page+"/check", b.get(t, page).mapped(t)).leadsTo(t, page)
			b.post(t, page+"/start", nil).leadsTo(t, page)
			s.keepImports(t)
			if got := b.get(t, page).text(t, "n-refused"); got != "没有导入0" {
				t.Fatalf("%s: %s", format, got)
			}
			for _, want := range people {
				got, err := db.RecipientByOpenid(t.Context(), other.ID, want.Openid)
				if err != nil || got.Nickname != want.Nickname || got.Remark != want.Remark || got.Phone != want.Phone || fmt.Sprint(got.Attributes) != fmt.Sprint(want.Attributes) {
					t.Errorf("%s: %+v came back as %+v, %v", format, want, got, err)
				}
				tags, err := db.TagsOf(t.Context(), other.ID, []int64{got.ID})
				if err != nil || len(tags[got.ID]) != len(want.Tags) {
					t.Errorf("%s: tags %v, %v", format, tags, err)
				}
			}
		}
	})
}

func TestExportUsers(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, _ := s.shop(t, "anna", "ben")
	for i := range 1100 { // more than one piece
		s.Recipient(t, app, fmt.Sprintf("u%04d", i))
	}
	b := s.as(t, models.RoleAuditor)
	whole := b.export(t, paths.RecipientsExport(app.Appid), sheet.CSV).want(t, http.StatusOK)
	records := whole.records(t)
	if len(records) != 1+2+1100 || records[1][0] != "u1099" || records[1102][0] != "anna" {
		t.Fatalf("%d rows, the last is %v", len(records), records[len(records)-1])
	}
	if got := strings.Join(records[1102][5:], "|"); !strings.HasPrefix(got, "1|0|0|0|2026-11-30") {
		t.Errorf("anna has %s under %v", got, records[0])
	}
	if got := whole.header.Get("Content-Disposition"); !strings.Contains(got, "attachment") || !strings.Contains(got, ".csv") {
		t.Errorf("disposition %q", got)
	}
	some := b.export(t, paths.RecipientsExport(app.Appid)+"?q=anna", sheet.CSV).records(t)
	if len(some) != 2 || some[1][0] != "anna" {
		t.Errorf("the filter is not kept: %v", some)
	}
	english := s.as(t, models.RoleOperator)
	english.cookies["xinshi_lang"] = "en"
	if got := english.export(t, paths.RecipientsExport(app.Appid)+"?q=anna", sheet.CSV).records(t)[0][1]; got != "Nickname" {
		t.Errorf("in English the second column is %q", got)
	}
	for _, path := range []string{"?q=anna&page=2", "?has_code=gold"} {
		b.export(t, paths.RecipientsExport(app.Appid)+path, sheet.CSV).want(t, http.StatusBadRequest)
	}
	b.export(t, paths.RecipientsExport(app.Appid), "pdf").want(t, http.StatusBadRequest)
	s.as(t, models.RoleMarketer).export(t, paths.RecipientsExport(app.Appid), sheet.CSV).want(t, http.StatusForbidden)
	b.do(t, http.MethodPost, paths.RecipientsExport(app.Appid), url.Values{"format": {"csv"}}).want(t, http.StatusForbidden) // no token

	entries := s.Raw(t, "SELECT actor_name, after_json FROM audit_entries WHERE action = 'recipient.exported' ORDER BY id")
	if len(entries) != 3 || entries[0][0] != "员工auditor" || !strings.Contains(entries[0][1], `"rows":1102`) || !strings.Contains(entries[1][1], `"q":["anna"]`) {
		t.Errorf("the audit says %v", entries)
	}
	if n := s.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'recipient.export'"); n != 3 {
		t.Errorf("%d entries say that somebody began", n)
	}
}

func TestExportHistory(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "ben")
	sent := s.settled(t, app, template, "anna", models.MessageSent)
	s.Queue(t, app, template, "ben")
	b := s.as(t, models.RoleOperator)
	records := b.export(t, paths.MessagesExport(app.Appid), sheet.CSV).want(t, http.StatusOK).records(t)
	if len(records) != 3 || records[2][0] != paths.ID(sent.ID) || records[2][2] != "已发送" || records[2][8] != "anna" || !strings.Contains(records[2][10], "订单编号：20261123000187") {
		t.Errorf("%v", records)
	}
	if got := b.export(t, paths.MessagesExport(app.Appid)+"?state=sent", sheet.CSV).records(t); len(got) != 2 {
		t.Errorf("sent ones: %v", got)
	}
	if got := b.export(t, paths.MessagesExport(app.Appid)+"?to=nobody", sheet.CSV).records(t); len(got) != 1 {
		t.Errorf("of nobody: %v", got)
	}
	if got := b.export(t, paths.MessagesExport(app.Appid), sheet.XLSX).want(t, http.StatusOK); !strings.HasPrefix(got.body, "PK") {
		t.Error("no XLSX file")
	}
	b.export(t, paths.MessagesExport(app.Appid)+"?state=lost", sheet.CSV).want(t, http.StatusBadRequest)
	s.as(t, models.RoleMarketer).export(t, paths.MessagesExport(app.Appid), sheet.CSV).want(t, http.StatusForbidden)
}

// A file that breaks off must not look whole, and the audit says so.
func TestExportBreaksOff(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	s.Queue(t, app, template, "anna")
	columns := s.Raw(t, "SELECT group_concat(name) FROM pragma_table_info('messages')")[0][0]
	statements := []string{"CREATE TABLE copy AS SELECT " + columns + " FROM messages"}
	for range 1100 {
		statements = append(statements, "UPDATE copy SET id = id + 1", "INSERT INTO messages ("+columns+") SELECT * FROM copy")
	}
	statements = append(statements, "UPDATE messages SET data = 'no json' WHERE id = (SELECT MIN(id) FROM messages)") // of the last piece
	for _, statement := range statements {
		if err := s.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	b := s.as(t, models.RoleOperator)
	func() {
		defer func() {
			if cut := recover(); cut != http.ErrAbortHandler {
				t.Errorf("the connection is not cut: %v", cut)
			}
		}()
		b.export(t, paths.MessagesExport(app.Appid), sheet.CSV)
	}()
	entry := s.Raw(t, "SELECT after_json FROM audit_entries WHERE action = 'message.exported'")
	if len(entry) != 1 || !strings.Contains(entry[0][0], `"complete":false`) || !strings.Contains(entry[0][0], `"rows":1000`) {
		t.Errorf("the audit says %v", entry)
	}
	if r := b.export(t, paths.MessagesExport(app.Appid), sheet.XLSX); r.status != http.StatusInternalServerError {
		t.Errorf("a failure before the first byte answers %d", r.status)
	}
}
