package models_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// The ledger's promises, under any order of what users, callers, staff and two
// engines do: one code pays for one message, once, and nothing is lost.
func TestLedgerKeepsItsPromises(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		stores := []*models.Store{db.Store, db.Second(t)}
		rapid.Check(t, func(rt *rapid.T) {
			uses := rapid.IntRange(1, 3).Draw(rt, "codes per payment")
			l := &ledger{t: t, db: db, stores: stores, spent: map[int64]int64{}}
			l.app = db.App(t, func(in *models.AppInput) { in.CodesPerPayment = uses })
			for _, kind := range models.TemplateKinds {
				l.templates = append(l.templates, db.Template(t, l.app, func(in *models.TemplateInput) { in.Kind = kind }))
			}
			for i := range 3 {
				db.Recipient(t, l.app, fmt.Sprintf("o%d", i))
			}
			rt.Repeat(map[string]func(*rapid.T){
				"add codes":   l.addCodes,
				"pay":         l.pay,
				"enqueue":     l.enqueue,
				"enqueue two": func(rt *rapid.T) { l.enqueue(rt); l.enqueue(rt) },
				"claim":       l.claim,
				"settle":      l.settle,
				"rescue":      l.rescue,
				"decide":      l.decide,
				"advance":     l.advance,
				"sweep":       l.sweep,
				"":            l.check,
			})
		})
	})
}

// ledger runs actions on one App and remembers what the tables must agree with.
type ledger struct {
	t         *testing.T
	db        *modelstest.DB
	stores    []*models.Store
	app       models.App
	templates []models.Template
	queued    int64             // messages asked for
	orders    int               // orders placed
	codes     int               // codes collected, for their names
	claimed   []*models.Claimed // under way, or held by an engine that does not know it was too slow
	spent     map[int64]int64   // codes that the platform took or refused → message
}

func (l *ledger) store(rt *rapid.T) *models.Store {
	return rapid.SampledFrom(l.stores).Draw(rt, "store")
}

func (l *ledger) openid(rt *rapid.T) string {
	return fmt.Sprintf("o%d", rapid.IntRange(0, 2).Draw(rt, "person"))
}

func (l *ledger) addCodes(rt *rapid.T) {
	l.codes++
	in := models.CodeInput{Openid: l.openid(rt), Kind: rapid.SampledFrom(models.CodeKinds).Draw(rt, "kind")}
	switch in.Kind {
	case models.CodeForm, models.CodePrepay:
		in.Code = fmt.Sprintf("c%d", l.codes)
		in.ObtainedAt = l.db.Now().Add(-rapid.SampledFrom([]time.Duration{0, time.Hour, 6 * 24 * time.Hour}).Draw(rt, "age"))
		if in.Kind == models.CodePrepay && rapid.Bool().Draw(rt, "not yet paid") {
			l.orders++
			in.OrderNo = fmt.Sprint(l.orders)
		}
	default:
		for _, template := range l.templates {
			if string(template.Kind) == string(in.Kind) {
				in.TemplateID = template.TemplateID
			}
		}
	}
	for range rapid.IntRange(1, 2).Draw(rt, "times reported") {
		if _, err := l.store(rt).AddCodes(l.t.Context(), modelstest.Tester, l.app, "test", []models.CodeInput{in}); err != nil {
			rt.Fatalf("add codes: %v", err)
		}
	}
}

func (l *ledger) pay(rt *rapid.T) {
	if l.orders == 0 {
		return
	}
	order := fmt.Sprint(rapid.IntRange(1, l.orders).Draw(rt, "order"))
	if _, err := l.store(rt).MarkPaid(l.t.Context(), modelstest.Tester, l.app, order); err != nil {
		rt.Fatalf("mark order %s paid: %v", order, err)
	}
}

func (l *ledger) enqueue(rt *rapid.T) {
	req := request(rapid.SampledFrom(l.templates).Draw(rt, "template"), l.openid(rt))
	req.Content.Fields = fields{"order_no": "1", "shipped_at": "2026-11-23"}
	if rapid.Bool().Draw(rt, "later") {
		req.SendAt = l.db.Now().Add(time.Minute)
	}
	_, err := l.store(rt).Enqueue(l.t.Context(), modelstest.Tester, l.app, req)
	if err == nil {
		l.queued++
	} else if !isRefusal(err) {
		rt.Fatalf("enqueue: %v", err)
	}
}

func (l *ledger) claim(rt *rapid.T) {
	claimed, err := l.store(rt).Claim(l.t.Context(), models.Lane{App: l.app}, rapid.IntRange(1, 4).Draw(rt, "n"), modelstest.Lease)
	if err != nil {
		rt.Fatalf("claim: %v", err)
	}
	for _, c := range claimed {
		if owner, gone := l.spent[c.Code.ID]; gone && !c.Code.Lasting() {
			rt.Fatalf("code %d, spent on message %d, is claimed for message %d", c.Code.ID, owner, c.Message.ID)
		}
		if now := l.db.Now(); !c.Message.Unproven && (c.Code.ExpiresAt <= now || c.Code.UsableAt > now) {
			rt.Fatalf("code %d is claimed out of its time", c.Code.ID)
		}
	}
	l.claimed = append(l.claimed, claimed...)
}

func (l *ledger) decide(rt *rapid.T) {
	page, err := l.db.Messages(l.t.Context(), l.app.ID, models.MessageFilter{}, 100)
	if err != nil || len(page.Rows) == 0 {
		return
	}
	m := rapid.SampledFrom(page.Rows).Draw(rt, "message")
	store, ctx := l.store(rt), l.t.Context()
	switch rapid.IntRange(0, 2).Draw(rt, "verdict") {
	case 0:
		err = store.TakeAsSent(ctx, modelstest.Tester, l.app.ID, m.ID)
	case 1:
		err = store.SendAgain(ctx, modelstest.Tester, l.app, m.ID)
	case 2:
		err = store.Cancel(ctx, modelstest.Tester, l.app.ID, m.ID)
	}
	if err != nil && !isRefusal(err) && !isConflict(err) {
		rt.Fatalf("decide: %v", err)
	}
}

func (l *ledger) advance(rt *rapid.T) {
	l.db.Clock.Advance(rapid.SampledFrom([]time.Duration{
		time.Second, 10 * time.Second, modelstest.Lease, time.Hour, 25 * time.Hour, models.CodeLife,
	}).Draw(rt, "time"))
}

func (l *ledger) sweep(rt *rapid.T) {
	if _, err := l.store(rt).SweepCodes(l.t.Context()); err != nil {
		rt.Fatalf("sweep: %v", err)
	}
}
