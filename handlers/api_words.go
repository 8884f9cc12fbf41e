package handlers

import (
	"context"
	"errors"
	"strings"

	"xinshi/models"
	"xinshi/views/text"
)

// refusalsOf lists every refused value of a call under the name its caller used,
// one reason for each, for the answer and for the log of calls.
func refusalsOf(err error) []models.CallRefusal {
	var refused *models.ValidationError
	var unread *jsonError
	switch {
	case errors.As(err, &unread):
		return []models.CallRefusal{unread.refusal()}
	case !errors.As(err, &refused):
		return nil
	}
	var list []models.CallRefusal
	seen := map[string]bool{}
	for _, f := range refused.Fields {
		name := apiName(f.Field)
		if !seen[name] {
			seen[name] = true
			list = append(list, newRefusal(name, f.Reason, f.Limit))
		}
	}
	return list
}

// newRefusal is one refused value; where only a text or number will do, that is
// the type to ask for.
func newRefusal(name string, reason models.Reason, limit int) models.CallRefusal {
	r := models.CallRefusal{Field: name, Reason: reason, Limit: limit}
	if reason == models.ReasonWrongType {
		r.Wanted = "string"
	}
	return r
}

// apiFields words refused values; JSON that broke has none.
func apiFields(ctx context.Context, refusals []models.CallRefusal) []apiField {
	var fields []apiField
	for _, r := range refusals {
		if r.Reason != text.CodeBadJSON {
			fields = append(fields, apiField{r.Field, string(r.Reason), text.APIRefusal(ctx, r)})
		}
	}
	return fields
}

// apiSentence says what went wrong in the words of a program's author: they
// have no page to go back to.
func apiSentence(ctx context.Context, code string, refusals []models.CallRefusal) string {
	if code == text.CodeBadJSON && len(refusals) == 1 {
		return text.APIRefusal(ctx, refusals[0])
	}
	return text.APIError(ctx, code, maxAPIBody>>20)
}

// apiName is the field as the API spells it: American, like the platform's own.
func apiName(field string) string {
	if strings.HasPrefix(field, "data.") && strings.HasSuffix(field, ".colour") {
		return strings.TrimSuffix(field, "colour") + "color"
	}
	return field
}
