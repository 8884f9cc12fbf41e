package models_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"xinshi/models"
)

func legacyTemplate() models.Template {
	return models.Template{
		Kind: models.KindTemplate, Page: "pages/order", Emphasis: "keyword1",
		Keywords: []models.Keyword{
			{Key: "keyword1", Name: "订单编号", Field: "order_no", Colour: "#173177"},
			{Key: "keyword2", Name: "金额", Field: "amount", Format: models.FormatFen, DefaultValue: " 免费 "},
			{Key: "keyword3", Name: "备注"},
		},
	}
}

type typed = map[string]models.TypedValue
type fields = map[string]string

func TestRenderValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		content models.Content
		want    []string // value, colour of each keyword
		errors  []models.FieldError
	}{
		{"fields fill by the mapping", models.Content{Fields: fields{"order_no": "A1", "amount": "1250"}},
			[]string{"A1", "#173177", "¥12.50", "", "", ""}, nil},
		{"a default stands in for a missing field", models.Content{Fields: fields{"order_no": "A1"}},
			[]string{"A1", "#173177", "免费", "", "", ""}, nil},
		{"a default stands in for a blank field", models.Content{Fields: fields{"order_no": "A1", "amount": "  "}},
			[]string{"A1", "#173177", "免费", "", "", ""}, nil},
		{"typed wins over field", models.Content{Data: typed{"keyword1": {Value: " B2 "}}, Fields: fields{"order_no": "A1"}},
			[]string{"B2", "#173177", "免费", "", "", ""}, nil},
		{"typed is not formatted", models.Content{Data: typed{"keyword2": {Value: "1250"}}},
			[]string{"", "#173177", "1250", "", "", ""}, nil},
		{"typed blank leaves the field", models.Content{Data: typed{"keyword1": {Value: "  "}}, Fields: fields{"order_no": "A1"}},
			[]string{"A1", "#173177", "免费", "", "", ""}, nil},
		{"a typed colour goes with a mapped value", models.Content{Data: typed{"keyword1": {Colour: "#FF00aa"}}, Fields: fields{"order_no": "A1"}},
			[]string{"A1", "#ff00aa", "免费", "", "", ""}, nil},
		{"unmapped fields are no error", models.Content{Fields: fields{"order_no": "A1", "weather": "sunny", "": "x"}},
			[]string{"A1", "#173177", "免费", "", "", ""}, nil},
		{"a bad colour is refused", models.Content{Data: typed{"keyword1": {Value: "A1", Colour: "red"}}},
			[]string{"A1", "red", "免费", "", "", ""}, []models.FieldError{refused("data.keyword1.colour", models.ReasonBadColour)}},
		{"an unknown keyword is refused", models.Content{Data: typed{"keyword1": {Value: "A1"}, "keyword9": {Value: "x"}, "Keyword1": {Value: "x"}}},
			[]string{"A1", "#173177", "免费", "", "", ""},
			[]models.FieldError{refused("data.Keyword1", models.ReasonUnknownKeyword), refused("data.keyword9", models.ReasonUnknownKeyword)}},
		{"a field that does not fit its format is refused once", models.Content{Fields: fields{"amount": "12.5"}},
			[]string{"", "#173177", "12.5", "", "", ""}, []models.FieldError{refused("data.keyword2", models.ReasonBadNumber)}},
		{"a line break is refused", models.Content{Data: typed{"keyword3": {Value: "a\nb"}}},
			[]string{"", "#173177", "免费", "", "a\nb", ""}, []models.FieldError{refused("data.keyword3", models.ReasonControlChars)}},
		{"broken text is refused", models.Content{Data: typed{"keyword3": {Value: "a\xff"}}},
			[]string{"", "#173177", "免费", "", "a\xff", ""}, []models.FieldError{refused("data.keyword3", models.ReasonControlChars)}},
		{"two hundred characters fit", models.Content{Data: typed{"keyword3": {Value: strings.Repeat("字", 200)}}},
			[]string{"", "#173177", "免费", "", strings.Repeat("字", 200), ""}, nil},
		{"one more does not", models.Content{Data: typed{"keyword3": {Value: strings.Repeat("字", 201)}}},
			[]string{"", "#173177", "免费", "", strings.Repeat("字", 201), ""}, []models.FieldError{refused("data.keyword3", models.ReasonTooLong, 200)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := legacyTemplate().Render(test.content, time.UTC)
			var got []string
			for _, k := range r.Keywords {
				got = append(got, k.Value, k.Colour)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("values = %q, want %q", got, test.want)
			}
			wantRefused(t, r.Errors.Err(), test.errors...)
			equal(t, "name of the first keyword", r.Keywords[0].Name, "订单编号")
			equal(t, "page", r.Page, "pages/order")
			equal(t, "emphasis", r.Emphasis, "keyword1")
		})
	}
}

func TestRenderAllBlank(t *testing.T) {
	t.Parallel()
	blank := legacyTemplate()
	blank.Keywords[1].DefaultValue = ""
	r := blank.Render(models.Content{Data: typed{"keyword1": {Value: " "}}}, time.UTC)
	wantRefused(t, r.Errors.Err(), refused("data", models.ReasonAllBlank))
	r = blank.Render(models.Content{Data: typed{"keyword3": {Value: "x"}}}, time.UTC)
	wantRefused(t, r.Errors.Err())
}

func TestRenderPageAndEmphasis(t *testing.T) {
	t.Parallel()
	filled := typed{"keyword1": {Value: "x"}}
	tests := []struct {
		name           string
		page, emphasis *string
		wantPage       string
		wantEmphasis   string
		errors         []models.FieldError
	}{
		{"the template's own", nil, nil, "pages/order", "keyword1", nil},
		{"none at all", new(""), new(""), "", "", nil},
		{"a leading slash goes", new(" //pages/me?id=1&x=2 "), nil, "pages/me?id=1&x=2", "keyword1", nil},
		{"a blank inside is refused", new("pages/a b"), nil, "pages/a b", "keyword1", []models.FieldError{refused("page", models.ReasonBadFormat)}},
		{"a control character is refused", new("pages/a\x7fb"), nil, "pages/a\x7fb", "keyword1", []models.FieldError{refused("page", models.ReasonBadFormat)}},
		{"1024 characters fit", new("/" + strings.Repeat("页", 1024)), nil, strings.Repeat("页", 1024), "keyword1", nil},
		{"1025 do not", new(strings.Repeat("p", 1025)), nil, strings.Repeat("p", 1025), "keyword1", []models.FieldError{refused("page", models.ReasonTooLong, 1024)}},
		{"another keyword shown large", nil, new("keyword3"), "pages/order", "keyword3", nil},
		{"no such keyword to show large", nil, new("keyword4"), "pages/order", "keyword4", []models.FieldError{refused("emphasis", models.ReasonUnknownKeyword)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := legacyTemplate().Render(models.Content{Data: filled, Page: test.page, Emphasis: test.emphasis}, time.UTC)
			equal(t, "page", r.Page, test.wantPage)
			equal(t, "emphasis", r.Emphasis, test.wantEmphasis)
			wantRefused(t, r.Errors.Err(), test.errors...)
		})
	}
}

func TestRenderSubscribeValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		key   string
		limit int
	}{
		{"thing1", 20}, {"thing12", 20}, {"letter3", 32}, {"symbol1", 5}, {"character_string2", 32},
		{"phone_number1", 17}, {"car_number1", 8}, {"name4", 20}, {"phrase5", 5}, {"unheard_of1", 200},
	}
	for _, test := range tests {
		for _, kind := range []models.TemplateKind{models.KindSubscribeOnce, models.KindSubscribeLong} {
			t.Run(string(kind)+" "+test.key, func(t *testing.T) {
				template := models.Template{Kind: kind, Keywords: []models.Keyword{{Key: test.key}}}
				render := func(value string) error {
					r := template.Render(models.Content{Data: typed{test.key: {Value: value}}}, time.UTC)
					return r.Errors.Err()
				}
				wantRefused(t, render(strings.Repeat("好", test.limit)))
				wantRefused(t, render(strings.Repeat("好", test.limit+1)), refused("data."+test.key, models.ReasonTooLong, test.limit))
				wantRefused(t, render(" "), refused("data."+test.key, models.ReasonRequired))
			})
		}
	}
}

func TestRenderSubscribeNamesEveryBlank(t *testing.T) {
	t.Parallel()
	template := models.Template{Kind: models.KindSubscribeOnce, Keywords: []models.Keyword{{Key: "thing1"}, {Key: "time2"}, {Key: "thing3"}}}
	r := template.Render(models.Content{Data: typed{"time2": {Value: "10:24"}}}, time.UTC)
	wantRefused(t, r.Errors.Err(), refused("data.thing1", models.ReasonRequired), refused("data.thing3", models.ReasonRequired))
}

func TestKeywordType(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"keyword1": "", "keyword": "", "thing12": "thing", "character_string2": "character_string", "car_number1": "car_number"} {
		equal(t, key, models.Keyword{Key: key}.Type(), want)
	}
}
