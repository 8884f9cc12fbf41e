package delivery

import "context"

// keepImports works through the files that people bring in. It has a loop of its
// own: a large file takes minutes, and batches must start on time meanwhile.
func (e *Engine) keepImports(ctx context.Context) {
	for ctx.Err() == nil {
		if err := e.importEach(ctx); err != nil && ctx.Err() == nil {
			e.Log.Error("cannot keep imports", "error", err)
		}
		pause(ctx, e.Poll, nil)
	}
}

// importEach does a piece of each in turn until none has more, so that a small
// file does not wait for a large one. One that fails does not stop the others.
func (e *Engine) importEach(ctx context.Context) error {
	for ctx.Err() == nil {
		due, err := e.Store.DueImports(ctx)
		if err != nil {
			return err
		}
		again := false
		for _, id := range due {
			more, err := e.Store.KeepImport(ctx, e.Node, id)
			if err != nil && ctx.Err() == nil {
				e.Log.Error("cannot go on with an import", "import_id", id, "error", err)
			}
			again = again || more
		}
		if !again {
			return nil
		}
	}
	return nil
}
