package models_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"xinshi/models"
)

func person() models.Recipient {
	return models.Recipient{Openid: "o1", Nickname: "王小明", Remark: "老客户", Attributes: map[string]string{"city": "昆明", "level": ""}}
}

// cards renders one keyword of a legacy template for a person.
func card(k models.Keyword, v models.TypedValue, fields map[string]string) (models.KeywordValue, models.Rendering) {
	k.Key = "keyword1"
	t := models.Template{Kind: models.KindTemplate, Keywords: []models.Keyword{k, {Key: "keyword2"}}}
	data := typed{"keyword1": v, "keyword2": {Value: "x"}}
	r := t.Render(models.Content{Data: data, Fields: fields}.For(person()), time.UTC)
	return r.Keywords[0], r
}

func TestWhereAValueComesFrom(t *testing.T) {
	t.Parallel()
	mapped := models.Keyword{Field: "order_no", DefaultValue: "默认", Format: models.FormatUpper}
	tests := []struct {
		name    string
		keyword models.Keyword
		value   models.TypedValue
		want    string
		reason  models.Reason
	}{
		{"nothing chosen: the mapping, in its format", mapped, models.TypedValue{}, "A-1X", ""},
		{"nothing chosen but a format", mapped, models.TypedValue{Format: models.FormatLower}, "a-1x", ""},
		{"text", mapped, models.TypedValue{From: models.SourceText, Value: " 您好 "}, "您好", ""},
		{"text in a format", mapped, models.TypedValue{From: models.SourceText, Value: "12.5", Format: models.FormatYuan}, "¥12.50", ""},
		{"text that does not fit its format", mapped, models.TypedValue{From: models.SourceText, Value: "十二", Format: models.FormatYuan}, "十二", models.ReasonBadNumber},
		{"empty text: the template's default", mapped, models.TypedValue{From: models.SourceText}, "默认", ""},
		{"empty text: a default of its own", mapped, models.TypedValue{From: models.SourceText, Default: "这次"}, "这次", ""},
		{"a field that was chosen has no format of the mapping", mapped, models.TypedValue{From: models.FieldSource("order_no")}, "a-1x", ""},
		{"a field of the person", mapped, models.TypedValue{From: models.FieldSource("nickname")}, "王小明", ""},
		{"a chosen field that nobody gave", mapped, models.TypedValue{From: models.FieldSource("weather")}, "默认", models.ReasonNoSource},
		{"an attribute", mapped, models.TypedValue{From: models.AttributeSource("city")}, "昆明", ""},
		{"an attribute without a value", mapped, models.TypedValue{From: models.AttributeSource("level"), Default: "普通"}, "普通", ""},
		{"an attribute that this person lacks", mapped, models.TypedValue{From: models.AttributeSource("birthday")}, "默认", ""},
		{"a column where there is no list", mapped, models.TypedValue{From: models.ColumnSource("单号")}, "默认", models.ReasonNoSource},
		{"a source of no kind", mapped, models.TypedValue{From: "moon:full"}, "默认", models.ReasonNoSource},
		{"cut", mapped, models.TypedValue{From: models.SourceText, Value: "西双版纳普洱茶", Cut: 5}, "西双版纳…", ""},
		{"a default is cut as well", models.Keyword{DefaultValue: "西双版纳普洱茶"}, models.TypedValue{Cut: 5}, "西双版纳…", ""},
		{"short enough", mapped, models.TypedValue{From: models.SourceText, Value: "普洱茶", Cut: 3}, "普洱茶", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, r := card(test.keyword, test.value, fields{"order_no": "a-1x"})
			equal(t, "value", got.Value, test.want)
			if test.reason == "" {
				wantRefused(t, r.Errors.Err())
			} else {
				wantRefused(t, r.Errors.Err(), refused("data.keyword1", test.reason))
			}
		})
	}
}

func TestColourOfOneSend(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		typed, want string
		bad         bool
	}{
		{"", "#173177", false}, {"none", "", false}, {" None ", "", false}, {"#FF0000", "#ff0000", false}, {"transparent", "transparent", true},
	} {
		got, r := card(models.Keyword{Colour: "#173177"}, models.TypedValue{Value: "x", Colour: test.typed}, nil)
		equal(t, "colour of "+test.typed, got.Colour, test.want)
		equal(t, "refused "+test.typed, r.Errors.Err() != nil, test.bad)
	}
}

func TestPageWithAPersonsValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, page, want string
		bad              models.Reason
		warn             models.Reason
	}{
		{"a field in the query", "pages/order?id={order_no}", "pages/order?id=A%261%20%2B%E5%8F%B7", "", ""},
		{"a field in the path", "/pages/{openid}/show", "pages/o1/show", "", ""},
		{"a slash in the path", "pages/{path}", "pages/a%2Fb", "", ""},
		{"several", "pages/o?n={nickname}&c={attribute:city}", "pages/o?n=%E7%8E%8B%E5%B0%8F%E6%98%8E&c=%E6%98%86%E6%98%8E", "", ""},
		{"by its full name", "pages/o?id={field:path}", "pages/o?id=a%2Fb", "", ""},
		{"what is no name stays", `pages/o?d={"a":1}&e={}&f={`, `pages/o?d={"a":1}&e={}&f={`, "", ""},
		{"nobody gave it", "pages/o?id={oder_no}", "pages/o?id={oder_no}", models.ReasonNoSource, ""},
		{"no list has it", "pages/o?id={column:单号}", "pages/o?id={column:单号}", models.ReasonNoSource, ""},
		{"this person has none", "pages/o?id={attribute:level}", "pages/o?id=", "", models.ReasonRequired},
	}
	template := models.Template{Kind: models.KindTemplate, Keywords: []models.Keyword{{Key: "keyword1", DefaultValue: "x"}}}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			content := models.Content{Fields: fields{"order_no": "A&1 +号", "path": "a/b"}, Page: &test.page}
			r := template.Render(content.For(person()), time.UTC)
			equal(t, "page", r.Page, test.want)
			bad, _ := r.Errors.Of("page")
			warned, _ := r.Warnings.Of("page")
			equal(t, "error", bad.Reason, test.bad)
			equal(t, "warning", warned.Reason, test.warn)
		})
	}
}

func TestAsWeChatShowsIt(t *testing.T) {
	t.Parallel()
	r := legacyTemplate().Render(models.Content{Fields: fields{"order_no": "A1"}}, time.UTC)
	shown := r.AsShown()
	equal(t, "colour", shown.Keywords[0].Colour, "")
	equal(t, "emphasis", shown.Emphasis, "")
	equal(t, "value", shown.Keywords[0].Value, "A1")
	equal(t, "what was typed keeps its colour", r.Keywords[0].Colour, "#173177")
}

// Requests are stored and compared by their JSON: one that says nothing new must
// read as before.
func TestRequestsReadAsBefore(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(models.MessageRequest{TemplateID: "T", To: "o", IdempotencyKey: "k",
		Content: models.Content{Data: typed{"keyword1": {Value: "x", Colour: "#173177"}}}.For(models.Recipient{Openid: "o"})})
	ok(t, err)
	equal(t, "JSON", string(raw), `{"TemplateID":"T","To":"o","Content":{"Data":{"keyword1":{"Value":"x","Colour":"#173177"}},`+
		`"Fields":{"nickname":"","openid":"o","remark":""},"Page":null,"Emphasis":null},"SendAt":0,"IdempotencyKey":"k"}`)
}

// What the platform's table says of each type: the length is certain, the rest is
// a warning with a suggestion where there is one.
func TestValuesByType(t *testing.T) {
	t.Parallel()
	tests := []struct {
		key    string
		good   []string
		warned map[string]string // value: what is suggested
		bad    map[string]string
	}{
		{"thing1", []string{"丹东草莓 3 斤", "abc!"}, nil,
			map[string]string{"西双版纳古树普洱茶礼盒装三百五十七克一饼起": "西双版纳古树普洱茶礼盒装三百五十七克一…", "a\nb": "a b"}},
		{"number2", []string{"0", "12.5", strings.Repeat("9", 32)}, map[string]string{"-1": "", "１２": "12", "12 个": "", strings.Repeat("9", 33): ""}, map[string]string{strings.Repeat("9", 34): ""}},
		{"letter1", []string{"SF", strings.Repeat("a", 32)}, map[string]string{"SF1": "", "ＳＦ": "SF"}, nil},
		{"symbol1", []string{"!?", "★"}, map[string]string{"a!": "", "好": ""}, nil},
		{"character_string3", []string{"SF-1029 3847", strings.Repeat("a", 32)}, map[string]string{"单号1": "", "SF－１": "SF-1"}, map[string]string{strings.Repeat("a", 33): strings.Repeat("a", 30) + ".."}},
		{"time1", []string{"15:01", "15:01:02", "2019年10月1日 15:01", "2026-11-23 09:30~2026-11-23 11:00", "09:30~11:00", "1:05"},
			map[string]string{"明天": "", "25:00": "", "2026-11-23": "", "１５：０１": "15:01", "2026-11-23T10:00": ""}, nil},
		{"date1", []string{"2019年10月1日", "2019年10月", "10月1日", "2018-01-01", "2018/01/01", "2018.01.01", "2018-01", "01-01", "2018-01-01 15:01", "2018-01-01~2018-01-03"},
			map[string]string{"15:01": "", "2018-01/01": "", "下周一": ""}, nil},
		{"amount4", []string{"¥12.50", "12", "12.5元", "￥0.29", "$3"}, map[string]string{"12,500": "", "十二元": "", "12345678901": "", "１２元": "12元"}, nil},
		{"phone_number1", []string{"+86-0766-66888866", "138 0000 0000"}, map[string]string{"电话138": ""}, map[string]string{"+86-0766-668888667": ""}},
		{"car_number1", []string{"粤A8Z888挂", "粤A8Z888", "A"}, map[string]string{"粤A·8888": ""}, map[string]string{"粤A8Z888挂号": ""}},
		{"name1", []string{"王小明", "Anna-Maria", "一二三四五六七八九十"}, map[string]string{"王小明1": "", "一二三四五六七八九十一": "一二三四五六七八九…"},
			map[string]string{"Johann Sebastian Bach Junior": "Johann Sebastian…", "王" + strings.Repeat("明", 20): "王明明明明明明明明…"}},
		{"phrase1", []string{"已发货"}, map[string]string{"OK": ""}, map[string]string{"已经发货在路上": ""}},
		{"const1", []string{"任意"}, nil, nil},
		{"short_thing1", []string{"五个字以内"}, map[string]string{"超过了五个字": ""}, nil},
		{"unheard_of1", []string{"anything"}, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.key, func(t *testing.T) {
			template := models.Template{Kind: models.KindSubscribeOnce, Keywords: []models.Keyword{{Key: test.key, Name: "名"}}}
			for _, value := range test.good {
				r := template.Render(models.Content{Data: typed{test.key: {Value: value}}}, time.UTC)
				if len(r.Errors.Fields)+len(r.Warnings.Fields) > 0 {
					t.Errorf("%q: errors %v, warnings %v", value, r.Errors.Fields, r.Warnings.Fields)
				}
			}
			for value := range test.warned {
				r := template.Render(models.Content{Data: typed{test.key: {Value: value}}}, time.UTC)
				if len(r.Errors.Fields) > 0 || len(r.Warnings.Fields) != 1 {
					t.Errorf("%q: errors %v, warnings %v", value, r.Errors.Fields, r.Warnings.Fields)
				}
			}
			for value := range test.bad {
				r := template.Render(models.Content{Data: typed{test.key: {Value: value}}}, time.UTC)
				if len(r.Errors.Fields) != 1 || len(r.Warnings.Fields) > 0 {
					t.Errorf("%q: errors %v, warnings %v", value, r.Errors.Fields, r.Warnings.Fields)
				}
			}
			for _, list := range []map[string]string{test.warned, test.bad} {
				for value, fix := range list {
					equal(t, "suggestion for "+value, suggestion(t, template, value), fix)
				}
			}
		})
	}
}

// suggestion is what a preview suggests in place of a value.
func suggestion(t *testing.T, template models.Template, value string) string {
	t.Helper()
	d := models.Draft{Template: template, Batch: models.Batch{Content: models.Content{Data: typed{template.Keywords[0].Key: {Value: value}}}}}
	p, err := new(models.Store).PreviewDraft(t.Context(), models.App{TimeZone: "UTC"}, d, person())
	ok(t, err)
	if len(p.Problems) != 1 {
		t.Fatalf("problems of %q: %+v", value, p.Problems)
	}
	equal(t, "value", p.Problems[0].Value, strings.TrimSpace(value))
	return p.Problems[0].Fix
}

func TestCutAtAWord(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value string
		limit int
		want  string
	}{
		{"The quick brown fox", 12, "The quick…"},
		{"The quick brown fox", 19, "The quick brown fox"},
		{"The quick brown fox", 10, "The quick…"},
		{"Donaudampfschifffahrt", 10, "Donaudamp…"},
		{"A Donaudampfschifffahrt", 10, "A Donauda…"},
		{"苹果，香蕉，梨", 4, "苹果…"},
		{"苹果 iPhone17 手机", 6, "苹果…"},
		{"苹 iPhone17 手机", 6, "苹 iPh…"},
		{"新鲜苹果 iPhone17 手机", 8, "新鲜苹果…"},
		{"家庭👨‍👩‍👧套餐", 5, "家庭…"},
		{"家庭👨‍👩‍👧套餐好", 9, "家庭👨‍👩‍👧套…"},
		{"去🇨🇳🇫🇷玩一玩", 4, "去🇨🇳…"},
		{"去🇨🇳🇫🇷玩一玩", 5, "去🇨🇳…"},
		{"赞👍🏽赞赞", 3, "赞…"},
		{"cafe\u0301s am See", 5, "caf…"},
		{"abc", 1, "a"},
	}
	for _, test := range tests {
		got, _ := card(models.Keyword{}, models.TypedValue{Value: test.value, Cut: test.limit}, nil)
		equal(t, test.value, got.Value, test.want)
	}
}
