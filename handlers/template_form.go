package handlers

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/template"
)

// What a button of the template form asks for; removing and moving a row carry
// its number: remove-2, up-2, down-2.
const (
	actionSave    = "save"
	actionPreview = "preview"
	actionAddRow  = "add-row"
)

// maxFormRows bounds what a form may make us hold; models refuse fewer.
const maxFormRows = 40

// newTemplateForm is what one begins with.
func newTemplateForm() template.Form {
	return template.Form{Kind: models.KindTemplate, Rows: make([]template.KeywordForm, 3)}
}

// readTemplateForm reads the form and does to its rows what its button asks.
func readTemplateForm(c echo.Context) (form template.Form, action string, err error) {
	values := c.Request().PostForm
	form = template.Form{
		TemplateID: values.Get("template_id"), Title: values.Get("title"),
		Kind: models.TemplateKind(values.Get("kind")), Page: values.Get("page"),
		Opens: models.MiniprogramState(values.Get("miniprogram_state")), Confirmed: values.Get("confirm_state") == "1", Lang: values.Get("lang"),
	}
	n, err := strconv.Atoi(values.Get("rows"))
	if err != nil || n < 0 || n > maxFormRows {
		return form, "", badRequest(fmt.Errorf("%q rows in a template form", values.Get("rows")))
	}
	for i := range n {
		form.Rows = append(form.Rows, readKeywordRow(values, i))
	}
	action = values.Get("action")
	return form, action, changeRows(&form, action)
}

func readKeywordRow(values url.Values, i int) template.KeywordForm {
	in := func(field string) string { return values.Get(template.Input(i, field)) }
	return template.KeywordForm{
		Key: in("key"), Name: in("name"), Field: in("field"), Default: in("default"), Sample: in("sample"),
		Format: models.Format(in("format")), Colour: in("colour"), Tint: in("tint") != "",
		Large: values.Get("emphasis") == strconv.Itoa(i),
	}
}

// changeRows adds, removes or moves a row and says where the cursor goes.
func changeRows(form *template.Form, action string) error {
	switch action {
	case actionSave, actionPreview, "":
		return nil
	case actionAddRow:
		if len(form.Rows) < maxFormRows {
			form.Rows = append(form.Rows, template.KeywordForm{})
		}
		form.Focus = template.Input(len(form.Rows)-1, "key")
		return nil
	}
	verb, number, _ := strings.Cut(action, "-")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(form.Rows) {
		return badRequest(fmt.Errorf("unknown action %q", action))
	}
	switch {
	case verb == "remove":
		form.Rows = slices.Delete(form.Rows, i, i+1)
		form.Focus = actionAddRow
	case verb == "up" && i > 0:
		moveRow(form, i, i-1, verb)
	case verb == "down" && i < len(form.Rows)-1:
		moveRow(form, i, i+1, verb)
	default:
		return badRequest(fmt.Errorf("unknown action %q", action))
	}
	return nil
}

// moveRow keeps the cursor on the row that moved, so that pressing the button
// again moves it on; at the end there is only the button that leads back.
func moveRow(form *template.Form, from, to int, verb string) {
	form.Rows[from], form.Rows[to] = form.Rows[to], form.Rows[from]
	switch to {
	case 0:
		verb = "down"
	case len(form.Rows) - 1:
		verb = "up"
	}
	form.Focus = fmt.Sprintf("%s-%d", verb, to)
}

// templateInput is the form as models take it. Rows left empty at the end are
// no keywords; one left empty between others is refused, at its place.
func templateInput(form template.Form) models.TemplateInput {
	in := models.TemplateInput{
		TemplateID: form.TemplateID, Title: form.Title, Kind: form.Kind, Page: form.Page,
		MiniprogramState: form.Opens, StateConfirmed: form.Confirmed, Lang: form.Lang,
	}
	rows := form.Rows
	for len(rows) > 0 && rows[len(rows)-1].Empty() {
		rows = rows[:len(rows)-1]
	}
	for _, row := range rows {
		k := models.KeywordInput{
			Key: row.Key, Name: row.Name, Field: row.Field, DefaultValue: row.Default, Format: row.Format, Sample: row.Sample,
		}
		if row.Tint {
			k.Colour = row.Colour
		}
		if row.Large {
			in.Emphasis = strings.TrimSpace(row.Key)
		}
		in.Keywords = append(in.Keywords, k)
	}
	return in
}
