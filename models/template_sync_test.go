package models_test

import (
	"reflect"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
)

// listed keeps a list as if the platform had just answered it.
func listed(t *testing.T, db *modelstest.DB, app models.App, lists models.HeardLists) models.TemplateList {
	t.Helper()
	db.Clock.Advance(2 * time.Minute)
	mine, err := db.BeginFetch(t.Context(), app.ID, models.FetchAsked)
	ok(t, err)
	equal(t, "may fetch", mine, true)
	ok(t, db.KeepList(t.Context(), app.ID, lists))
	list, err := db.TemplateList(t.Context(), app.ID)
	ok(t, err)
	return list
}

func claims(t *testing.T, db *modelstest.DB, app models.App, want int) {
	t.Helper()
	claimed, err := db.Claim(t.Context(), models.Lane{App: app}, 1, modelstest.Lease)
	ok(t, err)
	equal(t, "messages that go", len(claimed), want)
}

func heard(templates ...wechat.OwnTemplate) models.Heard {
	return models.Heard{At: 1, Templates: templates}
}

func differences(t *testing.T, db *modelstest.DB, app models.App) []models.TemplateChange {
	t.Helper()
	list, err := db.TemplateList(t.Context(), app.ID)
	ok(t, err)
	here, err := db.Templates(t.Context(), app.ID)
	ok(t, err)
	return list.Differences(here)
}

func TestSyncKeepsWhatPeopleSaid(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		mapped := db.Template(t, app, func(in *models.TemplateInput) {
			in.Title, in.Kind = "我们的发货通知", models.KindSubscribeOnce
			in.Keywords = []models.KeywordInput{
				{Key: "character_string1", Name: "单号", Field: "order_no", Colour: "#173177", Sample: "T1"},
				{Key: "thing2", Name: "商品名称", Field: "product", DefaultValue: "水果", Format: models.FormatCut20},
				{Key: "phrase3", Name: "快递公司", Field: "carrier"},
			}
		})
		other := db.Template(t, app)
		unlike := wechat.OwnTemplate{TemplateID: mapped.TemplateID, Title: "订单发货通知", Type: wechat.TypeOnce,
			Content: "订单编号:{{character_string1.DATA}}\n商品名称:{{thing4.DATA}}\n状态:{{enum_string5.DATA}}\n",
			Choices: map[string][]string{"enum_string5": {"配送中", "已送达"}}}
		fresh := wechat.OwnTemplate{TemplateID: "NEW", Title: "就诊提醒", Type: wechat.TypeLong, Content: "就诊人:{{name1.DATA}}\n", Example: "就诊人:小林\n"}
		list := listed(t, db, app, models.HeardLists{
			models.FamilySubscribe: heard(unlike, fresh, wechat.OwnTemplate{TemplateID: "EMPTY", Title: "没有关键词", Type: wechat.TypeOnce}),
			models.FamilyTemplate:  {Refusal: &models.PlatformRefusal{Errcode: 45103}},
		})
		changes := differences(t, db, app)
		if len(changes) != 3 || changes[0].What != models.DiffChanged || changes[1].What != models.DiffAdded || changes[2].Readable() {
			t.Fatalf("differences %+v", changes)
		}
		taken, err := db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt, nil, true)
		ok(t, err)
		equal(t, "taken over", taken, models.Taken{Added: 1, Changed: 1})

		got, err := db.Store.Template(ctx, app.ID, mapped.ID)
		ok(t, err)
		equal(t, "our title", got.Title, "我们的发货通知")
		for i, want := range []models.Keyword{
			{Key: "character_string1", Name: "单号", Field: "order_no", Colour: "#173177", Sample: "T1"},
			{Key: "thing4", Name: "商品名称", Field: "product", DefaultValue: "水果", Format: models.FormatCut20},
			{Key: "enum_string5", Name: "状态"},
		} {
			k := got.Keywords[i]
			want.ID, want.TemplateRef, want.Position = k.ID, got.ID, i+1
			equal(t, "keyword", k, want)
		}
		if want := (models.Choices{"enum_string5": {"配送中", "已送达"}}); !reflect.DeepEqual(got.Choices, want) {
			t.Errorf("choices %v, want %v", got.Choices, want)
		}
		added, err := db.TemplateByPlatformID(ctx, app.ID, "NEW")
		ok(t, err)
		equal(t, "kind", added.Kind, models.KindSubscribeLong)
		equal(t, "sample", added.Keywords[0].Sample, "小林")
		untouched, err := db.Store.Template(ctx, app.ID, other.ID)
		ok(t, err)
		equal(t, "a template of a list that was refused", untouched.RemovedAt, 0)

		// Only the names are left, which nobody asked for; asked for, they are taken.
		changes = differences(t, db, app)
		equal(t, "what is left", changes[0].What, models.DiffNames)
		taken, err = db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt, nil, true)
		ok(t, err)
		equal(t, "taken over again", taken.Total(), 0)
		_, err = db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt, []string{mapped.TemplateID}, false)
		ok(t, err)
		got, err = db.Store.Template(ctx, app.ID, mapped.ID)
		ok(t, err)
		equal(t, "the platform's title and name", got.Title+got.Keywords[0].Name+got.Keywords[0].Field, "订单发货通知订单编号order_no")

		// What had been taken out comes back with its mapping.
		unlike.Content += "快递公司:{{phrase6.DATA}}\n"
		list = listed(t, db, app, models.HeardLists{models.FamilySubscribe: heard(unlike, fresh)})
		_, err = db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt, nil, true)
		ok(t, err)
		got, err = db.Store.Template(ctx, app.ID, mapped.ID)
		ok(t, err)
		equal(t, "back", got.Keywords[3].Key+got.Keywords[3].Field, "phrase6carrier")
		equal(t, "set aside", len(got.SetAside), 0)
		link(t, db)
		equal(t, "the record agrees", verify(t, db).Whole(), true)
	})
}

func TestKeysOfLegacyTemplatesOnlyCountPlaces(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app, func(in *models.TemplateInput) { in.Emphasis = "keyword1" })
		list := listed(t, db, app, models.HeardLists{models.FamilyTemplate: heard(wechat.OwnTemplate{
			TemplateID: template.TemplateID, Title: template.Title, Content: "发货时间{{keyword1.DATA}}\n订单编号{{keyword2.DATA}}\n",
		})})
		_, err := db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt, []string{template.TemplateID}, false)
		ok(t, err)
		got, err := db.Store.Template(ctx, app.ID, template.ID)
		ok(t, err)
		equal(t, "first", got.Keywords[0].Key+" "+got.Keywords[0].Field, "keyword1 shipped_at")
		equal(t, "second", got.Keywords[1].Key+" "+got.Keywords[1].Field, "keyword2 order_no")
		equal(t, "shown large", got.Emphasis, "keyword2")
		equal(t, "differences left", len(differences(t, db, app)), 0)
	})
}

func TestARemovedTemplateHoldsItsMessages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		db.Code(t, app, "o1", models.CodeForm, "f2")
		db.Queue(t, app, template, "o1")
		list := listed(t, db, app, models.HeardLists{models.FamilyTemplate: heard()})
		_, err := db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt-1, nil, true)
		wantError(t, err, models.ErrConflict)
		_, err = db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt, []string{"NONE"}, false)
		wantError(t, err, models.ErrConflict)
		_, err = db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt, nil, true)
		ok(t, err)
		claims(t, db, app, 0)
		_, err = db.Enqueue(ctx, modelstest.Tester, app, models.MessageRequest{TemplateID: template.TemplateID, To: "o1",
			Content: models.Content{Fields: map[string]string{"order_no": "1", "shipped_at": "2026-11-23"}}})
		wantRefused(t, err, refused("template", models.ReasonTemplateRemoved))
		_, err = db.AddBatch(ctx, modelstest.Tester, app, models.BatchInput{TemplateID: template.TemplateID, Name: "发货", Audience: models.Audience{Kind: models.AudienceAll},
			Content: models.Content{Fields: map[string]string{"order_no": "1", "shipped_at": "2026-11-23"}}})
		wantRefused(t, err, refused("template", models.ReasonTemplateRemoved))

		list = listed(t, db, app, models.HeardLists{models.FamilyTemplate: heard(wechat.OwnTemplate{
			TemplateID: template.TemplateID, Title: template.Title, Content: "订单编号{{keyword1.DATA}}\n发货时间{{keyword2.DATA}}\n",
		})})
		_, err = db.TakeTemplates(ctx, modelstest.Tester, app.ID, list.FetchedAt, nil, true)
		ok(t, err)
		claims(t, db, app, 1)
		link(t, db)
		equal(t, "the record agrees", verify(t, db).Whole(), true)
	})
}

func TestTheListIsAskedForSeldom(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		may := func(want bool) {
			t.Helper()
			mine, err := db.BeginFetch(ctx, app.ID, models.FetchAsked)
			ok(t, err)
			equal(t, "may fetch", mine, want)
		}
		kept := heard(wechat.OwnTemplate{TemplateID: "A", Title: "甲", Content: "名{{keyword1.DATA}}"})
		may(true)
		ok(t, db.KeepList(ctx, app.ID, models.HeardLists{models.FamilyTemplate: kept}))
		may(false)
		db.Clock.Advance(time.Minute)
		may(true)
		ok(t, db.KeepList(ctx, app.ID, models.HeardLists{models.FamilyTemplate: {Refusal: &models.PlatformRefusal{Errcode: 45009}}}))
		list, err := db.TemplateList(ctx, app.ID)
		ok(t, err)
		if got := list.Heard[models.FamilyTemplate]; got.At != 1 || len(got.Templates) != 1 || got.Refusal == nil {
			t.Errorf("after a refusal %+v is kept", got)
		}
		db.Clock.Advance(59 * time.Minute)
		may(false)
		db.Clock.Advance(time.Minute)
		may(true)
	})
}
