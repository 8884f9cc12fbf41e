package delivery

import (
	"sync"
	"time"

	"xinshi/models"
	"xinshi/models/wechat"
)

// The circuit of an App opens when the platform gives no answer to
// circuitLimit calls in a row, and closes by itself: the App is paused for a
// while, then one message tries. Each time that fails it stays open longer.
const (
	circuitLimit   = 20
	circuitPause   = 30 * time.Second
	circuitLongest = 5 * time.Minute
)

type circuits struct {
	mu   sync.Mutex
	apps map[int64]*circuit
}

type circuit struct {
	silent   int // calls without an answer, in a row
	openings int
	until    models.Millis
}

// note counts a call's fate and returns the pause to make when the circuit opens.
func (c *circuits) note(app int64, answered bool, why string, now models.Millis) *models.Pause {
	c.mu.Lock()
	defer c.mu.Unlock()
	if answered {
		delete(c.apps, app)
		return nil
	}
	if c.apps == nil {
		c.apps = map[int64]*circuit{}
	}
	s := c.apps[app]
	if s == nil {
		s = &circuit{}
		c.apps[app] = s
	}
	s.silent++
	if s.silent < circuitLimit || now < s.until {
		return nil // not yet, or one of the calls that were under way when it opened
	}
	s.until = now.Add(min(circuitLongest, circuitPause<<min(s.openings, 8)))
	s.openings++
	s.silent = circuitLimit - 1 // the next silence opens it again at once
	return &models.Pause{Errcode: wechat.Unreachable, Reason: why, Until: s.until}
}

// probing tells whether the App's next call is to find out if the platform is back.
func (c *circuits) probing(app int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.apps[app]
	return s != nil && s.openings > 0
}
