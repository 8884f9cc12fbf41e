package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// What a check says of each person is what then becomes of that person: those it
// blocks fail, those it leaves out get nothing, everyone else's message is queued
// and says what the preview said. Nobody else gets one.
func TestCheckIsWhatHappens(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		rapid.Check(t, func(r *rapid.T) {
			app := db.App(t)
			ok(t, db.SaveSendingRules(ctx, modelstest.Tester, app.ID, models.SendingRules{RestDays: rapid.IntRange(0, 2).Draw(r, "rest days")}))
			app = db.ReloadApp(t, app)
			template := db.Template(t, app, func(in *models.TemplateInput) {
				if rapid.Bool().Draw(r, "subscribe") {
					subscribers(in)
				}
			})
			audience := drawAudience(t, r, db, app)
			plan := models.DraftPlan{LeaveOut: rapid.Bool().Draw(r, "leave out"), Start: rapid.SampledFrom([]string{"", "2026-11-27 12:00"}).Draw(r, "start")}
			d := newDraft(t, db, app, template, func(c *models.DraftChange) {
				c.Content, c.Audience, c.Plan = drawWords(r, template), audience, &plan
			})
			if rapid.Bool().Draw(r, "list") {
				d = upload(t, db, app, d, drawListed(r))
			}
			c, err := db.CheckDraft(ctx, app, d)
			if err != nil {
				r.Skip("a draft with problems")
			}
			said := verdicts(t, db, app, d, c)
			b, err := db.SubmitDraft(ctx, modelstest.Tester, app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
			if c.Total() == c.Blocked {
				wantRefused(t, err, refused("audience", models.ReasonNobody))
				return
			}
			ok(t, err)
			// What changes after the check changes nobody's being asked or not.
			db.Recipient(t, app, "newcomer")
			b = keep(t, db, b)
			got := values(t, db, b)
			equal(t, "messages", int64(len(got)), c.Total())
			equal(t, "failed", b.Failed, c.Blocked)
			for openid, want := range said {
				if got[openid] != want {
					r.Errorf("%s: the check said %q, it became %q", openid, want, got[openid])
				}
			}
			countersAgree(t, db, b)
			if t.Failed() {
				r.FailNow()
			}
		})
	})
}

// verdicts is what a check says will become of each person it met.
func verdicts(t *testing.T, db *modelstest.DB, app models.App, d models.Draft, c models.BatchCheck) map[string]string {
	t.Helper()
	said := map[string]string{}
	for _, g := range []models.CheckGroup{models.GroupReachable, models.GroupNoCode, models.GroupExpiring, models.GroupRefused} {
		page, err := db.CheckedPeople(t.Context(), app, c, g, models.Cursor{}, 1000)
		ok(t, err)
		for _, p := range page.Rows {
			preview, err := db.PreviewDraft(t.Context(), app, d, p.Recipient)
			ok(t, err)
			equal(t, "what is wrong with "+p.Openid, len(p.Problems) > 0, p.Blocked || p.Warned)
			equal(t, "blocked, by the preview", preview.Typed.Errors.Err() != nil, p.Blocked)
			switch value := preview.Typed.Keywords[0].Value; {
			case p.LeftOut:
				said[p.Openid] = ""
			case p.Blocked:
				said[p.Openid] = "failed " + value
			default:
				said[p.Openid] = "queued " + value
			}
		}
	}
	equal(t, "people met", int64(len(said)), c.Selected)
	return said
}

const drawn = 12

// drawAudience makes people of all sorts and an audience of some of them.
func drawAudience(t *testing.T, r *rapid.T, db *modelstest.DB, app models.App) *models.Audience {
	t.Helper()
	var some []string
	for i := range drawn {
		openid := fmt.Sprintf("o%d", i)
		in := models.RecipientInput{Openid: openid, Nickname: drawText(r, "nickname"), Attributes: map[string]string{"tel": drawText(r, "attribute")}}
		if rapid.Bool().Draw(r, "tagged") {
			in.Tags = []string{"熟客"}
		}
		_, err := db.SaveRecipient(t.Context(), modelstest.Tester, app.ID, in)
		ok(t, err)
		if age := rapid.IntRange(-1, 6).Draw(r, "days since the code"); age >= 0 {
			db.Codes(t, app, models.CodeInput{Openid: openid, Kind: models.CodeForm, Code: "f" + openid, ObtainedAt: db.Now().Add(-time.Duration(age) * 24 * time.Hour)})
		}
		if days := rapid.IntRange(-1, 4).Draw(r, "days since the last message"); days >= 0 {
			ok(t, db.Exec("UPDATE recipients SET last_sent_at = ? WHERE app_id = ? AND openid = ?", int64(db.Now().Add(-time.Duration(days)*24*time.Hour)), app.ID, openid))
		}
		if rapid.Bool().Draw(r, "picked") {
			some = append(some, openid, openid)
		}
	}
	return rapid.SampledFrom([]*models.Audience{
		{Kind: models.AudienceAll}, {Kind: models.AudienceReachable}, {Kind: models.AudiencePicked, Openids: append(some, "o0", "stranger")},
		{Kind: models.AudienceTag, Filter: &models.RecipientFilter{Tags: []string{"熟客"}}},
		{Kind: models.AudienceSegment, Filter: &models.RecipientFilter{HasCode: true}},
	}).Draw(r, "audience")
}

func drawText(r *rapid.T, what string) string {
	return rapid.SampledFrom([]string{"", "小明", "+86 138", "电话１３８", strings.Repeat("长", 18), strings.Repeat("长", 25), "The quick brown fox jumps", "👨‍👩‍👧"}).Draw(r, what)
}

func drawWords(r *rapid.T, t models.Template) *models.Content {
	c := &models.Content{Data: map[string]models.TypedValue{}, Fields: map[string]string{"order_no": drawText(r, "field")}}
	for _, k := range t.Keywords {
		c.Data[k.Key] = models.TypedValue{
			Value: drawText(r, "text"), Default: rapid.SampledFrom([]string{"", "默认"}).Draw(r, "default"),
			From:   rapid.SampledFrom([]models.Source{"", models.SourceText, models.FieldSource("nickname"), models.AttributeSource("tel"), models.FieldSource("order_no")}).Draw(r, "source"),
			Format: rapid.SampledFrom([]models.Format{"", "", models.FormatUpper, models.FormatYuan}).Draw(r, "format"),
			Cut:    rapid.SampledFrom([]int{0, 0, 10, 20}).Draw(r, "cut"),
			Colour: rapid.SampledFrom([]string{"", models.ColourNone, "#ff0000"}).Draw(r, "colour"),
		}
	}
	if rapid.Bool().Draw(r, "page") {
		c.Page = new("pages/order?id={order_no}&n={nickname}&t={attribute:tel}")
	}
	return c
}

// drawListed lists some people, with a column for the business field.
func drawListed(r *rapid.T) string {
	file := "openid,order_no,其他\n"
	for i := range drawn + 2 {
		if rapid.Bool().Draw(r, "listed") {
			file += fmt.Sprintf("o%d,%s,\n", i, drawText(r, "cell"))
		}
	}
	return file + "o0,A,\n"
}
