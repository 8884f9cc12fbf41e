package models_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
)

// pushed is a world in which the platform pushes to an App.
type pushed struct {
	*modelstest.DB
	t        *testing.T
	app      models.App
	template models.Template
}

func newPushed(t *testing.T, db *modelstest.DB, from models.CreditSource) pushed {
	t.Helper()
	app := db.App(t)
	p := pushed{db, t, app, db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })}
	p.learnFrom(from)
	return p
}

func (p pushed) learnFrom(from models.CreditSource) {
	p.t.Helper()
	ok(p.t, p.SaveCallback(p.t.Context(), modelstest.Tester, p.app.ID, models.CallbackInput{
		Mode: wechat.CallbackSecure, Token: "token", AESKey: strings.Repeat("A", 43), CreditsFrom: from,
	}))
}

func (p pushed) take(events ...wechat.Event) {
	p.t.Helper()
	for _, e := range events {
		ok(p.t, p.TakePush(p.t.Context(), modelstest.Tester, p.app, e))
	}
}

// said is what o1 answered so many seconds after now.
func (p pushed) said(kind wechat.EventKind, status string, after int) wechat.Event {
	return wechat.Event{Kind: kind, Openid: "o1", At: p.Now().Time().Add(time.Duration(after) * time.Second),
		Choices: []wechat.Choice{{TemplateID: p.template.TemplateID, Status: status, Scene: "0"}}}
}

func (p pushed) accepts(after int) wechat.Event { return p.said(wechat.EventPopup, "accept", after) }
func (p pushed) refuses(after int) wechat.Event { return p.said(wechat.EventChange, "reject", after) }

func (p pushed) became(msgid int64, errcode int, status string, after int) wechat.Event {
	return wechat.Event{Kind: wechat.EventSent, Openid: "o1", At: p.Now().Time().Add(time.Duration(after) * time.Second),
		Results: []wechat.SendResult{{TemplateID: p.template.TemplateID, MsgID: msgid, Errcode: errcode, Status: status}}}
}

// left is how many credits o1 has for the template.
func (p pushed) left() int64 {
	p.t.Helper()
	return p.Number(p.t, "SELECT COUNT(*) FROM send_codes WHERE state = 'available' AND template_ref = ?", p.template.ID)
}

func TestPopupsGiveCredits(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		p := newPushed(t, db, models.CreditsByEvent)
		db.Clock.Advance(time.Minute)
		p.take(p.accepts(0), p.accepts(1), p.said(wechat.EventPopup, "acceptWithAudio", 2), p.said(wechat.EventPopup, "reject", 3), p.accepts(1))
		equal(t, "credits", p.left(), 3)
		equal(t, "choices", db.Number(t, "SELECT COUNT(*) FROM choices"), 4)
		code := db.Raw(t, "SELECT source, kind, expires_at FROM send_codes LIMIT 1")[0]
		equal(t, "a code", strings.Join(code, " "), fmt.Sprint("event subscribe_once ", models.Never))
		stock, err := db.CodeStock(t.Context(), p.app.ID)
		ok(t, err)
		equal(t, "counted", stock.Total(), 3)
		effects := db.Raw(t, "SELECT effect FROM choices ORDER BY at")
		equal(t, "effects", fmt.Sprint(effects), "[[credit] [credit] [credit] [none]]")
	})
}

func TestOneAcceptIsCountedOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		p := newPushed(t, db, models.CreditsByReport)
		db.Clock.Advance(time.Minute)
		report := func(at models.Millis) models.CodesResult {
			t.Helper()
			result, err := db.AddCodes(t.Context(), modelstest.Tester, p.app, "api", []models.CodeInput{
				{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: p.template.TemplateID, ObtainedAt: at},
				{Openid: "o1", Kind: models.CodeForm, Code: fmt.Sprint("f", at)},
			})
			ok(t, err)
			return result
		}
		first := db.Now()
		p.take(p.accepts(0))
		equal(t, "taken by report", report(first).Accepted, 2)
		equal(t, "credits", p.left(), 1)

		db.Clock.Advance(time.Minute)
		p.learnFrom(models.CreditsByEvent)
		db.Clock.Advance(time.Minute)
		second := db.Now()
		p.take(p.accepts(0))
		result := report(second)
		equal(t, "credits", p.left(), 2)
		equal(t, "refused", fmt.Sprint(result.Accepted, result.Rejected), fmt.Sprint(1, []models.RejectedCode{{Index: 0, Field: "kind", Reason: models.ReasonCreditsByEvent}}))

		// What was accepted before the change stays with the source it had.
		equal(t, "a late report of before", report(first+1).Accepted, 2)
		p.take(p.said(wechat.EventPopup, "accept", -119))
		equal(t, "credits", p.left(), 3)
		equal(t, "late push of before", db.Number(t, "SELECT COUNT(*) FROM choices WHERE effect = 'reported'"), 2)

		p.learnFrom(models.CreditsByReport)
		db.Clock.Advance(time.Second)
		equal(t, "back to reports", report(db.Now()).Accepted, 2)
		p.take(p.accepts(0))
		equal(t, "credits", p.left(), 4)
	})
}

// However pushes are ordered and repeated, the same credits are left.
func TestPushesInAnyOrder(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		for seed := range uint64(12) {
			p := newPushed(t, db, models.CreditsByEvent)
			db.Clock.Advance(time.Minute)
			events := []wechat.Event{p.accepts(1), p.accepts(2), p.refuses(3), p.accepts(5), p.accepts(8), p.refuses(9), p.accepts(12), p.accepts(14)}
			events = append(events, events[0], events[5], events[6])
			random := rand.New(rand.NewPCG(seed, 1))
			random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
			db.Clock.Advance(time.Minute)
			for i := range events { // the times are of before the clock was turned
				p.take(events[i])
			}
			if left := p.left(); left != 2 {
				t.Errorf("seed %d: %d credits are left, want the 2 after the last refusal", seed, left)
			}
			equal(t, "choices", db.Number(t, "SELECT COUNT(*) FROM choices WHERE app_id = ?", p.app.ID), 8)
		}
	})
}

// Two nodes are pushed the same at the same moment.
func TestPushesAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		p := newPushed(t, db, models.CreditsByEvent)
		db.Clock.Advance(time.Minute)
		second := db.Second(t)
		var wg sync.WaitGroup
		events := []wechat.Event{p.accepts(0), p.accepts(1), p.became(7, 0, "success", 0)}
		for i := range 12 {
			store := []*models.Store{db.Store, second}[i%2]
			wg.Go(func() {
				if err := store.TakePush(t.Context(), modelstest.Tester, p.app, events[i/2%3]); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		equal(t, "credits", p.left(), 2)
		equal(t, "choices and deliveries", fmt.Sprint(db.Raw(t, "SELECT (SELECT COUNT(*) FROM choices), (SELECT COUNT(*) FROM deliveries)")), "[[2 1]]")
	})
}

func TestRefusalsRevoke(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		p := newPushed(t, db, models.CreditsByReport)
		other := db.Template(t, p.app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		credit := func(openid string, template models.Template, after time.Duration) models.CodeInput {
			return models.CodeInput{Openid: openid, Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID, ObtainedAt: db.Now().Add(after)}
		}
		db.Codes(t, p.app, credit("o1", p.template, 0), credit("o1", p.template, 2*time.Second), credit("o1", other, 0), credit("o2", p.template, 0))
		p.take(p.said(wechat.EventPopup, "reject", 1))
		equal(t, "a rejected dialog takes nothing", p.left(), 3)
		db.Clock.Advance(time.Second)
		p.take(p.refuses(0), p.refuses(0))
		equal(t, "left: the later one and another person's", p.left(), 2)
		equal(t, "another template", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE state = 'revoked'"), 1)
	})
}

// A credit that the platform denied to a send is none, even if the push that
// tells of it comes later; what was accepted after the send is one.
func TestDeniedCreditsStayDenied(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		p := newPushed(t, db, models.CreditsByEvent)
		db.Clock.Advance(time.Minute)
		late, later, some := p.accepts(0), p.accepts(30), []wechat.Event{p.accepts(1), p.accepts(2)}
		db.Clock.Advance(10 * time.Second)
		p.take(some...)
		db.Queue(t, p.app, p.template, "o1")
		claimed := db.ClaimedOne(t, p.app)
		db.Clock.Advance(20 * time.Second) // while the call is under way, the person accepts once more
		p.take(later)
		db.Clock.Advance(time.Second)
		db.Settled(t, db.Outcome(claimed, models.MessageFailed, models.CodeRejected, func(o *models.Outcome) { o.EmptyCredits, o.Errcode = true, 43101 }))
		equal(t, "left: the one of meanwhile", p.left(), 1)
		p.take(late)
		equal(t, "the push of before the send came late", p.left(), 1)
		equal(t, "its effect", db.Raw(t, "SELECT effect FROM choices ORDER BY at")[0][0], string(models.EffectVoid))
	})
}

func TestDeliveriesMeetTheirMessages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		p := newPushed(t, db, models.CreditsByEvent)
		db.Clock.Advance(time.Minute)
		p.take(p.accepts(0), p.accepts(1), p.accepts(2))
		db.Queue(t, p.app, p.template, "o1")
		claimed := db.ClaimedOne(t, p.app)
		p.take(p.became(2100010000200003456, 0, "success", 0)) // before our own answer is stored
		db.Settled(t, db.Outcome(claimed, models.MessageSent, models.CodeUsed, func(o *models.Outcome) { o.MsgID = 2100010000200003456 }))
		m := db.Reload(t, claimed.Message)
		p.take(p.became(2100010000200003456, 0, "success", 5)) // and once more
		found := []models.Message{m, {MsgID: 5}, {}}
		ok(t, db.LoadDeliveries(ctx, p.app.ID, found))
		if found[0].Delivery == nil || found[1].Delivery != nil || found[2].Delivery != nil {
			t.Fatalf("deliveries %v, %v, %v", found[0].Delivery, found[1].Delivery, found[2].Delivery)
		}
		d := found[0].Delivery
		equal(t, "delivery", fmt.Sprint(d.Good(), d.At == db.Now(), d.RecipientID == m.RecipientID, d.Status), "true true truesuccess")
		another := []models.Message{m}
		ok(t, db.LoadDeliveries(ctx, p.app.ID+1, another))
		if another[0].Delivery != nil {
			t.Error("another App's delivery was found")
		}

		p.take(p.became(8, 20001, "failed: system error", 0), p.became(9, 0, "failed", 0), p.became(10, 43101, "user refuse", 0))
		bad := []models.Message{{MsgID: 8}, {MsgID: 9}, {MsgID: 10}}
		ok(t, db.LoadDeliveries(ctx, p.app.ID, bad))
		for _, m := range bad {
			if m.Delivery == nil || m.Delivery.Good() {
				t.Errorf("message %d counts as delivered: %+v", m.MsgID, m.Delivery)
			}
		}
		equal(t, "credits after a late 43101", p.left(), 0)
	})
}

// A message whose answer was lost has no msgid. A delivery that nobody else can
// claim is shown to whoever has to decide.
func TestLikelyDelivery(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		p := newPushed(t, db, models.CreditsByEvent)
		db.Clock.Advance(time.Minute)
		p.take(p.accepts(0), p.accepts(-1))
		db.Clock.Advance(time.Minute)
		send := func(to models.MessageState, msgid int64) models.Message {
			t.Helper()
			m := db.Queue(t, p.app, p.template, "o1")
			db.Settled(t, db.Outcome(db.ClaimedOne(t, p.app), to, models.CodeUsed, func(o *models.Outcome) { o.MsgID = msgid }))
			return db.Reload(t, m)
		}
		known, lost := send(models.MessageSent, 7), send(models.MessageUnknown, 0)
		likely := func(m models.Message) int64 {
			t.Helper()
			d, err := db.LikelyDelivery(t.Context(), m, p.template)
			ok(t, err)
			if d == nil {
				return 0
			}
			return d.MsgID
		}
		p.take(p.became(7, 0, "success", 1))
		equal(t, "another message's", likely(lost), 0)
		other := p.became(8, 0, "success", 1)
		other.Openid = "o2"
		db.Recipient(t, p.app, "o2")
		p.take(other, p.became(9, 0, "success", -10), p.became(10, 0, "success", 2*3600))
		equal(t, "another person's, too early, too late", likely(lost), 0)
		p.take(p.became(11, 0, "success", -1))
		equal(t, "its own", likely(lost), 11)
		equal(t, "a known outcome asks for none", likely(known), 0)
	})
}

// A push may speak of what we do not have.
func TestPushesOfStrangers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		p := newPushed(t, db, models.CreditsByEvent)
		legacy := db.Template(t, p.app)
		unknown, old := p.accepts(0), p.accepts(1)
		unknown.Choices[0].TemplateID, old.Choices[0].TemplateID = "NOT-OURS", legacy.TemplateID
		result := p.became(7, 43101, "x", 0)
		result.Openid, result.Results[0].TemplateID = "oNobody", "NOT-OURS"
		p.take(unknown, old, result, wechat.Event{Kind: "user_enter_tempsession", Openid: "o1"}, wechat.Event{Openid: "o1"})
		equal(t, "effects", fmt.Sprint(db.Raw(t, "SELECT effect, template_ref = 0 FROM choices ORDER BY at")), "[[unknown 1] [unknown 0]]")
		equal(t, "codes", db.Number(t, "SELECT COUNT(*) FROM send_codes"), 0)
		equal(t, "people", slices.Max([]int64{db.Number(t, "SELECT COUNT(*) FROM recipients")}), 1) // nobody is added by a result
		long := p.accepts(2)
		long.Openid = strings.Repeat("长", 100)
		p.take(long)
	})
}
