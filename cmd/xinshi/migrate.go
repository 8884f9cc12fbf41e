package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/views/text"
)

func migrateCommand(ctx context.Context) *cobra.Command {
	cmd := &cobra.Command{Use: "migrate", Short: text.CLIMigrate.In(ctx), Args: cobra.NoArgs}
	cmd.AddCommand(
		schemaCommand("up", text.CLIMigrateUp.In(ctx), (*models.Store).Migrate),
		schemaCommand("status", text.CLIMigrateStatus.In(ctx), (*models.Store).SchemaStatus),
	)
	return cmd
}

// schemaCommand runs one step on a database that may have no schema yet, and
// prints the files concerned.
func schemaCommand(use, short string, step func(*models.Store, context.Context) ([]migrations.Step, error)) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			c, err := loadConfig(ctx)
			if err != nil {
				return err
			}
			store, err := connect(ctx, c, c.logger())
			if err != nil {
				return err
			}
			steps, err := step(store, ctx)
			for _, s := range steps {
				state := text.CLIPending
				if s.Applied {
					state = text.CLIApplied
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s\n", s.Name, state.In(ctx))
			}
			if err == nil && len(steps) == 0 {
				fmt.Fprintln(cmd.OutOrStdout(), text.CLISchemaCurrent.In(ctx))
			}
			return errors.Join(err, store.Close())
		},
	}
}
