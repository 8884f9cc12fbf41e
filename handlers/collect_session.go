package handlers

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/text"
)

type sessionRequest struct {
	Code string `json:"code"` // of wx.login
}

// startCollecting exchanges the code of wx.login for a token, with which the mini
// program reports codes for that person, for a short while.
func (s *Server) startCollecting(c echo.Context) error {
	ctx := c.Request().Context()
	app, _, err := s.collecting(c)
	if err != nil {
		return err
	}
	var req sessionRequest
	if err := readReport(c, &req); err != nil {
		return err
	}
	var bad models.ValidationError
	switch {
	case req.Code == "":
		bad.Add("code", models.ReasonRequired)
	case len(req.Code) > maxLoginCode:
		bad.Add("code", models.ReasonTooLong, maxLoginCode)
	}
	if bad.Err() != nil {
		return bad.Err()
	}
	account, err := s.Store.Account(app)
	if err != nil {
		return err
	}
	openid, err := s.Platform.Login(ctx, account, req.Code)
	if err != nil {
		return s.loginRefused(c, app, err)
	}
	token, err := s.Store.AddClientToken(ctx, app, openid)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, struct {
		Token     string `json:"token"`
		ExpiresIn int    `json:"expires_in"` // seconds
	}{token, int(models.ClientTokenLife.Seconds())})
}

// maxLoginCode is far more than a code of wx.login has.
const maxLoginCode = 128

// How long to wait for the platform, and its code for a person it takes for a risk.
const (
	platformBusyWait   = 2 * time.Second
	platformMinuteWait = time.Minute
	loginBlocked       = 40226
)

// loginRefused tells apart what the page can mend by another wx.login, what time
// mends, and what only the shop's staff can.
func (s *Server) loginRefused(c echo.Context, app models.App, err error) error {
	ctx := c.Request().Context()
	answer, known := wechat.Explain(err)
	if ctx.Err() != nil || !known {
		return err
	}
	reason, refused := models.ReasonPlatform, error(&refusedCall{status: http.StatusServiceUnavailable, code: text.CodePlatformRefused, wait: platformMinuteWait, cause: err})
	switch {
	case answer.Errcode == loginBlocked:
		reason, refused = models.ReasonLoginCode, &refusedCall{status: http.StatusForbidden, code: text.CodeLoginBlocked}
	case answer.Class == wechat.ClassLogin:
		reason = models.ReasonLoginCode
		refused = &models.ValidationError{Fields: []models.FieldError{{Field: "code", Reason: models.ReasonLoginCode}}}
	case answer.Class == wechat.ClassBusy:
		refused = &refusedCall{status: http.StatusServiceUnavailable, code: text.CodePlatformBusy, wait: platformBusyWait, cause: err}
	case answer.Reaction == wechat.PauseMinute:
		refused = &tooFastError{platformMinuteWait}
	}
	if reason == models.ReasonPlatform {
		s.Log.WarnContext(ctx, "sign-in of a mini program's user failed", "appid", app.Appid, "error", err, "request_id", of(c).requestID)
	}
	return errors.Join(refused, s.Store.CountRefusal(ctx, app.ID, models.SourceCollect, reason))
}
