package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/wechat"
)

// pushTaken is what the platform wants to hear. An event needs no more of an
// answer, in whichever mode it was pushed.
const pushTaken = "success"

// pushPatience is how long storing a push may take: after five seconds the
// platform ends the connection and pushes again.
const pushPatience = 4 * time.Second

// checkCallback proves to the platform's console that the URL is ours.
func (s *Server) checkCallback(c echo.Context) error {
	return s.answerPush(c, func(ctx context.Context, p push) (string, error) {
		echo, err := p.listener.Verify(p.query, s.Now())
		if err != nil {
			return "", err
		}
		return echo, s.Store.NoteCallbackCheck(ctx, p.app.ID)
	})
}

// takePush believes a push, or refuses it, and stores what it says before it is
// answered: what comes of it is settled there and then, in one transaction.
func (s *Server) takePush(c echo.Context) error {
	return s.answerPush(c, func(ctx context.Context, p push) (string, error) {
		body, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return "", errors.Join(wechat.ErrUnreadable, err)
		}
		message, err := p.listener.Open(p.query, body, s.Now())
		if err != nil {
			return "", err
		}
		event, err := wechat.DecodeEvent(message)
		if err != nil {
			return "", err
		}
		if err := s.Store.TakePush(ctx, outsider(c, models.ActorPlatform), p.app, event); err != nil {
			return "", err
		}
		return pushTaken, s.Store.NotePush(ctx, p.callback, "")
	})
}

// push is what is known of a request of the platform before it is believed.
type push struct {
	app      models.App
	callback models.Callback
	listener wechat.Callback
	query    wechat.CallbackQuery
}

// answerPush runs what a push asks for and answers in plain text, which is all
// that the platform reads. Whoever keeps being wrong is not listened to for a
// while; genuine pushes are not held back.
func (s *Server) answerPush(c echo.Context, take func(context.Context, push) (string, error)) error {
	from := neighbourhood(c.RealIP())
	if s.forgers.spent(from, s.Now()) {
		return c.String(http.StatusTooManyRequests, "too many refused pushes")
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), pushPatience)
	defer cancel()
	p, err := s.pushOf(ctx, c)
	answer := ""
	if err == nil {
		answer, err = take(ctx, p)
	}
	refusal := models.RefusalOf(err)
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return c.String(http.StatusOK, answer)
	case errors.Is(err, models.ErrNotFound):
		s.forgers.wait(from, s.Now())
		return c.String(http.StatusNotFound, "no such app")
	case errors.As(err, &tooLarge):
		return c.String(http.StatusRequestEntityTooLarge, "too large")
	case refusal == "":
		s.logFailure(c, "push failed", err)
		return c.String(http.StatusInternalServerError, "try again")
	}
	s.forgers.wait(from, s.Now())
	s.Log.WarnContext(ctx, "push refused", "appid", p.app.Appid, "reason", refusal, "request_id", of(c).requestID)
	if err := s.Store.NotePush(ctx, p.callback, refusal); err != nil {
		s.logFailure(c, "push refused, and not noted", err)
	}
	if refusal == models.RefusedBody {
		return c.String(http.StatusBadRequest, "unreadable")
	}
	return c.String(http.StatusForbidden, "refused")
}

// pushOf finds the App of the address and what was agreed on with it.
func (s *Server) pushOf(ctx context.Context, c echo.Context) (push, error) {
	p := push{query: wechat.NewCallbackQuery(c.QueryParams())}
	var err error
	if p.app, err = s.Store.AppByAppid(ctx, param(c, "appid")); err != nil {
		return p, err
	}
	if p.callback, err = s.Store.Callback(ctx, p.app.ID); err != nil {
		return p, err
	}
	p.listener, err = s.Store.Listener(p.app, p.callback)
	return p, err
}
