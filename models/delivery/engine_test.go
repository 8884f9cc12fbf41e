package delivery_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"xinshi/models"
	"xinshi/models/delivery"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

// rig is a database, a simulated platform and an engine between them, all on
// one clock that the test turns.
type rig struct {
	*modelstest.DB
	sim      *simulator.Simulator
	server   *httptest.Server
	engine   *delivery.Engine
	app      models.App
	template models.Template
}

// callTimeout is what the platform of a test has to answer in: long enough that a
// busy machine is not taken for a silent platform.
const callTimeout = 2 * time.Second

func newRig(t *testing.T, db *modelstest.DB, edit ...func(*models.AppInput)) *rig {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Now: db.Clock.Now, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{DB: db, sim: sim, server: httptest.NewServer(sim)}
	t.Cleanup(r.server.Close)
	r.app = db.App(t, edit...)
	must(t, sim.AddApp(simulator.App{Appid: r.app.Appid, Secret: "test-secret", PrepayUses: r.app.CodesPerPayment}))
	id, err := sim.AddTemplate(r.app.Appid, "订单发货通知", "订单编号", "发货时间")
	must(t, err)
	r.template = db.Template(t, r.app, func(in *models.TemplateInput) { in.TemplateID = id })
	r.engine = r.newEngine(r.Store)
	return r
}

func (r *rig) newEngine(store *models.Store) *delivery.Engine {
	client := wechat.New(r.server.URL, &http.Client{Timeout: callTimeout, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}, r.Clock.Now)
	return delivery.New(delivery.Config{
		Store: store, Node: models.NewSessionToken()[:16], Concurrency: 8, Timeout: callTimeout, Lease: 2 * time.Hour, Poll: 5 * time.Millisecond, Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry(),
		Sender: delivery.Platform{Client: client, Tokens: wechat.NewTokens(client, store, models.NewSessionToken(), r.Clock.Now)},
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// start runs the engine until the test ends.
func (r *rig) start(t *testing.T) {
	t.Helper()
	r.engine.Start()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := r.engine.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
}

// form lets a user submit a form on the platform and stores the code.
func (r *rig) form(t *testing.T, openid string) string {
	t.Helper()
	must(t, r.sim.AddUser(r.app.Appid, openid))
	code, err := r.sim.SubmitForm(r.app.Appid, openid)
	must(t, err)
	r.Code(t, r.app, openid, models.CodeForm, code)
	return code
}

// settled turns the clock a second at a time until the message has an outcome.
func (r *rig) settled(t *testing.T, id int64) models.Message {
	t.Helper()
	return r.until(t, id, func(m models.Message) bool {
		return m.State != models.MessageQueued && m.State != models.MessageSending
	})
}

func (r *rig) until(t *testing.T, id int64, done func(models.Message) bool) models.Message {
	t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for {
		m, err := r.Message(t.Context(), r.app.ID, id)
		must(t, err)
		if done(m) {
			return m
		}
		if time.Now().After(deadline) {
			t.Fatalf("message stays %s (%s, %d %s)", m.State, m.Reason, m.Errcode, m.Errmsg)
		}
		r.Clock.Advance(time.Second)
		time.Sleep(5 * time.Millisecond)
	}
}

func (r *rig) codeState(t *testing.T, m models.Message, code string) models.CodeState {
	t.Helper()
	page, err := r.CodesOf(t.Context(), r.app.ID, m.RecipientID, models.Cursor{}, 50)
	must(t, err)
	for _, c := range page.Rows {
		if c.Code == code {
			return c.State
		}
	}
	t.Fatalf("no code %s", code)
	return ""
}

func TestEngineSends(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := newRig(t, db)
		first := r.form(t, "o1")
		r.Clock.Advance(time.Hour)
		second := r.form(t, "o1")
		m := r.Queue(t, r.app, r.template, "o1")
		r.start(t)
		got := r.settled(t, m.ID)
		if got.State != models.MessageSent || got.Tries != 1 {
			t.Fatalf("message is %s after %d tries", got.State, got.Tries)
		}
		sent := r.sim.Accepted()
		if len(sent) != 1 || sent[0].Code != first || sent[0].Openid != "o1" {
			t.Fatalf("platform accepted %+v, want one with the code that expires first", sent)
		}
		values := sent[0].Values()
		if values["keyword1"].Value != "20261123000187" || values["keyword1"].Color != "#173177" {
			t.Errorf("platform got %+v", values)
		}
		if s := r.codeState(t, m, first); s != models.CodeUsed {
			t.Errorf("spent code is %s", s)
		}
		if s := r.codeState(t, m, second); s != models.CodeAvailable {
			t.Errorf("other code is %s", s)
		}
	})
}

func TestEngineFindsOutWhatHappened(t *testing.T) {
	cases := []struct {
		name     string
		edit     func(*models.AppInput)
		faults   simulator.Faults
		codes    int
		state    models.MessageState
		reason   models.Cause
		accepted int
	}{
		{"cut after acceptance is proven by the same code", nil, simulator.Faults{CutAfter: simulator.Fault{Next: 1}}, 2, models.MessageSent, models.CauseProven, 1},
		{"cut before acceptance is sent by the repeat", nil, simulator.Faults{CutBefore: simulator.Fault{Next: 1}}, 2, models.MessageSent, "", 1},
		{"HTTP 500 is repeated", nil, simulator.Faults{HTTP500: simulator.Fault{Next: 2}}, 1, models.MessageSent, "", 1},
		{"a hang is repeated", nil, simulator.Faults{Hang: simulator.Fault{Next: 1}}, 1, models.MessageSent, "", 1},
		{"busy is repeated", nil, simulator.Faults{Busy: simulator.Fault{Next: 3}}, 1, models.MessageSent, "", 1},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
				r := newRig(t, db)
				for range tc.codes {
					r.form(t, "o1")
				}
				r.sim.SetFaults(tc.faults)
				m := r.Queue(t, r.app, r.template, "o1")
				r.start(t)
				got := r.settled(t, m.ID)
				if got.State != tc.state || got.Reason != tc.reason {
					t.Errorf("message is %s (%s), want %s (%s)", got.State, got.Reason, tc.state, tc.reason)
				}
				if n := len(r.sim.Accepted()); n != tc.accepted {
					t.Errorf("platform accepted %d, want %d", n, tc.accepted)
				}
				counts, err := r.CodeCounts(t.Context(), []int64{got.RecipientID})
				must(t, err)
				left := 0
				for _, c := range counts[got.RecipientID] {
					left += c.N
				}
				if left != tc.codes-1 {
					t.Errorf("%d codes left of %d", left, tc.codes)
				}
			})
		})
	}
}

func TestEngineReactions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		t.Run("a used code is given up for the next", func(t *testing.T) {
			r := newRig(t, db)
			used := r.form(t, "o1")
			good := r.form(t, "o1")
			spend(t, r, "o1", used)
			m := r.Queue(t, r.app, r.template, "o1")
			r.start(t)
			if got := r.settled(t, m.ID); got.State != models.MessageSent {
				t.Fatalf("message is %s", got.State)
			}
			if a, b := r.codeState(t, m, used), r.codeState(t, m, good); a != models.CodeUsed || b != models.CodeUsed {
				t.Errorf("codes are %s and %s", a, b)
			}
		})
		t.Run("a dead token is renewed once", func(t *testing.T) {
			r := newRig(t, db)
			r.form(t, "o1")
			r.form(t, "o1")
			r.start(t)
			r.settled(t, r.Queue(t, r.app, r.template, "o1").ID)
			r.sim.KillTokens()
			if got := r.settled(t, r.Queue(t, r.app, r.template, "o1").ID); got.State != models.MessageSent || got.Tries != 1 {
				t.Fatalf("message is %s after %d tries", got.State, got.Tries)
			}
		})
		t.Run("a wrong secret pauses the app and a right one goes on", func(t *testing.T) {
			r := newRig(t, db, func(in *models.AppInput) { in.Secret = "wrong" })
			r.form(t, "o1")
			m := r.Queue(t, r.app, r.template, "o1")
			r.start(t)
			r.until(t, m.ID, func(m models.Message) bool { return m.Reason == models.CausePaused })
			app, err := r.Store.App(t.Context(), r.app.ID)
			must(t, err)
			if app.State != models.AppPaused || app.PauseErrcode == 0 {
				t.Fatalf("app is %s, errcode %d", app.State, app.PauseErrcode)
			}
			in := models.NewAppInput()
			in.Name, in.Secret = app.Name, "test-secret"
			_, err = r.UpdateApp(t.Context(), modelstest.Tester, app.ID, in)
			must(t, err)
			if got := r.settled(t, m.ID); got.State != models.MessageSent {
				t.Fatalf("message is %s", got.State)
			}
		})
		t.Run("a retired API stops the template and keeps message and code", func(t *testing.T) {
			r := newRig(t, db)
			code := r.form(t, "o1")
			r.sim.SetRetired(true)
			m := r.Queue(t, r.app, r.template, "o1")
			r.start(t)
			got := r.until(t, m.ID, func(m models.Message) bool { return m.Reason == models.CausePaused })
			if got.State != models.MessageQueued || got.Errcode != 45103 {
				t.Errorf("message is %s, %d", got.State, got.Errcode)
			}
			if s := r.codeState(t, m, code); s != models.CodeAvailable {
				t.Errorf("code is %s", s)
			}
			template, err := r.Store.Template(t.Context(), r.app.ID, r.template.ID)
			must(t, err)
			if app := r.ReloadApp(t, r.app); app.State != models.AppActive || template.State != models.TemplateStopped || template.StopErrcode != 45103 {
				t.Errorf("app is %s, template %s by %d", app.State, template.State, template.StopErrcode)
			}
		})
		t.Run("a dead platform loses nothing", func(t *testing.T) {
			r := newRig(t, db)
			r.form(t, "o1")
			address := r.server.Listener.Addr().String()
			r.server.Close()
			m := r.Queue(t, r.app, r.template, "o1")
			r.start(t)
			got := r.until(t, m.ID, func(m models.Message) bool { return m.Tries >= 2 })
			if got.Reason != models.CauseRetry || got.Unproven {
				t.Errorf("message is %s (%s), unproven %v", got.State, got.Reason, got.Unproven)
			}
			r.server = restart(t, r.sim, address)
			if got := r.settled(t, m.ID); got.State != models.MessageSent {
				t.Errorf("message is %s", got.State)
			}
		})
	})
}

// spend uses a code behind our back, as another system of the shop would.
func spend(t *testing.T, r *rig, openid, code string) {
	t.Helper()
	client := wechat.New(r.server.URL, http.DefaultClient, r.Clock.Now)
	token, err := client.Token(t.Context(), wechat.Account{Appid: r.app.Appid, Secret: "test-secret", Mode: wechat.Stable})
	must(t, err)
	_, err = client.SendTemplate(t.Context(), token.Value, wechat.TemplateMessage{
		ToUser: openid, TemplateID: r.template.TemplateID, FormID: code, Data: map[string]wechat.Value{"keyword1": {Value: "x"}},
	})
	must(t, err)
}
