package handlers

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/sheet"
	"xinshi/views/exporting"
	"xinshi/views/message"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// exportRecipients is a file of the users whom the list's filters find.
func (s *Server) exportRecipients(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, recipient.Filters...)
	if err != nil {
		return err
	}
	format, err := fileFormat(c.Request().PostForm.Get(exporting.FormatParam))
	if err != nil {
		return err
	}
	filter, err := recipientFilter(query, app)
	if err != nil {
		return err
	}
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	if err := knownTemplate(filter, templates); err != nil {
		return err
	}
	return s.exportPeople(c, format, inUse(query), s.Store.AllRecipients(ctx, app.ID, filter))
}

// exportPeople is a file of users as they come; what says for the audit who.
func (s *Server) exportPeople(c echo.Context, format sheet.Kind, what url.Values, found iter.Seq2[[]models.Recipient, error]) error {
	ctx, app := c.Request().Context(), currentApp(c)
	attributes, err := s.Store.AttributeKeys(ctx, app.ID)
	if err != nil {
		return err
	}
	rows := func(yield func([]any, error) bool) {
		if !yield(recipient.ExportHeader(ctx, attributes), nil) {
			return
		}
		for people, err := range found {
			src := recipient.ExportSource{People: people, Attributes: attributes}
			if err == nil {
				err = s.besideExported(ctx, app, &src)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, row := range recipient.ExportRows(ctx, src) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	return s.export(c, format, table{name: text.NavRecipients.In(ctx), what: "recipient", filter: what, rows: rows})
}

func (s *Server) besideExported(ctx context.Context, app models.App, src *recipient.ExportSource) error {
	ids := make([]int64, len(src.People))
	for i, r := range src.People {
		ids[i] = r.ID
	}
	var err error
	if src.Counts, err = s.Store.CodeCounts(ctx, ids); err != nil {
		return err
	}
	src.Tags, err = s.Store.TagsOf(ctx, app.ID, ids)
	return err
}

// exportMessages is a file of the history, or with a batch among the filters, of
// that batch's outcomes.
func (s *Server) exportMessages(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, message.Filters...)
	if err != nil {
		return err
	}
	format, err := fileFormat(c.Request().PostForm.Get(exporting.FormatParam))
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
	nobody, err := s.exportedPerson(ctx, app, query, &filter)
	if err != nil {
		return err
	}
	rows := func(yield func([]any, error) bool) {
		if !yield(message.ExportHeader(ctx), nil) || nobody {
			return
		}
		for messages, err := range s.Store.AllMessages(ctx, app.ID, filter) {
			var people map[int64]models.Recipient
			if err == nil {
				people, err = s.namesOf(ctx, app.ID, messages)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, m := range messages {
				at := slices.IndexFunc(templates, func(t models.Template) bool { return t.ID == m.TemplateRef })
				var template models.Template
				if at >= 0 {
					template = templates[at]
				}
				if !yield(message.ExportRow(ctx, m, template, people[m.RecipientID]), nil) {
					return
				}
			}
		}
	}
	return s.export(c, format, table{name: text.NavMessages.In(ctx), what: "message", filter: inUse(query), rows: rows})
}

// exportedPerson narrows a filter to the openid that is asked for; nobody is
// true when there is no such user.
func (s *Server) exportedPerson(ctx context.Context, app models.App, query url.Values, filter *models.MessageFilter) (nobody bool, err error) {
	openid := query.Get(message.FilterTo)
	if openid == "" {
		return false, nil
	}
	person, err := s.Store.RecipientByOpenid(ctx, app.ID, openid)
	if errors.Is(err, models.ErrNotFound) {
		return true, nil
	}
	filter.RecipientID = person.ID
	return false, err
}
