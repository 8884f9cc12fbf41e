package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// tagRecipient gives one user a tag, or takes one away.
func (s *Server) tagRecipient(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	person, err := s.personOf(c)
	if err != nil {
		return err
	}
	back, who := paths.Recipient(app.Appid, person.ID), models.PeopleSelection{IDs: []int64{person.ID}}
	if taken := c.FormValue("remove"); taken != "" {
		if _, err := s.Store.TagPeople(ctx, actor(c), app.ID, who, nil, []string{taken}); err != nil {
			return err
		}
		return s.done(c, back, text.RecipientTagTaken, taken)
	}
	src := recipient.Source{Person: person, TagTyped: c.FormValue("add")}
	_, err = s.Store.TagPeople(ctx, actor(c), app.ID, who, []string{src.TagTyped}, nil)
	if sentences, refused := refusals(ctx, err); refused {
		for _, sentence := range sentences {
			src.TagError = sentence
		}
		return s.renderRecipient(c, http.StatusUnprocessableEntity, nil, src)
	}
	if err != nil {
		return err
	}
	return s.done(c, back, text.RecipientTagAdded)
}

// eraseRecipient erases a user's personal data, once the word was typed.
func (s *Server) eraseRecipient(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	person, err := s.personOf(c)
	if err != nil {
		return err
	}
	back := paths.Recipient(app.Appid, person.ID)
	if c.FormValue("confirm") != text.EraseWord.In(ctx) {
		addFlash(c, components.ToneError, text.EraseWrongWord.In(ctx))
		return s.see(c, back)
	}
	err = s.Store.EraseRecipient(ctx, actor(c), app.ID, person.ID)
	switch {
	case errors.Is(err, models.ErrConflict):
		addFlash(c, components.ToneWarning, text.EraseBusy.In(ctx))
		return s.see(c, back)
	case err != nil:
		return err
	}
	return s.done(c, back, text.EraseDone)
}
