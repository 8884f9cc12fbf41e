package handlers

import (
	"context"
	"net/http"
	"strings"

	"xinshi/models"
	"xinshi/views/text"
)

// apiSentence says what went wrong in the words of a program's author: they
// have no page to go back to.
func apiSentence(ctx context.Context, p problem) string {
	switch p.status {
	case http.StatusUnauthorized:
		return text.APIBadKey.In(ctx)
	case http.StatusNotFound:
		return text.APINotFound.In(ctx)
	case http.StatusMethodNotAllowed:
		return text.APIMethod.In(ctx)
	case http.StatusConflict:
		return text.APIConflict.In(ctx)
	case http.StatusUnprocessableEntity:
		return text.APIInvalid.In(ctx)
	case http.StatusRequestEntityTooLarge:
		return text.APITooLarge.In(ctx, maxAPIBody>>20)
	case http.StatusTooManyRequests:
		return text.APITooFast.In(ctx)
	}
	return p.words.Text.In(ctx)
}

// apiFields lists every refused value under the name its caller used, one
// reason for each.
func apiFields(ctx context.Context, refused *models.ValidationError) []apiField {
	var fields []apiField
	seen := map[string]bool{}
	for _, f := range refused.Fields {
		name := apiName(f.Field)
		if seen[name] {
			continue
		}
		seen[name] = true
		fields = append(fields, apiField{name, string(f.Reason), fieldSentence(ctx, name, f)})
	}
	return fields
}

// apiName is the field as the API spells it: American, like the platform's own.
func apiName(field string) string {
	if strings.HasPrefix(field, "data.") && strings.HasSuffix(field, ".colour") {
		return strings.TrimSuffix(field, "colour") + "color"
	}
	return field
}

// fieldSentence is the sentence of the pages, except for what only programs get
// wrong: types, and times, which people type in the shop's zone.
func fieldSentence(ctx context.Context, name string, f models.FieldError) string {
	if f.Reason == reasonWrongType {
		return text.APIWrongType.In(ctx, "string")
	}
	isTime := name == "send_at" || strings.HasSuffix(name, "obtained_at")
	if isTime && f.Reason == models.ReasonBadFormat {
		return text.APIBadTime.In(ctx)
	}
	return text.Reason(ctx, f.Reason, f.Limit)
}
