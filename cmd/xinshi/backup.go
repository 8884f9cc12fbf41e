package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/views/text"
)

func backupCommand(ctx context.Context) *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: text.CLIBackup.In(ctx), Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return backUp(cmd.Context(), args[0], cmd.ErrOrStderr())
		},
	}
}

// backUp does without withStore, which wants the schema of this program: the
// time for a backup is before an upgrade. Where no database is, none is made.
func backUp(ctx context.Context, file string, errOut io.Writer) error {
	file, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	c, err := loadEnvironment(ctx)
	if err != nil {
		return err
	}
	if c.database.Dialect != migrations.SQLite {
		return models.ErrNotEmbedded
	}
	if _, err := os.Stat(c.database.File); err != nil {
		return err
	}
	if err := c.loadKey(ctx); err != nil {
		return err
	}
	store, err := connect(ctx, c, c.logger())
	if err != nil {
		return err
	}
	err = store.CheckKey(ctx) // no copy without the key that opens it
	if err == nil {
		err = store.Backup(ctx, terminalActor(), file)
	}
	if err := errors.Join(err, store.Close()); err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	fmt.Fprintln(errOut, text.CLIBackedUp.In(ctx, file, float64(info.Size())/(1<<20), c.key.ID(), c.keySource()))
	return nil
}
