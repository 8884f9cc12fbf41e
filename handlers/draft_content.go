package handlers

import (
	"errors"
	"maps"
	"net/http"
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
	query, err := filters(c, draft.InputPreview, draft.InputView)
	if err != nil {
		return err
	}
	return s.withDraft(c, func(d models.Draft) error {
		return s.contentStep(c, http.StatusOK, d, query.Get(draft.InputPreview), query.Get(draft.InputView), false)
	})
}

// contentStep renders the step: to htmx the parts that change while typing.
func (s *Server) contentStep(c echo.Context, status int, d models.Draft, to, view string, stale bool) error {
	ctx, app := c.Request().Context(), currentApp(c)
	src := draft.ContentSource{Draft: d, To: strings.TrimSpace(to), Actual: view == components.ViewActual, Stale: stale}
	if err := s.previewDraft(c, &src); err != nil {
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

// previewDraft renders the message for the person who was asked for, else for the
// first of the audience, else for nobody.
func (s *Server) previewDraft(c echo.Context, src *draft.ContentSource) error {
	ctx, app := c.Request().Context(), currentApp(c)
	if src.Draft.Template.ID == 0 {
		return nil
	}
	var person models.Recipient
	err := models.ErrNotFound
	if src.To != "" {
		person, err = s.Store.RecipientByOpenid(ctx, app.ID, src.To)
		src.Lost = errors.Is(err, models.ErrNotFound)
	}
	if errors.Is(err, models.ErrNotFound) {
		person, err = s.Store.FirstOfDraft(ctx, app, src.Draft)
	}
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	src.Preview, err = s.Store.PreviewDraft(ctx, app, src.Draft, person)
	return err
}

// saveContentStep keeps what was typed, right or wrong. htmx saves while one types;
// the button goes on to the check, which says what is wrong for whom.
func (s *Server) saveContentStep(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		app := currentApp(c)
		content := readContent(c, d)
		to, view := c.FormValue(draft.InputPreview), c.FormValue(draft.InputView)
		saved, err := s.saveStep(c, d, models.DraftChange{Content: &content})
		if errors.Is(err, models.ErrConflict) && isFragment(c) {
			d.Content = content
			return s.contentStep(c, http.StatusOK, d, to, view, true)
		}
		if err != nil {
			return s.stale(c, err, paths.DraftContent(app.Appid, d.ID))
		}
		switch {
		case isFragment(c):
			return s.contentStep(c, http.StatusOK, saved, to, view, false)
		case c.FormValue("stay") != "":
			return s.see(c, paths.With(paths.DraftContent(app.Appid, d.ID), draft.InputPreview, to, draft.InputView, view))
		case len(saved.Problems.Content.Fields) > 0:
			return s.contentStep(c, http.StatusUnprocessableEntity, saved, to, view, false)
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
