package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestRecipientsList(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "ben")
	s.Code(t, app, "anna", models.CodePrepay, "prepay-of-anna")
	carl := s.Recipient(t, app, "carl")
	s.tagged(t, app, "VIP", "anna")
	s.settled(t, app, template, "ben", models.MessageSent)
	s.Clock.Advance(models.CodeLife - 9*time.Hour)
	b := s.as(t, models.RoleMarketer)

	page := b.get(t, paths.Recipients(app.Appid)).want(t, http.StatusOK)
	rows := page.doc(t).Find(`[data-testid="recipient"]`)
	if rows.Length() != 3 || rows.First().Find(".row-link").AttrOr("href", "") != paths.Recipient(app.Appid, carl.ID) {
		t.Fatalf("%d rows, first leads to %q", rows.Length(), rows.First().Find(".row-link").AttrOr("href", ""))
	}
	if got := rows.Eq(0).Find(`[data-testid="codes-none"]`).Text(); !strings.Contains(got, "0") {
		t.Errorf("carl has %q", got)
	}
	if got := strings.Join(strings.Fields(rows.Eq(2).Find(`[data-testid="codes-form_id"].tone-warning`).Text()), " "); got != "表单 1 · 最早 9 小时后到期" {
		t.Errorf("anna has %q", got)
	}
	if got := rows.Eq(2).Find(`[data-testid="codes-prepay_id"]`).Length(); got != 1 {
		t.Errorf("anna has %d chips for payments", got)
	}
	if got := rows.Eq(2).Find(".tag").Text(); got != "VIP" {
		t.Errorf("anna's tag is %q", got)
	}
	if got := rows.Eq(1).Find("time").Text(); got != "6 天前" {
		t.Errorf("ben was sent to %q", got)
	}
	if got := rows.Eq(0).Find(`[data-testid="write"]`).AttrOr("href", ""); got != paths.DraftNew(app.Appid)+"?to=carl" {
		t.Errorf("writing leads to %q", got)
	}
	if page.doc(t).Find("[data-pick]").Length() != 0 {
		t.Error("a marketer can pick users, for whom nothing can be done")
	}
	if s.as(t, models.RoleAuditor).get(t, paths.Recipients(app.Appid)).doc(t).Find(`[data-testid="write"]`).Length() != 0 {
		t.Error("an auditor is offered to write")
	}
}

// tagged gives users a tag.
func (s *site) tagged(t *testing.T, app models.App, tag string, openids ...string) {
	t.Helper()
	var ids []int64
	for _, openid := range openids {
		r, err := s.RecipientByOpenid(t.Context(), app.ID, openid)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID)
	}
	if _, err := s.TagPeople(t.Context(), modelstest.Tester, app.ID, models.PeopleSelection{IDs: ids}, []string{tag}, nil); err != nil {
		t.Fatal(err)
	}
}

// people are the openids of the rows of a list, in its order.
func (r reply) people(t *testing.T) string {
	t.Helper()
	var got []string
	rows := r.doc(t).Find(`[data-testid="recipient"] .mono`)
	for i := range rows.Nodes {
		got = append(got, rows.Eq(i).Text())
	}
	return strings.Join(got, " ")
}

func TestRecipientsPages(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	for i := range 35 {
		s.Recipient(t, app, fmt.Sprintf("u%02d", i))
	}
	b := s.as(t, models.RoleOperator)
	for _, query := range []string{"", "?q=u"} {
		first := b.get(t, paths.Recipients(app.Appid)+query).want(t, http.StatusOK)
		older := first.doc(t).Find(".pager a[rel=next]").AttrOr("href", "")
		second := b.get(t, older).want(t, http.StatusOK)
		if got := len(second.linksOf(t, "recipient")); got != 10 {
			t.Errorf("%q: %d on the second page", query, got)
		}
		if second.doc(t).Find(`[data-testid="pick-all"]`).Length() != 1 {
			t.Errorf("%q: nobody can mean everyone", query)
		}
		newer := second.doc(t).Find(".pager a[rel=prev]").AttrOr("href", "")
		if got := b.get(t, newer).want(t, http.StatusOK).linksOf(t, "recipient"); len(got) != 25 || got[0] != first.linksOf(t, "recipient")[0] {
			t.Errorf("%q: newer leads to %d", query, len(got))
		}
	}
}

// TestRecipientsListIsLight measures the largest page that the list makes.
func TestRecipientsListIsLight(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	var people []models.RecipientInput
	var codes []models.CodeInput
	for i := range 60 {
		openid := fmt.Sprintf("oXg5A0demo%04dXianGuoDaoJia", i)
		people = append(people, models.RecipientInput{Openid: openid, Nickname: "昵称昵称昵称", Remark: "企业团购，只接受周末送货", Tags: []string{"老客户", "社区团购"}})
		codes = append(codes, models.CodeInput{Openid: openid, Kind: models.CodeForm, Code: "form-" + openid}, models.CodeInput{Openid: openid, Kind: models.CodePrepay, Code: "prepay-" + openid})
	}
	if _, err := s.SaveRecipients(t.Context(), modelstest.Tester, app, people); err != nil {
		t.Fatal(err)
	}
	s.Codes(t, app, codes...)
	s.Clock.Advance(time.Hour)
	page := s.as(t, models.RoleAdmin).get(t, paths.Recipients(app.Appid)).want(t, http.StatusOK)
	if n := page.doc(t).Find(`[data-testid="codes-prepay_id"]`).Length(); n != 25 {
		t.Fatalf("%d rows have both kinds of code", n)
	}
	if len(page.body) > 60<<10 {
		t.Errorf("a full page weighs %d bytes, want at most %d", len(page.body), 60<<10)
	}
}
