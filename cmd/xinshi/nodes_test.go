package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xinshi/models/modelstest"
	"xinshi/models/wechat/simulator"
)

// One process answers pages and the API and sends nothing; another one only
// sends, and tells how it is.
func TestWebAndEngineApart(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Options{Seed: 5})
	must(t, err)
	must(t, sim.AddApp(simulator.App{Appid: "wxkill", Secret: "s", PrepayUses: 1}))
	template, err := sim.AddTemplate("wxkill", "订单发货通知", "订单编号")
	must(t, err)
	platform := httptest.NewServer(sim)
	defer platform.Close()
	database := modelstest.MySQL(t).URL
	web, engine := install(t, database, platform.URL), install(t, database, platform.URL)
	web.do(t, "s\n", "app", "add", "--name", "鲜果到家", "--appid", "wxkill")
	web.do(t, "", "template", "add", "--app", "wxkill", "--template-id", template, "--title", "订单发货通知", "--keywords", "keyword1=订单编号")
	key := strings.TrimSpace(web.do(t, "", "apikey", "add", "--app", "wxkill", "--name", "shop"))
	web.serve(t, "--no-engine")
	ids := queueMany(t, web, sim, key, template, 3)
	if n := len(sim.Attempts()); n != 0 {
		t.Fatalf("the process without an engine made %d calls", n)
	}
	p := engine.serve(t, "--engine-only")
	for _, id := range ids {
		web.waitFor(t, key, id, "sent")
	}
	if body := get(t, engine, "/metrics", http.StatusOK); !strings.Contains(body, `xinshi_outcomes_total{appid="wxkill",errcode="0",reason="",state="sent"} 3`) {
		t.Errorf("metrics do not tell of 3 messages:\n%s", body)
	}
	get(t, engine, "/login", http.StatusNotFound)
	must(t, p.stop(t))
}

func get(t *testing.T, in installation, path string, want int) string {
	t.Helper()
	resp, err := http.Get("http://" + in.addr + path)
	must(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(t, err)
	if resp.StatusCode != want {
		t.Errorf("GET %s: %s", path, fmt.Sprint(resp.StatusCode))
	}
	return string(body)
}
