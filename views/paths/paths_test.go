package paths_test

import (
	"net/url"
	"testing"

	"xinshi/views/paths"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	query := url.Values{"state": {"failed"}, "q": {"张三"}}
	cases := []struct{ name, got, want string }{
		{"an App", paths.Overview("wx3f8a"), "/apps/wx3f8a"},
		{"a segment is escaped", paths.Templates("a/b?c"), "/apps/a%2Fb%3Fc/templates"},
		{"an id", paths.Message("wx1", 9007199254740993), "/apps/wx1/messages/9007199254740993"},
		{"with a query", paths.With(paths.Messages("wx1"), "state", "failed", "q", ""), "/apps/wx1/messages?state=failed"},
		{"with nothing", paths.With("/audit", "q", ""), "/audit"},
		{"without a filter", paths.Without("/m", query, "state"), "/m?q=%E5%BC%A0%E4%B8%89"},
		{"without one of several values", paths.WithoutValue("/m", url.Values{"tag": {"a", "b"}, "q": {"b"}}, "tag", "b"), "/m?q=b&tag=a"},
		{"without the last", paths.Without("/m", url.Values{"q": {"x"}}, "q"), "/m"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, to, want string }{
		{"a page of ours", "/apps/wx1/messages?state=failed", "/apps/wx1/messages?state=failed"},
		{"nothing", "", "/"},
		{"another site", "https://evil.example/", "/"},
		{"another site without a scheme", "//evil.example/", "/"},
		{"a backslash", `/\evil.example`, "/"},
		{"a script", "javascript:alert(1)", "/"},
		{"a new line", "/a\r\nSet-Cookie: x", "/"},
	}
	for _, c := range cases {
		if got := paths.Local(c.to); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
