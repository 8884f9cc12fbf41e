package security

import (
	"context"

	"xinshi/views/components"
	"xinshi/views/text"
)

// sessionColumns are the heads of the list of browsers.
func sessionColumns(ctx context.Context, own bool) []components.Column {
	columns := []components.Column{
		{Title: text.SessionDevice.In(ctx)}, {Title: text.SessionIP.In(ctx)}, {Title: text.SessionSeen.In(ctx)}, {Title: text.SessionBegan.In(ctx)},
	}
	if own {
		columns = append(columns, components.Column{Title: text.Actions.In(ctx), Hidden: true})
	}
	return columns
}
