package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// pageSize is how many rows a list shows at once.
const pageSize = 50

// listRecipients shows an App's users, newest first.
func (s *Server) listRecipients(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, recipient.FilterSearch, recipient.FilterHasCode, beforeParam, afterParam)
	if err != nil {
		return err
	}
	filter := models.RecipientFilter{Search: query.Get(recipient.FilterSearch)}
	if filter.Cursor, err = cursor(query); err != nil {
		return err
	}
	switch value := query.Get(recipient.FilterHasCode); value {
	case "":
	case "1":
		filter.HasCode = true
	case "24h", "48h", "72h":
		filter.Expiring, _ = time.ParseDuration(value)
	default:
		return badRequest(fmt.Errorf("has_code is %q", value))
	}
	found, err := s.Store.Recipients(ctx, app.ID, filter, pageSize)
	if err != nil {
		return err
	}
	ids := make([]int64, len(found.Rows))
	for i, r := range found.Rows {
		ids[i] = r.ID
	}
	counts, err := s.Store.CodeCounts(ctx, ids)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavRecipients, text.NavRecipients)
	frame.Context = text.RecipientsContext.In(ctx)
	return s.render(c, http.StatusOK, recipient.List(recipient.NewListPage(ctx, frame, recipient.ListSource{
		App: app, Query: inUse(query), People: found.Rows, Counts: counts, Now: s.Store.Now(),
		Pager: pager(paths.Recipients(app.Appid), query, found), Paged: filter.Cursor != (models.Cursor{}),
	})))
}

// inUse is the filters of a query that narrow the list: without the place in
// it, and without the inputs a form sent empty.
func inUse(query url.Values) url.Values {
	used := url.Values{}
	for name := range query {
		if value := query.Get(name); value != "" && name != beforeParam && name != afterParam {
			used.Set(name, value)
		}
	}
	return used
}

// pager leads to the neighbours of one page of a list, keeping its filters.
func pager[T any](path string, query url.Values, page models.Slice[T]) components.PagerView {
	link := func(name string, id int64) string {
		if id == 0 {
			return ""
		}
		neighbour := inUse(query)
		neighbour.Set(name, paths.ID(id))
		return paths.WithQuery(path, neighbour)
	}
	return components.PagerView{Newer: link(afterParam, page.Newer.After), Older: link(beforeParam, page.Older.Before)}
}
