package wechat

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestMayHaveArrived(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes the connection, but TLS never begins
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(cut.Close)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name string
		ctx  context.Context
		url  string
		want bool
	}{
		{"nobody listens", t.Context(), gone.URL, false},
		{"no such host", t.Context(), "http://platform.invalid", false},
		{"bad address", t.Context(), "http://127.0.0.1:notaport", false},
		{"no TLS", t.Context(), "https://" + silent.Addr().String(), false},
		{"context ended before", ended, cut.URL, false},
		{"cut without an answer", t.Context(), cut.URL, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := New(tt.url, &http.Client{Timeout: 300 * time.Millisecond, Transport: &http.Transport{}}, time.Now)
			_, err := c.SendTemplate(tt.ctx, "SECRETTOKEN", TemplateMessage{})
			var failed *TransportError
			if !errors.As(err, &failed) || failed.MayHaveArrived != tt.want {
				t.Fatalf("got %v, want MayHaveArrived %t", err, tt.want)
			}
			if strings.Contains(err.Error(), "SECRETTOKEN") || strings.Contains(err.Error(), "access_token") {
				t.Errorf("the error shows the token: %v", err)
			}
		})
	}
}

func TestTimeoutMayHaveArrived(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	c := clientOf(t, func(_ http.ResponseWriter, r *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := c.SendTemplate(ctx, "SECRETTOKEN", TemplateMessage{})
	var failed *TransportError
	if !errors.As(err, &failed) || !failed.MayHaveArrived || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want a timeout that may have arrived", err)
	}
}

// A transport that does not report its connections, such as a test's own, proves nothing.
func TestSilentTransportMayHaveArrived(t *testing.T) {
	t.Parallel()
	c := New("http://platform", &http.Client{Transport: failing{}}, time.Now)
	_, err := c.SendTemplate(t.Context(), "t", TemplateMessage{})
	var failed *TransportError
	if !errors.As(err, &failed) || !failed.MayHaveArrived {
		t.Fatalf("got %v, want MayHaveArrived", err)
	}
}

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("broken") }
