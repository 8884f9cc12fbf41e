package models_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestCollectCodes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		once := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		long := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeLong })
		legacy := db.Template(t, app)
		form := func(code string) models.ClientCode { return models.ClientCode{Kind: models.CodeForm, Code: code} }
		report := models.ClientReport{
			Codes: []models.ClientCode{
				{Kind: models.CodePrepay, Code: "wx1"}, form("f1"), form("f1"), form("the formId is a mock one"), form(""),
				{Kind: models.CodeSubscribeOnce}, {Kind: models.CodeForm, Code: "f2", ObtainedAt: db.Now().Add(-models.CodeLife)},
			},
			Subscribed: []string{once.TemplateID, "nobody's", legacy.TemplateID, long.TemplateID},
		}
		rejected := []models.RejectedCode{
			{Index: 0, Field: "kind", Reason: models.ReasonNotHere}, {Index: 3, Field: "code", Reason: models.ReasonMockCode}, {Index: 4, Field: "code", Reason: models.ReasonRequired},
			{Index: 5, Field: "kind", Reason: models.ReasonNotHere}, {Index: 6, Field: "obtained_at", Reason: models.ReasonExpired},
			{Index: 8, Field: "template_id", Reason: models.ReasonUnknownTemplate}, {Index: 9, Field: "template_id", Reason: models.ReasonUnknownTemplate},
		}
		got, err := db.CollectCodes(ctx, modelstest.Tester, app, models.Intake{CollectSubscriptions: true}, "o1", report)
		ok(t, err)
		if want := (models.CodesResult{Accepted: 3, Duplicates: 1, Rejected: rejected}); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\nwant %+v", got, want)
		}
		code := db.CodeNamed(t, app, "f1")[0]
		equal(t, "source", code.Source, models.SourceCollect)
		owner, err := db.Store.Recipient(ctx, app.ID, code.RecipientID)
		ok(t, err)
		equal(t, "owner", owner.Openid, "o1")

		// Where the App does not want them, subscriptions are refused and the rest is taken.
		got, err = db.CollectCodes(ctx, modelstest.Tester, app, models.Intake{}, "o2", models.ClientReport{
			Codes: []models.ClientCode{form("f3"), form("f1")}, Subscribed: []string{once.TemplateID},
		})
		ok(t, err)
		want := models.CodesResult{Accepted: 1, Rejected: []models.RejectedCode{
			{Index: 1, Field: "code", Reason: models.ReasonForeignCode}, {Index: 2, Field: "template_id", Reason: models.ReasonNotHere}}}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\nwant %+v", got, want)
		}
		_, err = db.CollectCodes(ctx, modelstest.Tester, app, models.Intake{}, "o1", models.ClientReport{Codes: make([]models.ClientCode, 50), Subscribed: []string{"x"}})
		wantRefused(t, err, refused("codes", models.ReasonTooMany, 50))
	})
}

func TestRefusalsAreCounted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app, other := t.Context(), db.App(t), db.App(t)
		start := db.Now()
		form := func(openid, code string) models.CodeInput {
			return models.CodeInput{Openid: openid, Kind: models.CodeForm, Code: code}
		}
		add := func(app models.App, source string, in ...models.CodeInput) {
			t.Helper()
			_, err := db.AddCodes(ctx, modelstest.Tester, app, source, in)
			ok(t, err)
		}
		add(app, "api", form("o1", "f1"), form("o1", "f1"), form("o1", "f1"), form("o2", "f1"), form("o1", "the formId is a mock one"), form("", "f9"))
		add(app, "api", form("o1", "requestFormId:fail timeout"), form("o1", " "), models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "f3", ObtainedAt: 1})
		add(other, "api", form("o1", ""))
		db.Clock.Advance(time.Hour)
		add(app, "api", form("o1", "f1"))
		add(app, models.SourceCollect, form("o1", "the formId is a mock one"))
		ok(t, db.CountRefusal(ctx, app.ID, models.SourcePayment, models.ReasonBadSignature))

		all, err := db.Refusals(ctx, app.ID, start)
		ok(t, err)
		want := []models.Refusal{
			{Source: "api", Reason: models.ReasonDuplicate, N: 3},
			{Source: "api", Reason: models.ReasonEmptyCode, N: 1}, {Source: "api", Reason: models.ReasonExpired, N: 1}, {Source: "api", Reason: models.ReasonFailedCode, N: 1},
			{Source: "api", Reason: models.ReasonForeignCode, N: 1}, {Source: "api", Reason: models.ReasonMockCode, N: 1}, {Source: "api", Reason: models.ReasonRequired, N: 1},
			{Source: "collect", Reason: models.ReasonMockCode, N: 1}, {Source: "payment", Reason: models.ReasonBadSignature, N: 1},
		}
		if !reflect.DeepEqual(all, want) {
			t.Errorf("%+v\nwant %+v", all, want)
		}
		lately, err := db.Refusals(ctx, app.ID, start.Add(time.Hour))
		ok(t, err)
		if len(lately) != 3 || lately[0].N != 1 {
			t.Errorf("in the last hour: %+v", lately)
		}
		theirs, err := db.Refusals(ctx, other.ID, start)
		ok(t, err)
		if len(theirs) != 1 || theirs[0].Reason != models.ReasonEmptyCode {
			t.Errorf("the other App's: %+v", theirs)
		}
		if strings.Contains(db.Dump(t, "refusal_counts"), "mock one") {
			t.Error("a code stands among the counts")
		}
	})
}
