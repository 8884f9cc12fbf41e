package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/draft"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// listDrafts lists what is not sent yet.
func (s *Server) listDrafts(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, beforeParam, afterParam)
	if err != nil {
		return err
	}
	at, err := cursor(query)
	if err != nil {
		return err
	}
	found, err := s.Store.Drafts(ctx, app.ID, at, pageSize)
	if err != nil {
		return err
	}
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavCompose, text.Drafts)
	return s.render(c, http.StatusOK, draft.List(draft.NewListPage(ctx, frame, found.Rows, templates, pager(paths.Drafts(app.Appid), query, found))))
}

// compose leads whoever knows its address to a new draft.
func (s *Server) compose(c echo.Context) error {
	return s.see(c, paths.WithQuery(paths.DraftNew(currentApp(c).Appid), c.Request().URL.Query()))
}

// newDraft is the step 模板 before there is a draft. The query may name a template
// and an audience; posting keeps it.
func (s *Server) newDraft(c echo.Context) error {
	chosen, _, _, err := s.draftQuery(c)
	if err != nil {
		return err
	}
	return s.newDraftPage(c, http.StatusOK, models.DraftPlan{}, chosen, nil)
}

func (s *Server) newDraftPage(c echo.Context, status int, plan models.DraftPlan, chosen string, refused map[string]string) error {
	ctx, app := c.Request().Context(), currentApp(c)
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	_, choice, _, err := s.draftQuery(c)
	if err != nil {
		return err
	}
	w := draft.WhomSource{Choice: choice}
	if err := s.loadWhom(ctx, app, &w); err != nil {
		return err
	}
	whom, err := s.whomWords(ctx, app, w)
	if err != nil {
		return err
	}
	d := models.Draft{Batch: models.Batch{Plan: plan}}
	for _, t := range templates {
		if t.TemplateID == chosen {
			d.Template = t
		}
	}
	page := draft.NewTemplatePage(ctx, s.page(c, layout.NavCompose, text.DraftNew), d, templates, refused)
	page.Whom = whom
	if c.Request().URL.RawQuery != "" {
		page.Action += "?" + c.Request().URL.RawQuery
	}
	return s.render(c, status, draft.Template(page))
}

// stopAtFailures is the share of failures, in percent, that pauses a new draft's
// send unless its plan is changed.
const stopAtFailures = "20"

// addDraft makes a draft and goes on with what it lacks.
func (s *Server) addDraft(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	_, choice, named, err := s.draftQuery(c)
	if err != nil {
		return err
	}
	chosen, plan := c.FormValue("template"), models.DraftPlan{Name: c.FormValue("name"), LeaveOut: true, StopPercent: stopAtFailures}
	if chosen == "" {
		return s.newDraftPage(c, http.StatusUnprocessableEntity, plan, "", map[string]string{"template": text.Reason(ctx, models.ReasonRequired, 0)})
	}
	first, w := models.DraftChange{TemplateID: &chosen, Plan: &plan}, draft.WhomSource{Choice: choice}
	if named {
		if err := s.loadWhom(ctx, app, &w); err != nil {
			return err
		}
		first.Audience = &w.Audience
	}
	d, err := s.Store.NewDraft(ctx, actor(c), app, first)
	if sentences, refused := refusals(ctx, err); refused {
		return s.newDraftPage(c, http.StatusUnprocessableEntity, plan, chosen, sentences)
	}
	if err != nil {
		return err
	}
	if d.ForOne() { // whose codes stand beside the content too
		return s.see(c, paths.DraftContent(app.Appid, d.ID))
	}
	return s.see(c, paths.DraftAudience(app.Appid, d.ID))
}

// showTemplateStep is the step 模板 of a draft.
func (s *Server) showTemplateStep(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error { return s.templateStep(c, http.StatusOK, d, nil) })
}

func (s *Server) templateStep(c echo.Context, status int, d models.Draft, refused map[string]string) error {
	ctx, app := c.Request().Context(), currentApp(c)
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	page := draft.NewTemplatePage(ctx, s.page(c, layout.NavCompose, text.DraftNew), d, templates, refused)
	return s.render(c, status, draft.Template(page))
}

func (s *Server) saveTemplateStep(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		chosen, plan := c.FormValue("template"), d.Plan
		plan.Name = c.FormValue("name")
		_, err := s.saveStep(c, d, models.DraftChange{TemplateID: &chosen, Plan: &plan})
		if sentences, refused := refusals(c.Request().Context(), err); refused {
			return s.templateStep(c, http.StatusUnprocessableEntity, d, sentences)
		}
		if err != nil {
			return s.stale(c, err, paths.DraftTemplate(currentApp(c).Appid, d.ID))
		}
		return s.see(c, paths.DraftAudience(currentApp(c).Appid, d.ID))
	})
}

// saveStep saves what one step changes of a draft that its page has seen in a version.
func (s *Server) saveStep(c echo.Context, d models.Draft, change models.DraftChange) (models.Draft, error) {
	version, err := models.ParseID(c.FormValue("version"))
	if err != nil {
		return models.Draft{}, badRequest(err)
	}
	return s.Store.SaveDraft(c.Request().Context(), actor(c), currentApp(c), d.ID, version, change)
}

// stale leads back to a step whose draft was changed elsewhere meanwhile; any
// other error stays one.
func (s *Server) stale(c echo.Context, err error, step string) error {
	if !errors.Is(err, models.ErrConflict) {
		return err
	}
	addFlash(c, components.ToneWarning, text.DraftStale.In(c.Request().Context()))
	return s.see(c, step)
}

func (s *Server) deleteDraft(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		appid := currentApp(c).Appid
		version, err := models.ParseID(c.FormValue("version"))
		if err != nil {
			return badRequest(err)
		}
		if err := s.Store.DeleteDraft(c.Request().Context(), actor(c), d.AppID, d.ID, version); err != nil {
			return s.stale(c, err, paths.DraftTemplate(appid, d.ID))
		}
		return s.done(c, paths.Drafts(appid), text.DraftDeleted)
	})
}

// copyBatch makes a draft with what a batch was.
func (s *Server) copyBatch(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	from, err := s.Store.Batch(ctx, app.ID, id)
	if err != nil {
		return err
	}
	d, err := s.Store.CopyBatch(ctx, actor(c), app, id, text.DraftCopyName.In(ctx, from.Name))
	if err != nil {
		return err
	}
	return s.done(c, paths.DraftAudience(app.Appid, d.ID), text.DraftCopied)
}

// copyMessage makes a draft with what a message said, for the same person.
func (s *Server) copyMessage(c echo.Context) error {
	app := currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	d, err := s.Store.CopyMessage(c.Request().Context(), actor(c), app, id)
	if errors.Is(err, models.ErrConflict) {
		addFlash(c, components.ToneError, text.MessageErased.In(c.Request().Context()))
		return s.see(c, paths.Message(app.Appid, id))
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.DraftContent(app.Appid, d.ID), text.DraftCopied)
}
