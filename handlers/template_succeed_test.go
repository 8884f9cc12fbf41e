package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestALegacyTemplateMovesToASubscribeTemplate(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	from := s.Template(t, app)
	s.Code(t, app, "o1", models.CodeForm, "f1")
	m := s.Queue(t, app, from, "o1")
	batch, err := s.AddBatch(t.Context(), modelstest.Tester, app, models.BatchInput{
		TemplateID: from.TemplateID, Name: "发货", Audience: models.Audience{Kind: models.AudienceAll},
		Content: models.Content{Fields: map[string]string{"order_no": "1", "shipped_at": "2026-11-23"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	b := s.as(t, models.RoleOperator)
	page := paths.TemplateSucceed(app.Appid, from.ID)
	if got := b.get(t, page).want(t, http.StatusOK); got.text(t, "no-successor") == "" {
		t.Error("without a subscribe template the page does not say what to do")
	}
	to := s.Template(t, app, subscribes, func(in *models.TemplateInput) {
		in.Keywords = []models.KeywordInput{{Key: "time1", Name: "发货时间"}, {Key: "character_string2", Name: "订单号"}}
	})
	if err := s.StopTemplate(t.Context(), modelstest.Tester, app.ID, from.ID, 45103, "This API has been unsupported"); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"message": paths.Message(app.Appid, m.ID), "batch": paths.Batch(app.Appid, batch.ID), "template": paths.Template(app.Appid, from.ID),
		"compose": paths.With(paths.DraftNew(app.Appid), "template", from.TemplateID),
	} {
		if got := b.get(t, path).want(t, http.StatusOK); got.doc(t).Find(`a[href="`+page+`"]`).Length() == 0 {
			t.Errorf("the page of the %s does not lead to what can be used instead", name)
		}
	}
	shown := b.get(t, page).want(t, http.StatusOK)
	if got := shown.doc(t).Find(`[name="map.character_string2"] option[selected]`).AttrOr("value", ""); got != "keyword1" {
		t.Errorf("the order number is guessed to be %q", got)
	}
	form := url.Values{"to": {paths.ID(to.ID)}, "map.time1": {"keyword9"}, "map.character_string2": {"keyword1"}}
	refused := b.post(t, page, form).want(t, http.StatusUnprocessableEntity)
	if refused.text(t, "error-map.time1") == "" || refused.doc(t).Find(`[name="map.character_string2"] option[selected]`).AttrOr("value", "") != "keyword1" {
		t.Error("a keyword that is none is not named, or what was chosen is forgotten")
	}
	form.Set("map.time1", "keyword2")
	b.post(t, page, form).want(t, http.StatusSeeOther)
	got, err := s.Store.Template(t.Context(), app.ID, to.ID)
	if err != nil || got.Keywords[0].Field != "shipped_at" || got.Keywords[1].Field != "order_no" {
		t.Errorf("taken along: %+v, %v", got.Keywords, err)
	}
	if line := b.get(t, paths.Message(app.Appid, m.ID)).doc(t).Find(`[data-testid="instead"] a`).AttrOr("href", ""); line != paths.Template(app.Appid, to.ID) {
		t.Errorf("the message leads to %q", line)
	}
	if note := b.get(t, page).text(t, "successor"); !strings.Contains(note, to.Title) {
		t.Errorf("the page says %q", note)
	}
	b.get(t, paths.TemplateSucceed(app.Appid, to.ID)).want(t, http.StatusNotFound)
	b.get(t, paths.With(page, "to", "77")).want(t, http.StatusBadRequest)
}
