package models_test

import (
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// request asks for the usual message.
func request(template models.Template, to string, edit ...func(*models.MessageRequest)) models.MessageRequest {
	r := models.MessageRequest{TemplateID: template.TemplateID, To: to, Content: models.Content{Fields: fields{"order_no": "20261123000187"}}}
	for _, f := range edit {
		f(&r)
	}
	return r
}

func TestEnqueueStoresWhatIsSent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t, func(in *models.AppInput) { in.TimeZone = "Asia/Shanghai" })
		template := db.Template(t, app, func(in *models.TemplateInput) { in.Page = "pages/order" })
		db.Code(t, app, "o1", models.CodeForm, "f1")
		later := db.Now().Add(time.Hour)
		asked, err := db.Enqueue(ctx, modelstest.Tester, app, models.MessageRequest{
			TemplateID: " " + template.TemplateID + " ", To: " o1 ", SendAt: later,
			Content: models.Content{Data: typed{"keyword1": {Value: "<甲&乙>😀", Colour: "#FF0000"}}, Fields: fields{"shipped_at": "2026-11-23T02:24:00Z"}, Page: new("/pages/me"), Emphasis: new("keyword1")},
		})
		ok(t, err)
		m := db.Reload(t, asked)
		equal(t, "state", m.State, models.MessageQueued)
		equal(t, "due", m.DueAt, later)
		equal(t, "page", m.Page, "pages/me")
		equal(t, "emphasis", m.Emphasis, "keyword1")
		equal(t, "actor", m.ActorName, modelstest.Tester.Name)
		equal(t, "first value", m.Data[0], models.KeywordValue{Key: "keyword1", Name: "订单编号", Value: "<甲&乙>😀", Colour: "#ff0000"})
		equal(t, "second value, in the shop's zone", m.Data[1].Value, "2026-11-23 10:24")
		entry := db.Raw(t, "SELECT after_json FROM audit_entries WHERE action = 'message.send' AND object_id = ?", m.ID)
		if len(entry) != 1 || strings.Contains(entry[0][0], "甲") {
			t.Errorf("audit = %q, want one entry without people's data", entry)
		}
		equal(t, "code stays free until the claim", db.CodeNamed(t, app, "f1")[0].State, models.CodeAvailable)
	})
}

func TestEnqueueRefuses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template, stopped := db.Template(t, app), db.Template(t, app)
		foreign := db.Template(t, db.App(t))
		subscribe := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		ok(t, db.StopTemplate(t.Context(), modelstest.Tester, app.ID, stopped.ID, 40037, ""))
		db.Code(t, app, "o1", models.CodeForm, "f1")
		db.Recipient(t, app, "empty")
		db.Code(t, db.App(t), "elsewhere", models.CodeForm, "f1")
		future := func(r *models.MessageRequest) { r.SendAt = db.Now().Add(time.Second) }
		tests := []struct {
			name string
			req  models.MessageRequest
			want []models.FieldError
		}{
			{"good", request(template, "o1"), nil},
			{"no template", request(models.Template{}, "o1"), []models.FieldError{refused("template", models.ReasonRequired)}},
			{"unknown template", request(models.Template{TemplateID: "nope"}, "o1"), []models.FieldError{refused("template", models.ReasonUnknownTemplate)}},
			{"another App's template", request(foreign, "o1"), []models.FieldError{refused("template", models.ReasonUnknownTemplate)}},
			{"stopped template", request(stopped, "o1"), []models.FieldError{refused("template", models.ReasonTemplateStopped)}},
			{"nobody", request(template, ""), []models.FieldError{refused("to", models.ReasonRequired)}},
			{"unknown recipient", request(template, "o2"), []models.FieldError{refused("to", models.ReasonUnknownRecipient)}},
			{"another App's recipient", request(template, "elsewhere"), []models.FieldError{refused("to", models.ReasonUnknownRecipient)}},
			{"openid in another case", request(template, "O1"), []models.FieldError{refused("to", models.ReasonUnknownRecipient)}},
			{"no code", request(template, "empty"), []models.FieldError{refused("to", models.ReasonNoSendCode)}},
			{"no code of the right kind", request(subscribe, "o1", func(r *models.MessageRequest) {
				r.Content.Fields["shipped_at"] = "2026-11-23"
			}), []models.FieldError{refused("to", models.ReasonNoSendCode)}},
			{"no code yet, to be sent later", request(template, "empty", future), nil},
			{"no code, to be sent in the past", request(template, "empty", func(r *models.MessageRequest) { r.SendAt = db.Now() - 1 }), []models.FieldError{refused("to", models.ReasonNoSendCode)}},
			{"later, but to nobody known", request(template, "o2", future), []models.FieldError{refused("to", models.ReasonUnknownRecipient)}},
			{"long key", request(template, "o1", func(r *models.MessageRequest) { r.IdempotencyKey = strings.Repeat("k", 129) }), []models.FieldError{refused("idempotency_key", models.ReasonTooLong, 128)}},
			{"everything at once", request(stopped, "empty", func(r *models.MessageRequest) {
				r.Content = models.Content{Data: typed{"keyword9": {Value: "x"}}, Page: new("a b"), Emphasis: new("keyword8")}
			}), []models.FieldError{
				refused("template", models.ReasonTemplateStopped), refused("to", models.ReasonNoSendCode), refused("data.keyword9", models.ReasonUnknownKeyword),
				refused("emphasis", models.ReasonUnknownKeyword), refused("page", models.ReasonBadFormat),
			}},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				before := db.Number(t, "SELECT COUNT(*) FROM messages")
				_, err := db.Enqueue(t.Context(), modelstest.Tester, app, test.req)
				wantRefused(t, err, test.want...)
				added := db.Number(t, "SELECT COUNT(*) FROM messages") - before
				equal(t, "queued", added == 1, test.want == nil)
			})
		}
	})
}

func TestEnqueueKnowsBlockedKinds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		ok(t, db.BlockCodeKinds(t.Context(), modelstest.Tester, app.ID, models.CodeForm))
		_, err := db.Enqueue(t.Context(), modelstest.Tester, db.ReloadApp(t, app), request(template, "o1"))
		wantRefused(t, err, refused("to", models.ReasonNoSendCode))
	})
}

func TestNextCode(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		next := func() string {
			r := db.Recipient(t, app, "o1")
			c, found, err := db.NextCode(ctx, app, template, r.ID)
			ok(t, err)
			equal(t, "found", found, c.ID != 0)
			return c.Code
		}
		equal(t, "without codes", next(), "")
		db.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "unpaid", OrderNo: "1"})
		equal(t, "unpaid", next(), "")
		db.Code(t, app, "o1", models.CodeForm, "young")
		db.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "old", ObtainedAt: db.Now().Add(-time.Hour)})
		equal(t, "soonest to expire", next(), "old")
		db.Clock.Advance(models.CodeLife - time.Hour)
		equal(t, "after the old one expired", next(), "young")
	})
}
