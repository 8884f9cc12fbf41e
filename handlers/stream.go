package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"xinshi/models"
)

// How streams behave. A browser opens a new one when one ends, and that passes
// the guard like any page.
const (
	streamEvery  = time.Second      // how often there may be news
	streamGuard  = 5 * time.Second  // how soon it ends when the session is over
	streamSilent = 15 * time.Second // a proxy takes a longer silence for a dead connection
	streamLife   = 10 * time.Minute
	streamWait   = 30 * time.Second // before whom there is no room for tries again
	streamWrite  = 10 * time.Second // a reader that takes nothing for so long is gone
	maxStreams   = 200              // of one process
	maxOwn       = 6                // of one person; their browser opens no more to one host
)

// streams bounds how many pages are told of news at once, and ends them all when
// the process stops: a stop waits for every request.
type streams struct {
	mu    sync.Mutex
	open  map[int64]int // by member of staff
	total int
	over  chan struct{}
	once  sync.Once
}

func newStreams() *streams { return &streams{open: map[int64]int{}, over: make(chan struct{})} }

// take counts one in; leave has to be called at its end.
func (st *streams) take(staffID int64) (leave func(), ok bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.total >= maxStreams || st.open[staffID] >= maxOwn {
		return nil, false
	}
	st.total++
	st.open[staffID]++
	return func() {
		st.mu.Lock()
		defer st.mu.Unlock()
		st.total--
		if st.open[staffID]--; st.open[staffID] == 0 {
			delete(st.open, staffID)
		}
	}, true
}

// EndStreams ends the streams that are open and refuses new ones.
func (s *Server) EndStreams() { s.streams.once.Do(func() { close(s.streams.over) }) }

// stream sends news to one page for as long as look finds that there may be more.
// look returns nil where there is nothing new to say.
func (s *Server) stream(c echo.Context, needs models.Permission, look func(ctx context.Context) (news templ.Component, more bool, err error)) error {
	leave, ok := s.streams.take(currentStaff(c).ID)
	if !ok {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(streamWait.Seconds())))
		return &tooFastError{streamWait}
	}
	defer leave()
	ctx, cancel := context.WithTimeout(c.Request().Context(), streamLife)
	defer cancel()
	w := eventWriter{c.Response(), http.NewResponseController(c.Response())}
	if err := w.begin(); err != nil {
		return err
	}
	tick := time.NewTicker(streamEvery)
	defer tick.Stop()
	guarded, spoke := time.Now(), time.Now()
	for {
		if time.Since(guarded) >= streamGuard {
			if may, err := s.stillMay(ctx, c, needs); !may || err != nil {
				return streamEnd(ctx, err)
			}
			guarded = time.Now()
		}
		news, more, err := look(ctx)
		if err != nil {
			return streamEnd(ctx, err)
		}
		switch {
		case news != nil:
			err, spoke = w.send(ctx, "news", news), time.Now()
		case time.Since(spoke) >= streamSilent:
			err, spoke = w.write([]byte(":\n\n")), time.Now()
		}
		if err == nil && !more {
			err = w.write([]byte("event: end\ndata:\n\n"))
		}
		if err != nil || !more {
			return streamEnd(ctx, err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.streams.over:
			return nil
		case <-tick.C:
		}
	}
}

// streamEnd is an error only where the reader is still there: one that has gone
// away is how most streams end. No other answer can follow what was sent.
func streamEnd(ctx context.Context, err error) error {
	var gone *goneError
	if ctx.Err() != nil || errors.As(err, &gone) {
		return nil
	}
	return err
}

// stillMay asks again what the guard asked when the stream began.
func (s *Server) stillMay(ctx context.Context, c echo.Context, needs models.Permission) (bool, error) {
	row, err := s.Store.LoadSession(ctx, of(c).session.ID)
	if errors.Is(err, models.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	member, err := s.Store.StaffMember(ctx, row.StaffID)
	if errors.Is(err, models.ErrNotFound) {
		return false, nil
	}
	if err != nil || member.DisabledAt != 0 || !member.Role.Can(needs) {
		return false, err
	}
	apps, err := s.Store.AppsFor(ctx, member)
	return slices.ContainsFunc(apps, func(a models.App) bool { return a.ID == currentApp(c).ID }), err
}

// goneError is a reader that takes nothing any more.
type goneError struct{ error }

// eventWriter writes server-sent events.
type eventWriter struct {
	w       *echo.Response
	control *http.ResponseController
}

// begin lifts the limits that the server sets for ordinary answers.
func (e eventWriter) begin() error {
	if err := e.control.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("begin stream: %w", err)
	}
	e.w.Header().Set(echo.HeaderContentType, "text/event-stream; charset=utf-8")
	e.w.Header().Set("X-Accel-Buffering", "no") // a proxy in front must not collect the news
	e.w.WriteHeader(http.StatusOK)
	return e.write([]byte("retry: 3000\n\n"))
}

// send writes one event. Every line of its text becomes a line of data.
func (e eventWriter) send(ctx context.Context, name string, news templ.Component) error {
	var text, event bytes.Buffer
	if err := news.Render(ctx, &text); err != nil {
		return fmt.Errorf("render news: %w", err)
	}
	event.WriteString("event: " + name + "\n")
	for line := range bytes.SplitSeq(text.Bytes(), []byte("\n")) {
		event.WriteString("data: ")
		event.Write(bytes.TrimRight(line, "\r"))
		event.WriteByte('\n')
	}
	event.WriteByte('\n')
	return e.write(event.Bytes())
}

func (e eventWriter) write(raw []byte) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(streamWrite)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return &goneError{err}
	}
	if _, err := e.w.Write(raw); err != nil {
		return &goneError{err}
	}
	if err := e.control.Flush(); err != nil {
		return &goneError{err}
	}
	return nil
}
