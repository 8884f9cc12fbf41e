package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// What one user's page shows at once.
const (
	walletSize = 20
	latestSize = 20
)

// recipientPage shows one user.
func (s *Server) recipientPage(c echo.Context) error {
	person, err := s.personOf(c)
	if err != nil {
		return err
	}
	query, err := filters(c, beforeParam, afterParam)
	if err != nil {
		return err
	}
	return s.renderRecipient(c, http.StatusOK, person, query, recipient.Form{Nickname: person.Nickname, Remark: person.Remark})
}

// saveRecipient changes what is kept about a user in words.
func (s *Server) saveRecipient(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	person, err := s.personOf(c)
	if err != nil {
		return err
	}
	form := recipient.Form{Nickname: c.FormValue("nickname"), Remark: c.FormValue("remark")}
	_, err = s.Store.SaveRecipient(ctx, actor(c), app.ID, models.RecipientInput{Openid: person.Openid, Nickname: form.Nickname, Remark: form.Remark})
	if sentences, refused := refusals(ctx, err); refused {
		form.Errors = sentences
		return s.renderRecipient(c, http.StatusUnprocessableEntity, person, nil, form)
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.Recipient(app.Appid, person.ID), text.RecipientSaved)
}

// personOf is the user that the URL names.
func (s *Server) personOf(c echo.Context) (models.Recipient, error) {
	id, err := idParam(c, "id")
	if err != nil {
		return models.Recipient{}, err
	}
	return s.Store.Recipient(c.Request().Context(), currentApp(c).ID, id)
}

func (s *Server) renderRecipient(c echo.Context, status int, person models.Recipient, query url.Values, form recipient.Form) error {
	ctx, app := c.Request().Context(), currentApp(c)
	src := recipient.Source{App: app, Person: person, Form: form, Now: s.Store.Now()}
	at, err := cursor(query)
	if err != nil {
		return err
	}
	codes, err := s.Store.CodesOf(ctx, app.ID, person.ID, at, walletSize)
	if err != nil {
		return err
	}
	src.Codes, src.Pager = codes.Rows, pager(paths.Recipient(app.Appid, person.ID), query, codes)
	counts, err := s.Store.CodeCounts(ctx, []int64{person.ID})
	if err != nil {
		return err
	}
	src.Counts = counts[person.ID]
	if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
		return err
	}
	messages, err := s.Store.Messages(ctx, app.ID, models.MessageFilter{RecipientID: person.ID}, latestSize)
	if err != nil {
		return err
	}
	src.Messages = messages.Rows
	return s.render(c, status, recipient.Show(recipient.NewPage(ctx, s.page(c, layout.NavRecipients, text.NavRecipients), src)))
}
