package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/audit"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// auditPageSize is how many entries a page shows.
const auditPageSize = 50

// listAudit shows who did what, newest first.
func (s *Server) listAudit(c echo.Context) error {
	ctx := c.Request().Context()
	query, err := filters(c, "action", "actor", beforeParam, afterParam)
	if err != nil {
		return err
	}
	filter := models.AuditFilter{Action: query.Get("action"), Actor: strings.TrimSpace(query.Get("actor"))}
	if filter.Cursor, err = cursor(query); err != nil {
		return err
	}
	found, err := s.Store.AuditEntries(ctx, filter, auditPageSize)
	if err != nil {
		return err
	}
	page := s.page(c, layout.NavAudit, text.AuditTitle)
	page.Context = text.AuditNote.In(ctx)
	return s.render(c, http.StatusOK, audit.List(audit.NewPage(ctx, page, filter, found)))
}
