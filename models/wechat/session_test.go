package wechat

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	c := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		const want = "appid=wx1&grant_type=authorization_code&js_code=c%261&secret=SECRET"
		if r.Method != http.MethodGet || r.URL.Path != "/sns/jscode2session" || r.URL.RawQuery != want {
			t.Errorf("asked %s %s", r.Method, r.URL)
		}
		_, _ = io.WriteString(w, sample(t, "jscode2session.response"))
	})
	openid, err := c.Login(t.Context(), Account{Appid: "wx1", Secret: "SECRET"}, "c&1")
	if err != nil || openid != "oTestUser00000000000000000A1" {
		t.Errorf("got %q, %v", openid, err)
	}
}

func TestLoginIsRefused(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		code  int
		class Class
	}{
		"jscode2session.40029.response": {40029, ClassLogin},
		"jscode2session.40163.response": {40163, ClassLogin},
	} {
		_, err := platform(t, http.StatusOK, sample(t, name)).Login(t.Context(), Account{}, "c")
		var refused *APIError
		if !errors.As(err, &refused) || refused.Errcode != want.code || refused.Call != CallLogin {
			t.Errorf("%s: %v", name, err)
		}
		if answer, known := Explain(err); !known || answer.Class != want.class || answer.Reaction != Fail {
			t.Errorf("%s is explained as %+v", name, answer)
		}
	}
}

func TestLoginWithoutAnOpenidIsNoAnswer(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"no openid": `{"session_key":"AAECAwQFBgcICQoLDA0ODw=="}`, "empty": `{}`, "error page": `<html>`, "an empty openid": `{"errcode":0,"openid":""}`,
	} {
		_, err := platform(t, http.StatusOK, body).Login(t.Context(), Account{Appid: "wx1", Secret: "SECRET"}, "CODE")
		var silent *TransportError
		if !errors.As(err, &silent) || strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "AAECAw") || strings.Contains(err.Error(), "CODE") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
