package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"xinshi/models"
	"xinshi/views/text"
)

func secretsCommand(ctx context.Context) *cobra.Command {
	rotate := &cobra.Command{
		Use: "rotate", Short: text.CLIRotate.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return rotateSecrets(cmd.Context(), cmd.ErrOrStderr()) },
	}
	cmd := &cobra.Command{Use: "secrets", Short: text.CLISecrets.In(ctx), Args: cobra.NoArgs}
	cmd.AddCommand(rotate)
	return cmd
}

// rotateSecrets seals everything with a new key: the one in the environment,
// beside which the former one has to stand, or, with an embedded database whose
// key lies beside it, one that it makes.
func rotateSecrets(ctx context.Context, errOut io.Writer) error {
	c, err := loadEnvironment(ctx)
	if err != nil {
		return err
	}
	if !c.keyIsBeside() && c.OldKey == "" && c.OldKeyFile == "" {
		return configError{[]error{fmt.Errorf("XINSHI_SECRET_KEY_OLD: %s", text.CLIRotateOld.In(ctx))}}
	}
	if c.keyIsBeside() {
		if err := renewKeyBeside(keyFile(c.database.File)); err != nil {
			return err
		}
	}
	if err := c.loadKey(ctx); err != nil {
		return err
	}
	store, err := openStore(ctx, c, c.logger())
	if err != nil {
		return err
	}
	n, err := store.RotateSecrets(ctx, terminalActor())
	if err := errors.Join(err, store.Close()); err != nil {
		return err
	}
	fmt.Fprintln(errOut, text.CLIRotated.In(ctx, n, c.key.ID()))
	if c.keyIsBeside() && len(c.former) > 0 {
		kept := keyFile(c.database.File) + "." + c.former[0].ID()
		if err := os.Rename(keyFile(c.database.File)+".old", kept); err != nil {
			return err
		}
		fmt.Fprintln(errOut, text.CLIRotateKept.In(ctx, kept))
	}
	return nil
}

// renewKeyBeside puts the present key aside and makes another. At no moment is
// there a key that could have sealed something and is not on disk; a change that
// was interrupted goes on with the keys it had.
func renewKeyBeside(file string) error {
	if _, err := os.Stat(file + ".old"); err == nil {
		return nil
	}
	present, err := readKeyFile(file)
	if err != nil {
		return err
	}
	if _, err := models.ParseSecretKey(present); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := os.Remove(file + ".new"); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := writeKeyFile(file+".new", models.NewSecretKey()); err != nil {
		return err
	}
	if err := os.Link(file, file+".old"); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
