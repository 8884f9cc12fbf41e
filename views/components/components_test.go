package components

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"xinshi/views/text"
)

func render(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if m := regexp.MustCompile(`<[^>]*\s(style|on[a-z]+)=`).FindString(b.String()); m != "" {
		t.Fatalf("the content security policy refuses %s", m)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestBadgesSayTheirStateWithoutColour(t *testing.T) {
	t.Parallel()
	kinds := []BadgeKind{BadgeWaiting, BadgeRunning, BadgeDone, BadgeProven, BadgeFailed, BadgeUnknown, BadgeStopped, BadgeDraft, BadgePending, BadgePaused}
	seen := map[string]BadgeKind{}
	for _, k := range kinds {
		doc := render(t, Badge(BadgeView{Kind: k, Text: "word"}))
		if doc.Find("svg").Children().Length() == 0 {
			t.Errorf("%s has no icon", k)
		}
		class, _ := doc.Find(".pill").Attr("class")
		shape, _ := doc.Find("svg").Html()
		if other, ok := seen[class+shape]; ok {
			t.Errorf("%s looks like %s", k, other)
		}
		seen[class+shape] = k
	}
}

func TestFieldIsTiedToItsWords(t *testing.T) {
	t.Parallel()
	doc := render(t, TextField(FieldView{Name: "name", Label: "名称", Hint: "最多 4 字", Value: "鲜果到家店", Max: 4, Error: "太长", Required: true}))
	input := doc.Find("input")
	id, _ := input.Attr("id")
	if doc.Find("label[for="+id+"]").Length() != 1 {
		t.Error("no label for the input")
	}
	described, _ := input.Attr("aria-describedby")
	for _, ref := range strings.Fields(described) {
		if doc.Find("#"+ref).Length() != 1 {
			t.Errorf("describes with %q, which is not there", ref)
		}
	}
	if described == "" {
		t.Error("hint and error are not announced")
	}
	if v, _ := input.Attr("value"); v != "鲜果到家店" {
		t.Errorf("what was typed became %q", v)
	}
	if got := doc.Find(".field-count.is-over").Text(); got != "5/4" {
		t.Errorf("counter %q", got)
	}
}

func TestPasswordIsNeverSentBack(t *testing.T) {
	t.Parallel()
	doc := render(t, PasswordField(FieldView{Name: "password", Label: "密码", Value: "hunter2"}))
	if html, _ := doc.Html(); strings.Contains(html, "hunter2") {
		t.Error("the page contains the password")
	}
}

func TestColoured(t *testing.T) {
	t.Parallel()
	doc := render(t, Coloured("<b>已发货", "#173177"))
	if doc.Find("font[color='#173177']").Text() != "<b>已发货" || doc.Find("b").Length() != 0 {
		t.Error("value is not shown as it was typed, in its colour")
	}
	for _, bad := range []string{"", "red", "#12", `#12345"`, "#1234567"} {
		if render(t, Coloured("x", bad)).Find("font").Length() != 0 {
			t.Errorf("%q passed as a colour", bad)
		}
	}
}

func TestPresetsReadByDayAndByNight(t *testing.T) {
	t.Parallel()
	contrast := func(a, b string) float64 {
		la, lb := luminance(channels(a)), luminance(channels(b))
		return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
	}
	for _, p := range presets {
		if c := contrast(p.hex, "#ffffff"); c < 4.5 {
			t.Errorf("%s on white: %.2f", p.hex, c)
		}
		if c := contrast(night(p.hex), "#191919"); c < 4.5 {
			t.Errorf("%s by night, %s: %.2f", p.hex, night(p.hex), c)
		}
	}
	if night("#ffee00") != "#ffee00" {
		t.Error("a colour that reads already is left alone")
	}
}

func TestSlip(t *testing.T) {
	t.Parallel()
	slip := SlipView{App: "鲜果到家", Title: "订单发货通知", Opens: true, Rows: []SlipRow{
		{Name: "金额", Value: "¥128", Color: "#c8321f", Big: true},
		{Name: "编号", Value: "1", Color: "#173177", Refused: "太长"},
	}}
	doc := render(t, Slip(slip))
	if doc.Find("[data-testid=slip-big]").Text() != "¥128" || doc.Find(".slip-rows dt").Length() != 1 {
		t.Error("the emphasised value stands above, and only there")
	}
	if !strings.Contains(doc.Find(".slip-refused").Text(), "太长") {
		t.Error("a refused value is not marked")
	}
	slip.Actual, slip.Opens = true, false
	doc = render(t, Slip(slip))
	if doc.Find("font, [data-testid=slip-big]").Length() != 0 || doc.Find(".slip-rows dt").Length() != 2 {
		t.Error("today's WeChat drops colour and emphasis")
	}
	if doc.Find(".slip-go").Length() != 0 {
		t.Error("without a page there is nothing to enter")
	}
}

func TestChartScale(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		values []int64
		want   int64
	}{
		{"nothing", nil, 4},
		{"small", []int64{3}, 4},
		{"exact", []int64{200}, 200},
		{"rounded up", []int64{450}, 600},
		{"large", []int64{12_345}, 20_000},
		{"uneven", []int64{9}, 20},
	}
	for _, c := range cases {
		chart := ChartView{Buckets: make([]string, len(c.values)), Series: []Series{{Values: c.values}}}
		if got := chart.ceiling(); got != c.want {
			t.Errorf("%s: axis ends at %d, want %d", c.name, got, c.want)
		}
	}
}

func TestChartTellsItsNumbersInWords(t *testing.T) {
	t.Parallel()
	doc := render(t, Chart(ChartView{
		Label: "近 2 小时", Bucket: "时间", Buckets: []string{"08:00", "09:00"},
		Series: []Series{{Name: "已发送", Tone: ToneSuccess, Values: []int64{1200, 10}}, {Name: "失败", Tone: ToneError, Values: []int64{0, 1}}},
	}))
	if label, _ := doc.Find("svg[role=img]").Attr("aria-label"); label != "近 2 小时" {
		t.Errorf("picture without words: %q", label)
	}
	if doc.Find("tbody tr").Length() != 2 || doc.Find("tbody td").First().Text() != "1,200" {
		t.Error("the table does not hold the numbers")
	}
	if h, _ := doc.Find("rect.tone-error").Attr("height"); h != "1" {
		t.Errorf("a single failure is %q high and would not be seen", h)
	}
}

func TestEveryToneHasAnIcon(t *testing.T) {
	t.Parallel()
	for _, tone := range []Tone{ToneNeutral, ToneInfo, ToneSuccess, ToneWarning, ToneError} {
		if render(t, Svg(tone.icon())).Find("svg").Children().Length() == 0 {
			t.Errorf("%q has no shape", tone.icon())
		}
	}
}

func TestConfirm(t *testing.T) {
	t.Parallel()
	doc := render(t, Confirm(ConfirmView{Open: ButtonView{Text: "停用"}, Action: "/x", CSRF: "token", Title: "停用？", Submit: "停用", Word: "611", Danger: true}))
	form := doc.Find("details form[method=post][action='/x']")
	if form.Find("input[name="+CSRFField+"][value=token]").Length() != 1 {
		t.Error("the form does not prove itself")
	}
	if form.Find("input[name=confirm][required]").Length() != 1 || !strings.Contains(form.Text(), text.RepeatToConfirm.In(context.Background(), "611")) {
		t.Error("a large action is not asked for twice")
	}
}
