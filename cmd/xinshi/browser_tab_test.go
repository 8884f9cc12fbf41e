package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"xinshi/views/layout"
	"xinshi/views/text"
)

// The widths the pages are made for.
const (
	wide   = 1440
	narrow = 390
)

// look is how a tab is set up.
type look struct {
	width     int64
	lang      text.Lang
	theme     layout.Theme
	noScript  bool
	bypassCSP bool // for scripts the test brings along, like axe
}

// tab is a tab with cookies of its own. Whatever its pages complain about fails
// the test.
type tab struct {
	ctx  context.Context
	base string

	mu         sync.Mutex
	documents  map[network.RequestID]bool // which requests were for whole pages
	complaints []string
}

func openTab(t *testing.T, browser context.Context, in installation, l look) *tab {
	t.Helper()
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	b := &tab{ctx: ctx, base: "http://" + in.addr, documents: map[network.RequestID]bool{}}
	must(t, chromedp.Do(ctx)) // opens it; with a deadline the tab would end at the deadline
	must(t, chromedp.Listen(ctx, b.listen))
	t.Cleanup(func() {
		if t.Failed() {
			b.saveScreenshot(t)
		}
		for _, complaint := range b.heard() {
			t.Errorf("the browser complains: %s", complaint)
		}
		end()
	})
	b.resize(t, l.width)
	call(t, b, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.noScript})
		return err
	})
	call(t, b, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: l.bypassCSP})
		return err
	})
	b.setCookie(t, "xinshi_lang", string(l.lang))
	b.setCookie(t, "xinshi_theme", string(l.theme))
	return b
}

func call(t *testing.T, b *tab, f func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	must(t, f(ctx))
}

func (b *tab) do(t *testing.T, what string, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func (b *tab) resize(t *testing.T, width int64) {
	t.Helper()
	b.do(t, "resize", chromedp.EmulateViewport(width, 900))
}

func (b *tab) setCookie(t *testing.T, name, value string) {
	t.Helper()
	call(t, b, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: b.base})
		return err
	})
}

// listen hears errors of scripts and what the content security policy refused.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if e.Type == network.ResourceTypeDocument {
			b.documents[e.RequestID] = true
		}
	case *runtime.EventExceptionThrown:
		what := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			what += " " + e.ExceptionDetails.Exception.Description
		}
		b.complaints = append(b.complaints, what+" at "+e.ExceptionDetails.URL)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var said []string
			for _, arg := range e.Args {
				said = append(said, string(arg.Value)+arg.Description)
			}
			b.complaints = append(b.complaints, "console: "+strings.Join(said, " "))
		}
	case *log.EventEntryAdded:
		// That a page answers 404 or 422 is for its test to judge.
		ownStatus := e.Entry.Source == log.EntrySourceNetwork && b.documents[e.Entry.NetworkRequestID]
		if (e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning) && !ownStatus {
			b.complaints = append(b.complaints, fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	}
}

// heard takes the complaints so far.
func (b *tab) heard() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	said := b.complaints
	b.complaints = nil
	return said
}

// visit opens a page by its path and returns the status of the answer.
func (b *tab) visit(t *testing.T, path string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	response, err := chromedp.Run(ctx, chromedp.NavigateResponse(b.base+path))
	if err != nil {
		t.Fatalf("visit %s: %v", path, err)
	}
	return int(response.Status)
}

func (b *tab) screenshot(t *testing.T) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Errorf("screenshot: %v", err)
	}
	return png
}

// saveScreenshot shows what a failed test saw. It outlives the test, which a
// folder of the test would not.
func (b *tab) saveScreenshot(t *testing.T) {
	t.Helper()
	file, err := os.CreateTemp("", "xinshi-browser-*.png")
	must(t, err)
	defer file.Close()
	if _, err := file.Write(b.screenshot(t)); err != nil {
		t.Errorf("screenshot: %v", err)
	}
	t.Logf("a picture of the page is in %s", file.Name())
}
