package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"xinshi/models"
	"xinshi/models/keeper"
	"xinshi/views/text"
)

// errRecordDamaged makes a check that found damage end with an exit code.
var errRecordDamaged = errors.New("the audit record is damaged")

func auditCommand(ctx context.Context) *cobra.Command {
	cmd := &cobra.Command{Use: "audit", Short: text.CLIAudit.In(ctx), Args: cobra.NoArgs}
	cmd.AddCommand(auditVerifyCommand(ctx), auditAnchorCommand(ctx), auditExportCommand(ctx), auditKeyCommand(ctx))
	return cmd
}

func auditVerifyCommand(ctx context.Context) *cobra.Command {
	var file, key, anchors string
	cmd := &cobra.Command{
		Use: "verify", Short: text.CLIAuditVerify.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if file != "" {
				return verifyFile(cmd.Context(), cmd.OutOrStdout(), file, key)
			}
			return withConfig(cmd.Context(), func(c Config, store *models.Store, _ models.Actor) error {
				return verifyRecord(cmd.Context(), cmd.OutOrStdout(), store, cmp.Or(anchors, c.AnchorFile))
			})
		},
	}
	cmd.Flags().StringVar(&file, "file", "", text.CLIAuditFile.In(ctx))
	cmd.Flags().StringVar(&key, "key", "", text.CLIAuditKeyFlag.In(ctx))
	cmd.Flags().StringVar(&anchors, "anchors", "", text.CLIAuditAnchors.In(ctx))
	return cmd
}

// verifyRecord walks the chain in the database. It changes nothing in it, so it
// may run beside any number of processes.
func verifyRecord(ctx context.Context, out io.Writer, store *models.Store, anchorFile string) error {
	anchors, err := keeper.ReadFile(anchorFile)
	if err != nil {
		return err
	}
	state, err := store.VerifyAudit(ctx, anchors)
	if err != nil {
		return err
	}
	for _, b := range state.Breaks {
		fmt.Fprintln(out, text.BreakLine(ctx, b))
	}
	if !state.Whole() {
		return errRecordDamaged
	}
	fmt.Fprintln(out, text.CLIAuditWhole.In(ctx, state.Linked, state.Waiting, len(anchors)))
	return nil
}

// verifyFile checks an export with nothing but the file: no database, no secret.
func verifyFile(ctx context.Context, out io.Writer, name, key string) error {
	file, err := os.Open(name) // #nosec G304 -- whoever types the command names the file
	if err != nil {
		return err
	}
	found, err := models.CheckAuditFile(file, key)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	for _, b := range found.Breaks {
		fmt.Fprintln(out, text.BreakLine(ctx, b))
		return errRecordDamaged
	}
	fmt.Fprintln(out, text.CLIAuditFileWhole.In(ctx, found.Entries, found.FirstSeq, found.LastSeq, found.Anchor.Key))
	if key == "" {
		fmt.Fprintln(out, text.CLIAuditNoKey.In(ctx))
	}
	return nil
}

func auditAnchorCommand(ctx context.Context) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use: "anchor", Short: text.CLIAuditAnchor.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withStore(cmd.Context(), func(store *models.Store, _ models.Actor) error {
				anchor, err := store.AnchorAudit(cmd.Context())
				if err != nil {
					return err
				}
				if file != "" {
					return keeper.AppendFile(file, anchor)
				}
				line, err := anchor.MarshalJSON()
				if err == nil {
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", line)
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&file, "file", "", text.CLIAuditAnchorFile.In(ctx))
	return cmd
}

func auditExportCommand(ctx context.Context) *cobra.Command {
	var from int64
	cmd := &cobra.Command{
		Use: "export", Short: text.CLIAuditExport.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withStore(cmd.Context(), func(store *models.Store, actor models.Actor) error {
				return store.ExportAudit(cmd.Context(), actor, from, cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().Int64Var(&from, "from", 1, text.CLIAuditFrom.In(ctx))
	return cmd
}

func auditKeyCommand(ctx context.Context) *cobra.Command {
	return &cobra.Command{
		Use: "key", Short: text.CLIAuditKey.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withStore(cmd.Context(), func(store *models.Store, _ models.Actor) error {
				key, err := store.AuditKey(cmd.Context())
				if err == nil {
					_, err = fmt.Fprintln(cmd.OutOrStdout(), key)
				}
				return err
			})
		},
	}
}
