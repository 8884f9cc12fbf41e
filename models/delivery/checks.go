package delivery

import "context"

// keepChecks goes through the people of drafts that are too many for the page that
// asked. It has a loop of its own, so that batches start on time meanwhile.
func (e *Engine) keepChecks(ctx context.Context) {
	for ctx.Err() == nil {
		if err := e.checkEach(ctx); err != nil && ctx.Err() == nil {
			e.Log.Error("cannot keep checks", "error", err)
		}
		pause(ctx, e.Poll, nil)
	}
}

// checkEach does a piece of each in turn until none has more, so that a small
// audience does not wait for a large one. One that fails does not stop the others.
func (e *Engine) checkEach(ctx context.Context) error {
	for ctx.Err() == nil {
		due, err := e.Store.DueChecks(ctx)
		if err != nil {
			return err
		}
		again := false
		for _, id := range due {
			more, err := e.Store.KeepCheck(ctx, e.Node, id)
			if err != nil && ctx.Err() == nil {
				e.Log.Error("cannot go on with a check", "check_id", id, "error", err)
			}
			again = again || more
		}
		if !again {
			return nil
		}
	}
	return nil
}
