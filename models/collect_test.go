package models_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestAddCodesJudgesEach(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		once := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		foreign := db.Template(t, db.App(t), func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		now := db.Now()
		tests := []struct {
			name   string
			in     models.CodeInput
			field  string
			reason models.Reason
		}{
			{"form code", models.CodeInput{Kind: models.CodeForm, Code: "1511348000000"}, "", ""},
			{"longest code", models.CodeInput{Kind: models.CodeForm, Code: strings.Repeat("a", 128)}, "", ""},
			{"payment code", models.CodeInput{Kind: models.CodePrepay, Code: "wx2017"}, "", ""},
			{"payment code with its prefix", models.CodeInput{Kind: models.CodePrepay, Code: "prepay_id=wx2018"}, "", ""},
			{"credit without code", models.CodeInput{Kind: models.CodeSubscribeOnce, TemplateID: once.TemplateID}, "", ""},
			{"credit with code", models.CodeInput{Kind: models.CodeSubscribeOnce, TemplateID: once.TemplateID, Code: "c1"}, "", ""},
			{"old credit", models.CodeInput{Kind: models.CodeSubscribeOnce, TemplateID: once.TemplateID, ObtainedAt: 1}, "", ""},
			{"last moment of a form code", models.CodeInput{Kind: models.CodeForm, Code: "last", ObtainedAt: now.Add(-models.CodeLife) + 1}, "", ""},
			{"clocks differ a little", models.CodeInput{Kind: models.CodeForm, Code: "ahead", ObtainedAt: now.Add(5 * time.Minute)}, "", ""},
			{"no openid", models.CodeInput{Openid: " ", Kind: models.CodeForm, Code: "x"}, "openid", models.ReasonRequired},
			{"openid beyond ASCII", models.CodeInput{Openid: "用户", Kind: models.CodeForm, Code: "x"}, "openid", models.ReasonBadFormat},
			{"no kind", models.CodeInput{Code: "x"}, "kind", models.ReasonBadChoice},
			{"no code", models.CodeInput{Kind: models.CodeForm}, "code", models.ReasonRequired},
			{"only a prefix", models.CodeInput{Kind: models.CodePrepay, Code: "prepay_id="}, "code", models.ReasonRequired},
			{"mock", models.CodeInput{Kind: models.CodeForm, Code: "the formId is a mock one"}, "code", models.ReasonMockCode},
			{"failed", models.CodeInput{Kind: models.CodeForm, Code: "requestFormId:fail timeout"}, "code", models.ReasonFailedCode},
			{"long code", models.CodeInput{Kind: models.CodeForm, Code: strings.Repeat("a", 129)}, "code", models.ReasonTooLong},
			{"code with a blank", models.CodeInput{Kind: models.CodeForm, Code: "a b"}, "code", models.ReasonBadFormat},
			{"credit without template", models.CodeInput{Kind: models.CodeSubscribeOnce}, "template_id", models.ReasonRequired},
			{"credit for an unknown template", models.CodeInput{Kind: models.CodeSubscribeOnce, TemplateID: "nope"}, "template_id", models.ReasonUnknownTemplate},
			{"credit for another kind", models.CodeInput{Kind: models.CodeSubscribeLong, TemplateID: once.TemplateID}, "template_id", models.ReasonUnknownTemplate},
			{"credit for another App's template", models.CodeInput{Kind: models.CodeSubscribeOnce, TemplateID: foreign.TemplateID}, "template_id", models.ReasonUnknownTemplate},
			{"expired form code", models.CodeInput{Kind: models.CodeForm, Code: "x", ObtainedAt: now.Add(-models.CodeLife)}, "obtained_at", models.ReasonExpired},
			{"expired payment code", models.CodeInput{Kind: models.CodePrepay, Code: "x", ObtainedAt: 1}, "obtained_at", models.ReasonExpired},
			{"from the future", models.CodeInput{Kind: models.CodeForm, Code: "x", ObtainedAt: now.Add(5*time.Minute) + 1}, "obtained_at", models.ReasonInFuture},
			{"never obtained", models.CodeInput{Kind: models.CodeForm, Code: "x", ObtainedAt: models.Never}, "obtained_at", models.ReasonInFuture},
			{"order number with a blank", models.CodeInput{Kind: models.CodePrepay, Code: "x", OrderNo: "1 2"}, "order_no", models.ReasonBadFormat},
			{"long scene", models.CodeInput{Kind: models.CodeForm, Code: "x", Scene: strings.Repeat("景", 101)}, "scene", models.ReasonTooLong},
		}
		var all []models.CodeInput
		want := models.CodesResult{}
		for i, test := range tests {
			if test.in.Openid == "" {
				test.in.Openid = "o1"
			}
			all = append(all, test.in)
			single := models.CodesResult{Accepted: 1}
			if test.reason != "" {
				single = models.CodesResult{Rejected: []models.RejectedCode{{Index: 0, Field: test.field, Reason: test.reason}}}
				want.Rejected = append(want.Rejected, models.RejectedCode{Index: i, Field: test.field, Reason: test.reason})
			} else {
				want.Accepted++
			}
			t.Run(test.name, func(t *testing.T) {
				app := app
				if test.in.TemplateID == "" { // a credit needs its App's template
					app = db.App(t)
				}
				if test.in.Kind == models.CodeSubscribeOnce && test.in.Code != "" {
					test.in.Code += "-alone"
				}
				got, err := db.AddCodes(ctx, modelstest.Tester, app, "test", []models.CodeInput{test.in})
				ok(t, err)
				if !reflect.DeepEqual(got, single) {
					t.Errorf("%+v, want %+v", got, single)
				}
			})
		}
		got, err := db.AddCodes(ctx, modelstest.Tester, app, "test", all)
		ok(t, err)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("all at once: %+v\nwant %+v", got, want)
		}
		equal(t, "without prefix", db.CodeNamed(t, app, "wx2018")[0].Kind, models.CodePrepay)
	})
}

func TestAddCodesDuplicatesAndForeign(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		add := func(app models.App, in ...models.CodeInput) models.CodesResult {
			t.Helper()
			result, err := db.AddCodes(ctx, modelstest.Tester, app, "api", in)
			ok(t, err)
			return result
		}
		f := func(openid, code string) models.CodeInput {
			return models.CodeInput{Openid: openid, Kind: models.CodeForm, Code: code}
		}
		foreign := func(index int) models.RejectedCode {
			return models.RejectedCode{Index: index, Field: "code", Reason: models.ReasonForeignCode}
		}
		steps := []struct {
			name string
			got  models.CodesResult
			want models.CodesResult
		}{
			{"all new, twice in one call", add(app, f("o1", "A"), f("o1", "A"), f("o2", "B")), models.CodesResult{Accepted: 2, Duplicates: 1}},
			{"all known", add(app, f("o1", "A"), f("o2", "B")), models.CodesResult{Duplicates: 2}},
			{"blanks around do not make a new code", add(app, f(" o1 ", " A  ")), models.CodesResult{Duplicates: 1}},
			{"another's stored code", add(app, f("o3", "C"), f("o2", "A")), models.CodesResult{Accepted: 1, Rejected: []models.RejectedCode{foreign(1)}}},
			{"another's code of the same call", add(app, f("o1", "D"), f("o2", "D")), models.CodesResult{Accepted: 1, Rejected: []models.RejectedCode{foreign(1)}}},
			{"codes differ by case", add(app, f("o2", "a")), models.CodesResult{Accepted: 1}},
			{"openids differ by case", add(app, f("O1", "A")), models.CodesResult{Rejected: []models.RejectedCode{foreign(0)}}},
			{"another App knows nothing of it", add(db.App(t), f("o9", "A")), models.CodesResult{Accepted: 1}},
		}
		for _, step := range steps {
			if !reflect.DeepEqual(step.got, step.want) {
				t.Errorf("%s: %+v, want %+v", step.name, step.got, step.want)
			}
		}
		equal(t, "rows", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE app_id = ?", app.ID), 5)
		equal(t, "source", db.CodeNamed(t, app, "A")[0].Source, "api")
	})
}

func TestAddCodesAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		stores := []*models.Store{db.Store, db.Second(t)}
		var in []models.CodeInput
		for i := range 20 {
			in = append(in, models.CodeInput{Openid: fmt.Sprintf("o%d", i%7), Kind: models.CodeForm, Code: fmt.Sprintf("f%d", i)})
		}
		results := make([]models.CodesResult, 8)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() {
				var err error
				if results[i], err = stores[i%2].AddCodes(ctx, modelstest.Tester, app, "api", in); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var accepted, duplicates int
		for _, r := range results {
			accepted, duplicates = accepted+r.Accepted, duplicates+r.Duplicates
		}
		equal(t, "accepted", accepted, 20)
		equal(t, "duplicates", duplicates, 7*20)
		equal(t, "codes", db.Number(t, "SELECT COUNT(*) FROM send_codes"), 20)
		equal(t, "recipients", db.Number(t, "SELECT COUNT(*) FROM recipients"), 7)
	})
}

func TestAddCodesLimit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		in := make([]models.CodeInput, models.MaxCodes+1)
		for i := range in {
			in[i] = models.CodeInput{Openid: fmt.Sprintf("o%d", i), Kind: models.CodeForm, Code: fmt.Sprintf("f%d", i)}
		}
		_, err := db.AddCodes(t.Context(), modelstest.Tester, app, "api", in)
		wantRefused(t, err, refused("codes", models.ReasonTooMany, 1000))
		result, err := db.AddCodes(t.Context(), modelstest.Tester, app, "api", in[1:])
		ok(t, err)
		equal(t, "accepted", result.Accepted, 1000)
		result, err = db.AddCodes(t.Context(), modelstest.Tester, app, "api", nil)
		ok(t, err)
		equal(t, "accepted of none", result.Accepted, 0)
	})
}

// Codes that come in are in the audit: how many, by whom, and none of them in clear.
func TestCodesAreAudited(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		db.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "secret-code", OrderNo: "A-1"})
		_, err := db.AddCodes(t.Context(), modelstest.Tester, app, "api", []models.CodeInput{{Openid: "o1", Kind: models.CodePrepay, Code: "secret-code"}})
		ok(t, err) // a duplicate changes nothing
		_, err = db.MarkPaid(t.Context(), modelstest.Tester, app, "A-1")
		ok(t, err)
		_, err = db.MarkPaid(t.Context(), modelstest.Tester, app, "A-1")
		ok(t, err)
		page, err := db.AuditEntries(t.Context(), models.AuditFilter{Object: "code"}, 10)
		ok(t, err)
		equal(t, "entries", len(page.Rows), 2)
		equal(t, "paid", page.Rows[0].AfterJSON, `{"codes":1,"order_no":"A-1"}`)
		equal(t, "added", page.Rows[1].AfterJSON, `{"accepted":1,"duplicates":0,"rejected":0,"source":"test"}`)
		equal(t, "by", page.Rows[1].ActorName, modelstest.Tester.Name)
	})
}
