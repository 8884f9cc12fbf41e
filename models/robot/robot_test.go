package robot

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func at() time.Time { return time.UnixMilli(1_795_399_200_123) }

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, kinds := range map[string]string{
		"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1": "wecom",
		"https://open.feishu.cn/open-apis/bot/v2/hook/1":         "feishu",
		"https://open.larksuite.com/open-apis/bot/v2/hook/1":     "feishu",
		"https://oapi.dingtalk.com/robot/send?access_token=1":    "dingtalk",
		"http://oapi.dingtalk.com/robot/send?access_token=1":     "",
		"https://oapi.dingtalk.com/topapi/user?access_token=1":   "",
		"https://oapi.dingtalk.com:8443/robot/send":              "",
		"https://oapi.dingtalk.com@evil.example/robot/send":      "",
		"https://evil.example/robot/send#oapi.dingtalk.com":      "",
		"https://user:pw@oapi.dingtalk.com/robot/send":           "",
		"https://oapi.dingtalk.com.evil.example/robot/send":      "",
		"https://127.0.0.1/robot/send":                           "",
		"https://169.254.169.254/latest/meta-data":               "",
		"file:///etc/passwd":                                     "",
		"gopher://oapi.dingtalk.com/robot/send":                  "",
		"":                                                       "",
		"https://relay.example:8443/anything":                    "wecom feishu dingtalk",
		"http://relay.example:8443/anything":                     "wecom feishu dingtalk",
		"http://relay.example/anything":                          "",
		"ftp://relay.example:8443/anything":                      "",
	} {
		for _, kind := range Kinds {
			err := Hosts{"relay.example:8443"}.Check(kind, address)
			if want := strings.Contains(kinds, string(kind)) && kinds != ""; (err == nil) != want {
				t.Errorf("%s for %s: %v", address, kind, err)
			}
		}
	}
}

func TestOnlyPublicAddressesAreDialled(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"8.8.8.8": true, "2400:3200::1": true, "127.0.0.1": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.100.100.200": false, "0.0.0.0": false, "::": false, "fd00::1": false, "fe80::1": false, "::ffff:127.0.0.1": false,
		"::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "224.0.0.1": false, "255.255.255.255": false, "198.18.0.1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s public: %t", address, got)
		}
	}
	// The guard sits where the connection is made, after the name was looked up.
	c := New(nil, at)
	_, err := c.guarded.Get("http://127.0.0.1:9/")
	if !errors.Is(err, errPrivate) || !Final(err) {
		t.Errorf("a private address: %v", err)
	}
}

type received struct {
	query, body string
	path        string
}

func chat(t *testing.T, status int, answer string, header ...string) (*Client, string, *[]received) {
	t.Helper()
	var got []received
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, received{r.URL.RawQuery, string(body), r.URL.Path})
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return New(Hosts{strings.TrimPrefix(s.URL, "http://")}, at), s.URL, &got
}

func TestFormats(t *testing.T) {
	t.Parallel()
	c, url, got := chat(t, 200, `{"errcode":0,"errmsg":"ok"}`)
	say := func(r Robot, text string) received {
		t.Helper()
		if err := c.Say(t.Context(), r, text); err != nil {
			t.Fatal(err)
		}
		return (*got)[len(*got)-1]
	}
	if r := say(Robot{WeCom, url + "/send?key=K", ""}, "额度"); r.body != `{"msgtype":"text","text":{"content":"额度"}}` || r.query != "key=K" {
		t.Errorf("WeCom got %+v", r)
	}
	// The signatures are what the sample programs of both documents print for this secret and time.
	if r := say(Robot{DingTalk, url + "/robot/send?access_token=T", "this is secret"}, "x"); !strings.Contains(r.query, "access_token=T") ||
		!strings.Contains(r.query, "timestamp=1795399200123") || !strings.Contains(r.query, "sign=ic0icPkcn7nFFNWpQtjLOPGI%2BJcF8eG61Sh%2F0UCRGl8%3D") || r.body != `{"msgtype":"text","text":{"content":"x"}}` {
		t.Errorf("DingTalk got %+v", r)
	}
	r := say(Robot{Feishu, url + "/hook", "this is secret"}, `<at user_id="all">`)
	var body struct {
		MsgType   string `json:"msg_type"`
		Timestamp string
		Sign      string
		Content   struct{ Text string }
	}
	if err := json.Unmarshal([]byte(r.body), &body); err != nil || body.MsgType != "text" || body.Timestamp != "1795399200" || strings.Contains(body.Content.Text, "<") {
		t.Errorf("Feishu got %s, %v", r.body, err)
	}
	if body.Sign != "CJLO8rbs//M4/9gIaZR3KqYj5JbgSJB96DYx1yA1nTQ=" {
		t.Errorf("signed %q", body.Sign)
	}
	if long := say(Robot{WeCom, url, ""}, strings.Repeat("长", 5000)); len(long.body) > 2100 || !strings.Contains(long.body, "长…") {
		t.Errorf("a long text became %d bytes", len(long.body))
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]struct {
		status  int
		ok      bool
		final   bool
		mention string
	}{
		`{"errcode":0,"errmsg":"ok"}`:                        {200, true, false, ""},
		`{"code":0,"msg":"success","data":{}}`:               {200, true, false, ""},
		`{"code":19021,"msg":"sign match fail"}`:             {200, false, true, "19021 sign match fail"},
		`{"errcode":93000,"errmsg":"invalid webhook url"}`:   {200, false, true, "93000"},
		`{"errcode":310000,"errmsg":"keywords not in"}`:      {200, false, true, "310000"},
		`{"errcode":45009,"errmsg":"api freq out of limit"}`: {200, false, false, "45009"},
		`{"errcode":130101,"errmsg":"send too fast"}`:        {200, false, false, "130101"},
		`<html>`:  {502, false, false, "HTTP 502"},
		`nothing`: {200, false, true, "HTTP 200"},
		`{}`:      {200, false, true, "HTTP 200"},
	} {
		c, url, _ := chat(t, want.status, answer)
		err := c.Say(t.Context(), Robot{WeCom, url + "/send?key=SECRETKEY", ""}, "x")
		if (err == nil) != want.ok || err != nil && (Final(err) != want.final || !strings.Contains(err.Error(), want.mention)) {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestNoRedirectAndNoSecretInErrors(t *testing.T) {
	t.Parallel()
	c, url, got := chat(t, 302, "", "Location", "/elsewhere")
	if err := c.Say(t.Context(), Robot{WeCom, url + "/send?key=SECRETKEY", ""}, "x"); err == nil || len(*got) != 1 || (*got)[0].path != "/send" {
		t.Errorf("followed: %v, %+v", err, *got)
	}
	gone := New(Hosts{"127.0.0.1:9"}, at)
	err := gone.Say(t.Context(), Robot{WeCom, "http://127.0.0.1:9/send?key=SECRETKEY", ""}, "x")
	if err == nil || strings.Contains(err.Error(), "SECRETKEY") || Final(err) {
		t.Errorf("nobody there: %v", err)
	}
	if err := c.Say(t.Context(), Robot{WeCom, "https://evil.example/send?key=SECRETKEY", ""}, "x"); !errors.Is(err, ErrAddress) || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("another host: %v", err)
	}
}
