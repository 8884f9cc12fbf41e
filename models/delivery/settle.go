package delivery

import (
	"context"
	"time"

	"xinshi/models"
	"xinshi/models/wechat"
)

// A settlement takes up to largestSettle outcomes, and waits for company up to
// gatherTime while more calls are under way.
const (
	largestSettle = 500
	gatherTime    = 40 * time.Millisecond
)

// settleAll records outcomes until there are no more. A lone message settles at
// once, a flood settles in few transactions.
func (e *Engine) settleAll() {
	room := make([]models.Outcome, 0, largestSettle)
	for first := range e.results {
		outcomes := e.gather(append(room, first))
		// One time for all, since their answers came within gatherTime: a time for
		// each row would cost the database more than the difference is worth.
		for i := range outcomes {
			outcomes[i].At = outcomes[len(outcomes)-1].At
		}
		e.record(outcomes)
	}
}

// gather collects outcomes behind the first one.
func (e *Engine) gather(outcomes []models.Outcome) []models.Outcome {
	late := time.NewTimer(gatherTime)
	defer late.Stop()
	for len(outcomes) < largestSettle {
		if e.underWay.Load() == 0 && len(e.results) == 0 {
			return outcomes
		}
		select {
		case o, open := <-e.results:
			if !open {
				return outcomes
			}
			outcomes = append(outcomes, o)
		case <-late.C:
			return outcomes
		}
	}
	return outcomes
}

// record keeps trying while the database is away: the platform has been told
// already, so the outcome must not be dropped. When the lease ends first, the
// rescue takes over and Settle leaves the message out.
func (e *Engine) record(outcomes []models.Outcome) {
	giveUp := time.Now().Add(e.Lease)
	for {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		settled, err := e.Store.Settle(ctx, outcomes)
		cancel()
		switch {
		case err == nil:
			if settled < len(outcomes) {
				e.Log.Warn("outcomes came after their lease", "late", len(outcomes)-settled)
			}
			e.metrics.settled(outcomes)
			e.report(outcomes)
			return
		case time.Now().After(giveUp):
			e.Log.Error("outcomes could not be recorded; their messages will be rescued", "messages", len(outcomes), "error", err)
			return
		}
		e.Log.Warn("cannot record outcomes, trying again", "messages", len(outcomes), "error", err)
		time.Sleep(200 * time.Millisecond)
	}
}

// report logs what a person should know of.
func (e *Engine) report(outcomes []models.Outcome) {
	for _, o := range outcomes {
		if o.Pause != nil || o.StopTemplate || len(o.BlockKinds) > 0 {
			answer := wechat.Lookup("", o.Errcode)
			e.Log.Warn("sending held back", "appid", o.Claimed.App.Appid, "message_id", o.Claimed.Message.ID,
				"errcode", o.Errcode, "meaning", answer.Meaning.EN, "pause", o.Pause != nil, "stop_template", o.StopTemplate)
		}
	}
}
