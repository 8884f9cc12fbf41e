package models_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func templateInput() models.TemplateInput {
	return models.TemplateInput{
		TemplateID: "AT0007-x_Y", Title: "订单发货通知", Kind: models.KindTemplate, Emphasis: "keyword2", Page: "/pages/order",
		Keywords: []models.KeywordInput{
			{Key: "keyword1", Name: "订单编号", Field: "order_no", Colour: "#A0B0C0", Sample: "2026"},
			{Key: "keyword2", Name: "金额", Field: "order.amount", Format: models.FormatFen, DefaultValue: "免费"},
		},
	}
}

func TestAddTemplateJudgesValues(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		long := strings.Repeat("字", 513)
		tests := []struct {
			name string
			edit func(*models.TemplateInput)
			want []models.FieldError
		}{
			{"good", func(*models.TemplateInput) {}, nil},
			{"no template id", func(in *models.TemplateInput) { in.TemplateID = " " }, []models.FieldError{refused("template_id", models.ReasonRequired)}},
			{"template id with a blank", func(in *models.TemplateInput) { in.TemplateID = "a b" }, []models.FieldError{refused("template_id", models.ReasonBadFormat)}},
			{"template id beyond ASCII", func(in *models.TemplateInput) { in.TemplateID = "模板" }, []models.FieldError{refused("template_id", models.ReasonBadFormat)}},
			{"long template id", func(in *models.TemplateInput) { in.TemplateID = strings.Repeat("a", 129) }, []models.FieldError{refused("template_id", models.ReasonTooLong, 128)}},
			{"no title", func(in *models.TemplateInput) { in.Title = "" }, []models.FieldError{refused("title", models.ReasonRequired)}},
			{"kind", func(in *models.TemplateInput) { in.Kind = "uniform" }, []models.FieldError{refused("kind", models.ReasonBadChoice)}},
			{"page", func(in *models.TemplateInput) { in.Page = "a\tb" }, []models.FieldError{refused("page", models.ReasonBadFormat)}},
			{"no keywords", func(in *models.TemplateInput) { in.Keywords, in.Emphasis = nil, "" }, []models.FieldError{refused("keywords", models.ReasonRequired)}},
			{"too many keywords", func(in *models.TemplateInput) {
				for i := range 20 {
					in.Keywords = append(in.Keywords, models.KeywordInput{Key: fmt.Sprintf("thing%d", i), Name: "n"})
				}
			}, []models.FieldError{refused("keywords", models.ReasonTooMany, 20)}},
			{"one key twice", func(in *models.TemplateInput) { in.Keywords[0].Key = "keyword2 " }, []models.FieldError{refused("keywords[1].key", models.ReasonTaken)}},
			{"key form", func(in *models.TemplateInput) { in.Keywords[0].Key = "1keyword" }, []models.FieldError{refused("keywords[0].key", models.ReasonBadFormat)}},
			{"keyword without name", func(in *models.TemplateInput) { in.Keywords[1].Name = "" }, []models.FieldError{refused("keywords[1].name", models.ReasonRequired)}},
			{"field form", func(in *models.TemplateInput) { in.Keywords[1].Field = "order no" }, []models.FieldError{refused("keywords[1].field", models.ReasonBadFormat)}},
			{"long default", func(in *models.TemplateInput) { in.Keywords[1].DefaultValue = long }, []models.FieldError{refused("keywords[1].default", models.ReasonTooLong, 512)}},
			{"long sample", func(in *models.TemplateInput) { in.Keywords[1].Sample = long }, []models.FieldError{refused("keywords[1].sample", models.ReasonTooLong, 512)}},
			{"format", func(in *models.TemplateInput) { in.Keywords[1].Format = "roman" }, []models.FieldError{refused("keywords[1].format", models.ReasonBadChoice)}},
			{"colour", func(in *models.TemplateInput) { in.Keywords[0].Colour = "#12345" }, []models.FieldError{refused("keywords[0].colour", models.ReasonBadColour)}},
			{"emphasis", func(in *models.TemplateInput) { in.Emphasis = "keyword3" }, []models.FieldError{refused("emphasis", models.ReasonUnknownKeyword)}},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				in := templateInput()
				test.edit(&in)
				_, err := db.AddTemplate(t.Context(), modelstest.Tester, db.App(t).ID, in)
				wantRefused(t, err, test.want...)
			})
		}
	})
}

func TestTemplateIsStoredAsGiven(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		added, err := db.AddTemplate(ctx, modelstest.Tester, app.ID, templateInput())
		ok(t, err)
		equal(t, "page without slash", added.Page, "pages/order")
		equal(t, "colour in lower case", added.Keywords[0].Colour, "#a0b0c0")
		equal(t, "state", added.State, models.TemplateActive)

		byID, err := db.Store.Template(ctx, app.ID, added.ID)
		ok(t, err)
		byPlatformID, err := db.TemplateByPlatformID(ctx, app.ID, "AT0007-x_Y")
		ok(t, err)
		listed, err := db.Templates(ctx, app.ID)
		ok(t, err)
		for name, got := range map[string]models.Template{"by id": byID, "by template id": byPlatformID, "listed": listed[0]} {
			if !reflect.DeepEqual(got, added) {
				t.Errorf("%s: %+v, want %+v", name, got, added)
			}
		}
		_, err = db.TemplateByPlatformID(ctx, app.ID, "AT0007-X_Y")
		wantError(t, err, models.ErrNotFound) // case matters
	})
}

func TestTemplateIDIsTakenPerApp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		_, err := db.AddTemplate(ctx, modelstest.Tester, app.ID, templateInput())
		ok(t, err)
		_, err = db.AddTemplate(ctx, modelstest.Tester, app.ID, templateInput())
		wantRefused(t, err, refused("template_id", models.ReasonTaken))
		_, err = db.AddTemplate(ctx, modelstest.Tester, db.App(t).ID, templateInput())
		ok(t, err)
		in := templateInput()
		in.TemplateID = strings.ToLower(in.TemplateID)
		_, err = db.AddTemplate(ctx, modelstest.Tester, app.ID, in)
		ok(t, err)
	})
}

func TestUpdateTemplate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		added, err := db.AddTemplate(ctx, modelstest.Tester, app.ID, templateInput())
		ok(t, err)
		ok(t, db.StopTemplate(ctx, modelstest.Tester, app.ID, added.ID, 40037, "invalid template_id"))
		in := models.TemplateInput{
			TemplateID: "OTHER", Kind: models.KindSubscribeLong, Title: "新标题",
			Keywords: []models.KeywordInput{{Key: "keyword2", Name: "二"}, {Key: "keyword1", Name: "一", Colour: "#000000"}},
		}
		_, err = db.UpdateTemplate(ctx, modelstest.Tester, app.ID, added.ID, in)
		ok(t, err)
		after, err := db.Store.Template(ctx, app.ID, added.ID)
		ok(t, err)
		equal(t, "template id", after.TemplateID, added.TemplateID)
		equal(t, "kind", after.Kind, added.Kind)
		equal(t, "title", after.Title, "新标题")
		equal(t, "page", after.Page, "")
		equal(t, "emphasis", after.Emphasis, "")
		equal(t, "state", after.State, models.TemplateStopped)
		var keys []string
		for _, k := range after.Keywords {
			keys = append(keys, k.Key+k.Name+k.Colour)
		}
		equal(t, "keywords", strings.Join(keys, " "), "keyword2二 keyword1一#000000")
		equal(t, "rows of keywords", db.Number(t, "SELECT COUNT(*) FROM keywords"), 2)

		in.TemplateID, in.Kind = "", "" // a form need not send what cannot change
		_, err = db.UpdateTemplate(ctx, modelstest.Tester, app.ID, added.ID, in)
		ok(t, err)
		in.Keywords[0].Key = "?"
		_, err = db.UpdateTemplate(ctx, modelstest.Tester, app.ID, added.ID, in)
		wantRefused(t, err, refused("keywords[0].key", models.ReasonBadFormat))
		equal(t, "rows of keywords", db.Number(t, "SELECT COUNT(*) FROM keywords"), 2)
	})
}

func TestStopAndResumeTemplate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		ok(t, db.StopTemplate(ctx, modelstest.Tester, app.ID, template.ID, 40037, "first"))
		ok(t, db.StopTemplate(ctx, modelstest.Tester, app.ID, template.ID, 41028, "second"))
		stopped, err := db.Store.Template(ctx, app.ID, template.ID)
		ok(t, err)
		equal(t, "state", stopped.State, models.TemplateStopped)
		equal(t, "first cause", fmt.Sprint(stopped.StopErrcode, stopped.StopReason), "40037first")
		equal(t, "since", stopped.StoppedAt, db.Now())
		ok(t, db.ResumeTemplate(ctx, modelstest.Tester, app.ID, template.ID))
		resumed, err := db.Store.Template(ctx, app.ID, template.ID)
		ok(t, err)
		if !reflect.DeepEqual(resumed, template) {
			t.Errorf("resumed %+v, was %+v", resumed, template)
		}
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action LIKE 'template.%' AND object_id = ?", template.ID), 3)
	})
}

// The audit keeps a template before and after: the largest that is allowed must fit.
func TestLargestTemplateIsStoredAndAudited(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		in := templateInput()
		in.Keywords = nil
		for i := range 20 {
			in.Keywords = append(in.Keywords, models.KeywordInput{
				Key: fmt.Sprintf("k%063d", i), Name: strings.Repeat("😀", 64), Field: "f" + strings.Repeat("_", 63),
				DefaultValue: strings.Repeat("<", 512), Sample: strings.Repeat("😀", 512), Colour: "#ffffff",
			})
		}
		in.Emphasis, in.Page, in.Title = in.Keywords[19].Key, strings.Repeat("&", 1024), strings.Repeat("😀", 100)
		template, err := db.AddTemplate(t.Context(), modelstest.Tester, db.App(t).ID, in)
		ok(t, err)
		_, err = db.UpdateTemplate(t.Context(), modelstest.Tester, template.AppID, template.ID, in)
		ok(t, err)
	})
}
