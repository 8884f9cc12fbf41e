package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/sending"
	"xinshi/views/text"
)

// shownSamples is how many people's messages an approver is shown.
const shownSamples = 3

// showApproval shows exactly what of a batch waits for approval, or was decided on.
func (s *Server) showApproval(c echo.Context) error {
	return s.approvalPage(c, http.StatusOK, "", nil)
}

func (s *Server) approvalPage(c echo.Context, status int, typed string, refused map[string]string) error {
	src, err := s.approvalSource(c)
	if err != nil {
		return err
	}
	src.Typed, src.Errors = typed, refused
	frame := s.page(c, layout.NavBatches, text.ApprovalTitle)
	return s.render(c, status, sending.Approval(sending.NewApprovalPage(c.Request().Context(), frame, src)))
}

// approvalSource loads the batch that the URL names, and what its approver reads.
func (s *Server) approvalSource(c echo.Context) (sending.ApprovalSource, error) {
	ctx, app := c.Request().Context(), currentApp(c)
	src := sending.ApprovalSource{App: app, StaffID: currentStaff(c).ID, Now: s.Store.Now()}
	id, err := idParam(c, "id")
	if err != nil {
		return src, err
	}
	if src.Batch, err = s.Store.Batch(ctx, app.ID, id); err != nil {
		return src, err
	}
	if src.Approval, err = s.Store.Approval(ctx, src.Batch); err != nil {
		return src, err
	}
	if src.Approval.ID == 0 {
		return src, models.ErrNotFound
	}
	if src.Template, err = s.Store.Template(ctx, app.ID, src.Batch.TemplateRef); err != nil {
		return src, err
	}
	if src.Batch.State == models.BatchPending {
		if src.Samples, err = s.Store.Samples(ctx, app, src.Batch, shownSamples); err != nil {
			return src, err
		}
	}
	if src.Batch.CheckID == 0 {
		return src, nil
	}
	if src.Check, err = s.Store.BatchCheck(ctx, app.ID, src.Batch.CheckID); err != nil {
		return src, err
	}
	src.Found, err = s.foundProblems(ctx, app, src.Check)
	return src, err
}

// approveBatch lets a batch be sent.
func (s *Server) approveBatch(c echo.Context) error {
	return s.decideBatch(c, text.ApprovalWasGiven, func(ctx context.Context, id int64) error {
		return s.Store.ApproveBatch(ctx, actor(c), currentApp(c).ID, id, c.FormValue("hash"))
	})
}

// rejectBatch ends it, with a reason.
func (s *Server) rejectBatch(c echo.Context) error {
	return s.decideBatch(c, text.ApprovalWasRejected, func(ctx context.Context, id int64) error {
		return s.Store.RejectBatch(ctx, actor(c), currentApp(c).ID, id, c.FormValue("hash"), c.FormValue("reason"))
	})
}

// decideBatch does what an approver decided and leads to the batch, which says how
// it stands; also where somebody else was quicker.
func (s *Server) decideBatch(c echo.Context, did text.Text, decide func(ctx context.Context, id int64) error) error {
	ctx := c.Request().Context()
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	err = decide(ctx, id)
	if sentences, refused := refusals(ctx, err); refused {
		return s.approvalPage(c, http.StatusUnprocessableEntity, c.FormValue("reason"), sentences)
	}
	to := paths.Batch(currentApp(c).Appid, id)
	switch {
	case errors.Is(err, models.ErrApprovalVoid):
		addFlash(c, components.ToneWarning, text.ApprovalWasVoid.In(ctx))
		return s.see(c, to)
	case errors.Is(err, models.ErrConflict):
		addFlash(c, components.ToneWarning, text.ApprovalStale.In(ctx))
		return s.see(c, to)
	case err != nil:
		return err
	}
	s.Wake()
	return s.done(c, to, did)
}

// withdrawBatch takes back a batch that waits for approval.
func (s *Server) withdrawBatch(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	b, err := s.Store.WithdrawBatch(ctx, actor(c), app.ID, id)
	switch {
	case errors.Is(err, models.ErrConflict):
		addFlash(c, components.ToneWarning, text.ApprovalStale.In(ctx))
		return s.see(c, paths.Batch(app.Appid, id))
	case err != nil:
		return err
	case b.CanBeDraft():
		return s.done(c, paths.DraftContent(app.Appid, id), text.ApprovalWasBack)
	}
	return s.done(c, paths.Batch(app.Appid, id), text.ApprovalWasOff)
}
