package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// listMessages is the history: an App's messages, newest first.
func (s *Server) listMessages(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, append([]string{beforeParam, afterParam}, message.Filters...)...)
	if err != nil {
		return err
	}
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	filter, err := messageFilter(query, app, templates)
	if err != nil {
		return err
	}
	staff, err := s.Store.StaffMembers(ctx)
	if err != nil {
		return err
	}
	found, err := s.findMessages(ctx, app.ID, query.Get(message.FilterTo), filter)
	if err != nil {
		return err
	}
	people, err := s.namesOf(ctx, app.ID, found.Rows)
	if err != nil {
		return err
	}
	if err := s.Store.LoadDeliveries(ctx, app.ID, found.Rows); err != nil {
		return err
	}
	src := message.ListSource{
		App: app, Query: inUse(query), Templates: templates, Staff: staff, People: people, Messages: found.Rows,
		Pager: pager(paths.Messages(app.Appid), query, found), Paged: filter.Cursor != (models.Cursor{}),
	}
	if found.More {
		src.GoOn = goOn(&src.Pager, filter.Cursor)
	}
	frame := s.page(c, layout.NavMessages, text.NavMessages)
	frame.Context = text.MessagesContext.In(ctx)
	return s.render(c, http.StatusOK, message.List(message.NewListPage(ctx, frame, src)))
}

// findMessages runs the filter; an openid that nobody has matches no message.
func (s *Server) findMessages(ctx context.Context, appID int64, openid string, filter models.MessageFilter) (models.Slice[models.Message], error) {
	if openid != "" {
		person, err := s.Store.RecipientByOpenid(ctx, appID, openid)
		if errors.Is(err, models.ErrNotFound) {
			return models.Slice[models.Message]{}, nil
		}
		if err != nil {
			return models.Slice[models.Message]{}, err
		}
		filter.RecipientID = person.ID
	}
	return s.Store.Messages(ctx, appID, filter, pageSize)
}

func (s *Server) namesOf(ctx context.Context, appID int64, messages []models.Message) (map[int64]models.Recipient, error) {
	ids := make([]int64, len(messages))
	for i, m := range messages {
		ids[i] = m.RecipientID
	}
	return s.Store.RecipientNames(ctx, appID, ids)
}

// messageFilter reads the filters of the history. A value that means nothing is
// refused, as a filter that the page does not know: either would show rows that
// nobody asked for.
func messageFilter(query url.Values, app models.App, templates []models.Template) (models.MessageFilter, error) {
	f := models.MessageFilter{State: models.MessageState(query.Get(message.FilterState)), Reason: models.Cause(query.Get(message.FilterReason))}
	if f.State != "" && !slices.Contains(models.MessageStates, f.State) {
		return f, badRequest(fmt.Errorf("unknown state %q", f.State))
	}
	if f.Reason != "" && !slices.Contains(message.Causes, f.Reason) {
		return f, badRequest(fmt.Errorf("unknown reason %q", f.Reason))
	}
	if value := query.Get(message.FilterTemplate); value != "" {
		at := slices.IndexFunc(templates, func(t models.Template) bool { return paths.ID(t.ID) == value })
		if at < 0 {
			return f, badRequest(fmt.Errorf("unknown template %q", value))
		}
		f.TemplateRef = templates[at].ID
	}
	if value := query.Get(message.FilterBatch); value != "" {
		id, err := models.ParseID(value)
		if err != nil {
			return f, badRequest(fmt.Errorf("batch %q is no id", value))
		}
		f.BatchID = id
	}
	if value := query.Get(message.FilterErrcode); value != "" {
		code, err := strconv.Atoi(value)
		if err != nil {
			return f, badRequest(err)
		}
		f.Errcode = &code
	}
	var err error
	if f.AskedBy, f.AskedByID, err = askedBy(query.Get(message.FilterBy)); err != nil {
		return f, err
	}
	if f.From, err = dayOf(query.Get(message.FilterFrom), app.Zone(), 0); err != nil {
		return f, err
	}
	if f.Until, err = dayOf(query.Get(message.FilterUntil), app.Zone(), 1); err != nil {
		return f, err
	}
	f.Cursor, err = cursor(query)
	return f, err
}

// askedBy reads who asked: a member of staff by id, or any API key.
func askedBy(value string) (models.ActorKind, int64, error) {
	switch value {
	case "":
		return "", 0, nil
	case message.ByAPI:
		return models.ActorAPIKey, 0, nil
	}
	id, err := models.ParseID(value)
	if err != nil {
		return "", 0, badRequest(fmt.Errorf("staff %q is no id", value))
	}
	return models.ActorStaff, id, nil
}

// dayOf is the beginning of a day in the shop's zone, or of the one so many
// days later: people name the last day they want to see.
func dayOf(value string, zone *time.Location, later int) (models.Millis, error) {
	if value == "" {
		return 0, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, value, zone)
	if err != nil {
		return 0, badRequest(err)
	}
	return models.At(day.AddDate(0, 0, later)), nil
}
