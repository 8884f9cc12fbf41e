package handlers

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"xinshi/models"
	"xinshi/views/recipient"
)

// recipientParams are what the list of users knows in its URL.
var recipientParams = append([]string{beforeParam, afterParam, keyParam}, recipient.Filters...)

// recipientFilter reads the filters of the list of users. A value that means
// nothing is refused, as a filter that the page does not know: either would show
// people nobody asked for.
func recipientFilter(query url.Values, app models.App) (models.RecipientFilter, error) {
	f := models.RecipientFilter{Search: strings.TrimSpace(query.Get(recipient.FilterSearch)), TemplateID: query.Get(recipient.FilterTemplate)}
	f.Tags = whole(query)[recipient.FilterTag]
	if value := query.Get(recipient.FilterHasCode); value == recipient.AnyCode {
		f.HasCode = true
	} else if f.Kind = models.CodeKind(value); value != "" && !slices.Contains(models.CodeKinds, f.Kind) {
		return f, unknownValue(recipient.FilterHasCode, value)
	}
	if value := query.Get(recipient.FilterExpiring); value != "" {
		var ok bool
		if f.Expiring, ok = recipient.ParseHours(value); !ok {
			return f, unknownValue(recipient.FilterExpiring, value)
		}
	}
	for name, only := range map[string]struct {
		word string
		set  *bool
	}{recipient.FilterMessaged: {recipient.Never, &f.NeverMessaged}, recipient.FilterRefused: {recipient.Yes, &f.Refused}} {
		value := query.Get(name)
		if value != "" && value != only.word {
			return f, unknownValue(name, value)
		}
		*only.set = value != ""
	}
	var err error
	if f.SentAfter, err = dayOf(query.Get(recipient.FilterSentAfter), app.Zone(), 0); err != nil {
		return f, err
	}
	if f.SentBefore, err = dayOf(query.Get(recipient.FilterSentBefore), app.Zone(), 0); err != nil {
		return f, err
	}
	f.Attribute, f.AttributeValue = attributeOf(query.Get(recipient.FilterAttribute))
	f.Cursor, err = cursor(query)
	return f, err
}

// attributeOf reads "name=value", with the equals sign of either keyboard.
func attributeOf(value string) (name, wanted string) {
	name, wanted, _ = strings.Cut(strings.ReplaceAll(value, "＝", "="), "=")
	return strings.TrimSpace(name), strings.TrimSpace(wanted)
}

// knownTemplate refuses a template that the App does not have.
func knownTemplate(f models.RecipientFilter, templates []models.Template) error {
	known := slices.ContainsFunc(templates, func(t models.Template) bool { return t.TemplateID == f.TemplateID })
	if f.TemplateID != "" && !known {
		return unknownValue(recipient.FilterTemplate, f.TemplateID)
	}
	return nil
}

func unknownValue(name, value string) error {
	return badRequest(fmt.Errorf("filter %s is %q", name, value))
}

// listedQuery is the query of the list of users that a form of it carries.
func listedQuery(list string) (url.Values, error) {
	query, err := url.ParseQuery(list)
	if err != nil {
		return nil, badRequest(err)
	}
	for name := range query {
		if !slices.Contains(recipientParams, name) {
			return nil, badRequest(fmt.Errorf("unknown filter %q", name))
		}
	}
	return query, nil
}
