package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/text"
)

// jsonError is a body that could not be read: broken JSON, with the place, or a
// field that we do not know or that holds the wrong type.
type jsonError struct {
	line, column int
	field        string
	reason       models.Reason // empty: broken JSON
	wanted       string
}

func (e *jsonError) Error() string {
	if e.reason != "" {
		return fmt.Sprintf("%s: %s", e.field, e.reason)
	}
	return fmt.Sprintf("broken JSON at line %d, column %d", e.line, e.column)
}

func (e *jsonError) status() int {
	if e.reason == "" {
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
}

func (e *jsonError) code() string {
	if e.reason == "" {
		return text.CodeBadJSON
	}
	return "invalid"
}

func (e *jsonError) refusal() models.CallRefusal {
	if e.reason == "" {
		return models.CallRefusal{Reason: text.CodeBadJSON, Line: e.line, Column: e.column}
	}
	return models.CallRefusal{Field: e.field, Reason: e.reason, Wanted: e.wanted}
}

// readJSON reads a body as exactly one value of the shape of into. A field that
// we do not know is refused: it is most often a misspelt one, and ignoring it
// would send something else than was meant.
func readJSON(c echo.Context, into any) error {
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return badRequest(err)
	}
	in := json.NewDecoder(bytes.NewReader(body))
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		return explainJSON(body, err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return brokenAt(body, in.InputOffset())
	}
	return nil
}

func explainJSON(body []byte, err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return brokenAt(body, syntax.Offset)
	case errors.As(err, &wrong):
		return &jsonError{field: wrong.Field, reason: models.ReasonWrongType, wanted: jsonType(wrong.Type.Kind().String())}
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return &jsonError{field: strings.Trim(name, `"`), reason: models.ReasonUnknownField}
	}
	return brokenAt(body, int64(len(body))) // the body ends too early, or is empty
}

func brokenAt(body []byte, offset int64) error {
	read := body[:min(offset, int64(len(body)))]
	line := bytes.Count(read, []byte("\n"))
	return &jsonError{line: line + 1, column: len(read) - bytes.LastIndexByte(read, '\n') - 1}
}

// jsonType is what JSON calls a type of Go.
func jsonType(kind string) string {
	switch kind {
	case "slice":
		return "array"
	case "struct", "map":
		return "object"
	case "string":
		return "string"
	}
	return "number"
}

// plainText reads a value that may be written as text or as a number, as shops
// write order numbers and amounts both ways.
func plainText(bad *models.ValidationError, field string, raw json.RawMessage) string {
	var s string
	var n json.Number
	switch {
	case string(raw) == "null":
	case json.Unmarshal(raw, &s) == nil:
		return s
	case json.Unmarshal(raw, &n) == nil:
		return n.String()
	}
	bad.Add(field, models.ReasonWrongType)
	return ""
}

// apiTime reads a time as RFC 3339; none is 0.
func apiTime(bad *models.ValidationError, field, value string) models.Millis {
	if value == "" {
		return 0
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		bad.Add(field, models.ReasonBadFormat)
		return 0
	}
	return models.At(t)
}

// timeText writes a time as RFC 3339 in UTC; one that is not set is null.
func timeText(m models.Millis) *string {
	if !m.IsSet() {
		return nil
	}
	s := m.Time().Format(time.RFC3339)
	return &s
}
