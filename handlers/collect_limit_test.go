package handlers

import (
	"fmt"
	"testing"
	"time"
)

func TestPacer(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	p := pacer{every: 2, atOnce: 3}
	for i := range 3 {
		if wait := p.wait("a", now); wait != 0 {
			t.Errorf("turn %d waits %s", i, wait)
		}
	}
	for range 2 { // who is sent away loses no turn by it
		if wait := p.wait("a", now); wait != 500*time.Millisecond {
			t.Errorf("the fourth waits %s", wait)
		}
	}
	if !p.spent("a", now) || p.spent("b", now) || p.spent("a", now.Add(time.Second)) {
		t.Error("spent is not what wait says")
	}
}

// However many names there are, memory stays bounded, and those in use are kept.
func TestPacerForgets(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	p := pacer{every: 0.0001, atOnce: 1}
	p.wait("busy", now)
	for i := range 5 * pacedNames {
		p.wait(fmt.Sprint(i), now)
		if i%1000 == 0 && p.wait("busy", now) == 0 {
			t.Fatalf("who is in use is forgotten after %d others", i)
		}
	}
	if n := len(p.young) + len(p.old); n > 2*pacedNames {
		t.Errorf("%d names are kept", n)
	}
}

func TestNeighbourhood(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "::ffff:192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9": "2001:db8:1:2::/64", "": "", "nonsense": "nonsense",
	} {
		if got := neighbourhood(ip); got != want {
			t.Errorf("%q is %q, want %q", ip, got, want)
		}
	}
}
