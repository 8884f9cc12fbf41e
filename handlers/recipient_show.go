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

// The two lists of one user's page have places of their own.
var (
	codesParams    = placeParams{"codes_before", "codes_after", "codes_key"}
	messagesParams = listParams
)

// recipientPage shows one user.
func (s *Server) recipientPage(c echo.Context) error {
	person, err := s.personOf(c)
	if err != nil {
		return err
	}
	query, err := filters(c, codesParams.before, codesParams.after, messagesParams.before, messagesParams.after)
	if err != nil {
		return err
	}
	if err := s.Store.NoteView(c.Request().Context(), actor(c), currentApp(c).ID, person.ID); err != nil {
		return err
	}
	return s.renderRecipient(c, http.StatusOK, query, recipient.Source{Person: person})
}

// personOf is the user that the URL names.
func (s *Server) personOf(c echo.Context) (models.Recipient, error) {
	id, err := idParam(c, "id")
	if err != nil {
		return models.Recipient{}, err
	}
	return s.Store.Recipient(c.Request().Context(), currentApp(c).ID, id)
}

// renderRecipient shows the user in src, with what was typed on the page.
func (s *Server) renderRecipient(c echo.Context, status int, query url.Values, src recipient.Source) error {
	ctx := c.Request().Context()
	src.App, src.Now = currentApp(c), s.Store.Now()
	if err := s.loadWallet(c, query, &src); err != nil {
		return err
	}
	at, err := cursorOf(query, messagesParams)
	if err != nil {
		return err
	}
	messages, err := s.Store.Messages(ctx, src.App.ID, models.MessageFilter{RecipientID: src.Person.ID, Cursor: at}, latestSize)
	if err != nil {
		return err
	}
	src.Messages, src.MessagesPager = messages.Rows, pagerOf(paths.Recipient(src.App.Appid, src.Person.ID), query, messages, messagesParams)
	if src.Tags, err = s.tagsOf(c, src.Person); err != nil {
		return err
	}
	if src.Known, err = s.Store.Tags(ctx, src.App.ID); err != nil {
		return err
	}
	return s.render(c, status, recipient.Show(recipient.NewPage(ctx, s.page(c, layout.NavRecipients, text.NavRecipients), src)))
}

// loadWallet loads the user's codes and how many are left.
func (s *Server) loadWallet(c echo.Context, query url.Values, src *recipient.Source) error {
	ctx, id := c.Request().Context(), src.Person.ID
	at, err := cursorOf(query, codesParams)
	if err != nil {
		return err
	}
	codes, err := s.Store.CodesOf(ctx, src.App.ID, id, at, walletSize)
	if err != nil {
		return err
	}
	src.Codes, src.WalletPager = codes.Rows, pagerOf(paths.Recipient(src.App.Appid, id), query, codes, codesParams)
	counts, err := s.Store.CodeCounts(ctx, []int64{id})
	if err != nil {
		return err
	}
	src.Counts = counts[id]
	src.Templates, err = s.Store.Templates(ctx, src.App.ID)
	return err
}
