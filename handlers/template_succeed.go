package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// showSuccessor shows what could be used instead of a legacy template, with a guess
// of which keyword is which.
func (s *Server) showSuccessor(c echo.Context) error {
	query, err := filters(c, template.SucceedToField)
	if err != nil {
		return err
	}
	return s.successorPage(c, http.StatusOK, query.Get(template.SucceedToField), nil, nil)
}

// successorPage shows the page; without chosen the mapping is guessed, and without
// to the template that is named already, or the likeliest.
func (s *Server) successorPage(c echo.Context, status int, to string, chosen, problems map[string]string) error {
	ctx := c.Request().Context()
	from, err := s.templateOf(c)
	if err != nil {
		return err
	}
	if from.Kind != models.KindTemplate {
		return fmt.Errorf("template %d is no legacy one: %w", from.ID, models.ErrNotFound)
	}
	src := template.SucceedSource{From: from, Map: chosen, Errors: problems}
	if src.All, err = s.Store.Templates(ctx, from.AppID); err != nil {
		return err
	}
	fit := from.Successors(src.All)
	named := func(id string) int {
		return slices.IndexFunc(fit, func(t models.Template) bool { return paths.ID(t.ID) == id })
	}
	switch at, now := named(to), named(paths.ID(from.SuccessorRef)); {
	case to != "" && at < 0:
		return badRequest(fmt.Errorf("template %q is no subscribe template of the App", to))
	case at >= 0:
		src.To = fit[at]
	case now >= 0:
		src.To = fit[now]
	case len(fit) > 0:
		src.To = fit[0]
	}
	if chosen == nil {
		src.Map = models.SuggestMapping(from, src.To)
	}
	frame := s.page(c, layout.NavTemplates, text.SucceedOpen)
	return s.render(c, status, template.Succeed(template.NewSucceed(ctx, frame, src)))
}

// saveSuccessor takes the mapping along.
func (s *Server) saveSuccessor(c echo.Context) error {
	ctx, form := c.Request().Context(), c.Request().PostForm
	from, err := s.templateOf(c)
	if err != nil {
		return err
	}
	to, err := models.ParseID(form.Get(template.SucceedToField))
	if err != nil {
		return badRequest(err)
	}
	in := models.SuccessorInput{To: to, Map: map[string]string{}}
	for name := range form {
		if key, ok := strings.CutPrefix(name, template.SucceedPrefix); ok {
			in.Map[key] = form.Get(name)
		}
	}
	t, err := s.Store.SucceedTemplate(ctx, actor(c), from.AppID, from.ID, in)
	var refused *models.ValidationError
	if errors.As(err, &refused) {
		if _, wrong := refused.Of(template.SucceedToField); wrong {
			return badRequest(err)
		}
		sentences, _ := refusals(ctx, err)
		return s.successorPage(c, http.StatusUnprocessableEntity, paths.ID(to), in.Map, sentences)
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.Template(currentApp(c).Appid, t.ID), text.SucceedDone, from.Title, t.Title)
}
