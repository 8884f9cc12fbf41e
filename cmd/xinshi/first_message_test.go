package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"xinshi/migrations"
	"xinshi/models/modelstest"
)

// otherPlatform implements what a send needs of the platform, independently of
// our simulator, and keeps the bodies of the sends.
type otherPlatform struct {
	mu    sync.Mutex
	sends []string
}

func (p *otherPlatform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/cgi-bin/stable_token", "/cgi-bin/token":
		_, _ = io.WriteString(w, `{"access_token":"TOKEN","expires_in":7200}`)
	case "/cgi-bin/message/wxopen/template/send":
		body, _ := io.ReadAll(r.Body)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.sends = append(p.sends, r.Method+" "+r.URL.Query().Get("access_token")+" "+string(body))
		_, _ = io.WriteString(w, `{"errcode":0,"errmsg":"ok"}`)
	default:
		http.NotFound(w, r)
	}
}

// A shop's first message, with the commands and calls of the README, against a
// platform that is not our simulator.
func TestFirstMessage(t *testing.T) {
	t.Parallel()
	for name, database := range databases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := &otherPlatform{}
			server := httptest.NewServer(platform)
			defer server.Close()
			in := install(t, database(t), server.URL)
			in.do(t, "", "migrate", "up")
			in.do(t, "the-secret\n", "app", "add", "--name", "鲜果到家", "--appid", "wx0123456789abcdef")
			in.do(t, "", "template", "add", "--app", "wx0123456789abcdef", "--template-id", "TPL_1", "--title", "订单发货通知",
				"--kind", "template", "--keywords", "keyword1=姓名,keyword2=时间")
			key := strings.TrimSpace(in.do(t, "", "apikey", "add", "--app", "wx0123456789abcdef", "--name", "shop"))
			p := in.serve(t)

			status, answer := in.call(t, "POST", "/api/v1/send-codes", key, map[string]any{"codes": []any{
				map[string]any{"openid": "oABC", "kind": "form_id", "code": "f0rm<&>1"},
			}})
			if status != http.StatusOK || answer["accepted"] != 1.0 {
				t.Fatalf("send-codes: %d %v", status, answer)
			}
			status, answer = in.call(t, "POST", "/api/v1/messages", key, map[string]any{
				"template": "TPL_1", "to": "oABC", "page": "/pages/order/detail?id=1&x=2",
				"data": map[string]any{"keyword1": map[string]any{"value": "张三 <VIP> & 李四", "color": "#173177"}},
			})
			if status != http.StatusAccepted || answer["state"] != "queued" {
				t.Fatalf("messages: %d %v", status, answer)
			}
			in.waitFor(t, key, answer["id"].(string), "sent")
			want := `POST TOKEN {"touser":"oABC","template_id":"TPL_1","page":"pages/order/detail?id=1&x=2","form_id":"f0rm<&>1",` +
				`"data":{"keyword1":{"value":"张三 <VIP> & 李四","color":"#173177"}}}`
			if !reflect.DeepEqual(platform.sends, []string{want}) {
				t.Errorf("platform got\n%s\nwant\n%s", strings.Join(platform.sends, "\n"), want)
			}
			if _, counts := in.call(t, "GET", "/api/v1/recipients/oABC", key, nil); !strings.Contains(marshal(t, counts), `oABC`) {
				t.Errorf("recipient: %v", counts)
			}
			if err := p.stop(t); err != nil {
				t.Errorf("stop: %v\n%s", err, p.log)
			}
			if strings.Contains(p.log.String(), "the-secret") || strings.Contains(p.log.String(), key) || strings.Contains(p.log.String(), "TOKEN") {
				t.Errorf("the log holds a secret:\n%s", p.log)
			}
		})
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	must(t, err)
	return string(raw)
}

// databases are the two engines, as XINSHI_DATABASE names them.
func databases(t *testing.T) map[string]func(*testing.T) string {
	t.Helper()
	return map[string]func(*testing.T) string{
		string(migrations.SQLite): func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "xinshi.db") },
		string(migrations.MySQL):  func(t *testing.T) string { return modelstest.MySQL(t).URL },
	}
}

func TestCommandsExplain(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite:"+filepath.Join(t.TempDir(), "xinshi.db"), "http://127.0.0.1:1")
	broken := in
	broken.env = append([]string{}, in.env...)
	broken.env = append(broken.env, "XINSHI_ADDR=nonsense", "XINSHI_WECHAT_URL=ftp://x", "XINSHI_DATABASE=mysql://u:hunter2@", "XINSHI_SEND_CONCURRENCY=many", "XINSHI_LOG=loud")
	cases := []struct {
		name  string
		in    installation
		stdin string
		args  []string
		want  []string
		never string
	}{
		{"all problems of the environment at once", broken, "", []string{"serve"},
			[]string{"XINSHI_ADDR", "XINSHI_WECHAT_URL", "XINSHI_DATABASE", "SendConcurrency", "XINSHI_LOG"}, "hunter2"},
		{"serve on a database without schema", in, "", []string{"serve"}, []string{"xinshi migrate up"}, ""},
		{"an unknown app", in, "", []string{"apikey", "add", "--app", "wxnone", "--name", "x"}, []string{"xinshi migrate up"}, ""},
	}
	for _, tc := range cases {
		_, errOut, err := tc.in.command(t, tc.stdin, tc.args...)
		if err == nil {
			t.Errorf("%s: no error", tc.name)
		}
		for _, want := range tc.want {
			if !strings.Contains(errOut, want) {
				t.Errorf("%s: says %q, want %q in it", tc.name, errOut, want)
			}
		}
		if tc.never != "" && strings.Contains(errOut, tc.never) {
			t.Errorf("%s: the message repeats a password: %q", tc.name, errOut)
		}
	}
	in.do(t, "", "migrate", "up")
	occupied, err := net.Listen("tcp", in.addr)
	must(t, err)
	if _, errOut, err := in.command(t, "", "serve"); err == nil || !strings.Contains(errOut, "XINSHI_ADDR=127.0.0.1:8081") {
		t.Errorf("an occupied address: %v, says %q", err, errOut)
	}
	must(t, occupied.Close())
	for name, run := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"unknown app":       {"", []string{"apikey", "add", "--app", "wxnone", "--name", "x"}, "xinshi app add"},
		"short password":    {"short\n", []string{"staff", "add", "--email", "a@example.com", "--name", "A", "--role", "admin"}, "password"},
		"unknown role":      {"long enough password\n", []string{"staff", "add", "--email", "a@example.com", "--name", "A", "--role", "boss"}, "role"},
		"no secret":         {"", []string{"app", "add", "--name", "A", "--appid", "wx1234"}, "secret"},
		"broken keywords":   {"", []string{"template", "add", "--app", "wxnone", "--template-id", "T", "--title", "T", "--keywords", "x"}, "xinshi app add"},
		"required flag":     {"", []string{"app", "add"}, "appid"},
		"unknown token way": {"s\n", []string{"app", "add", "--name", "A", "--appid", "wx1234", "--token-mode", "magic"}, "token_mode"},
	} {
		if _, errOut, err := in.command(t, run.stdin, run.args...); err == nil || !strings.Contains(errOut, run.want) {
			t.Errorf("%s: %v, says %q, want %q in it", name, err, errOut, run.want)
		}
	}
}
