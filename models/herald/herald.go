// Package herald looks for alerts and carries what robots of group chats are to
// be told of them. What an alert is, and who is told, is decided in models; the
// words come from the caller.
package herald

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"xinshi/models"
	"xinshi/models/robot"
	"xinshi/models/wechat"
)

// The rhythm of a Herald, unless its Config says otherwise.
const (
	watchEvery = 15 * time.Second
	carryEvery = 3 * time.Second
	quotaEvery = 15 * time.Minute
	atOnce     = 5
	// Lease is longer than a call can take, so that nobody else carries the same
	// notice meanwhile.
	Lease = 6 * robot.Timeout
)

// Config sets a Herald up.
type Config struct {
	Store  *models.Store
	Robots *robot.Client
	Say    func(ctx context.Context, r models.Robot, n models.Notice, app models.App) string // app is zero for the installation
	Quota  func(ctx context.Context, app models.App) (wechat.Quota, error)                   // nil: nobody asks
	Log    *slog.Logger
	Watch  time.Duration // 0: the default
	Carry  time.Duration
}

// Herald works until it is stopped. Every process may run one: they share the
// work through the database.
type Herald struct {
	Config
	mu     sync.Mutex
	cancel context.CancelFunc
	done   chan struct{}
	quotas map[int64]wechat.Quota
	asked  time.Time
}

// New prepares a Herald; Start sets it going.
func New(c Config) *Herald {
	if c.Watch == 0 {
		c.Watch = watchEvery
	}
	if c.Carry == 0 {
		c.Carry = carryEvery
	}
	return &Herald{Config: c}
}

// Start begins to work and returns. A second call does nothing.
func (h *Herald) Start() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.done != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.cancel, h.done = cancel, make(chan struct{})
	go func() {
		defer close(h.done)
		var workers sync.WaitGroup
		workers.Go(func() { h.every(ctx, h.Watch, "look for alerts", h.Look) })
		workers.Go(func() { h.every(ctx, h.Carry, "carry notices", h.CarryAll) })
		workers.Wait()
	}()
}

// Stop ends the work and returns; a call under way is broken off, and its notice
// carried again by whoever comes next. It may be called twice.
func (h *Herald) Stop(ctx context.Context) error {
	h.mu.Lock()
	cancel, done := h.cancel, h.done
	h.mu.Unlock()
	if done == nil {
		return nil
	}
	cancel()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Herald) every(ctx context.Context, d time.Duration, what string, do func(context.Context) error) {
	for ctx.Err() == nil {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			h.Log.Error("cannot "+what, "error", err)
		}
		timer := time.NewTimer(d)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}

// Look raises and clears alerts once.
func (h *Herald) Look(ctx context.Context) error {
	if h.Quota != nil && time.Since(h.asked) >= quotaEvery {
		h.asked = time.Now()
		if err := h.askQuotas(ctx); err != nil {
			return err
		}
	}
	return h.Store.WatchAlerts(ctx, h.quotas)
}

// askQuotas asks the platform how much of the day's sends is left, for Apps that
// have sent something. One that cannot be asked counts as not asked: whatever is
// wrong with its token is an alert of its own.
func (h *Herald) askQuotas(ctx context.Context) error {
	apps, err := h.Store.SendingApps(ctx)
	if err != nil {
		return err
	}
	read := map[int64]wechat.Quota{}
	for _, app := range apps {
		quota, err := h.Quota(ctx, app)
		if err != nil {
			h.Log.Debug("cannot ask for the quota", "appid", app.Appid, "error", err)
			continue
		}
		read[app.ID] = quota
	}
	h.quotas = read
	return nil
}

// CarryAll says what is due, until nothing is.
func (h *Herald) CarryAll(ctx context.Context) error {
	for {
		due, err := h.Store.ClaimNotices(ctx, atOnce, Lease)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, n := range due {
			if cause, err := h.Deliver(ctx, n); err != nil {
				return err
			} else if cause != nil {
				h.Log.Warn("a robot was not told", "robot_id", n.RobotID, "notice_id", n.ID, "tries", n.Tries, "error", cause)
			}
		}
	}
}

// Deliver says one notice that this process has taken, and records what became
// of it. cause is why it was not said; err is a failure of ours.
func (h *Herald) Deliver(ctx context.Context, n models.Notice) (cause, err error) {
	body, cause := h.say(ctx, n)
	if ctx.Err() != nil { // the lease ends by itself
		return nil, ctx.Err()
	}
	return cause, h.Store.SettleNotice(ctx, n, body, cause, cause != nil && robot.Final(cause))
}

func (h *Herald) say(ctx context.Context, n models.Notice) (body string, err error) {
	r, err := h.Store.Robot(ctx, n.RobotID)
	if err != nil {
		return "", err
	}
	caller, err := h.Store.Caller(r)
	if err != nil {
		return "", err
	}
	var app models.App
	if n.AppID != 0 {
		if app, err = h.Store.App(ctx, n.AppID); err != nil {
			return "", err
		}
	}
	body = h.Say(ctx, r, n, app)
	return body, h.Robots.Say(ctx, caller, body)
}
