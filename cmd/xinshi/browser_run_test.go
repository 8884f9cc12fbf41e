package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience bounds everything a test waits for in the browser. It is long since
// the machine may be busy with other tests; nothing waits longer than it needs.
const patience = 30 * time.Second

// TestBrowser drives the demo, as a real process, in headless Chromium. What
// changes something does so in a demo of its own.
func TestBrowser(t *testing.T) {
	t.Parallel()
	browser := startChromium(t)
	for _, test := range []struct {
		name string
		run  func(*testing.T, context.Context)
	}{
		{"main job", testMainJob},
		{"main job without script", testMainJobWithoutScript},
		{"marketer", testMarketer},
		{"integration", testIntegration},
		{"integration without script", testIntegrationWithoutScript},
		{"people", testPeople},
		{"people without script", testPeopleWithoutScript},
		{"send to many", testSendToMany},
		{"send to many without script", testSendToManyWithoutScript},
		{"approval", testApproval},
		{"approval without script", testApprovalWithoutScript},
		{"draft in haste", testDraftInHaste},
		{"nothing moves", testNothingMoves},
		{"skeletons", testSkeletons},
		{"pages", testPages},
		{"accessibility by day", testAccessibilityByDay},
		{"accessibility by night", testAccessibilityByNight},
		{"guards", testGuards},
		{"screenshots", drawScreenshots},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, browser)
		})
	}
}

// startChromium is the one browser process; tests open tabs in it.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	path := findChromium(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // root, as in CI, may not have one; the pages are ours
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	browser, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return browser
}

func findChromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no Chromium: `make test` installs it, or run .ci/setup")
	return ""
}

// startDemo is xinshi demo in a folder of its own.
func startDemo(t *testing.T) installation {
	t.Helper()
	data := t.TempDir()
	in := install(t, "sqlite:"+filepath.Join(data, "xinshi.db"), "http://127.0.0.1:1")
	p := in.start(t, "demo", "--data", data)
	t.Cleanup(func() {
		p.kill(t) // and wait: the folder goes next
		if t.Failed() {
			t.Logf("log of the demo:\n%s", p.log)
		}
	})
	return in
}
