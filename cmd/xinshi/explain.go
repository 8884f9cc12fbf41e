package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"xinshi/models"
	"xinshi/views/text"
)

// explain turns an error into sentences for a person at a terminal.
func explain(ctx context.Context, err error) string {
	var refused *models.ValidationError
	var config configError
	switch {
	case errors.As(err, &refused):
		lines := []string{text.CLIRefused.In(ctx)}
		for _, f := range refused.Fields {
			lines = append(lines, fmt.Sprintf("  %s: %s", f.Field, text.Reason(ctx, f.Reason, f.Limit)))
		}
		return strings.Join(lines, "\n")
	case errors.As(err, &config):
		lines := []string{text.CLIBadConfig.In(ctx)}
		for _, problem := range config.problems {
			lines = append(lines, "  "+problem.Error())
		}
		return strings.Join(lines, "\n")
	case errors.Is(err, syscall.EADDRINUSE):
		return text.CLIAddrInUse.In(ctx)
	case errors.Is(err, models.ErrNotEmbedded):
		return text.CLIBackupServer.In(ctx)
	case errors.Is(err, models.ErrSchemaOld):
		return text.CLISchemaOld.In(ctx)
	case errors.Is(err, models.ErrSchemaNew):
		return text.CLISchemaNew.In(ctx)
	case errors.Is(err, errRecordDamaged):
		return text.CLIAuditDamaged.In(ctx)
	case errors.Is(err, models.ErrForeignAnchor):
		return text.CLIForeignAnchor.In(ctx)
	case errors.Is(err, models.ErrNoAnchor):
		return text.CLINoAnchor.In(ctx)
	case errors.Is(err, models.ErrWrongKey):
		return text.CLIWrongKey.In(ctx)
	}
	return text.CLIFailed.In(ctx, err.Error())
}

// readSecret takes the first line of standard input, so that no secret stands
// on a command line, where other users of the machine can read it.
func readSecret(ctx context.Context, in io.Reader, prompt text.Text, errOut io.Writer) (string, error) {
	fmt.Fprint(errOut, prompt.In(ctx))
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}
