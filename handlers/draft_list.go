package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/sheet"
	"xinshi/views/draft"
	"xinshi/views/paths"
	"xinshi/views/text"
)

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

// exportUntaken is the lines of a draft's list to which no message goes.
func (s *Server) exportUntaken(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		ctx := c.Request().Context()
		unknown, err := s.Store.UnknownPeople(ctx, d, int(models.ListLimits.Rows))
		if err != nil {
			return err
		}
		rows := func(yield func([]any, error) bool) {
			if !yield(draft.UntakenHeader(ctx), nil) {
				return
			}
			for _, cells := range draft.UntakenCells(ctx, d.List, unknown) {
				if !yield(cells, nil) {
					return
				}
			}
		}
		return s.export(c, sheet.CSV, table{name: text.DraftListUntaken.In(ctx), what: "batch", id: d.ID, rows: rows})
	})
}

// addListed makes the unknown people of a draft's list users.
func (s *Server) addListed(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		app := currentApp(c)
		added, err := s.Store.AddListed(c.Request().Context(), actor(c), app, d)
		if err != nil {
			return err
		}
		return s.done(c, paths.DraftAudience(app.Appid, d.ID), text.DraftListAdded, text.Number(added))
	})
}
