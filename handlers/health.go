package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
)

// healthz tells that the process answers at all.
func (s *Server) healthz(c echo.Context) error {
	return writeJSON(c, http.StatusOK, map[string]string{"status": "ok", "version": s.Version})
}

// readiness is what this process needs in order to be of use. The parts are
// named in fixed words: causes may hold addresses and names, and go to the log.
type readiness struct {
	Ready bool              `json:"ready"`
	Parts map[string]string `json:"parts"`
}

// readyz tells whether work should be sent here.
func (s *Server) readyz(c echo.Context) error {
	ctx := c.Request().Context()
	answer := readiness{Ready: true, Parts: map[string]string{}}
	note := func(part string, err error) {
		answer.Parts[part] = "ok"
		if err == nil {
			return
		}
		answer.Ready = false
		switch {
		case errors.Is(err, models.ErrSchemaOld):
			answer.Parts[part] = "older than the program"
		case errors.Is(err, models.ErrSchemaNew):
			answer.Parts[part] = "newer than the program"
		default:
			answer.Parts[part] = "failing"
		}
		s.Log.WarnContext(ctx, "not ready", "part", part, "error", err, "request_id", of(c).requestID)
	}
	err := s.Store.Ping(ctx)
	note("database", err)
	if err == nil {
		note("schema", s.Store.CheckSchema(ctx))
	}
	if s.EngineAlive != nil {
		note("engine", s.EngineAlive())
	}
	if !answer.Ready {
		return writeJSON(c, http.StatusServiceUnavailable, answer)
	}
	return writeJSON(c, http.StatusOK, answer)
}
