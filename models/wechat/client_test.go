package wechat

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// sample reads one of the platform's sample bodies.
func sample(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// platform answers every call with one status and body, and returns a client of it.
func platform(t *testing.T, status int, body string) *Client {
	t.Helper()
	return clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

func clientOf(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return New(srv.URL+"/", srv.Client(), time.Now)
}

func TestRepliesOfSends(t *testing.T) {
	t.Parallel()
	tests := []struct {
		sample string
		code   int
		field  string
		msgID  int64
	}{
		{"template-send.ok.response", 0, "", 0},
		{"subscribe-send.ok.response", 0, "", 2100010000200003456},
		{"subscribe-send.ok-no-msgid.response", 0, "", 0},
		{"subscribe-send.ok-null.response", 0, "", 0},
		{"template-send.40001.response", 40001, "", 0},
		{"template-send.41028.response", 41028, "", 0},
		{"template-send.41029.response", 41029, "", 0},
		{"template-send.45103.response", 45103, "", 0},
		{"subscribe-send.43101.response", 43101, "", 0},
		{"subscribe-send.47003.response", 47003, "thing4", 0},
	}
	for _, tt := range tests {
		t.Run(tt.sample, func(t *testing.T) {
			t.Parallel()
			c := platform(t, http.StatusOK, sample(t, tt.sample))
			receipt, err := c.SendSubscribe(t.Context(), "token", SubscribeMessage{})
			if tt.code == 0 {
				if err != nil || receipt.MsgID != tt.msgID || receipt.Errmsg != "ok" {
					t.Fatalf("got %+v, %v; want msgid %d", receipt, err, tt.msgID)
				}
				return
			}
			var refused *APIError
			if !errors.As(err, &refused) || refused.Errcode != tt.code || refused.Field() != tt.field {
				t.Fatalf("got %v, want errcode %d about field %q", err, tt.code, tt.field)
			}
			if strings.Contains(refused.Errmsg, "rid:") && refused.RID() != "64a1b2c3-0123abcd-4567ef01" {
				t.Errorf("rid is %q in %q", refused.RID(), refused.Errmsg)
			}
		})
	}
}

func TestUnusableReplies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		body   string
	}{
		{"server error", 502, `{"errcode":0,"errmsg":"ok"}`},
		{"not found", 404, "404 page not found"},
		{"redirect", 302, `{"errcode":0,"errmsg":"ok"}`},
		{"page of a proxy", 200, "<html>welcome</html>"},
		{"empty", 200, ""},
		{"null", 200, "null"},
		{"empty object", 200, "{}"},
		{"cut short", 200, `{"errcode":0,"errm`},
		{"too long", 200, `{"errcode":0,"errmsg":"` + strings.Repeat("x", maxReply) + `"}`},
		{"errcode of another type", 200, `{"errcode":true,"errmsg":"ok"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := platform(t, tt.status, tt.body)
			_, err := c.SendTemplate(t.Context(), "SECRETTOKEN", TemplateMessage{})
			var silent *TransportError
			if !errors.As(err, &silent) || silent.Status != tt.status || !silent.MayHaveArrived {
				t.Fatalf("got %#v, want a TransportError of status %d that may have arrived", err, tt.status)
			}
			_, err = c.Token(t.Context(), Account{Appid: "wx1", Secret: "s", Mode: Classic})
			if !errors.As(err, &silent) || silent.MayHaveArrived {
				t.Fatalf("token call: got %#v, want a TransportError that delivered nothing", err)
			}
		})
	}
}

func TestTokenCalls(t *testing.T) {
	t.Parallel()
	var got, body string
	c := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got, body = r.Method+" "+r.URL.String(), string(b)
		_, _ = io.WriteString(w, `{"access_token":"T","expires_in":7200}`)
	})
	tests := []struct {
		mode      TokenMode
		got, body string
	}{
		{Classic, "GET /cgi-bin/token?appid=wx1&grant_type=client_credential&secret=s1", ""},
		{Stable, "POST /cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"wx1","secret":"s1","force_refresh":false}`},
	}
	for _, tt := range tests {
		token, err := c.Token(t.Context(), Account{Appid: "wx1", Secret: "s1", Mode: tt.mode})
		if err != nil || token.Value != "T" || token.ExpiresIn != 2*time.Hour {
			t.Errorf("%s: got %+v, %v", tt.mode, token, err)
		}
		if got != tt.got || body != tt.body {
			t.Errorf("%s: sent %s %s, want %s %s", tt.mode, got, body, tt.got, tt.body)
		}
	}
}
