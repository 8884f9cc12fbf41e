package handlers

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/views/paths"
)

const headerRequestID = "X-Request-Id"

// begin makes the visit. The request id is always ours: one that a caller
// could choose would let them write what they like into the log.
func begin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := rand.Text()
		c.Set(visitKey, &visit{requestID: id})
		c.Response().Header().Set(headerRequestID, id)
		return next(c)
	}
}

// accessLog writes one line a request, without the query, which may hold what
// somebody searched for. Errors are answered here so that their status is known.
func (s *Server) accessLog(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		started := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		v, r := of(c), c.Request()
		level := slog.LevelInfo
		if quiet(c.Path()) {
			level = slog.LevelDebug
		}
		s.Log.Log(r.Context(), level, "request",
			"method", r.Method, "path", r.URL.Path, "status", c.Response().Status, "bytes", c.Response().Size,
			"duration_ms", time.Since(started).Milliseconds(), "ip", c.RealIP(), "request_id", v.requestID,
			"staff_id", v.staff.ID, "api_key_id", v.key.ID)
		return nil
	}
}

// quiet tells the routes that are asked all the time and say nothing of people.
func quiet(pattern string) bool {
	return pattern == paths.Healthz || pattern == paths.Readyz || strings.HasPrefix(pattern, paths.Static)
}

// panicError is a panic on its way to the error handler.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

func recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler: // net/http's own way to cut a connection
				panic(v)
			default:
				err = &panicError{v, debug.Stack()}
			}
		}()
		return next(c)
	}
}

// contentPolicy allows files of ours and nothing else: no inline script or
// style, no frames, no other site.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the headers that every answer carries.
func (s *Server) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if s.https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// noStore keeps answers with people's data out of caches.
func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		return next(c)
	}
}

// The largest bodies we read.
const (
	maxPageBody = 1 << 20
	maxAPIBody  = 2 << 20
)

// limitBody refuses larger bodies: at once when they say their length, or else
// while they are read.
func limitBody(limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if r.ContentLength > limit {
				return &http.MaxBytesError{Limit: limit}
			}
			r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
			return next(c)
		}
	}
}

// readForm parses a page's form in one place, so that a broken or oversized one
// is told apart from a missing field, also by the CSRF check, which reads it.
func readForm(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := c.Request().ParseForm(); err != nil {
			return badRequest(err)
		}
		return next(c)
	}
}
