package models_test

import (
	"fmt"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestWatchWords(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app, func(in *models.TemplateInput) {
			in.Keywords = append(in.Keywords, models.KeywordInput{Key: "keyword3", Name: "说明", DefaultValue: "限时配送"})
		})
		db.Recipient(t, app, "o1")
		words, err := db.WatchWords(ctx, app.ID)
		ok(t, err)
		if len(words[models.KindTemplate]) < 10 || len(words[models.KindSubscribeLong]) < 10 {
			t.Errorf("the usual words: %v", words)
		}
		d := newDraft(t, db, app, template, func(c *models.DraftChange) {
			c.Content = &models.Content{Fields: fields{"order_no": "红包 SALE"}, Data: typed{"keyword2": {From: models.AttributeSource("优惠")}}}
		})
		hits := func() string {
			t.Helper()
			c, err := db.CheckDraft(ctx, app, d)
			ok(t, err)
			return fmt.Sprint(c.Words)
		}
		equal(t, "in what is said to everyone", hits(), "[{keyword1 红包} {keyword3 限时}]")
		ok(t, db.SaveWatchWords(ctx, modelstest.Tester, app.ID, models.WatchWords{template.Kind: {" sale", "Sale", "", "专享"}, models.KindSubscribeOnce: {"红包"}}))
		words, err = db.WatchWords(ctx, app.ID)
		ok(t, err)
		equal(t, "words", strings.Join(words[template.Kind], "|"), "sale|专享")
		equal(t, "of another kind", strings.Join(words[models.KindSubscribeOnce], "|"), "红包")
		d = save(t, db, app, d, models.DraftChange{Plan: &models.DraftPlan{Start: "2026-12-01"}})
		equal(t, "whatever the case", hits(), "[{keyword1 sale}]")
		ok(t, db.SaveWatchWords(ctx, modelstest.Tester, app.ID, models.WatchWords{template.Kind: nil}))
		words, err = db.WatchWords(ctx, app.ID)
		ok(t, err)
		equal(t, "none at all", len(words[template.Kind]), 0)
		equal(t, "those of another kind stay", len(words[models.KindSubscribeOnce]), 1)
		wantRefused(t, db.SaveWatchWords(ctx, modelstest.Tester, app.ID, models.WatchWords{template.Kind: {strings.Repeat("长", 33)}}), refused("words.template", models.ReasonTooLong, 32))
		others, err := db.WatchWords(ctx, db.App(t).ID)
		ok(t, err)
		if len(others[template.Kind]) < 10 {
			t.Errorf("another App's words: %v", others)
		}
	})
}

func TestTestSend(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 3)
		nocode := db.Recipient(t, app, "nocode")
		d := upload(t, db, app, newDraft(t, db, app, template), "openid,order_no\no1,来自名单\n")
		id := func(openid string) int64 {
			r, err := db.RecipientByOpenid(ctx, app.ID, openid)
			ok(t, err)
			return r.ID
		}
		for _, tester := range []int64{id("o0"), nocode.ID} {
			ok(t, db.SetTester(ctx, modelstest.Tester, app.ID, tester, true))
			ok(t, db.SetTester(ctx, modelstest.Tester, app.ID, tester, true))
		}
		testers, err := db.Testers(ctx, app.ID)
		ok(t, err)
		equal(t, "testers", len(testers), 2)
		results, err := db.TestSend(ctx, modelstest.Tester, app, d, []int64{id("o0"), id("o2"), nocode.ID}, "page-1")
		ok(t, err)
		equal(t, "a tester who is not listed gets a line of the list", results[0].Message.Data[0].Value, "来自名单")
		equal(t, "as a message of its own", results[0].Message.BatchID == nil, true)
		wantRefused(t, results[1].Refused, refused("to", models.ReasonNotTester))
		wantRefused(t, results[2].Refused, refused("to", models.ReasonNoSendCode))
		again, err := db.TestSend(ctx, modelstest.Tester, app, d, []int64{id("o0")}, "page-1")
		ok(t, err)
		equal(t, "the same once more", again[0].Message.ID, results[0].Message.ID)
		equal(t, "messages", db.Number(t, "SELECT COUNT(*) FROM messages"), 1)
		equal(t, "the draft is still one", d.State, models.BatchDraft)

		ok(t, db.SetTester(ctx, modelstest.Tester, app.ID, nocode.ID, false))
		results, err = db.TestSend(ctx, modelstest.Tester, app, d, []int64{nocode.ID}, "page-2")
		ok(t, err)
		wantRefused(t, results[0].Refused, refused("to", models.ReasonNotTester))
		_, err = db.TestSend(ctx, modelstest.Tester, app, d, nil, "page-3")
		wantRefused(t, err, refused("to", models.ReasonRequired))
		d = save(t, db, app, d, models.DraftChange{Content: &models.Content{Page: new("pages/x?{nothing}")}})
		_, err = db.TestSend(ctx, modelstest.Tester, app, d, []int64{id("o0")}, "page-4")
		wantRefused(t, err, refused("page", models.ReasonNoSource))
		wantError(t, db.SetTester(ctx, modelstest.Tester, db.App(t).ID, nocode.ID, true), models.ErrNotFound)
	})
}

func TestSendingRules(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		equal(t, "of a new App", fmt.Sprint(app.ConfirmAbove, app.RestDays), "100 0")
		equal(t, "at the number", app.MustType(100), false)
		equal(t, "above it", app.MustType(101), true)
		ok(t, db.SaveSendingRules(ctx, modelstest.Tester, app.ID, models.SendingRules{ConfirmAbove: 0, RestDays: 30}))
		in := models.NewAppInput()
		in.Name = "改名"
		app, err := db.UpdateApp(ctx, modelstest.Tester, app.ID, in)
		ok(t, err)
		equal(t, "an edit of the App leaves them", fmt.Sprint(app.ConfirmAbove, app.RestDays, app.MustType(1)), "0 30 true")
		wantRefused(t, db.SaveSendingRules(ctx, modelstest.Tester, app.ID, models.SendingRules{ConfirmAbove: -1, RestDays: 31}),
			refused("confirm_above", models.ReasonBadChoice), refused("rest_days", models.ReasonBadChoice))
	})
}

func TestLatestAttributes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		db.Recipient(t, app, "plain")
		for _, attributes := range []map[string]string{{"city": "昆明", "level": "2"}, {"city": "大理", "生日": "1 月"}} {
			_, err := db.SaveRecipient(t.Context(), modelstest.Tester, app.ID, models.RecipientInput{Openid: fmt.Sprint("o", len(attributes["生日"])), Attributes: attributes})
			ok(t, err)
		}
		keys, err := db.LatestAttributes(t.Context(), app.ID)
		ok(t, err)
		equal(t, "keys", strings.Join(keys, " "), "city level 生日")
		keys, err = db.LatestAttributes(t.Context(), db.App(t).ID)
		ok(t, err)
		equal(t, "another App's", len(keys), 0)
	})
}
