package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/audit"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// auditPageSize is how many entries a page shows.
const auditPageSize = 30 // entries are long, and a page is to stay under 60 KB

// listAudit shows who did what, newest first, and how the chain stands.
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
	if currentStaff(c).Limited {
		ids := make([]int64, 0, len(of(c).apps))
		for _, app := range of(c).apps {
			ids = append(ids, app.ID)
		}
		filter.Only = &ids
	}
	found, err := s.Store.AuditEntries(ctx, filter, auditPageSize)
	if err != nil {
		return err
	}
	state, err := s.Store.AuditState(ctx)
	if err != nil {
		return err
	}
	key, err := s.Store.AuditKey(ctx)
	if err != nil {
		return err
	}
	page := s.page(c, layout.NavAudit, text.AuditTitle)
	page.Context = text.AuditNote.In(ctx)
	view := audit.NewPage(ctx, page, filter, found)
	view.Chain = audit.NewChain(ctx, state, key, wholeRecord(c) == nil)
	return s.render(c, http.StatusOK, audit.List(view))
}

// wholeRecord refuses those who are limited to some Apps: the chain is one.
func wholeRecord(c echo.Context) error {
	if currentStaff(c).Limited {
		return models.ErrForbidden
	}
	return nil
}

// verifyAudit walks the chain now.
func (s *Server) verifyAudit(c echo.Context) error {
	if err := wholeRecord(c); err != nil {
		return err
	}
	anchors, err := s.Anchors()
	if err != nil {
		return err
	}
	if _, err := s.Store.CheckAuditFor(c.Request().Context(), actor(c), anchors); err != nil {
		return err
	}
	return s.see(c, paths.Audit) // where the banner says how it ended
}

// exportWithin is how long the download of a long record may take; other
// answers have to be gone within a minute.
const exportWithin = 30 * time.Minute

// exportAudit writes the whole record with its chain, one entry a line. It goes
// out while it is read, so that its length does not matter.
func (s *Server) exportAudit(c echo.Context) error {
	if err := wholeRecord(c); err != nil {
		return err
	}
	response := c.Response()
	if err := http.NewResponseController(response).SetWriteDeadline(time.Now().Add(exportWithin)); err != nil {
		s.Log.WarnContext(c.Request().Context(), "cannot allow more time for an export", "error", err)
	}
	response.Header().Set(echo.HeaderContentType, "application/x-ndjson")
	response.Header().Set(echo.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="xinshi-audit-%s.jsonl"`, s.Now().UTC().Format("20060102-150405")))
	return s.Store.ExportAudit(c.Request().Context(), actor(c), 1, response)
}
