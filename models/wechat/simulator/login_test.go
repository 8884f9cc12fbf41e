package simulator_test

import (
	"encoding/base64"
	"net/http"
	"testing"
	"time"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exchange := func(secret, code string) map[string]any {
		resp, err := http.Get(w.url + "/sns/jscode2session?grant_type=authorization_code&appid=" + appid + "&secret=" + secret + "&js_code=" + code)
		must(t, err)
		defer resp.Body.Close()
		return decodeReply(t, resp.Body)
	}
	code, err := w.StartLogin(appid, openid)
	must(t, err)
	late, err := w.StartLogin(appid, openid)
	must(t, err)
	got := exchange(secret, code)
	key, err := base64.StdEncoding.DecodeString(got["session_key"].(string))
	if got["openid"] != openid || err != nil || len(key) != 16 {
		t.Errorf("got %v, a key of %d bytes, %v", got, len(key), err)
	}
	w.Advance(5 * time.Minute)
	for _, tt := range []struct {
		name, secret, code string
		want               float64
	}{
		{"unknown", secret, "nothing", 40029},
		{"expired", secret, late, 40029},
		{"missing", secret, "", 41008},
		{"secret", "wrong", code, 40125},
	} {
		if got := exchange(tt.secret, tt.code); got["errcode"] != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestLoginCodeWorksOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code, err := w.StartLogin(appid, openid)
	must(t, err)
	for _, want := range []any{nil, float64(40163)} {
		resp, err := http.Get(w.url + "/sns/jscode2session?grant_type=authorization_code&appid=" + appid + "&secret=" + secret + "&js_code=" + code)
		must(t, err)
		got := decodeReply(t, resp.Body)
		must(t, resp.Body.Close())
		if got["errcode"] != want {
			t.Errorf("got %v, want errcode %v", got, want)
		}
	}
}
