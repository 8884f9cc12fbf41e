package delivery_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

// restart serves the platform again at the address it had.
func restart(t *testing.T, h http.Handler, address string) *httptest.Server {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	must(t, err)
	server := httptest.NewUnstartedServer(h)
	must(t, server.Listener.Close())
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// Two engines over one database, a platform that cuts connections before and
// after acceptance and is busy now and then: at the end its ledger and our
// database agree.
func TestEnginesShareTheWork(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := newRig(t, db)
		const people, each = 20, 3
		var messages []models.Message
		for i := range people {
			openid := fmt.Sprintf("o%d", i)
			for range each {
				r.form(t, openid)
			}
			for range each {
				messages = append(messages, r.Queue(t, r.app, r.template, openid))
			}
		}
		r.sim.SetFaults(simulator.Faults{
			Busy: simulator.Fault{Chance: 0.1}, CutAfter: simulator.Fault{Chance: 0.1}, CutBefore: simulator.Fault{Chance: 0.1}, HTTP500: simulator.Fault{Chance: 0.05},
		})
		second := r.newEngine(modelstest.Open(t, db.URL, db.Clock.Now))
		r.start(t)
		second.Start()
		for _, m := range messages {
			if got := r.settled(t, m.ID); got.State != models.MessageSent {
				t.Errorf("message %d is %s (%s %d)", m.ID, got.State, got.Reason, got.Errcode)
			}
		}
		must(t, second.Stop(t.Context()))
		if n := len(r.sim.Accepted()); n != people*each {
			t.Errorf("platform accepted %d of %d messages", n, people*each)
		}
		if d := r.sim.Duplicates(); len(d) > 0 {
			t.Errorf("codes used twice: %+v", d)
		}
	})
}

// Stop lets what is on its way arrive and be recorded, and leaves the rest queued.
func TestStopSettlesWhatIsOnItsWay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := newRig(t, db)
		r.sim.SetFaults(simulator.Faults{LatencyMS: 150})
		var messages []models.Message
		for i := range 30 {
			openid := fmt.Sprintf("o%d", i)
			r.form(t, openid)
			messages = append(messages, r.Queue(t, r.app, r.template, openid))
		}
		r.engine.Start()
		r.until(t, messages[0].ID, func(models.Message) bool { return len(r.sim.Attempts()) > 0 })
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		must(t, r.engine.Stop(ctx))
		states := map[models.MessageState]int{}
		for _, m := range messages {
			got, err := r.Message(t.Context(), r.app.ID, m.ID)
			must(t, err)
			states[got.State]++
		}
		if states[models.MessageSending] != 0 || states[models.MessageSent] == 0 || states[models.MessageSent] == len(messages) {
			t.Errorf("after the stop: %v", states)
		}
		if n := len(r.sim.Accepted()); n != states[models.MessageSent] {
			t.Errorf("platform accepted %d, we recorded %d", n, states[models.MessageSent])
		}
		must(t, r.engine.Stop(ctx)) // twice is harmless
	})
}

// A process that vanishes in the middle leaves messages in sending; another
// finds out with the same code what became of them.
func TestRescue(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := newRig(t, db)
		arrived := r.form(t, "o1")
		r.form(t, "o2")
		delivered, notSent := r.Queue(t, r.app, r.template, "o1"), r.Queue(t, r.app, r.template, "o2")
		claimed, err := r.Claim(t.Context(), models.Lane{App: r.app}, 10, time.Minute)
		must(t, err)
		if len(claimed) != 2 {
			t.Fatalf("claimed %d", len(claimed))
		}
		spend(t, r, "o1", arrived) // the vanished process had sent this one
		r.start(t)
		if got := r.settled(t, delivered.ID); got.State != models.MessageSent || got.Reason != models.CauseProven {
			t.Errorf("the message that arrived is %s (%s)", got.State, got.Reason)
		}
		if got := r.settled(t, notSent.ID); got.State != models.MessageSent || got.Reason != "" {
			t.Errorf("the message that did not is %s (%s)", got.State, got.Reason)
		}
		if n := len(r.sim.Accepted()); n != 2 {
			t.Errorf("platform accepted %d, want each once", n)
		}
	})
}

// While the platform is down the App is paused with a reason, by itself; it goes
// on by itself, and nothing is lost.
func TestPlatformDown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := newRig(t, db)
		var messages []models.Message
		for i := range 40 {
			openid := fmt.Sprintf("o%d", i)
			r.form(t, openid)
			messages = append(messages, r.Queue(t, r.app, r.template, openid))
		}
		address := r.server.Listener.Addr().String()
		r.server.Close()
		r.start(t)
		r.until(t, messages[0].ID, func(models.Message) bool { return db.ReloadApp(t, r.app).State == models.AppPaused })
		paused := db.ReloadApp(t, r.app)
		if paused.PauseErrcode != wechat.Unreachable || !paused.PauseUntil.IsSet() {
			t.Errorf("paused for %d until %v", paused.PauseErrcode, paused.PauseUntil)
		}
		r.server = restart(t, r.sim, address)
		for _, m := range messages {
			if got := r.settled(t, m.ID); got.State != models.MessageSent {
				t.Errorf("message is %s (%s)", got.State, got.Reason)
			}
		}
		if got := db.ReloadApp(t, r.app).State; got != models.AppActive {
			t.Errorf("app is %s", got)
		}
	})
}

// A pause takes effect within a second, also for what had been claimed before:
// here a slow platform with more claimed than it can take.
func TestPauseTakesEffect(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := newRig(t, db)
		r.sim.SetFaults(simulator.Faults{LatencyMS: 200})
		const people = 60
		for i := range people {
			r.form(t, fmt.Sprintf("o%d", i))
		}
		batch, err := r.AddBatch(t.Context(), modelstest.Tester, r.app, models.BatchInput{
			Name: "b", TemplateID: r.template.TemplateID, Audience: models.Audience{Kind: models.AudienceAll},
			Content: models.Content{Fields: map[string]string{"order_no": "1"}},
		})
		must(t, err)
		r.start(t)
		wait(t, func() bool { return len(r.sim.Attempts()) >= 8 })
		must(t, r.PauseBatch(t.Context(), modelstest.Tester, r.app.ID, batch.ID))
		time.Sleep(time.Second)
		reached := len(r.sim.Attempts())
		time.Sleep(500 * time.Millisecond)
		if n := len(r.sim.Attempts()); n != reached || n == people {
			t.Errorf("%d calls a second after the pause, %d later", reached, n)
		}
		wait(t, func() bool {
			b, err := r.Batch(t.Context(), r.app.ID, batch.ID)
			must(t, err)
			return b.Sent == int64(reached)
		})
		must(t, r.ResumeBatch(t.Context(), modelstest.Tester, r.app.ID, batch.ID))
		wait(t, func() bool { return len(r.sim.Accepted()) == people })
		wait(t, func() bool {
			b, err := r.Batch(t.Context(), r.app.ID, batch.ID)
			must(t, err)
			return b.Sent == people
		})
		all, err := r.Messages(t.Context(), r.app.ID, models.MessageFilter{BatchID: batch.ID}, people)
		must(t, err)
		for _, m := range all.Rows {
			tries, err := r.MessageTries(t.Context(), m.ID)
			must(t, err)
			if m.Tries != 1 || len(tries) != 0 {
				t.Errorf("a message that was called for once counts %d calls and %d tries before", m.Tries, len(tries))
			}
		}
	})
}

func wait(t *testing.T, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatal("waited too long")
		}
		time.Sleep(5 * time.Millisecond)
	}
}
