package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/errorpage"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// statusGone says in the log that the browser left before its answer; the
// number is the one nginx uses.
const statusGone = 499

// problem is an error as the outside is told of it.
type problem struct {
	status int
	code   string // of the API
	words  text.Problem
}

// problemOf is the one place that maps errors to answers. What it does not know
// is our fault, and nobody outside is told more than that.
func problemOf(err error) problem {
	var tooLarge *http.MaxBytesError
	var refused *models.ValidationError
	var web *echo.HTTPError
	var fast *tooFastError
	var unread *jsonError
	var call *refusedCall
	switch {
	case errors.As(err, &web): // first: one may wrap a cause that reads otherwise
		return webProblem(web.Code)
	case errors.As(err, &call): // so may this
		return problem{call.status, call.code, text.ProblemBadRequest}
	case errors.Is(err, errForeignForm):
		return problem{http.StatusForbidden, "forbidden", text.ProblemForeignForm}
	case errors.Is(err, models.ErrUnauthorized):
		return problem{http.StatusUnauthorized, "unauthorized", text.ProblemUnauthorized}
	case errors.Is(err, models.ErrForbidden):
		return problem{http.StatusForbidden, "forbidden", text.ProblemForbidden}
	case errors.Is(err, models.ErrNotFound):
		return problem{http.StatusNotFound, "not_found", text.ProblemNotFound}
	case errors.Is(err, models.ErrConflict):
		return problem{http.StatusConflict, "conflict", text.ProblemConflict}
	case errors.As(err, &refused):
		return problem{http.StatusUnprocessableEntity, "invalid", text.ProblemInvalid}
	case errors.As(err, &tooLarge):
		return problem{http.StatusRequestEntityTooLarge, "too_large", text.ProblemTooLarge}
	case errors.As(err, &fast):
		return problem{http.StatusTooManyRequests, "rate_limited", text.ProblemTooFast}
	case errors.As(err, &unread):
		return problem{unread.status(), unread.code(), text.ProblemBadRequest}
	}
	return problem{http.StatusInternalServerError, "internal", text.ProblemInternal}
}

// webProblem maps what echo and this package refuse by status.
func webProblem(status int) problem {
	switch status {
	case http.StatusNotFound:
		return problem{status, "not_found", text.ProblemNotFound}
	case http.StatusMethodNotAllowed:
		return problem{status, "method_not_allowed", text.ProblemMethod}
	}
	return problem{http.StatusBadRequest, "bad_request", text.ProblemBadRequest}
}

// answerError answers every error that a handler or middleware returns.
func (s *Server) answerError(err error, c echo.Context) {
	r := c.Request()
	if c.Response().Committed {
		s.logFailure(c, "request failed after its answer began", err)
		return
	}
	if errors.Is(r.Context().Err(), context.Canceled) {
		_ = c.NoContent(statusGone) // nobody reads it, and nothing is broken
		return
	}
	p := problemOf(err)
	c.Response().Header().Set("Cache-Control", "no-store")
	if p.status >= http.StatusInternalServerError {
		s.logFailure(c, "request failed", err)
	}
	var failed error
	switch {
	case isAPI(c):
		failed = s.answerAPIError(c, p, err)
	case p.status == http.StatusUnauthorized:
		failed = s.toSignIn(c)
	default:
		failed = s.answerPageError(c, p)
	}
	if failed != nil {
		s.logFailure(c, "answer error", failed)
	}
}

func (s *Server) logFailure(c echo.Context, what string, err error) {
	attrs := []any{"error", err, "request_id", of(c).requestID, "method", c.Request().Method, "route", c.Path()}
	var panicked *panicError
	if errors.As(err, &panicked) {
		attrs = append(attrs, "stack", string(panicked.stack))
	}
	s.Log.ErrorContext(c.Request().Context(), what, attrs...)
}

// isAPI tells whether a program asks.
func isAPI(c echo.Context) bool {
	path := c.Request().URL.Path
	return strings.HasPrefix(path, apiPrefix) || strings.HasPrefix(path, collectPrefix) || strings.HasPrefix(path, payPrefix)
}

// toSignIn leads to the sign-in page and from there back to where one wanted to
// go. htmx would put that page into the middle of the present one, so it is
// told to leave the page instead.
func (s *Server) toSignIn(c echo.Context) error {
	next := ""
	if c.Request().Method == http.MethodGet && !isFragment(c) {
		next = c.Request().URL.RequestURI()
	}
	url := paths.With(paths.Login, "next", next)
	if isFragment(c) {
		c.Response().Header().Set("HX-Redirect", url)
		return c.NoContent(http.StatusUnauthorized)
	}
	return c.Redirect(http.StatusSeeOther, url)
}

// isFragment tells whether htmx asks, to put the answer into a page.
func isFragment(c echo.Context) bool { return c.Request().Header.Get("HX-Request") == "true" }

// answerPageError shows the error without touching the session or the database,
// either of which may be what failed.
func (s *Server) answerPageError(c echo.Context, p problem) error {
	ctx := c.Request().Context()
	view := errorpage.View{Page: s.bare(c), Error: components.ErrorView{
		Code: strconv.Itoa(p.status), Title: p.words.Title.In(ctx), Text: p.words.Text.In(ctx), RequestID: of(c).requestID,
		Action: components.Link{Text: text.BackHome.In(ctx), Href: paths.Home},
	}}
	view.Page.Title = view.Error.Title
	of(c).session = nil
	if isFragment(c) {
		return s.render(c, p.status, components.Error(view.Error))
	}
	return s.render(c, p.status, errorpage.Show(view))
}
