package simulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

// library asks for something harmless with a token and returns the errcode.
func (w *world) library(token string) int {
	_, _, err := w.client.LibraryList(w.t.Context(), token, 0, 1)
	return errcode(w.t, err)
}

func TestClassicTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.token
	second := w.fetch(classic)
	if first == second {
		t.Fatal("the same token was minted twice")
	}
	w.Advance(5*time.Minute - time.Second)
	w.expect("former token in the overlap", w.library(first), 0)
	w.Advance(time.Second)
	w.expect("former token after it", w.library(first), 40001)
	w.expect("latest", w.library(second), 0)
	w.Advance(2 * time.Hour)
	w.expect("expired", w.library(second), 42001)
	w.expect("malformed", w.library("nonsense"), 40014)
	w.expect("made up", w.library(strings.Repeat("x", 136)), 40001)
	w.expect("missing", w.library(""), 41001)
}

func TestStableTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.fetch(stable)
	w.expect("classic is untouched", w.library(w.token), 0)
	w.Advance(115*time.Minute - time.Second)
	token, err := w.client.Token(t.Context(), stable)
	if err != nil || token.Value != first || token.ExpiresIn != 5*time.Minute+time.Second {
		t.Fatalf("got another token or %s to live, %v", token.ExpiresIn, err)
	}
	w.Advance(time.Second)
	second := w.fetch(stable)
	if second == first {
		t.Fatal("the token was not renewed five minutes before its end")
	}
	w.expect("old one beside the new", w.library(first), 0)
	w.Advance(5 * time.Minute)
	w.expect("old one after its end", w.library(first), 42001)
	w.expect("new one", w.library(second), 0)
}

func TestForcedRefresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	force := func() string {
		reply := w.post("/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"`+appid+`","secret":"`+secret+`","force_refresh":true}`)
		return reply["access_token"].(string)
	}
	first := w.fetch(stable)
	second := force()
	w.expect("forced out", w.library(first), 40001)
	w.expect("forced", w.library(second), 0)
	w.Advance(29 * time.Second)
	if force() != second {
		t.Error("renewed within 30 seconds")
	}
	last := second
	for i := 2; i <= 20; i++ {
		w.Advance(30 * time.Second)
		next := force()
		if next == last {
			t.Fatalf("force %d of the day was refused", i)
		}
		last = next
	}
	w.Advance(time.Minute)
	if force() != last {
		t.Error("renewed a 21st time in a day")
	}
	w.Advance(24 * time.Hour)
	if force() == last {
		t.Error("not renewed on the next day")
	}
}

func TestKillTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.fetch(stable)
	w.KillTokens()
	w.expect("classic", w.library(w.token), 40001)
	w.expect("stable", w.library(before), 40001)
	w.expect("a fresh stable one", w.library(w.fetch(stable)), 0)
}

func TestTokenErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *simulator.Options, a *simulator.App) { a.AllowedIPs = []string{"127.0.0.1", "::1"} })
	get := func(query string) int {
		resp, err := http.Get(w.url + "/cgi-bin/token?" + query)
		must(t, err)
		defer resp.Body.Close()
		return int(decodeReply(t, resp.Body)["errcode"].(float64))
	}
	tests := []struct {
		name  string
		query string
		want  int
	}{
		{"grant", "grant_type=x&appid=" + appid + "&secret=" + secret, 40002},
		{"no appid", "grant_type=client_credential&secret=" + secret, 41002},
		{"no secret", "grant_type=client_credential&appid=" + appid, 41004},
		{"appid", "grant_type=client_credential&appid=wx1&secret=" + secret, 40013},
		{"secret", "grant_type=client_credential&appid=" + appid + "&secret=no", 40125},
	}
	for _, tt := range tests {
		w.expect(tt.name, get(tt.query), tt.want)
	}
	w.expect("classic by POST", int(w.post("/cgi-bin/token", "{}")["errcode"].(float64)), 43001)
	must(t, w.AddApp(simulator.App{Appid: appid, Secret: secret, AllowedIPs: []string{"203.0.113.7"}}))
	_, err := w.client.Token(t.Context(), stable)
	w.expect("whitelist", errcode(t, err), 40164)
	if !strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("%v does not show the address", err)
	}
	_, err = w.client.Token(t.Context(), wechat.Account{Appid: appid, Secret: "wrong"})
	w.expect("stable with a wrong secret", errcode(t, err), 40125)
}
