package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/models/modelstest"
)

func TestSetUpMakesTheFirstAdmin(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		b := s.browser()
		token := db.SetupToken()
		if page := b.get(t, "/login").want(t, http.StatusOK); strings.Contains(page.body, token) || page.doc(t).Find(`[data-testid="to-setup"]`).AttrOr("href", "") != "/setup" {
			t.Error("the sign-in page gives the token away, or does not lead to the set-up")
		}
		if page := b.get(t, "/setup").want(t, http.StatusOK); strings.Contains(page.body, token) {
			t.Error("the set-up page gives the token away")
		}
		if page := b.get(t, "/setup?token=guess").want(t, http.StatusForbidden); strings.Contains(page.body, token) || page.text(t, "error-token") == "" {
			t.Error("a wrong token is not refused")
		}
		page := b.get(t, "/setup?token="+token).want(t, http.StatusOK)
		if page.value(t, "token") != token {
			t.Error("the form does not carry the token")
		}
		form := url.Values{"name": {"店长"}, "email": {"boss@example.com"}, "password": {"short"}, "token": {token}}
		refused := b.post(t, "/setup", form).want(t, http.StatusUnprocessableEntity)
		if refused.value(t, "email") != "boss@example.com" || refused.text(t, "error-password") == "" {
			t.Error("what was typed is lost, or nothing is said")
		}
		form.Set("password", password)
		form.Set("token", "guess")
		b.post(t, "/setup", form).want(t, http.StatusForbidden)
		form.Set("token", token)
		b.post(t, "/setup", form).leadsTo(t, "/settings/security")
		if page := b.get(t, "/settings/security").want(t, http.StatusOK); page.text(t, "staff-name") != "店长" {
			t.Errorf("signed in as %q", page.text(t, "staff-name"))
		}

		late := s.browser()
		late.get(t, "/setup?token="+token).leadsTo(t, "/login")
		form.Set("email", "second@example.com")
		late.post(t, "/setup", form).leadsTo(t, "/login")
		if n := db.Number(t, "SELECT COUNT(*) FROM staff"); n != 1 {
			t.Errorf("%d members of staff", n)
		}
		if strings.Contains(s.log.String(), token) {
			t.Error("the token stands in the log")
		}
	})
}
