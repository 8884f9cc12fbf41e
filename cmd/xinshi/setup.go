package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// inviteFirstAdmin prints the link that opens the set-up page, while nobody can
// sign in: whoever reads this console may become the first admin, and nobody
// else. It is not part of the log, which travels further.
func inviteFirstAdmin(ctx context.Context, out io.Writer, c Config, store *models.Store, address string, web bool) error {
	if !web {
		return nil
	}
	needed, err := store.NeedsSetup(ctx)
	if err != nil || !needed {
		return err
	}
	base := strings.TrimSuffix(cmp.Or(c.PublicURL, "http://"+address), "/")
	_, err = fmt.Fprintf(out, "%s\n  %s\n", text.CLISetup.In(ctx), base+paths.With(paths.Setup, "token", store.SetupToken()))
	return err
}
