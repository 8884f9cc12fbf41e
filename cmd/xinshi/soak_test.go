package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"syscall"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/simulator"
)

// soakPlan is how long the fault suite is: a short form runs with every test,
// the long one with `make soak`.
type soakPlan struct {
	messages, kills, restarts int
}

func plannedSoak() soakPlan {
	if os.Getenv("XINSHI_SOAK") != "" {
		return soakPlan{messages: 20_000, kills: 5, restarts: 2}
	}
	return soakPlan{messages: 1500, kills: 2, restarts: 1}
}

// Two processes send over one MySQL server while they are killed, the server is
// restarted, and the platform is busy, fails, hangs, cuts connections after it
// has accepted, and forgets its tokens. At the end its ledger and our database
// agree: every message has one outcome, none was accepted twice, no code was
// used twice, nobody was left out.
func TestSoak(t *testing.T) {
	t.Parallel()
	plan := plannedSoak()
	t.Run("template", func(t *testing.T) {
		sim, template := soakPlatform(t)
		store, finished := plan.run(t, sim, func(store *models.Store) (models.App, models.Batch) {
			return soakBatch(t, store, sim, template, plan.messages)
		})
		if finished.Sent != int64(plan.messages) {
			t.Errorf("of %d messages %d were sent, %d failed, %d are unknown", plan.messages, finished.Sent, finished.Failed, finished.Unknown)
		}
		checkLedger(t, sim, plan.messages)
		ledgerAgrees(t, store, sim, finished)
	})
	t.Run("subscribe_once", func(t *testing.T) {
		sim, template := soakSubscribePlatform(t)
		store, finished := plan.run(t, sim, func(store *models.Store) (models.App, models.Batch) {
			return soakSubscribeBatch(t, store, sim, template, plan.messages)
		})
		nothingRepeated(t, store, sim, finished)
		fewLost(t, store, plan, finished)
	})
}

// soakSenders is how many calls each node makes at a time.
const soakSenders = 32

// run sends a batch under all the disturbances and returns it finished.
func (plan soakPlan) run(t *testing.T, sim *simulator.Simulator, prepare func(*models.Store) (models.App, models.Batch)) (*models.Store, models.Batch) {
	t.Helper()
	server, err := modelstest.NewServer(t.Context())
	if err != nil && os.Getenv("TEST_MYSQL_DSN") != "" {
		t.Skipf("needs a server of its own, to restart it: %v", err)
	}
	must(t, err)
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("end MariaDB: %v", err)
		}
	})
	must(t, server.CreateDatabase(t.Context(), "soak"))
	platform := httptest.NewServer(sim)
	t.Cleanup(platform.Close)

	// On a busy machine the platform of this test answers late. A shorter limit
	// would take that for silence, open the circuit, and pause the App.
	env := []string{"XINSHI_SEND_TIMEOUT=3s", fmt.Sprintf("XINSHI_SEND_CONCURRENCY=%d", soakSenders)}
	nodes := []installation{install(t, server.URL("soak"), platform.URL, env...), install(t, server.URL("soak"), platform.URL, env...)}
	nodes[0].do(t, "", "migrate", "up")
	store := modelstest.Open(t, server.URL("soak"), time.Now)
	app, batch := prepare(store)

	running := []*process{nodes[0].serve(t), nodes[1].serve(t)}
	t.Cleanup(func() {
		for i, p := range running {
			if t.Failed() {
				_ = p.Process.Signal(syscall.SIGQUIT) // it says where it stands
				<-p.ended
				t.Logf("node %d:\n%s", i, p.log)
			}
		}
		if got, err := store.App(context.Background(), app.ID); t.Failed() {
			t.Logf("the App is %s until %d, now %d: %d %s (%v)", got.State, got.PauseUntil, store.Now(), got.PauseErrcode, got.PauseReason, err)
		}
	})
	disturb(t, plan, sim, server, nodes, running)
	finished := waitForBatch(t, store, app, batch)
	for _, p := range running {
		if err := p.stop(t); err != nil {
			t.Errorf("stop: %v\n%s", err, p.log)
		}
	}
	t.Logf("%d messages, %d platform calls, %d unknown, %d kills, %d restarts of the database",
		plan.messages, len(sim.Attempts()), finished.Unknown, plan.kills, plan.restarts)
	return store, finished
}

func soakPlatform(t *testing.T) (*simulator.Simulator, string) {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Seed: 11})
	must(t, err)
	must(t, sim.AddApp(simulator.App{Appid: "wxsoak", Secret: "s", PrepayUses: 1}))
	template, err := sim.AddTemplate("wxsoak", "订单发货通知", "订单编号")
	must(t, err)
	sim.SetFaults(simulator.Faults{
		Busy: simulator.Fault{Chance: .02}, HTTP500: simulator.Fault{Chance: .01}, Hang: simulator.Fault{Chance: .002},
		CutBefore: simulator.Fault{Chance: .01}, CutAfter: simulator.Fault{Chance: .01}, LatencyMS: 5, JitterMS: 20,
	})
	return sim, template
}

// soakBatch makes n people, each with one form code, and one batch for them all.
func soakBatch(t *testing.T, store *models.Store, sim *simulator.Simulator, template string, n int) (models.App, models.Batch) {
	t.Helper()
	ctx, actor := t.Context(), modelstest.Tester
	in := models.NewAppInput()
	in.Appid, in.Name, in.Secret = "wxsoak", "鲜果到家", "s"
	app, err := store.AddApp(ctx, actor, in)
	must(t, err)
	_, err = store.AddTemplate(ctx, actor, app.ID, models.TemplateInput{
		TemplateID: template, Title: "订单发货通知", Kind: models.KindTemplate, Keywords: []models.KeywordInput{{Key: "keyword1", Name: "订单编号", Field: "openid"}},
	})
	must(t, err)
	var codes []models.CodeInput
	for i := range n {
		openid := fmt.Sprintf("o%06d", i)
		must(t, sim.AddUser("wxsoak", openid))
		form, err := sim.SubmitForm("wxsoak", openid)
		must(t, err)
		codes = append(codes, models.CodeInput{Openid: openid, Kind: models.CodeForm, Code: form})
		if len(codes) == models.MaxCodes || i == n-1 {
			_, err := store.AddCodes(ctx, actor, app, "test", codes)
			must(t, err)
			codes = nil
		}
	}
	batch, err := store.AddBatch(ctx, actor, app, models.BatchInput{Name: "soak", TemplateID: template, Audience: models.Audience{Kind: models.AudienceAll}})
	must(t, err)
	return app, batch
}

// disturb kills nodes and restarts the database at even distances of progress,
// and lets tokens die.
func disturb(t *testing.T, plan soakPlan, sim *simulator.Simulator, server *modelstest.Server, nodes []installation, running []*process) {
	t.Helper()
	events := plan.kills + plan.restarts
	for i := range events {
		target := plan.messages * (i + 1) / (events + 2)
		waitWithin(t, 3*time.Minute, func() bool { return len(sim.Accepted()) >= target })
		sim.KillTokens()
		if i%(events/max(1, plan.restarts)) == 1 {
			must(t, server.Stop())
			time.Sleep(300 * time.Millisecond)
			must(t, server.Start(t.Context()))
			continue
		}
		victim := rand.IntN(len(nodes))
		running[victim].kill(t)
		running[victim] = nodes[victim].serve(t)
	}
}

func waitForBatch(t *testing.T, store *models.Store, app models.App, b models.Batch) models.Batch {
	t.Helper()
	deadline := time.Now().Add(5 * time.Minute)
	for {
		got, err := store.Batch(context.Background(), app.ID, b.ID)
		must(t, err)
		if got.State == models.BatchFinished {
			return got
		}
		if time.Now().After(deadline) {
			t.Fatalf("batch is %s: %d of %d wait", got.State, got.Waiting(), got.Total)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// ledgerAgrees compares the platform's ledger with our rows.
func ledgerAgrees(t *testing.T, store *models.Store, sim *simulator.Simulator, b models.Batch) {
	t.Helper()
	accepted := map[string]string{}
	for _, a := range sim.Accepted() {
		accepted[a.Openid] = a.Code
	}
	eachSoaked(t, store, b, func(m models.Message, code models.SendCode) {
		if m.State != models.MessageSent || code.State != models.CodeUsed || code.MessageID != m.ID || accepted[m.Data[0].Value] != code.Code {
			t.Errorf("message to %s is %s with a code that is %s; the platform took %q of %q", m.Data[0].Value, m.State, code.State, accepted[m.Data[0].Value], code.Code)
		}
	})
}

// eachSoaked goes through a batch's messages, and counts that there is one for everyone.
func eachSoaked(t *testing.T, store *models.Store, b models.Batch, look func(models.Message, models.SendCode)) {
	t.Helper()
	people := map[string]bool{}
	for at := (models.Cursor{}); ; {
		page, err := store.Messages(t.Context(), b.AppID, models.MessageFilter{BatchID: b.ID, Cursor: at}, 500)
		must(t, err)
		for _, m := range page.Rows {
			people[m.Data[0].Value] = true
			code, err := store.Code(t.Context(), b.AppID, m.CodeID)
			must(t, err)
			look(m, code)
		}
		if at = page.Older; at == (models.Cursor{}) {
			break
		}
	}
	if len(people) != int(b.Total) {
		t.Errorf("messages to %d people, the counter says %d", len(people), b.Total)
	}
}
