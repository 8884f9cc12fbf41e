// Command xinshi is 信使台: the dashboard, its HTTP API and its send engine in
// one binary. This package reads the command line and the environment, builds
// the parts and connects them; what they do stands in the packages below it.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // an App's time zone, on a machine or in a container that has none

	"github.com/spf13/cobra"

	"xinshi/views/text"
)

// version is set by the Makefile.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its surroundings given in; it returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	ctx = text.WithLang(ctx, terminalLang())
	root := &cobra.Command{
		Use: "xinshi", Short: text.CLIRoot.In(ctx), Version: version,
		SilenceUsage: true, SilenceErrors: true,
	}
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		serveCommand(ctx), demoCommand(ctx), migrateCommand(ctx), staffCommand(ctx),
		appCommand(ctx), templateCommand(ctx), apikeyCommand(ctx), simulateCommand(ctx), auditCommand(ctx), secretsCommand(ctx), backupCommand(ctx),
		benchCommand(ctx), versionCommand(ctx),
	)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(errOut, explain(ctx, err))
		return 1
	}
	return 0
}

func versionCommand(ctx context.Context) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: text.CLIVersion.In(ctx), Args: cobra.NoArgs,
		Run: func(cmd *cobra.Command, _ []string) { fmt.Fprintln(cmd.OutOrStdout(), version) },
	}
}
