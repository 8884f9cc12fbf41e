package models_test

import (
	"reflect"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestAnotherVersionIsAskedAboutTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		in := templateInput()
		in.Kind = models.KindSubscribeOnce
		in.MiniprogramState = models.StateTrial
		_, err := db.AddTemplate(ctx, modelstest.Tester, app.ID, in)
		wantRefused(t, err, refused("miniprogram_state", models.ReasonConfirmState))
		in.StateConfirmed, in.Lang = true, "en_US"
		added, err := db.AddTemplate(ctx, modelstest.Tester, app.ID, in)
		ok(t, err)
		stored, err := db.Store.Template(ctx, app.ID, added.ID)
		ok(t, err)
		equal(t, "opens", stored.Opens(), models.StateTrial)
		equal(t, "language", stored.Lang, "en_US")

		in.StateConfirmed = false // it stays as it is: no new question
		_, err = db.UpdateTemplate(ctx, modelstest.Tester, app.ID, added.ID, in)
		ok(t, err)
		in.MiniprogramState = models.StateDeveloper
		_, err = db.UpdateTemplate(ctx, modelstest.Tester, app.ID, added.ID, in)
		wantRefused(t, err, refused("miniprogram_state", models.ReasonConfirmState))
		in.MiniprogramState, in.Lang = models.StateFormal, "zh_CN"
		_, err = db.UpdateTemplate(ctx, modelstest.Tester, app.ID, added.ID, in)
		ok(t, err)
		stored, err = db.Store.Template(ctx, app.ID, added.ID)
		ok(t, err)
		equal(t, "back to the published one", stored.Opens(), models.StateFormal)
		equal(t, "default language", stored.Lang, "")

		in.MiniprogramState, in.Lang, in.StateConfirmed = "beta", "fr_FR", true
		_, err = db.UpdateTemplate(ctx, modelstest.Tester, app.ID, added.ID, in)
		wantRefused(t, err, refused("miniprogram_state", models.ReasonBadChoice), refused("lang", models.ReasonBadChoice))
		in.TemplateID, in.Kind = "LEGACY", models.KindTemplate
		legacy, err := db.AddTemplate(ctx, modelstest.Tester, app.ID, in)
		ok(t, err)
		equal(t, "a legacy template opens", legacy.MiniprogramState, "")
	})
}

func TestSendsNameAnotherVersion(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		kind := func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce }
		formal := db.Template(t, app, kind)
		trial := db.Template(t, app, kind, func(in *models.TemplateInput) { in.MiniprogramState, in.StateConfirmed = models.StateTrial, true })
		for _, template := range []models.Template{formal, trial} {
			db.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID})
		}
		for _, tt := range []struct {
			name     string
			template models.Template
			named    models.MiniprogramState
			want     []models.FieldError
		}{
			{"published, unnamed", formal, "", nil},
			{"published, named", formal, models.StateFormal, nil},
			{"published, another named", formal, models.StateTrial, []models.FieldError{refused("miniprogram_state", models.ReasonOtherState)}},
			{"trial, unnamed", trial, "", []models.FieldError{refused("miniprogram_state", models.ReasonConfirmState)}},
			{"trial, named", trial, models.StateTrial, nil},
			{"trial, another named", trial, models.StateFormal, []models.FieldError{refused("miniprogram_state", models.ReasonOtherState)}},
			{"trial, nonsense named", trial, "beta", []models.FieldError{refused("miniprogram_state", models.ReasonBadChoice)}},
		} {
			t.Run(tt.name, func(t *testing.T) {
				_, err := db.Enqueue(t.Context(), modelstest.Tester, app, models.MessageRequest{
					TemplateID: tt.template.TemplateID, To: "o1", MiniprogramState: tt.named,
					Content: models.Content{Data: map[string]models.TypedValue{"keyword1": {Value: "1"}, "keyword2": {Value: "2"}}},
				})
				wantRefused(t, err, tt.want...)
			})
		}
	})
}

func TestChoicesAreKeptAndChecked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app, func(in *models.TemplateInput) {
			in.Kind = models.KindSubscribeOnce
			in.Keywords = []models.KeywordInput{{Key: "enum_string1", Name: "状态"}, {Key: "thing2", Name: "备注"}}
		})
		ok(t, db.Exec(`UPDATE templates SET choices = '{"enum_string1":["配送中","已送达"]}'`))
		in := models.TemplateInput{Title: "改名", Keywords: []models.KeywordInput{{Key: "enum_string1", Name: "状态", DefaultValue: "配送中"}, {Key: "thing2", Name: "备注"}}}
		_, err := db.UpdateTemplate(ctx, modelstest.Tester, app.ID, template.ID, in)
		ok(t, err)
		stored, err := db.Store.Template(ctx, app.ID, template.ID)
		ok(t, err)
		if want := (models.Choices{"enum_string1": {"配送中", "已送达"}}); !reflect.DeepEqual(stored.Choices, want) {
			t.Errorf("choices %v, want %v", stored.Choices, want)
		}
		render := func(state string) models.ValidationError {
			return stored.Render(models.Content{Data: map[string]models.TypedValue{"enum_string1": {Value: state}, "thing2": {Value: "好"}}}, app.Zone()).Errors
		}
		bad := render("飞行中")
		wantRefused(t, bad.Err(), refused("data.enum_string1", models.ReasonBadChoice))
		for _, good := range []string{"已送达", ""} { // the default
			bad := render(good)
			wantRefused(t, bad.Err())
		}
	})
}
