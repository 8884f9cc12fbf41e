package handlers_test

import (
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// A file may take longer than a page's form does: here the server gives a
// request a quarter of a second, and the file comes over twice that.
func TestSlowUpload(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	server := httptest.NewUnstartedServer(s.handler)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 250*time.Millisecond, 250*time.Millisecond
	server.Start()
	defer server.Close()
	from, to := io.Pipe()
	form := multipart.NewWriter(to)
	go func() {
		_ = form.WriteField("_csrf", b.cookies["xinshi_csrf"])
		_ = form.WriteField("kind", "people")
		file, _ := form.CreateFormFile("file", "users.csv")
		for _, row := range []string{"openid\n", "o1\n", "o2\n", "o3\n", "o4\n", "o5\n"} {
			_, _ = io.WriteString(file, row)
			time.Sleep(100 * time.Millisecond) // the wire, not the clock of the site
		}
		_ = form.Close()
		_ = to.Close()
	}()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+paths.Imports(app.Appid), from)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(answer.Header.Get("Location"), paths.Imports(app.Appid)+"/") {
		t.Errorf("%s, %q", answer.Status, answer.Header.Get("Location"))
	}
	if n := s.Number(t, "SELECT row_count FROM imports"); n != 5 {
		t.Errorf("%d rows arrived", n)
	}
}

// What is no upload of a page's is refused before a file is looked at.
func TestUploadFields(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	cases := []struct {
		name, kind, body string
		status           int
	}{
		{"an endless field", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + strings.Repeat("a", 5000) + "\r\n--x--\r\n", http.StatusBadRequest},
		{"a broken form", "multipart/form-data; boundary=x", "--x\r\nContent-Disp", http.StatusBadRequest},
		{"no boundary", "multipart/form-data", "", http.StatusBadRequest},
		{"no token", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\npeople\r\n--x--\r\n", http.StatusForbidden},
		{"the token after the file", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nopenid\no1\r\n--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + b.cookies["xinshi_csrf"] + "\r\n--x--\r\n", http.StatusForbidden},
		{"too many fields", "multipart/form-data; boundary=x", strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", 20) + "--x--\r\n", http.StatusForbidden},
	}
	for _, c := range cases {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, paths.Imports(app.Appid), strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		for name, value := range b.cookies {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.status)
		}
	}
	if n := s.Number(t, "SELECT COUNT(*) FROM imports"); n != 0 {
		t.Errorf("%d imports", n)
	}
}
