package modelstest

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until a test turns it.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock starts on a Monday morning in Shanghai.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
}

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance turns it forward.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
