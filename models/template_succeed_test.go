package models_test

import (
	"maps"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func keywords(pairs ...string) (list []models.Keyword) {
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, models.Keyword{Key: pairs[i], Name: pairs[i+1]})
	}
	return list
}

func TestSuggestMapping(t *testing.T) {
	t.Parallel()
	from := models.Template{Keywords: keywords("keyword1", "订单编号", "keyword2", "商品名称", "keyword3", "支付金额", "keyword4", "发货时间", "keyword5", "快递公司", "keyword6", "快递单号")}
	for _, tt := range []struct {
		name string
		to   []models.Keyword
		want map[string]string
	}{
		{"same names", keywords("character_string1", "订单编号", "thing2", "商品名称"), map[string]string{"character_string1": "keyword1", "thing2": "keyword2"}},
		{"like names", keywords("character_string3", "订单号", "amount1", "付款金额"), map[string]string{"character_string3": "keyword1", "amount1": "keyword3"}},
		{"the best of two", keywords("character_string1", "快递单号", "character_string2", "订单号"), map[string]string{"character_string1": "keyword6", "character_string2": "keyword1"}},
		{"like names of other sorts", keywords("amount1", "发货日期"), map[string]string{}},
		{"nothing alike", keywords("name1", "骑手"), map[string]string{}},
		{"each once", keywords("thing1", "商品名称", "thing2", "商品名"), map[string]string{"thing1": "keyword2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := models.SuggestMapping(from, models.Template{Keywords: tt.to}); !maps.Equal(got, tt.want) {
				t.Errorf("suggested %v, want %v", got, tt.want)
			}
		})
	}
}

func TestASuccessorTakesOverWhatItLacks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		from := db.Template(t, app, func(in *models.TemplateInput) {
			in.Page = "pages/order"
			in.Keywords[0].DefaultValue, in.Keywords[0].Sample = "无", "T1"
		})
		to := db.Template(t, app, func(in *models.TemplateInput) {
			in.Title, in.Kind = "发货提醒", models.KindSubscribeOnce
			in.Keywords = []models.KeywordInput{
				{Key: "character_string1", Name: "订单号", Sample: "T1001"}, {Key: "time2", Name: "时间", Field: "sent_at", Format: models.FormatDate}, {Key: "thing3", Name: "备注"},
			}
		})
		mapped := map[string]string{"character_string1": "keyword1", "time2": "keyword2", "thing3": ""}
		for _, tt := range []struct {
			name string
			in   models.SuccessorInput
			want models.FieldError
		}{
			{"none", models.SuccessorInput{Map: mapped}, refused("to", models.ReasonBadChoice)},
			{"a legacy one", models.SuccessorInput{To: from.ID, Map: mapped}, refused("to", models.ReasonBadChoice)},
			{"another App's", models.SuccessorInput{To: db.Template(t, db.App(t), subscribeOnce).ID}, refused("to", models.ReasonBadChoice)},
			{"a keyword that is none", models.SuccessorInput{To: to.ID, Map: map[string]string{"thing3": "keyword9"}}, refused("map.thing3", models.ReasonUnknownKeyword)},
		} {
			_, err := db.SucceedTemplate(ctx, modelstest.Tester, app.ID, from.ID, tt.in)
			wantRefused(t, err, tt.want)
		}
		_, err := db.SucceedTemplate(ctx, modelstest.Tester, app.ID, to.ID, models.SuccessorInput{To: to.ID})
		wantError(t, err, models.ErrNotFound)

		_, err = db.SucceedTemplate(ctx, modelstest.Tester, app.ID, from.ID, models.SuccessorInput{To: to.ID, Map: mapped})
		ok(t, err)
		got, err := db.Store.Template(ctx, app.ID, to.ID)
		ok(t, err)
		first, second, third := got.Keywords[0], got.Keywords[1], got.Keywords[2]
		equal(t, "page", got.Page, "pages/order")
		equal(t, "first", first.Field+first.DefaultValue+first.Colour+first.Sample, "order_no无#173177T1001")
		equal(t, "what it had", second.Field, "sent_at")
		equal(t, "its format", second.Format, models.FormatDate)
		equal(t, "unmapped", third.Field, "")
		old, err := db.Store.Template(ctx, app.ID, from.ID)
		ok(t, err)
		equal(t, "successor", old.SuccessorRef, to.ID)
		link(t, db)
		equal(t, "the record agrees", verify(t, db).Whole(), true)
	})
}

func subscribeOnce(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce }
