package handlers

import (
	"context"
	"errors"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// sendAgain queues a message of unknown outcome once more.
func (s *Server) sendAgain(c echo.Context) error {
	app := currentApp(c)
	return s.decideMessage(c, text.MessageWasResent, func(ctx context.Context, id int64) error {
		err := s.Store.SendAgain(ctx, actor(c), app, id)
		if err == nil {
			s.Wake()
		}
		return err
	})
}

// assumeSent settles an unknown outcome as sent.
func (s *Server) assumeSent(c echo.Context) error {
	return s.decideMessage(c, text.MessageWasAssumed, func(ctx context.Context, id int64) error {
		return s.Store.TakeAsSent(ctx, actor(c), currentApp(c).ID, id)
	})
}

// cancelMessage holds back a message that waits.
func (s *Server) cancelMessage(c echo.Context) error {
	return s.decideMessage(c, text.MessageWasCancelled, func(ctx context.Context, id int64) error {
		return s.Store.Cancel(ctx, actor(c), currentApp(c).ID, id)
	})
}

// decideMessage runs a person's decision and goes back to the message, which
// then says what was done or why nothing was.
func (s *Server) decideMessage(c echo.Context, did text.Text, decide func(ctx context.Context, id int64) error) error {
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	back := paths.Message(app.Appid, id)
	err = decide(ctx, id)
	var refused *models.ValidationError
	switch {
	case err == nil:
		return s.done(c, back, did)
	case errors.As(err, &refused):
		said := text.MessageNoCodeLeft
		if to, _ := refused.Of("to"); to.Reason == models.ReasonErased {
			said = text.MessageErased
		}
		addFlash(c, components.ToneError, said.In(ctx))
	case errors.Is(err, models.ErrConflict):
		m, err := s.Store.Message(ctx, app.ID, id)
		if err != nil {
			return err
		}
		addFlash(c, components.ToneWarning, text.MessageChanged.In(ctx, text.MessageState(m.State).In(ctx)))
	default:
		return err
	}
	return s.see(c, back)
}
