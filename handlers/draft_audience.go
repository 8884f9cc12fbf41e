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
	"xinshi/views/batch"
	"xinshi/views/draft"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// keptSegment is the choice of the people that a draft names already: a copy of a
// segment's filter, or filters of the list of users that are no segment.
const keptSegment = "kept"

// showAudienceStep is the step 受众.
func (s *Server) showAudienceStep(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error { return s.audienceStep(c, http.StatusOK, d, nil) })
}

func (s *Server) audienceStep(c echo.Context, status int, d models.Draft, upload map[string]string) error {
	src, err := s.audienceSource(c.Request().Context(), currentApp(c), d)
	if err != nil {
		return err
	}
	src.Errors = upload
	if isFragment(c) {
		return s.render(c, status, draft.Saved(draft.NewAudiencePage(c.Request().Context(), s.part(c), src)))
	}
	return s.render(c, status, draft.Audience(draft.NewAudiencePage(c.Request().Context(), s.page(c, layout.NavBatches, text.StepAudience), src)))
}

// audienceSource loads what there is to choose from, and how many the choice reaches.
func (s *Server) audienceSource(ctx context.Context, app models.App, d models.Draft) (draft.AudienceSource, error) {
	src := draft.AudienceSource{Draft: d, Form: batch.FormSource{App: app, Template: d.Template, Form: batch.Form{Audience: string(d.Audience.Kind), Openids: strings.Join(d.Audience.Openids, "\n")}}}
	if err := s.loadAudiences(ctx, &src.Form); err != nil {
		return src, err
	}
	src.Form.Audience = d.Audience
	switch a := d.Audience; {
	case a.Kind == models.AudienceTag && a.Filter != nil && len(a.Filter.Tags) > 0:
		src.Form.Form.Tag = a.Filter.Tags[0]
	case a.Kind == models.AudienceSegment && a.Filter != nil:
		src.Form.Form.Segment = keptSegment
		at := slices.IndexFunc(src.Form.Segments, func(g models.Segment) bool { return g.Name == a.Segment })
		if at >= 0 {
			src.Form.Form.Segment = paths.ID(src.Form.Segments[at].ID)
		}
	}
	if len(d.Problems.Audience.Fields) > 0 || d.Audience.Kind == models.AudienceList {
		return src, nil
	}
	var err error
	src.Reach, err = s.Store.Reach(ctx, app, d.Template, d.Audience, 0)
	return src, err
}

// saveAudienceStep keeps the choice, also one that lacks something: the page says
// what. htmx saves it as it is made.
func (s *Server) saveAudienceStep(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		ctx, app := c.Request().Context(), currentApp(c)
		src := batch.FormSource{App: app, Form: readBatchForm(c)}
		if err := s.loadAudiences(ctx, &src); err != nil {
			return err
		}
		if src.Audience.Kind == models.AudienceSegment && src.Form.Segment == keptSegment {
			src.Audience = d.Audience
		}
		saved, err := s.saveStep(c, d, models.DraftChange{Audience: &src.Audience})
		if err != nil {
			return s.stale(c, err, paths.DraftAudience(app.Appid, d.ID))
		}
		switch {
		case isFragment(c):
			return s.audienceStep(c, http.StatusOK, saved, nil)
		case len(saved.Problems.Audience.Fields) > 0:
			return s.audienceStep(c, http.StatusUnprocessableEntity, saved, nil)
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
			return s.audienceStep(c, http.StatusUnprocessableEntity, d, map[string]string{"file": text.DraftUploadNone.In(ctx)})
		}
		if err := takeTime(c, uploadTime); err != nil {
			return err
		}
		saved, err := s.Store.UploadList(ctx, actor(c), app, d.ID, d.Version, file.FileName(), strings.TrimSpace(c.FormValue("openid_column")), file)
		if sentences := uploadRefusals(ctx, err); sentences != nil {
			// A browser that is still sending does not listen: the rest is read first.
			_, _ = io.Copy(io.Discard, file)
			return s.audienceStep(c, http.StatusUnprocessableEntity, d, sentences)
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
