package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/draft"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// shownUnknown is how many unknown people of a list the step 受众 may show.
const shownUnknown = 50

// searchParam looks for the one person whom a draft is for.
const searchParam = "q"

// showAudienceStep is the step 受众.
func (s *Server) showAudienceStep(c echo.Context) error {
	query, err := filters(c, searchParam)
	if err != nil {
		return err
	}
	return s.withDraft(c, func(d models.Draft) error {
		choice := choiceOf(d)
		if choice.Search = query.Get(searchParam); choice.Search != "" {
			choice.Kind = draft.AudienceOne
		}
		return s.audienceStep(c, http.StatusOK, d, choice, nil)
	})
}

func (s *Server) audienceStep(c echo.Context, status int, d models.Draft, choice draft.Choice, upload map[string]string) error {
	src := draft.AudienceSource{Draft: d, Whom: draft.WhomSource{Choice: choice}, Now: s.Store.Now(), Errors: upload}
	if err := s.loadAudience(c.Request().Context(), currentApp(c), &src); err != nil {
		return err
	}
	if isFragment(c) {
		return s.render(c, status, draft.Saved(draft.NewAudiencePage(c.Request().Context(), s.part(c), src)))
	}
	return s.render(c, status, draft.Audience(draft.NewAudiencePage(c.Request().Context(), s.page(c, layout.NavCompose, text.StepAudience), src)))
}

// choiceOf is what a draft names, as it is chosen.
func choiceOf(d models.Draft) draft.Choice {
	a := d.Audience
	c := draft.Choice{Kind: string(a.Kind), Openids: strings.Join(a.Openids, "\n")}
	switch {
	case a.Kind == models.AudiencePicked && len(a.Openids) == 1:
		c.Kind, c.To = draft.AudienceOne, a.Openids[0]
	case a.Kind == models.AudienceTag && a.Filter != nil && len(a.Filter.Tags) > 0:
		c.Tag = a.Filter.Tags[0]
	case a.Kind == models.AudienceSegment && a.Filter != nil:
		c.Segment = draft.KeptSegment
	}
	return c
}

// loadAudience loads what there is to choose from, and how many the draft reaches.
func (s *Server) loadAudience(ctx context.Context, app models.App, src *draft.AudienceSource) error {
	if err := s.loadWhom(ctx, app, &src.Whom); err != nil {
		return err
	}
	d, w := src.Draft, &src.Whom
	w.Audience = d.Audience
	if at := slices.IndexFunc(w.Segments, func(g models.Segment) bool { return g.Name == d.Audience.Segment }); at >= 0 && w.Choice.Segment == draft.KeptSegment {
		w.Choice.Segment = paths.ID(w.Segments[at].ID)
	}
	if err := s.loadOne(ctx, app, src); err != nil {
		return err
	}
	var err error
	if src.Unknown, err = s.Store.UnknownPeople(ctx, d, shownUnknown); err != nil {
		return err
	}
	if len(d.Problems.Audience.Fields) > 0 || d.Audience.Kind == models.AudienceList || src.One.Recipient.ID != 0 {
		return nil
	}
	src.Reach, err = s.Store.Reach(ctx, app, d.Template, d.Audience, 0)
	return err
}

// saveAudienceStep keeps the choice, also one that lacks something: the page says
// what. htmx saves it as it is made.
func (s *Server) saveAudienceStep(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		ctx, app := c.Request().Context(), currentApp(c)
		w := draft.WhomSource{Choice: readChoice(c)}
		if err := s.loadWhom(ctx, app, &w); err != nil {
			return err
		}
		if w.Choice.Segment == draft.KeptSegment && w.Audience.Kind == models.AudienceSegment {
			w.Audience = d.Audience
		}
		saved, err := s.saveStep(c, d, models.DraftChange{Audience: &w.Audience})
		if err != nil {
			return s.stale(c, err, paths.DraftAudience(app.Appid, d.ID))
		}
		switch {
		case isFragment(c):
			return s.audienceStep(c, http.StatusOK, saved, w.Choice, nil)
		case c.FormValue("stay") != "" && w.Choice.Kind == draft.AudienceOne:
			return s.see(c, paths.With(paths.DraftAudience(app.Appid, d.ID), searchParam, w.Choice.Search))
		case len(saved.Problems.Audience.Fields) > 0:
			return s.audienceStep(c, http.StatusUnprocessableEntity, saved, w.Choice, nil)
		case c.FormValue("stay") != "":
			return s.done(c, paths.DraftAudience(app.Appid, d.ID), text.DraftSaved)
		}
		return s.see(c, paths.DraftContent(app.Appid, d.ID))
	})
}
