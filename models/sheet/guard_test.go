package sheet_test

import (
	"testing"

	"pgregory.net/rapid"

	"xinshi/models/sheet"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, value, want string }{
		{"a formula", "=HYPERLINK(\"http://evil\")", "'=HYPERLINK(\"http://evil\")"},
		{"a plus", "+8613800138000", "'+8613800138000"},
		{"an openid that begins with a dash", "-abcDEF", "'-abcDEF"},
		{"an openid that begins with an underscore", "_abcDEF", "_abcDEF"},
		{"at", "@SUM(1)", "'@SUM(1)"},
		{"a tab", "\t=1", "'\t=1"},
		{"a carriage return", "\r=1", "'\r=1"},
		{"a line feed", "\n=1", "'\n=1"},
		{"a wide sign", "＝1", "'＝1"},
		{"something that looks guarded", "'=1", "''=1"},
		{"an apostrophe of its own", "'tis", "'tis"},
		{"within", "a=b", "a=b"},
		{"nothing", "", ""},
		{"a blank before", " =1", " =1"},
	}
	for _, c := range cases {
		if got := sheet.Guard(c.value); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if got := sheet.Unguard(sheet.Guard(c.value)); got != c.value {
			t.Errorf("%s: comes back as %q", c.name, got)
		}
	}
}

func TestGuardComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.String(), rapid.StringMatching(`'{0,3}[=+@'\t\r\n-]?.*`)).Draw(t, "value")
		if got := sheet.Unguard(sheet.Guard(value)); got != value {
			t.Fatalf("%q comes back as %q", value, got)
		}
	})
}
