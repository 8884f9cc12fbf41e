package delivery_test

import (
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/simulator"
)

// What the dry run says of each person is what the platform then does, and the
// batch's numbers are those of the forecast.
func TestVerdictsAreOutcomes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := newRig(t, db)
		must(t, db.SaveSendingRules(t.Context(), modelstest.Tester, r.app.ID, models.SendingRules{RestDays: 7}))
		r.app = db.ReloadApp(t, r.app)
		must(t, r.sim.AddTemplateWithID(r.app.Appid, simulator.Template{
			TemplateID: "verdicts", Title: "活动通知", Kind: string(models.KindSubscribeOnce), Keywords: []simulator.Keyword{{Key: "thing1", Name: "称呼"}},
		}))
		template := db.Template(t, r.app, func(in *models.TemplateInput) {
			in.TemplateID, in.Kind = "verdicts", models.KindSubscribeOnce
			in.Keywords = []models.KeywordInput{{Key: "thing1", Name: "称呼", Field: "nickname"}}
		})
		for openid, nickname := range map[string]string{"fine": "小明", "also": "Anna 😀", "long": strings.Repeat("长", 21), "blank": "", "none": "小红", "recent": "小刚"} {
			must(t, r.sim.AddUser(r.app.Appid, openid))
			_, err := db.SaveRecipient(t.Context(), modelstest.Tester, r.app.ID, models.RecipientInput{Openid: openid, Nickname: nickname})
			must(t, err)
			if openid != "none" {
				must(t, r.sim.Subscribe(r.app.Appid, openid, "verdicts"))
				db.Codes(t, r.app, models.CodeInput{Openid: openid, Kind: models.CodeSubscribeOnce, TemplateID: "verdicts"})
			}
		}
		must(t, db.Exec("UPDATE recipients SET last_sent_at = ? WHERE openid = 'recent'", int64(db.Now().Add(-time.Hour))))
		d, err := db.NewDraft(t.Context(), modelstest.Tester, r.app, models.DraftChange{
			TemplateID: &template.TemplateID, Audience: &models.Audience{Kind: models.AudienceAll}, Plan: &models.DraftPlan{LeaveOut: true},
		})
		must(t, err)
		c, err := db.CheckDraft(t.Context(), r.app, d)
		must(t, err)
		said := map[string]string{}
		for people, err := range db.AllChecked(t.Context(), r.app, c) {
			must(t, err)
			for _, p := range people {
				said[p.Openid] = forecast(p)
			}
		}
		b, err := db.SubmitDraft(t.Context(), modelstest.Tester, r.app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
		must(t, err)
		r.start(t)
		for deadline := time.Now().Add(15 * time.Second); b.State != models.BatchFinished; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("the batch stays %s", b.State)
			}
			r.Clock.Advance(time.Second)
			b, err = db.Batch(t.Context(), r.app.ID, b.ID)
			must(t, err)
		}
		if b.Total != c.Total() || b.Sent != c.Expected || b.Failed != c.Total()-c.Expected || b.Sent == 0 || c.LeftOut != 1 || c.Blocked != 2 {
			t.Errorf("forecast %d, of them %d sent; it became %d, %d sent, %d failed", c.Total(), c.Expected, b.Total, b.Sent, b.Failed)
		}
		page, err := db.Messages(t.Context(), r.app.ID, models.MessageFilter{BatchID: b.ID}, 100)
		must(t, err)
		became := map[string]string{"recent": "none"}
		for _, m := range page.Rows {
			person, err := db.Store.Recipient(t.Context(), r.app.ID, m.RecipientID)
			must(t, err)
			became[person.Openid] = strings.TrimSpace(string(m.State) + " " + string(m.Reason))
		}
		if len(said) != 6 {
			t.Errorf("the check met %v", said)
		}
		for openid, want := range said {
			if became[openid] != want {
				t.Errorf("%s: the dry run said %q, it became %q", openid, want, became[openid])
			}
		}
		counted, over, err := db.BatchFailures(t.Context(), b)
		must(t, err)
		var failed int64
		for _, f := range counted {
			failed += f.N
		}
		if failed != b.Failed || over {
			t.Errorf("%d failures by reason, of %d", failed, b.Failed)
		}
	})
}

// forecast is what will become of somebody by their verdict.
func forecast(p models.CheckedPerson) string {
	switch {
	case p.LeftOut:
		return "none"
	case p.Blocked:
		return "failed values"
	case p.Reach != models.GroupReachable:
		return "failed no_send_code"
	}
	return "sent"
}
