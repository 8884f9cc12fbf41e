package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/sheet"
	"xinshi/views/draft"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

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
	if len(d.Problems.Audience.Fields) > 0 || d.Audience.Kind == models.AudienceList || src.One.Recipient.ID != 0 {
		return nil
	}
	var err error
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

// uploadDraftList makes an uploaded file the audience. It stands above whatever was
// chosen meanwhile, so it needs no version of the page.
func (s *Server) uploadDraftList(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		ctx, app := c.Request().Context(), currentApp(c)
		file := upload(c)
		if file == nil {
			return s.audienceStep(c, http.StatusUnprocessableEntity, d, choiceOf(d), map[string]string{"file": text.DraftUploadNone.In(ctx)})
		}
		if err := takeTime(c, uploadTime); err != nil {
			return err
		}
		saved, err := s.Store.UploadList(ctx, actor(c), app, d.ID, d.Version, file.FileName(), strings.TrimSpace(c.FormValue("openid_column")), file)
		if sentences := uploadRefusals(ctx, err); sentences != nil {
			// A browser that is still sending does not listen: the rest is read first.
			_, _ = io.Copy(io.Discard, file)
			return s.audienceStep(c, http.StatusUnprocessableEntity, d, choiceOf(d), sentences)
		}
		if err != nil {
			return s.stale(c, err, paths.DraftAudience(app.Appid, d.ID))
		}
		return s.done(c, paths.DraftAudience(app.Appid, d.ID), text.DraftUploaded, text.Number(saved.List.RowCount), text.Number(saved.List.Known))
	})
}

// uploadRefusals are what is wrong with a file, with its line; nil: nothing, or
// another kind of error.
func uploadRefusals(ctx context.Context, err error) map[string]string {
	var broken *sheet.UnreadableError
	if errors.As(err, &broken) {
		var all []string
		for _, p := range broken.Problems {
			sentence := text.SheetProblem(ctx, p)
			if p.Line > 0 {
				sentence = text.ImportLineIs.In(ctx, p.Line) + " · " + sentence
			}
			all = append(all, sentence)
		}
		return map[string]string{"file": strings.Join(all, " ")}
	}
	if _, refused := refusals(ctx, err); refused {
		return map[string]string{"openid_column": text.DraftUploadNoCol.In(ctx)}
	}
	return nil
}
