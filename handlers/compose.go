package handlers

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/compose"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// showCompose begins a message: it asks for template and user, or with a
// template in the URL for its content.
func (s *Server) showCompose(c echo.Context) error {
	form, err := composeQuery(c)
	if err != nil {
		return err
	}
	src, err := s.composeSource(c, form)
	if err != nil {
		return err
	}
	if src.Template.ID == 0 && c.QueryParams().Has("template") && form.Template == "" {
		src.Errors = map[string]string{"template": text.Reason(c.Request().Context(), models.ReasonRequired, 0)}
	}
	src.Form = src.Form.Begin(src.Template)
	return s.composePage(c, http.StatusOK, src)
}

// previewCompose shows what is typed so far: to htmx the parts that change, to
// a plain form the whole page.
func (s *Server) previewCompose(c echo.Context) error {
	src, err := s.typed(c)
	if err != nil {
		return err
	}
	by := c.FormValue("by")
	if by != "" {
		src.Form = src.Form.Switch(composeMode(by), src.Template, src.App.Zone())
	}
	if isFragment(c) && by == "" {
		return s.composeView(c, http.StatusOK, s.part(c), src, compose.Live)
	}
	return s.composePage(c, http.StatusOK, src)
}

// sendMessage queues the message. The key in the form makes it one message,
// however often the form arrives.
func (s *Server) sendMessage(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	src, err := s.typed(c)
	if err != nil {
		return err
	}
	m, err := s.Store.Enqueue(ctx, actor(c), app, models.MessageRequest{
		TemplateID: src.Form.Template, To: src.Form.To, Content: src.Form.Content(src.Template), IdempotencyKey: pageKey(src.Form),
		MiniprogramState: src.Form.Opens,
	})
	if errors.Is(err, models.ErrConflict) {
		src.Form.Key, src.Twice = rand.Text(), true
		return s.composePage(c, http.StatusConflict, src)
	}
	if sentences, refused := refusals(ctx, err); refused {
		src.Errors, src.Refused, src.Form.Strict = sentences, true, true
		return s.composePage(c, http.StatusUnprocessableEntity, src)
	}
	if err != nil {
		return err
	}
	s.Wake()
	return s.done(c, paths.Message(app.Appid, m.ID), text.SendQueued, src.To.Recipient.Name())
}

// typed reads the second step and loads what it speaks of.
func (s *Server) typed(c echo.Context) (compose.Source, error) {
	src, err := s.composeSource(c, readComposeForm(c))
	if err == nil {
		wantedColours(&src.Form, src.Template, c.Request().PostForm)
	}
	return src, err
}

// composeSource loads what the page shows beside the form.
func (s *Server) composeSource(c echo.Context, form compose.Form) (compose.Source, error) {
	ctx, app := c.Request().Context(), currentApp(c)
	src := compose.Source{App: app, Form: form}
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return src, err
	}
	src.Templates = templates
	missing := map[string]string{}
	if i := slices.IndexFunc(templates, func(t models.Template) bool { return t.TemplateID == form.Template }); i >= 0 {
		src.Template = templates[i]
	} else if form.Template != "" {
		missing["template"] = text.Reason(ctx, models.ReasonUnknownTemplate, 0)
	}
	var to models.Recipient
	if form.To != "" {
		to, err = s.Store.RecipientByOpenid(ctx, app.ID, form.To)
		if errors.Is(err, models.ErrNotFound) {
			missing["to"] = text.Reason(ctx, models.ReasonUnknownRecipient, 0)
		} else if err != nil {
			return src, err
		}
	}
	if len(missing) > 0 {
		src.Errors = missing
	}
	return src, s.loadCandidates(ctx, &src, to)
}

// shownCandidates is how many users are offered at a time.
const shownCandidates = 6

// loadCandidates finds the users to choose from, the chosen one first: those
// that match the search, or else the latest who can be reached.
func (s *Server) loadCandidates(ctx context.Context, src *compose.Source, to models.Recipient) error {
	filter := models.RecipientFilter{Search: src.Form.Search, HasCode: src.Form.Search == ""}
	found, err := s.Store.Recipients(ctx, src.App.ID, filter, shownCandidates)
	if err == nil && filter.HasCode && len(found.Rows) == 0 {
		found, err = s.Store.Recipients(ctx, src.App.ID, models.RecipientFilter{}, shownCandidates)
	}
	if err != nil {
		return err
	}
	people := found.Rows
	if to.ID != 0 {
		people = slices.DeleteFunc(people, func(r models.Recipient) bool { return r.ID == to.ID })
		people = slices.Insert(people, 0, to)
	}
	src.More = found.Older.Before != 0
	ids := make([]int64, len(people))
	for i, r := range people {
		ids[i] = r.ID
	}
	counts, err := s.Store.CodeCounts(ctx, ids)
	if err != nil {
		return err
	}
	for _, r := range people {
		candidate := compose.Candidate{Recipient: r, Counts: counts[r.ID]}
		if src.Template.ID != 0 {
			if candidate.Next, _, err = s.Store.NextCode(ctx, src.App, src.Template, r.ID); err != nil {
				return err
			}
		}
		if r.ID == to.ID {
			src.To = candidate
		}
		src.Candidates = append(src.Candidates, candidate)
	}
	return nil
}

func (s *Server) composePage(c echo.Context, status int, src compose.Source) error {
	frame := s.page(c, layout.NavCompose, text.ComposeTitle)
	frame.Context = text.ComposeContext.In(c.Request().Context())
	return s.composeView(c, status, frame, src, compose.Show)
}

func (s *Server) composeView(c echo.Context, status int, frame layout.Page, src compose.Source, view func(compose.Page) templ.Component) error {
	return s.render(c, status, view(compose.NewPage(c.Request().Context(), frame, src)))
}

// part is the frame of an answer that htmx puts into a page. Unlike page it
// leaves the flashes alone, which are for the next whole page.
func (s *Server) part(c echo.Context) layout.Page {
	p := s.bare(c)
	app := frameApp(currentApp(c))
	p.App, p.Staff.Role = &app, currentStaff(c).Role
	return p
}
