package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/text"
)

// refusals turns refused values into sentences by field, for a form that is
// shown again; ok is false for any other error, and for none.
func refusals(ctx context.Context, err error) (sentences map[string]string, ok bool) {
	var refused *models.ValidationError
	if !errors.As(err, &refused) {
		return nil, false
	}
	sentences = make(map[string]string, len(refused.Fields))
	for _, f := range refused.Fields {
		if sentences[f.Field] == "" {
			sentences[f.Field] = text.Reason(ctx, f.Reason, f.Limit)
		}
	}
	return sentences, true
}

// filters reads the query of a list. One that the page does not know is an
// error: a filter that is silently ignored shows rows nobody asked for.
func filters(c echo.Context, known ...string) (url.Values, error) {
	query, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return nil, badRequest(err)
	}
	for name := range query {
		if !slices.Contains(known, name) {
			return nil, badRequest(fmt.Errorf("unknown filter %q", name))
		}
	}
	return query, nil
}

// The query parameters of a list's pages, newest first. The key stands beside
// an id where the list has another order.
const (
	beforeParam = "before"
	afterParam  = "after"
	keyParam    = "key"
)

// placeParams are the names under which a place in a list stands in a URL.
type placeParams struct{ before, after, key string }

var listParams = placeParams{beforeParam, afterParam, keyParam}

// cursor reads the place in a list.
func cursor(query url.Values) (models.Cursor, error) { return cursorOf(query, listParams) }

// cursorOf is cursor for a list whose place stands under names of its own.
func cursorOf(query url.Values, names placeParams) (models.Cursor, error) {
	at := models.Cursor{Key: query.Get(names.key)}
	for name, id := range map[string]*int64{names.before: &at.Before, names.after: &at.After} {
		value := query.Get(name)
		if value == "" {
			continue
		}
		var err error
		if *id, err = models.ParseID(value); err != nil {
			return models.Cursor{}, badRequest(fmt.Errorf("cursor %q is no id", value))
		}
	}
	return at, nil
}

// badRequest is a request that no page or program of ours makes.
func badRequest(cause error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(cause, &tooLarge) {
		return cause
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(cause)
}

// wholeNumber reads a number that may be left out; what is none is below zero.
func wholeNumber(s string) int {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n > 1e6 {
		return -1
	}
	return n
}
