package integration

import (
	"context"
	"embed"
	"fmt"
	"go/format"
	"slices"
	"strings"
	"text/template"
	"time"

	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/text"
)

//go:embed samples
var sampleFiles embed.FS

// language is one in which the server's side is shown.
type language struct {
	Key, Name string
	File      string // as the developer would call it
	template  string
}

// languages in the order of their tabs. The keys stand in the URL.
var languages = []language{
	{"curl", "curl", "xinshi.sh", "curl.sh"},
	{"go", "Go", "xinshi.go", "go.go"},
	{"java", "Java", "Xinshi.java", "java.java"},
	{"php", "PHP", "xinshi.php", "php.php"},
	{"node", "Node.js", "xinshi.mjs", "node.mjs"},
	{"python", "Python", "xinshi.py", "python.py"},
}

// Languages lists the values of the query's lang.
func Languages() []string {
	keys := make([]string, len(languages))
	for i, l := range languages {
		keys[i] = l.Key
	}
	return keys
}

var samples = template.Must(template.New("").Funcs(template.FuncMap{
	"text": jsonText, "php": phpText, "shell": shellText,
	"json":   jsonStyle.literal,
	"golit":  goStyle.literal,
	"phplit": phpStyle.literal,
	"java": func(value any, depth int) string {
		return javaBlock(jsonStyle.literal(value, depth))
	},
}).ParseFS(sampleFiles, "samples/*.tmpl"))

// write fills a sample in.
func write(file string, data any) (string, error) {
	var out strings.Builder
	if err := samples.ExecuteTemplate(&out, file+".tmpl", data); err != nil {
		return "", fmt.Errorf("write sample %s: %w", file, err)
	}
	code := strings.TrimRight(out.String(), "\n")
	if strings.HasSuffix(file, ".go") { // gofmt aligns what stands in columns
		tidy, err := format.Source([]byte(code))
		if err != nil {
			return "", fmt.Errorf("format sample %s: %w", file, err)
		}
		code = strings.TrimRight(string(tidy), "\n")
	}
	return code, nil
}

// The people and codes of the samples. They are words, not sample ids, so that
// nobody takes them for real ones.
const (
	someone  = "OPENID"
	someElse = "OPENID_2"
)

// serverSample is the data of a server's sample: the bodies of its calls.
type serverSample struct {
	Base                        string
	Paths                       struct{ Codes, Messages, Bulk, Paid string }
	Codes, Order, Message, Bulk any
	Words                       map[string]string
}

// newServerSample fills the calls in for a template of the App; without one it
// says where its id belongs.
func newServerSample(ctx context.Context, base string, t models.Template, zone *time.Location) serverSample {
	if t.ID == 0 {
		t = models.Template{TemplateID: "TEMPLATE_ID", Kind: models.KindTemplate, Keywords: []models.Keyword{{Key: "keyword1", Field: "order_no"}}}
	}
	s := serverSample{Base: base, Words: sampleWords(ctx)}
	s.Paths.Codes, s.Paths.Messages, s.Paths.Bulk = paths.APISendCodes, paths.APIMessages, paths.APIBulk
	s.Codes = object{{"codes", list{code(t, someone, "FORM_ID_1"), code(t, someone, "FORM_ID_2"), code(t, someElse, "FORM_ID_3")}}}
	if t.Kind == models.KindTemplate {
		s.Paths.Paid = paths.APIPaid(orderNo)
		s.Order = object{{"codes", list{object{
			{"openid", someone}, {"kind", string(models.CodePrepay)}, {"code", "PREPAY_ID"}, {"order_no", orderNo},
		}}}}
	}
	first := message(t, someone, "order-187-shipped", zone)
	s.Message = first
	s.Bulk = object{{"messages", list{
		message(t, someone, "order-188-shipped", zone), message(t, someElse, "order-189-shipped", zone),
	}}}
	return s
}

// code is one right to send a message of the template.
func code(t models.Template, openid, form string) object {
	kind := t.CodeKinds()[0]
	if kind == models.CodeForm {
		return object{{"openid", openid}, {"kind", string(kind)}, {"code", form}}
	}
	return object{{"openid", openid}, {"kind", string(kind)}, {"template_id", t.TemplateID}}
}

func message(t models.Template, openid, mark string, zone *time.Location) object {
	m := object{{"template", t.TemplateID}, {"to", openid}}
	fields, data := content(t, zone)
	if len(fields) > 0 {
		m = append(m, pair{"fields", fields})
	}
	if len(data) > 0 {
		m = append(m, pair{"data", data})
	}
	return append(m, pair{"idempotency_key", mark})
}

// sampleWords are the comments in a sample, in the language of the page.
func sampleWords(ctx context.Context) map[string]string {
	words := map[string]string{}
	for name, t := range map[string]text.Text{
		"ShellKey": text.SampleShellKey, "Go": text.SampleGo, "Java": text.SampleJava, "PHP": text.SamplePHP,
		"Node": text.SampleNode, "Python": text.SamplePython, "Call": text.SampleCall, "Codes": text.SampleCodes,
		"Order": text.SampleOrder, "Paid": text.SamplePaid, "Message": text.SampleMessage, "Bulk": text.SampleBulk,
		"State": text.SampleState,
	} {
		words[name] = t.In(ctx)
	}
	return words
}

// languageOf is the language of a tab; the first when nothing was chosen.
func languageOf(key string) language {
	if i := slices.IndexFunc(languages, func(l language) bool { return l.Key == key }); i >= 0 {
		return languages[i]
	}
	return languages[0]
}
