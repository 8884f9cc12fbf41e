// Package paths holds every URL of the product, once: the pattern that the
// route list registers and, beside it, the function that pages link with.
// Which handler answers, and who may call it, is for handlers/routes.go.
package paths

import (
	"net/url"
	"strconv"
	"strings"

	"xinshi/static"
)

// Pages outside an App, and what the machinery around us asks for.
const (
	Login       = "/login"
	Logout      = "/logout"
	Home        = "/"
	Preferences = "/preferences"
	Audit       = "/audit"
	Static      = static.Prefix
	Healthz     = "/healthz"
	Readyz      = "/readyz"
	Metrics     = "/metrics"
)

// Asset is the content-hashed URL of a file of static/dist or static/img.
func Asset(name string) string { return static.Path(name) }

// ID writes a row's id as it stands in URLs.
func ID(id int64) string { return strconv.FormatInt(id, 10) }

// With adds query parameters, given as name, value, name, value; a pair with an
// empty value is left out, so that a page can pass its filters as they are.
func With(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Add(pairs[i], pairs[i+1])
		}
	}
	return WithQuery(path, query)
}

// WithQuery adds a whole query, sorted by name so that a URL is always the same.
func WithQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// Without is the query less one name: what the cross on a filter chip leads to.
func Without(path string, query url.Values, name string) string {
	rest := url.Values{}
	for k, v := range query {
		if k != name {
			rest[k] = v
		}
	}
	return WithQuery(path, rest)
}

// WithoutValue is the query less one value of a name that may come several times.
func WithoutValue(path string, query url.Values, name, value string) string {
	rest := url.Values{}
	for k, values := range query {
		for _, v := range values {
			if k != name || v != value {
				rest.Add(k, v)
			}
		}
	}
	return WithQuery(path, rest)
}

// Local is to when it is a page of ours and Home otherwise, so that a form's
// "back to" field cannot send anyone to another site.
func Local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") ||
		strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return Home
	}
	return to
}

// join builds a path from segments, escaping each.
func join(segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(s))
	}
	return b.String()
}
