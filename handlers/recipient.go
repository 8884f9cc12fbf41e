package handlers

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// How many rows a list shows at once. Those of users are rich; with more of them
// the page would weigh too much.
const (
	pageSize   = 50
	peopleSize = 25
)

// listRecipients shows an App's users, newest first.
func (s *Server) listRecipients(c echo.Context) error {
	query, err := filters(c, recipientParams...)
	if err != nil {
		return err
	}
	return s.recipientsPage(c, http.StatusOK, query, recipient.Typed{})
}

// recipientsPage is the list that a query asks for, with what was typed into it.
func (s *Server) recipientsPage(c echo.Context, status int, query url.Values, typed recipient.Typed) error {
	ctx, app := c.Request().Context(), currentApp(c)
	src := recipient.ListSource{App: app, Query: inUse(query), Whole: whole(query).Encode(), Now: s.Store.Now(), Typed: typed}
	filter, err := recipientFilter(query, app)
	if err != nil {
		return err
	}
	if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
		return err
	}
	if err := knownTemplate(filter, src.Templates); err != nil {
		return err
	}
	found, err := s.Store.Recipients(ctx, app.ID, filter, peopleSize)
	if sentences, refused := refusals(ctx, err); refused {
		src.Refused, status, err = sentences, http.StatusUnprocessableEntity, nil
	}
	if err != nil {
		return err
	}
	src.People, src.Paged = found.Rows, filter.Cursor != (models.Cursor{})
	src.Pager = pager(paths.Recipients(app.Appid), query, found)
	if found.More {
		src.GoOn = goOn(&src.Pager, filter.Cursor)
	}
	if err := s.besidePeople(c, &src); err != nil {
		return err
	}
	frame := s.page(c, layout.NavRecipients, text.NavRecipients)
	frame.Context, frame.RequestPath = text.RecipientsContext.In(ctx), paths.WithQuery(paths.Recipients(app.Appid), whole(query))
	return s.render(c, status, recipient.List(recipient.NewListPage(ctx, frame, src)))
}

// besidePeople loads what the list shows beside the people it found.
func (s *Server) besidePeople(c echo.Context, src *recipient.ListSource) error {
	ctx, app := c.Request().Context(), src.App
	ids := make([]int64, len(src.People))
	for i, r := range src.People {
		ids[i] = r.ID
	}
	var err error
	if src.Counts, err = s.Store.CodeCounts(ctx, ids); err != nil {
		return err
	}
	if src.TagsOf, err = s.Store.TagsOf(ctx, app.ID, ids); err != nil {
		return err
	}
	if src.Tags, err = s.Store.Tags(ctx, app.ID); err != nil {
		return err
	}
	src.Segments, err = s.Store.Segments(ctx, app.ID)
	return err
}

// goOn takes out of a pager the link with which a search goes on that was given
// up early: it is no neighbouring page, but the rest of this one.
func goOn(p *components.PagerView, at models.Cursor) string {
	link := p.Older
	if at.After != 0 {
		link, p.Newer = p.Newer, ""
		return link
	}
	p.Older = ""
	return link
}

// inUse is the filters of a query that narrow the list: without the place in
// it, and without the inputs a form sent empty.
func inUse(query url.Values) url.Values {
	used := whole(query)
	for _, name := range []string{beforeParam, afterParam, keyParam} {
		used.Del(name)
	}
	return used
}

// whole is a query without what a form sent empty or twice.
func whole(query url.Values) url.Values {
	used := url.Values{}
	for name, values := range query {
		for _, value := range values {
			if value != "" && !slices.Contains(used[name], value) {
				used.Add(name, value)
			}
		}
	}
	return used
}

// pager leads to the neighbours of one page of a list, keeping its filters.
func pager[T any](path string, query url.Values, page models.Slice[T]) components.PagerView {
	return pagerOf(path, query, page, listParams)
}

// pagerOf is pager for a list whose place stands under names of its own.
func pagerOf[T any](path string, query url.Values, page models.Slice[T], names placeParams) components.PagerView {
	link := func(name string, id int64, key string) string {
		if id == 0 {
			return ""
		}
		neighbour := whole(query)
		for _, place := range []string{names.before, names.after, names.key} {
			neighbour.Del(place)
		}
		neighbour.Set(name, paths.ID(id))
		if key != "" {
			neighbour.Set(names.key, key)
		}
		return paths.WithQuery(path, neighbour)
	}
	return components.PagerView{
		Newer: link(names.after, page.Newer.After, page.Newer.Key), Older: link(names.before, page.Older.Before, page.Older.Key),
	}
}
