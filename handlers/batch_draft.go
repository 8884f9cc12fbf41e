package handlers

import (
	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// draftBatch makes a draft of the form, to be gone through person by person.
func (s *Server) draftBatch(c echo.Context) error {
	src, in, err := s.typedBatch(c)
	if err != nil {
		return err
	}
	if err := s.Store.CheckBatch(c.Request().Context(), src.App, in); err != nil || len(src.Errors) > 0 {
		return s.refuseBatch(c, src, err)
	}
	return s.toCheck(c, src, in)
}

// toCheck keeps what was typed as a draft and leads to its check.
func (s *Server) toCheck(c echo.Context, src batch.FormSource, in models.BatchInput) error {
	f := src.Form
	plan := models.DraftPlan{
		Name: f.Name, Pace: f.Pace, StopPercent: f.Stop, Quiet: f.Quiet, QuietFrom: f.QuietFrom, QuietUntil: f.QuietUntil, LeaveOut: true,
	}
	if f.Start == batch.StartAt {
		plan.Start, plan.Late = f.At, f.Late
	}
	d, err := s.Store.NewDraft(c.Request().Context(), actor(c), src.App, models.DraftChange{
		TemplateID: &in.TemplateID, Audience: &in.Audience, Content: &in.Content, Plan: &plan,
	})
	if err != nil {
		return err
	}
	return s.done(c, paths.DraftCheck(src.App.Appid, d.ID), text.CheckKept)
}

// mustCheck tells whether a batch is for so many that it is sent only by way of
// its check, where the number is typed or approval asked for.
func mustCheck(app models.App, crowd batch.Crowd) bool {
	return crowd.People.Over || app.MustType(crowd.People.N) || app.MustApprove(crowd.People.N)
}
