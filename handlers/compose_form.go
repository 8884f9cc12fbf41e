package handlers

import (
	"crypto/rand"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/compose"
)

// maxTypedNames bounds how many values a form may make us hold, far above what
// a template has keywords.
const maxTypedNames = 200

// composeQuery reads the first step: what other pages link to.
func composeQuery(c echo.Context) (compose.Form, error) {
	query, err := filters(c, "template", "to", "by", "q", "view")
	if err != nil {
		return compose.Form{}, err
	}
	form := compose.Form{
		Template: strings.TrimSpace(query.Get("template")), To: strings.TrimSpace(query.Get("to")), Search: query.Get("q"),
		Mode: composeMode(query.Get("by")), Actual: query.Get("view") == components.ViewActual, Key: rand.Text(),
	}
	if form.Template != "" && form.To != "" {
		form.Search = "" // it has found whom it was for
	}
	return form, nil
}

// composeMode reads a mode; anything else is the plain one.
func composeMode(name string) compose.Mode {
	if compose.Mode(name) == compose.ByFields {
		return compose.ByFields
	}
	return compose.ByKeywords
}

// readComposeForm reads what was typed.
func readComposeForm(c echo.Context) compose.Form {
	values := c.Request().PostForm
	return compose.Form{
		Template: values.Get("template"), To: values.Get("to"), Search: values.Get("q"), Mode: composeMode(values.Get("mode")),
		Data: prefixed(values, compose.DataPrefix), Fields: prefixed(values, compose.FieldPrefix), Colours: prefixed(values, compose.ColourPrefix),
		Page: values.Get("page"), Emphasis: values.Get("emphasis"),
		Opens:  models.MiniprogramState(values.Get("miniprogram_state")),
		Actual: values.Get("view") == components.ViewActual, Key: values.Get("key"), Strict: values.Get("strict") != "",
	}
}

// wantedColours keeps the colours that are asked for: the browser's colour input
// always has one, so a box says whether it counts. The template's own colour
// needs no box, and is not a choice of this message while it stays the same.
func wantedColours(form *compose.Form, t models.Template, values url.Values) {
	for _, k := range t.Keywords {
		colour := form.Colours[k.Key]
		ticked := values.Get(compose.TintPrefix+k.Key) != ""
		if k.Colour == "" && !ticked || k.Colour != "" && strings.EqualFold(colour, k.Colour) {
			delete(form.Colours, k.Key)
		}
	}
}

// prefixed collects the values whose names begin with a prefix.
func prefixed(values url.Values, prefix string) map[string]string {
	found := map[string]string{}
	for name := range values {
		if rest, ok := strings.CutPrefix(name, prefix); ok && rest != "" && len(found) < maxTypedNames {
			found[rest] = values.Get(name)
		}
	}
	return found
}

// pageKey is the idempotency key of a page, apart from those of the API.
func pageKey(form compose.Form) string {
	if form.Key == "" {
		return ""
	}
	return "page:" + form.Key
}
