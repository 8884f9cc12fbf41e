package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// drafted is a draft for everybody, with the people of one each of the check's groups
// and one whose nickname is too long.
func drafted(t *testing.T, s *site, app models.App) models.Draft {
	t.Helper()
	template := s.Template(t, app, func(in *models.TemplateInput) {
		in.Kind = models.KindSubscribeOnce
		in.Keywords = []models.KeywordInput{{Key: "thing1", Name: "称呼", Field: "nickname"}, {Key: "thing2", Name: "说明", DefaultValue: "限时优惠"}}
	})
	for openid, nickname := range map[string]string{"has": "小明", "long": strings.Repeat("长", 21), "none": "小红"} {
		if _, err := s.SaveRecipient(t.Context(), modelstest.Tester, app.ID, models.RecipientInput{Openid: openid, Nickname: nickname}); err != nil {
			t.Fatal(err)
		}
		if openid != "none" {
			s.Codes(t, app, models.CodeInput{Openid: openid, Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID})
		}
	}
	d, err := s.NewDraft(t.Context(), modelstest.Tester, app, models.DraftChange{
		TemplateID: &template.TemplateID, Audience: &models.Audience{Kind: models.AudienceAll},
		Content: &models.Content{}, Plan: &models.DraftPlan{Name: "周末采摘", LeaveOut: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (s *site) drafts(app models.App, d models.Draft) string {
	return "/apps/" + app.Appid + "/drafts/" + id(d.ID)
}

// version is the one that a page's forms carry.
func version(t *testing.T, page reply) string {
	t.Helper()
	return page.doc(t).Find("input[name=version]").First().AttrOr("value", "")
}

func TestCheckStep(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	d := drafted(t, s, app)
	path := s.drafts(app, d)
	b := s.as(t, models.RoleOperator)
	page := b.get(t, path+"/check").want(t, http.StatusOK)
	for figure, want := range map[string]string{"selected": "3", "reachable": "2", "no_code": "1", "expiring": "0", "refused": "0", "blocked": "1", "expected": "1"} {
		if got := page.text(t, "n-"+figure); got != want {
			t.Errorf("%s is %q, want %s", figure, got, want)
		}
	}
	if got := page.text(t, "fix"); got != strings.Repeat("长", 19)+"…" || page.doc(t).Find("[data-testid=problem]").Length() != 1 {
		t.Errorf("the suggestion is %q", got)
	}
	if got := page.text(t, "words"); !strings.Contains(got, "“限时”写在说明") || !strings.Contains(got, "“优惠”写在说明") {
		t.Errorf("the words are %q", got)
	}
	if page.text(t, "quiet") == "" || page.text(t, "ends") == "" || page.text(t, "takes") == "" {
		t.Error("nothing says how long it takes")
	}
	for group, want := range map[string]string{"blocked": "long", "no_code": "none", "reachable": "has long", "expiring": ""} {
		list := b.get(t, path+"/check/people?group="+group).want(t, http.StatusOK)
		for openid := range strings.FieldsSeq(want) {
			if !strings.Contains(list.text(t, "person"), openid) {
				t.Errorf("%s lists %q", group, list.text(t, "person"))
			}
		}
		if n := list.doc(t).Find("[data-testid=person]").Length(); n != len(strings.Fields(want)) {
			t.Errorf("%s lists %d people", group, n)
		}
	}
	if got := page.doc(t).Find("[data-testid=figure-no_code] a").AttrOr("href", ""); got != path+"/check/people?group=no_code" {
		t.Errorf("a number leads to %q", got)
	}
	b.get(t, path+"/check/people?group=x").want(t, http.StatusBadRequest)
	b.get(t, path+"/check/people?group=").want(t, http.StatusBadRequest)
	other := s.App(t)
	b.get(t, s.drafts(other, d)+"/check").want(t, http.StatusNotFound)
	if n := s.Number(t, "SELECT COUNT(*) FROM messages"); n != 0 {
		t.Errorf("the check made %d messages", n)
	}
}

func TestCheckDryRunFile(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	d := drafted(t, s, app)
	path := s.drafts(app, d)
	b := s.as(t, models.RoleOperator)
	b.post(t, path+"/check/export", url.Values{"format": {"csv"}}).leadsTo(t, path+"/check") // not checked yet
	b.get(t, path+"/check").want(t, http.StatusOK)
	file := b.post(t, path+"/check/export", url.Values{"format": {"csv"}}).want(t, http.StatusOK).body
	for _, line := range []string{"has,小明,预计发出,现在可达,,,小明,限时优惠", "none,小红,会失败,无发送码", "long,"} {
		if !strings.Contains(file, line) {
			t.Errorf("%q is not in %s", line, file)
		}
	}
	if n := strings.Count(strings.TrimSpace(file), "\n"); n != 3 {
		t.Errorf("the file has %d rows", n)
	}
	if xlsx := b.post(t, path+"/check/export", url.Values{"format": {"xlsx"}}).want(t, http.StatusOK).body; !strings.HasPrefix(xlsx, "PK") {
		t.Error("no spreadsheet")
	}
	if n := s.Number(t, "SELECT COUNT(*) FROM messages"); n != 0 {
		t.Errorf("the dry run made %d messages", n)
	}
}

func TestCheckLeavesOutWhoGotOneLately(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	if err := s.SaveSendingRules(t.Context(), modelstest.Tester, app.ID, models.SendingRules{ConfirmAbove: 1, RestDays: 7}); err != nil {
		t.Fatal(err)
	}
	d := drafted(t, s, app)
	if err := s.Exec("UPDATE recipients SET last_sent_at = ? WHERE openid = 'has'", int64(s.Now().Add(-time.Hour))); err != nil {
		t.Fatal(err)
	}
	path := s.drafts(app, d)
	b := s.as(t, models.RoleMarketer)
	page := b.get(t, path+"/check")
	if page.text(t, "n-recent") != "1" || page.text(t, "n-left_out") != "1" || page.text(t, "n-expected") != "0" {
		t.Errorf("left out %q of %q", page.text(t, "n-left_out"), page.text(t, "n-recent"))
	}
	stale := version(t, page)
	b.post(t, path+"/leave-out", url.Values{"leave_out": {"0"}, "version": {stale}}).leadsTo(t, path+"/check")
	page = b.get(t, path+"/check")
	if page.text(t, "n-left_out") != "" || page.text(t, "n-expected") != "1" || page.text(t, "leave-out") == "" {
		t.Errorf("when they are taken in: %q left out, %q expected", page.text(t, "n-left_out"), page.text(t, "n-expected"))
	}
	b.post(t, path+"/leave-out", url.Values{"leave_out": {"1"}, "version": {stale}}).leadsTo(t, path+"/check")
	if got := b.get(t, path+"/check"); !strings.Contains(got.text(t, "flash"), "被别人改过") || got.text(t, "n-expected") != "1" {
		t.Errorf("a page that is out of date says %q", got.text(t, "flash"))
	}
}

func TestCheckOfWhatIsNotReady(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	d, err := s.NewDraft(t.Context(), modelstest.Tester, app, models.DraftChange{})
	if err != nil {
		t.Fatal(err)
	}
	b := s.as(t, models.RoleOperator)
	path := s.drafts(app, d)
	page := b.get(t, path+"/check").want(t, http.StatusOK)
	if page.doc(t).Find("[data-testid=mend]").Length() != 2 || page.doc(t).Find("[data-testid=next]").Length() != 0 {
		t.Errorf("it says %q", page.text(t, "must"))
	}
	b.get(t, path+"/check/people?group=blocked").leadsTo(t, path+"/check")
	if send := b.get(t, path+"/send"); send.text(t, "unready") == "" || send.doc(t).Find("[data-testid=send]").Length() != 0 {
		t.Error("what is not ready is offered to be sent")
	}
}

func TestTestSend(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	d := drafted(t, s, app)
	path := s.drafts(app, d)
	b := s.as(t, models.RoleOperator)
	if got := b.get(t, path+"/check").text(t, "test"); !strings.Contains(got, "还没有测试员") {
		t.Errorf("without testers it says %q", got)
	}
	for _, openid := range []string{"has", "long"} {
		b.post(t, "/apps/"+app.Appid+"/rules/testers", url.Values{"openid": {openid}, "on": {"true"}}).leadsTo(t, "/apps/"+app.Appid+"/rules")
	}
	page := b.get(t, path+"/check")
	form := url.Values{"version": {version(t, page)}, "key": {page.doc(t).Find("input[name=key]").AttrOr("value", "")}}
	refused := b.post(t, path+"/test", form).want(t, http.StatusUnprocessableEntity)
	if refused.text(t, "error-to") == "" || refused.text(t, "n-selected") != "3" {
		t.Error("nobody chosen is not said")
	}
	for _, r := range []string{"has", "long", "none"} {
		person, err := s.RecipientByOpenid(t.Context(), app.ID, r)
		if err != nil {
			t.Fatal(err)
		}
		form.Add("to", id(person.ID))
	}
	for range 2 { // pressed twice
		b.post(t, path+"/test", form).leadsTo(t, path+"/check")
		got := b.get(t, path+"/check").text(t, "flash")
		if !strings.Contains(got, "已发给 小明") || strings.Count(got, "没有发给") != 2 || !strings.Contains(got, "不是测试员") {
			t.Errorf("the test says %q", got)
		}
	}
	if n := s.Number(t, "SELECT COUNT(*) FROM messages"); n != 1 {
		t.Errorf("the test made %d messages", n)
	}
	marketer := s.as(t, models.RoleMarketer)
	if marketer.get(t, path+"/check").want(t, http.StatusOK).doc(t).Find("[data-testid=test]").Length() != 0 {
		t.Error("who may not send is offered a test")
	}
}

// A large audience is gone through in the background, and the page follows.
func TestCheckRuns(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	var in []models.RecipientInput
	for i := range 4500 {
		in = append(in, models.RecipientInput{Openid: fmt.Sprint("crowd", i)})
	}
	for len(in) > 0 {
		n := min(len(in), models.MaxPeople)
		if _, err := s.SaveRecipients(t.Context(), modelstest.Tester, app, in[:n]); err != nil {
			t.Fatal(err)
		}
		in = in[n:]
	}
	d := drafted(t, s, app)
	path := s.drafts(app, d)
	b := s.as(t, models.RoleOperator)
	page := b.get(t, path+"/check").want(t, http.StatusOK)
	live := page.doc(t).Find("#check")
	if page.text(t, "running") == "" || live.AttrOr("hx-get", "") != path+"/check" || page.doc(t).Find("[data-testid=refresh]").Length() != 1 {
		t.Fatalf("while it runs it says %q", page.text(t, "check"))
	}
	if send := b.get(t, path+"/send"); send.text(t, "unready") == "" {
		t.Error("it may be sent before it is checked")
	}
	for {
		due, err := s.DueChecks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(due) == 0 {
			break
		}
		if _, err := s.KeepCheck(t.Context(), "engine", due[0]); err != nil {
			t.Fatal(err)
		}
	}
	b.header.Set("HX-Request", "true")
	done := b.get(t, path+"/check").want(t, http.StatusOK)
	if done.text(t, "n-selected") != "4,503" || done.doc(t).Find("h1").Length() != 0 || done.doc(t).Find("#check[hx-get]").Length() != 0 {
		t.Errorf("when it is done it says %q", done.text(t, "check"))
	}
}
