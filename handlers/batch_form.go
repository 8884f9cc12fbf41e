package handlers

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/compose"
	"xinshi/views/text"
)

// batchLimits are the largest numbers that models take, for the sentence under
// a number that they refuse.
var batchLimits = map[string]int{"pace": 10_000, "stop_percent": 100, "late": 7 * 24 * 60}

// datetimeLocal is how browsers write a time without a zone.
const datetimeLocal = "2006-01-02T15:04"

// readBatchForm reads what was typed.
func readBatchForm(c echo.Context) batch.Form {
	v := c.Request().PostForm
	return batch.Form{
		Message: compose.Form{
			Template: v.Get("template"), Mode: composeMode(v.Get("mode")), Page: v.Get("page"),
			Data: prefixed(v, compose.DataPrefix), Fields: prefixed(v, compose.FieldPrefix),
		},
		For: v.Get("for"), Name: v.Get("name"), Audience: v.Get("audience"), Openids: v.Get("openids"), Segment: v.Get("segment"), Tag: v.Get("tag"),
		Start: v.Get("start"), At: v.Get("start_at"), Late: v.Get("late"), Pace: v.Get("pace"), Stop: v.Get("stop_percent"),
		Quiet: models.QuietChoice(v.Get("quiet")), QuietFrom: v.Get("quiet_from"), QuietUntil: v.Get("quiet_until"),
	}
}

// batchInputs is the form once more, as hidden inputs of the page that asks.
func batchInputs(v url.Values) []batch.Input {
	var inputs []batch.Input
	for name := range v {
		_, typed := strings.CutPrefix(name, compose.DataPrefix)
		_, field := strings.CutPrefix(name, compose.FieldPrefix)
		if typed || field || slices.Contains(batchNames, name) {
			inputs = append(inputs, batch.Input{Name: name, Value: v.Get(name)})
		}
	}
	slices.SortFunc(inputs, func(a, b batch.Input) int { return strings.Compare(a.Name, b.Name) })
	return inputs
}

var batchNames = []string{"template", "mode", "page", "for", "name", "audience", "openids", "segment", "tag", "start", "start_at", "late", "pace", "stop_percent", "quiet", "quiet_from", "quiet_until"}

// batchInput is the form as models take it. What is no number becomes one that
// they refuse; what they cannot judge is refused here.
func batchInput(ctx context.Context, src batch.FormSource, now models.Millis) (models.BatchInput, map[string]string) {
	f, bad := src.Form, map[string]string{}
	in := models.BatchInput{
		Name: f.Name, TemplateID: src.Form.Message.Template, Pace: wholeNumber(f.Pace), StopPercent: wholeNumber(f.Stop),
		Audience: src.Audience, Quiet: quietHours(f),
	}
	if src.Template.ID != 0 {
		in.Content = f.Content(src.Template)
	}
	if f.Start != batch.StartAt {
		return in, bad
	}
	in.Late = time.Duration(wholeNumber(f.Late)) * time.Minute
	at, err := time.ParseInLocation(datetimeLocal, f.At, src.App.Zone())
	in.StartAt = models.At(at)
	switch {
	case f.At == "":
		bad["start_at"] = text.Reason(ctx, models.ReasonRequired, 0)
	case err != nil:
		bad["start_at"] = text.Reason(ctx, models.ReasonBadFormat, 0)
	case in.StartAt <= now:
		bad["start_at"] = text.BatchPast.In(ctx)
	}
	return in, bad
}

// quietHours are the batch's own hours of rest; nil: its App's hold.
func quietHours(f batch.Form) *models.QuietHours {
	switch f.Quiet {
	case models.QuietNone:
		return &models.QuietHours{}
	case models.QuietOwn:
		return &models.QuietHours{From: ownMinutes(f.QuietFrom), Until: ownMinutes(f.QuietUntil)}
	}
	return nil
}

// ownMinutes reads a time that has to be there.
func ownMinutes(s string) int {
	if s == "" {
		return -1
	}
	return minutes(s)
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

// openids reads a list, one a line, each once.
func openids(list string) []string {
	var ids []string
	seen := map[string]bool{}
	for _, id := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;，；", r) }) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// batchRefusals are models' refusals in the words of this form.
func batchRefusals(ctx context.Context, err error) (map[string]string, bool) {
	sentences, refused := refusals(ctx, err)
	if sentences["start_at"] != "" {
		sentences["start_at"] = text.BatchTooFar.In(ctx)
	}
	for field, limit := range batchLimits {
		if sentences[field] != "" {
			sentences[field] = text.BatchRange.In(ctx, text.Number(limit))
		}
	}
	return sentences, refused
}
