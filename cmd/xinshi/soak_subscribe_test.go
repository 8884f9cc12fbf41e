package main

import (
	"fmt"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/simulator"
)

func soakSubscribePlatform(t *testing.T) (*simulator.Simulator, string) {
	t.Helper()
	sim, _ := soakPlatform(t)
	const template = "subscribe-soak"
	must(t, sim.AddTemplateWithID("wxsoak", simulator.Template{
		TemplateID: template, Title: "订单发货通知", Kind: simulator.KindSubscribeOnce, Keywords: []simulator.Keyword{{Key: "thing1", Name: "订单编号"}},
	}))
	return sim, template
}

// soakSubscribeBatch makes n people who accepted once, and one batch for them all.
func soakSubscribeBatch(t *testing.T, store *models.Store, sim *simulator.Simulator, template string, n int) (models.App, models.Batch) {
	t.Helper()
	ctx, actor := t.Context(), modelstest.Tester
	in := models.NewAppInput()
	in.Appid, in.Name, in.Secret = "wxsoak", "鲜果到家", "s"
	app, err := store.AddApp(ctx, actor, in)
	must(t, err)
	_, err = store.AddTemplate(ctx, actor, app.ID, models.TemplateInput{
		TemplateID: template, Title: "订单发货通知", Kind: models.KindSubscribeOnce, Keywords: []models.KeywordInput{{Key: "thing1", Name: "订单编号", Field: "openid"}},
	})
	must(t, err)
	var credits []models.CodeInput
	for i := range n {
		openid := fmt.Sprintf("o%06d", i)
		must(t, sim.AddUser("wxsoak", openid))
		must(t, sim.Subscribe("wxsoak", openid, template))
		credits = append(credits, models.CodeInput{Openid: openid, Kind: models.CodeSubscribeOnce, TemplateID: template})
		if len(credits) == models.MaxCodes || i == n-1 {
			result, err := store.AddCodes(ctx, actor, app, "test", credits)
			must(t, err)
			if result.Accepted != len(credits) {
				t.Fatalf("of %d credits %d were taken: %v", len(credits), result.Accepted, result.Rejected)
			}
			credits = nil
		}
	}
	batch, err := store.AddBatch(ctx, actor, app, models.BatchInput{Name: "soak", TemplateID: template, Audience: models.Audience{Kind: models.AudienceAll}})
	must(t, err)
	return app, batch
}

// nothingRepeated holds where nothing can be proven: after a call whose answer
// was lost no other follows, and only such a message, or one whose process died,
// is unknown.
func nothingRepeated(t *testing.T, store *models.Store, sim *simulator.Simulator, b models.Batch) {
	t.Helper()
	calls, accepted := map[string]simulator.Attempt{}, map[string]int{}
	for _, a := range sim.Attempts() {
		if before, ok := calls[a.Openid]; ok && (before.Accepted || !before.Answered) {
			t.Errorf("%s was sent to again after a call that was accepted: %v, answered: %v", a.Openid, before.Accepted, before.Answered)
		}
		calls[a.Openid] = a
		if a.Accepted {
			accepted[a.Openid]++
		}
	}
	if b.Sent+b.Unknown != b.Total || b.Unknown == 0 {
		t.Errorf("of %d messages %d were sent, %d failed, %d are unknown", b.Total, b.Sent, b.Failed, b.Unknown)
	}
	eachSoaked(t, store, b, func(m models.Message, code models.SendCode) {
		openid := m.Data[0].Value
		last, called := calls[openid]
		switch {
		case code.State != models.CodeUsed || code.MessageID != m.ID || accepted[openid] > 1:
			t.Errorf("message to %s has a credit that is %s; the platform took %d", openid, code.State, accepted[openid])
		case m.State == models.MessageSent:
			if accepted[openid] != 1 || !last.Answered {
				t.Errorf("message to %s is sent; the platform took %d, answered: %v", openid, accepted[openid], last.Answered)
			}
		case m.State != models.MessageUnknown:
			t.Errorf("message to %s is %s (%s)", openid, m.State, m.Reason)
		case m.Reason == models.CauseNoAnswer && called && last.Answered && !strings.Contains(m.Errmsg, "deadline exceeded"):
			t.Errorf("message to %s is unknown although it was answered %d: %s", openid, last.Errcode, m.Errmsg)
		case m.Reason != models.CauseNoAnswer && m.Reason != models.CauseLeaseEnded:
			t.Errorf("message to %s is unknown by %s", openid, m.Reason)
		}
	})
}

// fewLost holds since no more is claimed than the senders are about to use: what
// a kill makes unknown are the calls under way, two claims that wait for a
// sender, and answers not yet recorded.
func fewLost(t *testing.T, store *models.Store, plan soakPlan, b models.Batch) {
	t.Helper()
	lost := 0
	eachSoaked(t, store, b, func(m models.Message, _ models.SendCode) {
		if m.State == models.MessageUnknown && m.Reason == models.CauseLeaseEnded {
			lost++
		}
	})
	if most := plan.kills * 5 * soakSenders; lost > most {
		t.Errorf("%d kills made %d messages unknown, want at most %d", plan.kills, lost, most)
	}
	if b.Sent < b.Total/2 {
		t.Errorf("of %d messages %d were sent", b.Total, b.Sent)
	}
}
