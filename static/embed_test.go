package static

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func get(t *testing.T, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFilesAreServed(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, kind, contains string }{
		{"app.css", "text/css; charset=utf-8", "jade-dark"},
		{"app.js", "text/javascript; charset=utf-8", "htmx"},
		{"favicon.svg", "image/svg+xml", "<svg"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			plain := get(t, Path(c.name))
			if plain.StatusCode != http.StatusOK || plain.Header.Get("Content-Type") != c.kind {
				t.Fatalf("%d %q", plain.StatusCode, plain.Header.Get("Content-Type"))
			}
			if !strings.Contains(plain.Header.Get("Cache-Control"), "immutable") {
				t.Error("a hashed name may be kept for ever")
			}
			want := body(t, plain.Body)
			if !strings.Contains(want, c.contains) {
				t.Errorf("content lacks %q", c.contains)
			}
			packed := get(t, Path(c.name), "Accept-Encoding", "gzip, br")
			if packed.Header.Get("Content-Encoding") == "" {
				return // too small to gain
			}
			z, err := gzip.NewReader(packed.Body)
			if err != nil {
				t.Fatal(err)
			}
			if body(t, z) != want {
				t.Error("the packed file is another one")
			}
		})
	}
}

func TestOtherNamesAreNotFound(t *testing.T) {
	t.Parallel()
	for _, p := range []string{Prefix + "app.css", Prefix, Prefix + "../embed.go", Path("app.css") + "x"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = p
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, r)
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", p, w.Code)
		}
	}
}

func TestBudget(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]int{"app.css": 100_000, "app.js": 80_000} {
		if n := len(files[Path(name)].plain); n >= limit {
			t.Errorf("%s has %d bytes, %d are allowed", name, n, limit)
		}
	}
}

func TestUnknownNamePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a missing file has to be noticed at once")
		}
	}()
	Path("nowhere.css")
}
