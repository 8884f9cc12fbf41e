package handlers

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/draft"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// showContentStep is the step 内容 with the card of a real person.
func (s *Server) showContentStep(c echo.Context) error {
	query, err := filters(c, draft.InputPreview, draft.InputView, draft.InputStep)
	if err != nil {
		return err
	}
	return s.withDraft(c, func(d models.Draft) error {
		return s.contentStep(c, http.StatusOK, draft.ContentSource{Draft: d}, query)
	})
}

// contentStep renders the step: to htmx the parts that change while typing. looks
// are the choices of whom the card is for and how it is shown.
func (s *Server) contentStep(c echo.Context, status int, src draft.ContentSource, looks url.Values) error {
	ctx, app := c.Request().Context(), currentApp(c)
	src.To, src.Actual = strings.TrimSpace(looks.Get(draft.InputPreview)), looks.Get(draft.InputView) == components.ViewActual
	if err := s.previewDraft(ctx, app, &src, looks.Get(draft.InputStep)); err != nil {
		return err
	}
	if isFragment(c) {
		return s.render(c, status, draft.Typed(draft.NewContentPage(ctx, s.part(c), src)))
	}
	var err error
	if src.Attributes, err = s.Store.LatestAttributes(ctx, app.ID); err != nil {
		return err
	}
	return s.render(c, status, draft.Content(draft.NewContentPage(ctx, s.page(c, layout.NavCompose, text.StepContent), src)))
}

// saveContentStep keeps what was typed, right or wrong. htmx saves while one types;
// the button goes on to the check, which says what is wrong for whom.
func (s *Server) saveContentStep(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		app := currentApp(c)
		content := readContent(c, d)
		looks := c.Request().PostForm
		saved, err := s.saveStep(c, d, models.DraftChange{Content: &content})
		if errors.Is(err, models.ErrConflict) && isFragment(c) {
			d.Content = content
			return s.contentStep(c, http.StatusOK, draft.ContentSource{Draft: d, Stale: true}, looks)
		}
		if err != nil {
			return s.stale(c, err, paths.DraftContent(app.Appid, d.ID))
		}
		switch {
		case isFragment(c):
			return s.contentStep(c, http.StatusOK, draft.ContentSource{Draft: saved}, looks)
		case looks.Has("stay"), looks.Has(draft.InputStep):
			return s.see(c, paths.With(paths.DraftContent(app.Appid, d.ID), draft.InputPreview, strings.TrimSpace(looks.Get(draft.InputPreview)),
				draft.InputView, looks.Get(draft.InputView), draft.InputStep, looks.Get(draft.InputStep)))
		case len(saved.Problems.Content.Fields) > 0:
			return s.contentStep(c, http.StatusUnprocessableEntity, draft.ContentSource{Draft: saved}, looks)
		}
		return s.see(c, paths.DraftCheck(app.Appid, d.ID))
	})
}

// readContent reads the values of the template's keywords. What was typed for
// another template's stays in the draft.
func readContent(c echo.Context, d models.Draft) models.Content {
	content := d.Content
	content.Data = map[string]models.TypedValue{}
	for key, typed := range d.Content.Data {
		content.Data[key] = typed
	}
	content.Fields = maps.Clone(content.Fields)
	for _, k := range d.Template.Keywords {
		typed := models.TypedValue{
			Value: c.FormValue(draft.InputValue + k.Key), From: models.Source(c.FormValue(draft.InputFrom + k.Key)), Default: c.FormValue(draft.InputDefault + k.Key),
			Format: models.Format(c.FormValue(draft.InputFormat + k.Key)), Cut: wholeNumber(c.FormValue(draft.InputCut + k.Key)),
		}
		if typed.From == "" && d.Asks(k) {
			readField(&content, d, k, typed.Value)
			typed.Value = ""
		}
		colour := c.FormValue(draft.InputColour + k.Key)
		switch wanted := c.FormValue(draft.InputTint+k.Key) != ""; {
		case wanted && !strings.EqualFold(colour, k.Colour):
			typed.Colour = colour
		case !wanted && k.Colour != "":
			typed.Colour = models.ColourNone
		}
		content.Data[k.Key] = typed
	}
	page, emphasis := strings.TrimSpace(c.FormValue("page")), c.FormValue("emphasis")
	content.Page, content.Emphasis = &page, &emphasis
	if page == d.Template.Page {
		content.Page = nil
	}
	if emphasis == d.Template.Emphasis {
		content.Emphasis = nil
	}
	return content
}

// readField reads the raw value of a keyword's business field. Where several
// keywords share one, the one that was typed anew counts.
func readField(content *models.Content, d models.Draft, k models.Keyword, typed string) {
	if typed == d.Content.Fields[k.Field] {
		return
	}
	if content.Fields == nil {
		content.Fields = map[string]string{}
	}
	content.Fields[k.Field] = typed
}
