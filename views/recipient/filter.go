package recipient

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinshi/models"
	"xinshi/views/text"
)

// The filters of the list, as they stand in its URL.
const (
	FilterSearch     = "q"
	FilterTag        = "tag"        // by name; may come several times
	FilterHasCode    = "has_code"   // AnyCode, or a kind
	FilterTemplate   = "template"   // the platform's template id
	FilterExpiring   = "expiring"   // in whole hours: 24h
	FilterMessaged   = "messaged"   // Never
	FilterSentAfter  = "sent_after" // a day
	FilterSentBefore = "sent_before"
	FilterRefused    = "refused" // Yes
	FilterAttribute  = "attr"    // name=value, or name alone
)

// The words that filters take as values.
const (
	AnyCode = "1"
	Never   = "never"
	Yes     = "1"
)

// Filters lists them in the order of their chips.
var Filters = []string{
	FilterSearch, FilterTag, FilterHasCode, FilterTemplate, FilterExpiring,
	FilterMessaged, FilterSentAfter, FilterSentBefore, FilterRefused, FilterAttribute,
}

// Query writes a filter as it stands in the list's URL, without its place in
// the list. Days are those of the zone of ctx.
func Query(ctx context.Context, f models.RecipientFilter) url.Values {
	query := url.Values{}
	set := func(name, value string, when bool) {
		if when && value != "" {
			query.Set(name, value)
		}
	}
	set(FilterSearch, f.Search, true)
	if len(f.Tags) > 0 {
		query[FilterTag] = slices.Clone(f.Tags)
	}
	set(FilterHasCode, AnyCode, f.HasCode)
	set(FilterHasCode, string(f.Kind), true)
	set(FilterTemplate, f.TemplateID, true)
	set(FilterExpiring, Hours(f.Expiring), f.Expiring > 0)
	set(FilterMessaged, Never, f.NeverMessaged)
	set(FilterSentAfter, text.Date(ctx, f.SentAfter), f.SentAfter != 0)
	set(FilterSentBefore, text.Date(ctx, f.SentBefore), f.SentBefore != 0)
	set(FilterRefused, Yes, f.Refused)
	if f.Attribute != "" {
		query.Set(FilterAttribute, strings.TrimSuffix(f.Attribute+"="+f.AttributeValue, "="))
	}
	return query
}

// Hours writes a time as the filter of expiry takes it.
func Hours(within time.Duration) string { return strconv.Itoa(int(within.Hours())) + "h" }

// ParseHours reads what Hours writes, up to the life of a code.
func ParseHours(value string) (time.Duration, bool) {
	digits, ok := strings.CutSuffix(value, "h")
	hours, err := strconv.Atoi(digits)
	within := time.Duration(hours) * time.Hour
	return within, ok && err == nil && within > 0 && within <= models.CodeLife
}

// Condition is one filter in use, in words, by which value of which name.
type Condition struct{ Name, Value, Text string }

// Conditions says what a query asks for. Templates put titles to ids.
func Conditions(ctx context.Context, query url.Values, templates []models.Template) []Condition {
	var list []Condition
	for _, name := range Filters {
		for _, value := range query[name] {
			list = append(list, Condition{name, value, conditionText(ctx, name, value, templates)})
		}
	}
	return list
}

// Words says a whole query in one line.
func Words(ctx context.Context, query url.Values, templates []models.Template) string {
	var words []string
	for _, c := range Conditions(ctx, query, templates) {
		words = append(words, c.Text)
	}
	return strings.Join(words, " · ")
}

func conditionText(ctx context.Context, name, value string, templates []models.Template) string {
	is := func(what text.Text) string { return text.FilterIs.In(ctx, what.In(ctx), value) }
	switch name {
	case FilterSearch:
		return is(text.Search)
	case FilterTag:
		return is(text.RecipientTag)
	case FilterHasCode:
		return optionText(codeOptions(ctx), value)
	case FilterTemplate:
		return text.FilterIs.In(ctx, text.RecipientForTemplate.In(ctx), optionText(templateOptions(ctx, templates), value))
	case FilterExpiring:
		within, _ := ParseHours(value)
		return expiryText(ctx, within)
	case FilterMessaged:
		return text.RecipientNeverFilter.In(ctx)
	case FilterSentAfter:
		return is(text.RecipientSentAfter)
	case FilterSentBefore:
		return is(text.RecipientSentBefore)
	case FilterRefused:
		return text.RecipientRefusedOnly.In(ctx)
	}
	if attribute, wanted, ok := strings.Cut(value, "="); ok {
		return text.RecipientAttrIs.In(ctx, attribute, wanted)
	}
	return text.RecipientAttrHas.In(ctx, value)
}
