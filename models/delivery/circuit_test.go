package delivery

import (
	"testing"
	"time"

	"xinshi/models/wechat"
)

func TestCircuit(t *testing.T) {
	t.Parallel()
	var c circuits
	now := testNow
	silence := func() (opened time.Duration) {
		if p := c.note(1, false, "timeout", now); p != nil {
			if p.Errcode != wechat.Unreachable || p.Reason != "timeout" {
				t.Errorf("pause %+v", p)
			}
			return p.Until.Sub(now)
		}
		return 0
	}
	for i := range circuitLimit - 1 {
		if silence() != 0 {
			t.Fatalf("opens after %d calls", i+1)
		}
	}
	if got := silence(); got != circuitPause {
		t.Fatalf("call %d opens it for %v", circuitLimit, got)
	}
	if got := silence(); got != 0 {
		t.Errorf("a call that was under way opens it again, for %v", got)
	}
	if !c.probing(1) || c.probing(2) {
		t.Error("only the App whose platform is silent is to be probed")
	}
	for _, want := range []time.Duration{2 * circuitPause, 4 * circuitPause, 8 * circuitPause, circuitLongest, circuitLongest} {
		now = now.Add(circuitLongest)
		if got := silence(); got != want {
			t.Errorf("after another silence it opens for %v, want %v", got, want)
		}
	}
	if p := c.note(1, true, "", now); p != nil || c.probing(1) {
		t.Error("an answer does not close it")
	}
	if got := silence(); got != 0 {
		t.Error("one silence after an answer opens it")
	}
}
