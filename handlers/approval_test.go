package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// waiting is a batch that an operator has submitted, in an App where every one is
// approved by somebody else.
func waiting(t *testing.T, s *site, app models.App, author *browser) (models.Draft, string) {
	t.Helper()
	rules := url.Values{"confirm_above": {"100"}, "rest_days": {"0"}, "approval": {"always"}, "approve_above": {"1000"}}
	s.as(t, models.RoleAdmin).post(t, "/apps/"+app.Appid+"/rules", rules).leadsTo(t, "/apps/"+app.Appid+"/rules")
	d := drafted(t, s, app)
	author.get(t, s.drafts(app, d)+"/check").want(t, http.StatusOK)
	page := author.get(t, s.drafts(app, d)+"/send").want(t, http.StatusOK)
	if page.text(t, "needs-approval") == "" || page.text(t, "send") != "提交审批" {
		t.Errorf("the author is not told: %q", page.text(t, "send"))
	}
	path := "/apps/" + app.Appid + "/batches/" + id(d.ID)
	author.post(t, s.drafts(app, d)+"/send", url.Values{"version": {version(t, page)}, "confirmed_total": {"3"}}).leadsTo(t, path)
	return d, path
}

func (s *site) second(t *testing.T, role models.Role) *browser {
	t.Helper()
	in := models.StaffInput{Email: "second-" + string(role) + "@example.com", Name: "另一位", Role: role, Password: password}
	if _, err := s.AddStaff(t.Context(), modelstest.Tester, in); err != nil {
		t.Fatal(err)
	}
	b := s.browser()
	b.signIn(t, in.Email, password).leadsTo(t, "/")
	return b
}

func TestApprovalPages(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	author := s.as(t, models.RoleOperator)
	d, path := waiting(t, s, app, author)
	own := author.get(t, path).want(t, http.StatusOK)
	if own.text(t, "state-pending_approval") == "" || own.text(t, "set-pace") != "" || own.doc(t).Find("[data-testid=withdraw]").Length() != 1 {
		t.Error("the author does not see that it waits, or cannot take it back")
	}
	page := author.get(t, path+"/approval").want(t, http.StatusOK)
	if page.text(t, "not-yours") == "" || page.text(t, "approve") != "" {
		t.Error("the author is offered to approve")
	}
	form := url.Values{"hash": {page.text(t, "hash")}}
	author.post(t, path+"/approve", form).want(t, http.StatusForbidden)
	marketer, auditor, other := s.as(t, models.RoleMarketer), s.as(t, models.RoleAuditor), s.second(t, models.RoleOperator)
	for _, b := range []*browser{marketer, auditor} {
		if b.get(t, path+"/approval").want(t, http.StatusOK).text(t, "not-yours") == "" {
			t.Error("who may not approve is not told")
		}
		b.post(t, path+"/approve", form).want(t, http.StatusForbidden)
		b.post(t, path+"/reject", form).want(t, http.StatusForbidden)
		b.post(t, path+"/withdraw", nil).want(t, http.StatusForbidden)
	}
	if got := other.get(t, "/apps/"+app.Appid).want(t, http.StatusOK); !strings.Contains(got.text(t, "alert-approval"), "1 个") {
		t.Errorf("the overview says %q", got.text(t, "alert-approval"))
	}
	list := other.get(t, "/apps/"+app.Appid+"/batches").want(t, http.StatusOK)
	to := list.doc(t).Find("[data-testid=waiting]").AttrOr("href", "")
	if got := other.get(t, to).want(t, http.StatusOK); !strings.Contains(got.text(t, "batch"), "周末采摘") {
		t.Errorf("%q lists %q", to, got.text(t, "batch"))
	}
	if got := other.get(t, "/apps/"+app.Appid+"/batches?state=finished").want(t, http.StatusOK); got.text(t, "no-match") == "" {
		t.Error("a state that no batch has says nothing")
	}
	other.get(t, "/apps/"+app.Appid+"/batches?state=nonsense").want(t, http.StatusBadRequest)
	page = other.get(t, path+"/approval").want(t, http.StatusOK)
	if page.text(t, "messages") != "3" || page.text(t, "n-blocked") != "1" || page.text(t, "asked-by") != "员工operator" || !strings.Contains(page.text(t, "cards"), "小明") {
		t.Errorf("the approver reads %q", page.text(t, "plan")+page.text(t, "forecast")+page.text(t, "cards"))
	}
	for typed, want := range map[string]string{"": "请填写此项", strings.Repeat("长", 501): "太长"} {
		got := other.post(t, path+"/reject", url.Values{"hash": form["hash"], "reason": {typed}}).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(got.text(t, "error-reason"), want) || got.doc(t).Find("textarea[name=reason]").Text() != typed {
			t.Errorf("%.10q is answered %q", typed, got.text(t, "error-reason"))
		}
	}
	other.post(t, path+"/approve", url.Values{"hash": {"other"}}).leadsTo(t, path)
	if kept(t, s, app, d.ID).Total != 0 {
		t.Error("it was approved by a hash that nobody was shown")
	}
	other.post(t, path+"/approve", form).leadsTo(t, path)
	if got := other.get(t, path); !strings.Contains(got.text(t, "approval"), "另一位") {
		t.Errorf("its page says %q", got.text(t, "approval"))
	}
	if b := kept(t, s, app, d.ID); b.Total != 3 || s.woken == 0 {
		t.Errorf("it is %s with %d messages", b.State, b.Total)
	}
	other.post(t, path+"/approve", form).leadsTo(t, path)
	author.post(t, path+"/withdraw", nil).leadsTo(t, path)
	if got := auditor.get(t, path+"/approval").want(t, http.StatusOK); got.text(t, "decided-by") != "另一位" || got.text(t, "cards") == "" {
		t.Error("an auditor cannot see who approved")
	}
}

func TestRejectedAndTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	author := s.as(t, models.RoleOperator)
	d, path := waiting(t, s, app, author)
	author.post(t, path+"/withdraw", nil).leadsTo(t, s.drafts(app, d)+"/content")
	page := author.get(t, s.drafts(app, d)+"/send").want(t, http.StatusOK)
	author.post(t, s.drafts(app, d)+"/send", url.Values{"version": {version(t, page)}, "confirmed_total": {"3"}}).leadsTo(t, path)
	other := s.second(t, models.RoleAdmin)
	hash := other.get(t, path+"/approval").text(t, "hash")
	other.post(t, path+"/reject", url.Values{"hash": {hash}, "reason": {"日期写错了"}}).leadsTo(t, path)
	got := author.get(t, path).want(t, http.StatusOK)
	if !strings.Contains(got.text(t, "sentence"), "日期写错了") || got.text(t, "copy") != "取回修改" {
		t.Errorf("the author reads %q, %q", got.text(t, "sentence"), got.text(t, "copy"))
	}
	copied := author.post(t, path+"/copy", nil).want(t, http.StatusSeeOther).header.Get("Location")
	if !strings.Contains(copied, "/drafts/") {
		t.Errorf("taking it back leads to %s", copied)
	}
}

// A template that was changed meanwhile makes it void, and says so to both.
func TestVoidApprovalSaysSo(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	author := s.as(t, models.RoleOperator)
	d, path := waiting(t, s, app, author)
	if err := s.Exec("UPDATE templates SET title = '改了' WHERE app_id = ?", app.ID); err != nil {
		t.Fatal(err)
	}
	other := s.second(t, models.RoleAdmin)
	hash := other.get(t, path+"/approval").text(t, "hash")
	other.post(t, path+"/approve", url.Values{"hash": {hash}}).leadsTo(t, path)
	if got := author.get(t, s.drafts(app, d)+"/send").want(t, http.StatusOK); !strings.Contains(got.text(t, "former"), "模板") {
		t.Errorf("the author reads %q", got.text(t, "former"))
	}
}

// What is not sent by way of a check is refused where somebody has to approve.
func TestNoWayAroundApproval(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 3)
	if err := s.SaveSendingRules(t.Context(), modelstest.Tester, app.ID, models.SendingRules{ConfirmAbove: 100, Approval: models.ApprovalAbove, ApproveAbove: 2}); err != nil {
		t.Fatal(err)
	}
	b := s.as(t, models.RoleOperator)
	if batch := started(t, s, b, app, batchValues(template)); batch.State != models.BatchPending {
		t.Errorf("a batch above the number is %s", batch.State)
	}
	one := `{"template":"` + template.TemplateID + `","to":"o1","fields":{"order_no":"A1"}}`
	key := s.backend(t, app)
	got, answer := key.call(t, http.MethodPost, "/api/v1/messages/bulk", `{"messages":[`+one+","+one+","+one+`]}`)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "needs_approval") {
		t.Errorf("three at once are answered %d %v", got.status, answer)
	}
	if got, _ := key.call(t, http.MethodPost, "/api/v1/messages/bulk", `{"messages":[`+one+","+one+`]}`); got.status != http.StatusOK {
		t.Errorf("two at once are answered %d", got.status)
	}
}

// The table of rights that people read is the one that the guards ask.
func TestRightsAreShown(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	page := s.as(t, models.RoleAdmin).get(t, "/settings/staff").want(t, http.StatusOK)
	rows := page.doc(t).Find("[data-testid=right]")
	if rows.Length() != len(models.Permissions) {
		t.Fatalf("%d rights are shown", rows.Length())
	}
	for i, permission := range models.Permissions {
		cells := rows.Eq(i).Find("td")
		if strings.TrimSpace(cells.First().Text()) == "" {
			t.Errorf("%s has no name", permission)
		}
		for j, role := range models.Roles {
			if shown := cells.Eq(j+1).Find("svg").Length() == 1; shown != role.Can(permission) {
				t.Errorf("%s of %s is shown as %v", permission, role, shown)
			}
		}
	}
}
