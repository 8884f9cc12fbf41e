package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/delivery"
	"xinshi/views/layout"
	"xinshi/views/message"
	"xinshi/views/text"
)

// messagePage shows one message. While that is on its way, htmx asks for the
// part that changes.
func (s *Server) messagePage(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	src, err := s.messageSource(ctx, currentApp(c), id, currentStaff(c).Role.Can(models.PermSend))
	if err != nil {
		return err
	}
	src.CSRF = s.csrfToken(c)
	if isFragment(c) { // leaves the sentences of the session for the page
		return s.render(c, http.StatusOK, message.LivePart(message.NewLive(ctx, src)))
	}
	if err := s.Store.NoteView(ctx, actor(c), src.App.ID, src.Person.ID); err != nil {
		return err
	}
	frame := s.page(c, layout.NavMessages, text.NavMessages)
	frame.Title = src.Template.Title
	return s.render(c, http.StatusOK, message.Show(message.NewPage(ctx, frame, src)))
}

func (s *Server) messageSource(ctx context.Context, app models.App, id int64, maySend bool) (message.Source, error) {
	src := message.Source{App: app, Now: s.Store.Now(), MaySend: maySend}
	var err error
	if src.Message, err = s.Store.Message(ctx, app.ID, id); err != nil {
		return src, err
	}
	if src.Template, err = s.Store.Template(ctx, app.ID, src.Message.TemplateRef); err != nil {
		return src, err
	}
	if src.Person, err = s.Store.Recipient(ctx, app.ID, src.Message.RecipientID); err != nil {
		return src, err
	}
	if src.Tries, err = s.Store.MessageTries(ctx, id); err != nil {
		return src, err
	}
	if err := s.loadCodes(ctx, &src); err != nil {
		return src, err
	}
	if err := s.loadDelivery(ctx, &src); err != nil {
		return src, err
	}
	src.Payload, err = payload(src)
	return src, err
}

// loadDelivery loads what the platform pushed about the message, or may have.
func (s *Server) loadDelivery(ctx context.Context, src *message.Source) error {
	one := []models.Message{src.Message}
	if err := s.Store.LoadDeliveries(ctx, src.App.ID, one); err != nil {
		return err
	}
	src.Message = one[0]
	likely, err := s.Store.LikelyDelivery(ctx, src.Message, src.Template)
	src.Likely = likely
	return err
}

// loadCodes loads the codes of all tries and the one held now. A message that
// has ended without one was last posted with that of its last try.
func (s *Server) loadCodes(ctx context.Context, src *message.Source) error {
	src.Codes = map[int64]models.SendCode{}
	ids := []int64{}
	for _, try := range src.Tries {
		ids = append(ids, try.CodeID)
	}
	for _, id := range append(ids, src.Message.CodeID) {
		code, err := s.Store.Code(ctx, src.App.ID, id)
		if errors.Is(err, models.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		src.Codes[id] = code
		if id == src.Message.CodeID || (src.Message.CodeID == 0 && message.Final(src.Message.State)) {
			src.Code = code
		}
	}
	return nil
}

// payload is the body as it is posted, broken into lines for reading. Before a
// code is chosen its place is empty; a message that ended without a call has none.
func payload(src message.Source) (string, error) {
	m := src.Message
	if src.Code.ID == 0 && message.Final(m.State) {
		return "", nil
	}
	claimed := &models.Claimed{Message: m, Code: src.Code, Openid: src.Person.Openid, Template: &src.Template, App: &src.App}
	if !src.MaySend && src.Code.ID != 0 {
		claimed.Code.Code = message.Mask(claimed.Code.Code)
	}
	raw, err := delivery.Payload(claimed)
	if err != nil {
		return "", fmt.Errorf("build payload of message %d: %w", m.ID, err)
	}
	var lines bytes.Buffer
	if err := json.Indent(&lines, raw, "", "  "); err != nil {
		return "", fmt.Errorf("format payload of message %d: %w", m.ID, err)
	}
	return lines.String(), nil
}
