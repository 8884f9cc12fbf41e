package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"xinshi/models/wechat/simulator"
)

// The process is killed again and again in the middle of sends, while the
// platform is slow and loses some answers. Nothing is lost, nothing goes twice,
// and our database says of every message what the platform's ledger says.
func TestKilledInTheMiddleOfSends(t *testing.T) {
	t.Parallel()
	for name, database := range databases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const messages, kills = 120, 3
			sim, err := simulator.New(simulator.Options{Seed: 7})
			must(t, err)
			must(t, sim.AddApp(simulator.App{Appid: "wxkill", Secret: "s", PrepayUses: 1}))
			template, err := sim.AddTemplate("wxkill", "订单发货通知", "订单编号")
			must(t, err)
			sim.SetFaults(simulator.Faults{LatencyMS: 30, JitterMS: 60, CutAfter: simulator.Fault{Chance: 0.05}})
			server := httptest.NewServer(sim)
			defer server.Close()

			in := install(t, database(t), server.URL, "XINSHI_SEND_TIMEOUT=400ms", "XINSHI_SEND_CONCURRENCY=8")
			in.do(t, "", "migrate", "up")
			in.do(t, "s\n", "app", "add", "--name", "鲜果到家", "--appid", "wxkill")
			in.do(t, "", "template", "add", "--app", "wxkill", "--template-id", template, "--title", "订单发货通知", "--keywords", "keyword1=订单编号")
			key := strings.TrimSpace(in.do(t, "", "apikey", "add", "--app", "wxkill", "--name", "shop"))
			web := in.serve(t, "--no-engine")
			ids := queueMany(t, in, sim, key, template, messages)
			must(t, web.stop(t))

			p := in.serve(t)
			for range kills {
				before := len(sim.Accepted())
				waitUntil(t, func() bool { return len(sim.Accepted()) >= before+messages/10 })
				p.kill(t)
				p = in.serve(t)
			}
			for _, id := range ids {
				if m := in.waitFor(t, key, id, "sent", "failed", "unknown"); m["state"] != "sent" {
					t.Errorf("message %s: %v", id, m)
				}
			}
			checkLedger(t, sim, messages)
			if len(sim.Attempts()) <= messages {
				t.Error("no send was repeated: the kills missed them all")
			}
			must(t, p.stop(t))
		})
	}
}

// queueMany gives each of n people one form code and one message.
func queueMany(t *testing.T, in installation, sim *simulator.Simulator, key, template string, n int) []string {
	t.Helper()
	var codes []any
	for i := range n {
		openid := fmt.Sprintf("o%04d", i)
		must(t, sim.AddUser("wxkill", openid))
		form, err := sim.SubmitForm("wxkill", openid)
		must(t, err)
		codes = append(codes, map[string]any{"openid": openid, "kind": "form_id", "code": form})
	}
	if status, answer := in.call(t, "POST", "/api/v1/send-codes", key, map[string]any{"codes": codes}); status != http.StatusOK || answer["accepted"] != float64(n) {
		t.Fatalf("send-codes: %d %v", status, answer)
	}
	var ids []string
	for i := range n {
		for {
			status, answer := in.call(t, "POST", "/api/v1/messages", key, map[string]any{
				"template": template, "to": fmt.Sprintf("o%04d", i), "data": map[string]any{"keyword1": map[string]any{"value": fmt.Sprint(i)}},
			})
			if status == http.StatusTooManyRequests {
				time.Sleep(100 * time.Millisecond)
				continue
			}
			if status != http.StatusAccepted {
				t.Fatalf("messages: %d %v", status, answer)
			}
			ids = append(ids, answer["id"].(string))
			break
		}
	}
	return ids
}

func checkLedger(t *testing.T, sim *simulator.Simulator, want int) {
	t.Helper()
	people := map[string]int{}
	for _, a := range sim.Accepted() {
		people[a.Openid]++
	}
	for openid, n := range people {
		if n > 1 {
			t.Errorf("%s received %d messages", openid, n)
		}
	}
	if len(people) != want {
		t.Errorf("%d people received a message, want %d", len(people), want)
	}
	if d := sim.Duplicates(); len(d) > 0 {
		t.Errorf("codes accepted twice: %v", d)
	}
}

func waitUntil(t *testing.T, done func() bool) {
	t.Helper()
	waitWithin(t, 30*time.Second, done)
}

func waitWithin(t *testing.T, limit time.Duration, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(limit)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatal("waited too long")
		}
		time.Sleep(2 * time.Millisecond)
	}
}
