package integration

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestLiterals(t *testing.T) {
	t.Parallel()
	short := object{{"openid", "OPENID"}, {"kind", "form_id"}}
	long := object{{"template", strings.Repeat("T", 60)}, {"fields", object{{"a", "1"}, {"b", `"quoted" \ $x 'single'`}}}}
	cases := []struct {
		name  string
		style style
		value any
		depth int
		want  string
	}{
		{"a short object", jsonStyle, short, 0, `{"openid": "OPENID", "kind": "form_id"}`},
		{"the same in Go", goStyle, short, 0, `object{"openid": "OPENID", "kind": "form_id"}`},
		{"the same in PHP", phpStyle, short, 0, `['openid' => 'OPENID', 'kind' => 'form_id']`},
		{"nothing", jsonStyle, list{}, 0, `[]`},
		{"as it stands in JSON", jsonStyle, list{json.RawMessage("1"), json.RawMessage("null")}, 0, `[1, null]`},
		{"a long one", jsonStyle, long, 0, "{\n  \"template\": \"" + strings.Repeat("T", 60) + "\",\n  \"fields\": {\"a\": \"1\", \"b\": \"\\\"quoted\\\" \\\\ $x 'single'\"}\n}"},
		{"a long one in PHP, inside", phpStyle, long, 1, "[\n        'template' => '" + strings.Repeat("T", 60) + "',\n        'fields' => ['a' => '1', 'b' => '\"quoted\" \\\\ $x \\'single\\''],\n    ]"},
		{"one entry stays on its line", jsonStyle, object{{"codes", list{short, short, short}}}, 0,
			"{\"codes\": [\n  {\"openid\": \"OPENID\", \"kind\": \"form_id\"},\n  {\"openid\": \"OPENID\", \"kind\": \"form_id\"},\n  {\"openid\": \"OPENID\", \"kind\": \"form_id\"}\n]}"},
	}
	for _, tc := range cases {
		if got := tc.style.literal(tc.value, tc.depth); got != tc.want {
			t.Errorf("%s:\n%s\nwant\n%s", tc.name, got, tc.want)
		}
	}
}

func TestQuoting(t *testing.T) {
	t.Parallel()
	for name, got := range map[string][2]string{
		"shell":            {shellText(`it's $HOME`), `'it'\''s $HOME'`},
		"PHP":              {phpText(`it's \ $x`), `'it\'s \\ $x'`},
		"JSON leaves HTML": {jsonText("<b>&\n"), `"<b>&\n"`},
		"Java text block":  {javaBlock(`"a\"""b"`), `"a\\\"""b"`},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %s, want %s", name, got[0], got[1])
		}
	}
}
