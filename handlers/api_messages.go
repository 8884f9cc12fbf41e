package handlers

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/text"
)

type messageRequest struct {
	Template       string                     `json:"template"`
	To             string                     `json:"to"`
	Fields         map[string]json.RawMessage `json:"fields"`
	Data           map[string]valueRequest    `json:"data"`
	Page           *string                    `json:"page"`
	Emphasis       *string                    `json:"emphasis"`
	SendAt         string                     `json:"send_at"`
	IdempotencyKey string                     `json:"idempotency_key"`
	State          models.MiniprogramState    `json:"miniprogram_state"`
}

type valueRequest struct {
	Value json.RawMessage `json:"value"`
	Color string          `json:"color"`
}

type queuedAnswer struct {
	ID    string              `json:"id"`
	State models.MessageState `json:"state"`
}

// addMessage queues one message. A repeat under the same idempotency key gets
// the answer of the first call, whatever became of the message since.
func (s *Server) addMessage(c echo.Context) error {
	var in messageRequest
	if err := readJSON(c, &in); err != nil {
		return err
	}
	req, err := in.request()
	if err != nil {
		return err
	}
	m, err := s.Store.Enqueue(c.Request().Context(), actor(c), currentApp(c), req)
	if err != nil {
		return err
	}
	s.Wake()
	c.Response().Header().Set(echo.HeaderLocation, paths.APIMessage(m.ID))
	return writeJSON(c, http.StatusAccepted, queuedAnswer{paths.ID(m.ID), models.MessageQueued})
}

func (in messageRequest) request() (models.MessageRequest, error) {
	var bad models.ValidationError
	req := models.MessageRequest{
		TemplateID: in.Template, To: in.To, IdempotencyKey: in.IdempotencyKey, MiniprogramState: in.State,
		SendAt:  apiTime(&bad, "send_at", in.SendAt),
		Content: models.Content{Page: in.Page, Emphasis: in.Emphasis},
	}
	if in.Fields != nil {
		req.Content.Fields = make(map[string]string, len(in.Fields))
	}
	for _, name := range slices.Sorted(maps.Keys(in.Fields)) {
		req.Content.Fields[name] = plainText(&bad, "fields."+name, in.Fields[name])
	}
	if in.Data != nil {
		req.Content.Data = make(map[string]models.TypedValue, len(in.Data))
	}
	for _, key := range slices.Sorted(maps.Keys(in.Data)) {
		typed := models.TypedValue{Colour: in.Data[key].Color}
		if raw := in.Data[key].Value; raw != nil {
			typed.Value = plainText(&bad, "data."+key+".value", raw)
		}
		req.Content.Data[key] = typed
	}
	return req, bad.Err()
}

type messageAnswer struct {
	ID          string              `json:"id"`
	State       models.MessageState `json:"state"`
	Template    string              `json:"template"`
	To          string              `json:"to"`
	Cause       models.Cause        `json:"cause"`
	Errcode     int                 `json:"errcode"`
	Errmsg      string              `json:"errmsg"`
	Explanation string              `json:"explanation"`
	Remedy      string              `json:"remedy"`
	CodeKind    models.CodeKind     `json:"code_kind"`
	Tries       int                 `json:"tries"`
	CreatedAt   *string             `json:"created_at"`
	DueAt       *string             `json:"due_at"`
	SendingAt   *string             `json:"sending_at"`
	SettledAt   *string             `json:"settled_at"`
}

// showMessage tells how a message stands, and what to do where that is bad.
func (s *Server) showMessage(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	m, err := s.Store.Message(ctx, currentApp(c).ID, id)
	if err != nil {
		return err
	}
	t, err := s.Store.Template(ctx, m.AppID, m.TemplateRef)
	if err != nil {
		return err
	}
	to, err := s.Store.Recipient(ctx, m.AppID, m.RecipientID)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, newMessageAnswer(ctx, m, t, to))
}

func newMessageAnswer(ctx context.Context, m models.Message, t models.Template, to models.Recipient) messageAnswer {
	explanation, remedy := text.Outcome(ctx, m, t.Kind)
	return messageAnswer{
		ID: paths.ID(m.ID), State: m.State, Template: t.TemplateID, To: to.Openid,
		Cause: m.Reason, Errcode: m.Errcode, Errmsg: m.Errmsg, Explanation: explanation, Remedy: remedy,
		CodeKind: m.CodeKind, Tries: m.Tries,
		CreatedAt: timeText(m.CreatedAt), DueAt: timeText(m.DueAt), SendingAt: timeText(m.SendingAt), SettledAt: timeText(m.SettledAt),
	}
}
