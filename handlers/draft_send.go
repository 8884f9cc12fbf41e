package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/sending"
	"xinshi/views/text"
)

// showSend is the step 发送: time and pace, and what will happen in numbers.
func (s *Server) showSend(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error { return s.sendPage(c, http.StatusOK, d, nil) })
}

func (s *Server) sendPage(c echo.Context, status int, d models.Draft, refused map[string]string) error {
	src, err := s.checked(c, d)
	if err != nil {
		return err
	}
	src.Errors = refused
	if src.Former, err = s.Store.Approval(c.Request().Context(), d.Batch); err != nil {
		return err
	}
	address, _ := s.base(c)
	frame := s.page(c, layout.NavCompose, text.SubmitTitle)
	page := sending.NewSendPage(c.Request().Context(), frame, src, address+paths.DraftSend(src.App.Appid, d.ID))
	return s.render(c, status, sending.Send(page))
}

// savePlan keeps when and how fast a draft is to go, also what is wrong with it:
// the page then says so.
func (s *Server) savePlan(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		plan := readPlan(c)
		plan.LeaveOut = d.Plan.LeaveOut
		if err := s.savePlanOf(c, d, plan); err != nil {
			return err
		}
		now, err := s.Store.Draft(c.Request().Context(), currentApp(c), d.ID)
		if err != nil {
			return err
		}
		if len(now.Problems.Plan.Fields) > 0 {
			return s.sendPage(c, http.StatusUnprocessableEntity, now, nil)
		}
		return s.done(c, paths.DraftSend(currentApp(c).Appid, d.ID), text.SubmitPlanSaved)
	})
}

func readPlan(c echo.Context) models.DraftPlan {
	p := models.DraftPlan{
		Name: c.FormValue("name"), Pace: c.FormValue("pace"), StopPercent: c.FormValue("stop_percent"),
		Quiet: models.QuietChoice(c.FormValue("quiet")), QuietFrom: c.FormValue("quiet_from"), QuietUntil: c.FormValue("quiet_until"),
	}
	if c.FormValue("start") == batch.StartAt {
		p.Start, p.Late = c.FormValue("start_at"), c.FormValue("late")
	}
	return p
}

// submitDraft sends: what was checked, and nothing else, to as many as were
// confirmed.
func (s *Server) submitDraft(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		ctx, app := c.Request().Context(), currentApp(c)
		version, err := models.ParseID(c.FormValue("version"))
		if err != nil {
			return badRequest(err)
		}
		confirmed := models.SendConfirmation{Total: typedTotal(c.FormValue("confirmed_total")), Opens: models.MiniprogramState(c.FormValue("miniprogram_state"))}
		b, err := s.Store.SubmitDraft(ctx, actor(c), app, d.ID, version, confirmed)
		if sentences, refused := refusals(ctx, err); refused {
			return s.sendPage(c, http.StatusUnprocessableEntity, d, sentences)
		}
		if err != nil {
			return err
		}
		s.Wake()
		said := text.SubmitSubmitted
		if b.State == models.BatchPending {
			said = text.ApprovalAsked
		}
		return s.done(c, paths.Batch(app.Appid, b.ID), said, b.Name)
	})
}

// typedTotal reads a number as people type it: 4,812 as well. What is none is a
// number that no check has.
func typedTotal(typed string) int64 {
	typed = strings.NewReplacer(",", "", "，", "", " ", "").Replace(typed)
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil {
		return -1
	}
	return n
}
