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
	"xinshi/views/paths"
)

// maxBulk is how many messages one call may ask for.
const maxBulk = 1000

// bulkRequest leaves each message unread, so that one that cannot be read fails
// alone.
type bulkRequest struct {
	Messages []json.RawMessage `json:"messages"`
}

// bulkResult is what became of one message: an id and a state, or an error as
// the single call would answer it.
type bulkResult struct {
	Index int                 `json:"index"`
	ID    string              `json:"id,omitempty"`
	State models.MessageState `json:"state,omitempty"`
	Error *apiError           `json:"error,omitempty"`
}

// addMessages queues many messages, each judged alone. When we fail at one, the
// others are still answered: a caller who heard nothing would send them again.
func (s *Server) addMessages(c echo.Context) error {
	ctx := c.Request().Context()
	var in bulkRequest
	if err := readJSON(c, &in); err != nil {
		return err
	}
	if err := in.validate(currentApp(c)); err != nil {
		return err
	}
	results, queued, failed := make([]bulkResult, len(in.Messages)), false, false
	for i, raw := range in.Messages {
		m, err := s.addOne(c, i, raw)
		if ctx.Err() != nil {
			return ctx.Err() // nobody is there to read the answer
		}
		results[i] = newBulkResult(ctx, i, m, err)
		of(c).noteItem(err)
		switch {
		case err == nil:
			queued = true
		case !failed && problemOf(err).status >= http.StatusInternalServerError:
			failed = true // one line in the log says enough when the database is gone
			s.logFailure(c, "queue message of bulk call", err)
		}
	}
	if queued {
		s.Wake()
	}
	return writeJSON(c, http.StatusOK, map[string][]bulkResult{"results": results})
}

func (in bulkRequest) validate(app models.App) error {
	var bad models.ValidationError
	switch {
	case len(in.Messages) == 0:
		bad.Add("messages", models.ReasonRequired)
	case len(in.Messages) > maxBulk:
		bad.Add("messages", models.ReasonTooMany, maxBulk)
	case len(in.Messages) > 1 && app.MustApprove(int64(len(in.Messages))): // one is for one person, and no batch
		bad.Add("messages", models.ReasonNeedsApproval, app.ApprovedBelow())
	}
	return bad.Err()
}

func (s *Server) addOne(c echo.Context, i int, raw json.RawMessage) (models.Message, error) {
	var in messageRequest
	if err := decodeItem("messages", i, raw, &in); err != nil {
		return models.Message{}, err
	}
	req, err := in.request()
	if err != nil {
		return models.Message{}, err
	}
	return s.Store.Enqueue(c.Request().Context(), actor(c), currentApp(c), req)
}

// decodeItem reads one item of a list as strictly as a whole body is read.
func decodeItem(list string, i int, raw json.RawMessage, into any) error {
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	err := in.Decode(into)
	if err == nil {
		return nil
	}
	err = explainJSON(raw, err)
	var unread *jsonError
	if errors.As(err, &unread) && unread.reason == models.ReasonWrongType && unread.field == "" {
		unread.field = fmt.Sprintf("%s[%d]", list, i) // not an object at all
	}
	return err
}

func newBulkResult(ctx context.Context, i int, m models.Message, err error) bulkResult {
	if err != nil {
		failure := newAPIError(ctx, problemOf(err), err)
		return bulkResult{Index: i, Error: &failure}
	}
	return bulkResult{Index: i, ID: paths.ID(m.ID), State: models.MessageQueued}
}
