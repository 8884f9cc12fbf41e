package handlers

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
)

// codeGone says in the log of calls that the caller left before the answer.
const codeGone = "client_gone"

// noteCalls takes down what the shop's backend called and was answered, for its
// developer to look at. A call whose App is not known is nobody's to see.
func (s *Server) noteCalls(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.Calls == nil || !isAPI(c) {
			return next(c)
		}
		started := time.Now()
		at := s.Store.Now()
		err := next(c)
		call := of(c).call
		call.Status, call.ErrorCode = outcomeOf(c, err)
		if call.AppID == 0 && (call.Status == http.StatusNotFound || call.Status == http.StatusMethodNotAllowed) {
			s.findCaller(c, &call)
		}
		if call.AppID == 0 {
			return err
		}
		for _, r := range refusalsOf(err) {
			call.Refuse(r)
		}
		call.Failed = call.ErrorCode != "" || call.Rejected > 0
		call.ID, call.At, call.DurationMS = models.NewID(s.Now()), at, time.Since(started).Milliseconds()
		call.Method, call.Route, call.RequestID = c.Request().Method, knownPattern(c.Path()), of(c).requestID
		s.Calls.Note(call)
		return err
	}
}

// outcomeOf is what the caller will read, or has read.
func outcomeOf(c echo.Context, err error) (status int, code string) {
	switch {
	case err == nil:
		return c.Response().Status, ""
	case errors.Is(c.Request().Context().Err(), context.Canceled):
		return statusGone, codeGone
	}
	p := problemOf(err)
	return p.status, p.code
}

// knownPattern is a pattern of the list, or nothing: an address that we do not
// know may hold anything.
func knownPattern(pattern string) string {
	if slices.ContainsFunc(routes, func(r route) bool { return r.pattern == pattern }) {
		return pattern
	}
	return ""
}

// findCaller names the App of a call that no route took, by its key: a
// mistyped address is what its developer looks for first.
func (s *Server) findCaller(c echo.Context, call *models.APICall) {
	key, err := s.Store.APIKeyFor(c.Request().Context(), bearer(c))
	if err == nil {
		call.AppID, call.KeyID = key.AppID, key.ID
	}
}

// noteItem counts one item of a call that judges each alone.
func (v *visit) noteItem(err error) {
	if err == nil {
		v.call.Accepted++
		return
	}
	v.call.Rejected++
	refusals := refusalsOf(err)
	if len(refusals) == 0 {
		v.call.Refuse(models.CallRefusal{Reason: models.Reason(problemOf(err).code)})
	}
	for _, r := range refusals {
		v.call.Refuse(r)
	}
}
