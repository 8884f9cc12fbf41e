package handlers_test

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

// streamed opens a stream over a real connection.
func streamed(t *testing.T, server *httptest.Server, b *browser, path string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	got, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = got.Body.Close() })
	return got
}

// until reads a stream up to a line that contains a text, or to its end.
func until(t *testing.T, lines *bufio.Scanner, want string) (read string, found bool) {
	t.Helper()
	var all strings.Builder
	for lines.Scan() {
		all.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), want) {
			return all.String(), true
		}
	}
	return all.String(), false
}

func lines(r *http.Response) *bufio.Scanner {
	s := bufio.NewScanner(r.Body)
	s.Buffer(nil, 1<<20)
	return s
}

// serving is a site over real connections, whose server can be stopped.
func serving(t *testing.T) (*site, *httptest.Server, *handlers.Server) {
	t.Helper()
	s := newSite(t, modelstest.SQLite(t))
	pages := handlers.New(handlers.Config{Store: s.Store, Now: s.Clock.Now, Version: "test"})
	server := httptest.NewServer(pages.Handler())
	t.Cleanup(server.Close)
	t.Cleanup(pages.EndStreams)
	return s, server, pages
}

func TestBatchStream(t *testing.T) {
	t.Parallel()
	s, server, _ := serving(t)
	app := s.App(t)
	people(t, s, app, 2)
	b := s.as(t, models.RoleOperator)
	batch := started(t, s, b, app, batchValues(s.Template(t, app)))
	path := "/apps/" + app.Appid + "/batches/" + id(batch.ID)
	from := b.get(t, path).doc(t).Find("#batch-live").AttrOr("data-stream", "")
	if from != path+"/live?shown=running" {
		t.Fatalf("the page follows %q", from)
	}
	got := streamed(t, server, b, from)
	if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" || got.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("answers %d, %v", got.StatusCode, got.Header)
	}
	in := lines(got)
	if first, ok := until(t, in, `id="cancel-left"`); !ok || !strings.Contains(first, "event: news") || strings.Contains(first, `id="batch-actions"`) {
		t.Errorf("the first news are %q", first)
	}
	settle(t, s, app, batch, 1, models.MessageSent)
	settle(t, s, app, batch, 1, models.MessageFailed)
	kept(t, s, app, batch.ID)
	last, ended := until(t, in, "event: end")
	if !ended || !strings.Contains(last, `id="batch-actions"`) || !strings.Contains(last, `data-testid="failure"`) {
		t.Errorf("when it is done it says %q", last)
	}
	if _, more := until(t, in, "news"); more {
		t.Error("it goes on after its end")
	}
	if over := b.get(t, path).doc(t).Find("#batch-live"); over.AttrOr("data-stream", "") != "" {
		t.Error("a page of what is over follows a stream")
	}
	b.get(t, path+"/live?state=x").want(t, http.StatusBadRequest)
	b.get(t, "/apps/"+s.App(t).Appid+"/batches/"+id(batch.ID)+"/live").want(t, http.StatusNotFound)
}

// A stop waits for every request, so open streams have to end by themselves.
func TestStopEndsStreams(t *testing.T) {
	t.Parallel()
	s, server, pages := serving(t)
	app := s.App(t)
	people(t, s, app, 1)
	b := s.as(t, models.RoleOperator)
	batch := started(t, s, b, app, batchValues(s.Template(t, app)))
	in := lines(streamed(t, server, b, "/apps/"+app.Appid+"/batches/"+id(batch.ID)+"/live"))
	until(t, in, "event: news")
	server.Config.RegisterOnShutdown(pages.EndStreams)
	begun := time.Now()
	if err := server.Config.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("the stop took %v", took)
	}
	if _, more := until(t, in, "never"); more {
		t.Error("the stream went on")
	}
}

func TestStreamEndsWithTheSession(t *testing.T) {
	t.Parallel()
	s, server, _ := serving(t)
	app := s.App(t)
	people(t, s, app, 1)
	b := s.as(t, models.RoleOperator)
	batch := started(t, s, b, app, batchValues(s.Template(t, app)))
	path := "/apps/" + app.Appid + "/batches/" + id(batch.ID) + "/live"
	in := lines(streamed(t, server, b, path))
	until(t, in, "event: news")
	b.post(t, "/logout", nil)
	begun := time.Now()
	if rest, ended := until(t, in, "event: end"); ended || time.Since(begun) > 12*time.Second {
		t.Errorf("after the session it said %q, for %v", rest, time.Since(begun))
	}
	if again := streamed(t, server, b, path); again.Header.Get("Content-Type") == "text/event-stream; charset=utf-8" {
		t.Error("who is signed out follows a stream")
	}
}

func TestStreamsAreLimited(t *testing.T) {
	t.Parallel()
	s, server, pages := serving(t)
	app := s.App(t)
	people(t, s, app, 1)
	b := s.as(t, models.RoleOperator)
	batch := started(t, s, b, app, batchValues(s.Template(t, app)))
	path := "/apps/" + app.Appid + "/batches/" + id(batch.ID) + "/live"
	for range 6 {
		until(t, lines(streamed(t, server, b, path)), "event: news")
	}
	got := streamed(t, server, b, path)
	if got.StatusCode != http.StatusTooManyRequests || got.Header.Get("Retry-After") != "30" {
		t.Errorf("the seventh is answered %d", got.StatusCode)
	}
	other := s.as(t, models.RoleMarketer)
	if got := streamed(t, server, other, path); got.StatusCode != http.StatusOK {
		t.Errorf("another person is answered %d", got.StatusCode)
	}
	pages.EndStreams()
	if _, found := until(t, lines(streamed(t, server, s.as(t, models.RoleAuditor), path)), "never"); found {
		t.Error("a stream outlives the stop")
	}
}
