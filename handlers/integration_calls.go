package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/integration"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// callsPerPage is how many calls a page of the log shows.
const callsPerPage = 30

// listCalls is the log of an App's API calls, newest first. A look for news is
// answered with that part alone.
func (s *Server) listCalls(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, integration.ParamErrors, integration.ParamLatest, beforeParam, afterParam)
	if err != nil {
		return err
	}
	for _, name := range []string{integration.ParamErrors, integration.ParamLatest} {
		if value := query.Get(name); value != "" && value != "1" {
			return badRequest(fmt.Errorf("%s is %q", name, value))
		}
	}
	filter := models.APICallFilter{FailedOnly: query.Get(integration.ParamErrors) == "1"}
	if filter.Cursor, err = cursor(query); err != nil {
		return err
	}
	size, brief := callsPerPage, isFragment(c) && query.Has(integration.ParamLatest)
	if brief {
		size = integration.LatestCalls
	}
	calls, err := s.Store.APICalls(ctx, app.ID, filter, size)
	if err != nil {
		return err
	}
	keys, err := s.Store.APIKeys(ctx, app.ID)
	if err != nil {
		return err
	}
	src := integration.CallSource{
		App: app, Calls: calls.Rows, Names: keyNames(keys), Errors: filter.FailedOnly, Paged: filter.Cursor != (models.Cursor{}),
		MiB: maxAPIBody >> 20, Pager: pager(paths.IntegrationCalls(app.Appid), query, calls),
	}
	switch {
	case brief:
		return s.render(c, http.StatusOK, integration.CallsPart(integration.NewLatest(ctx, src)))
	case isFragment(c):
		return s.render(c, http.StatusOK, integration.CallsPart(integration.NewCallsPage(ctx, layout.Page{}, src).Calls))
	}
	if src.Refused, err = s.refusedToday(ctx, app); err != nil {
		return err
	}
	page := s.page(c, layout.NavIntegration, text.IntegrationCalls)
	return s.render(c, http.StatusOK, integration.Calls(integration.NewCallsPage(ctx, page, src)))
}
