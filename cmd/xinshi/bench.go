package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"xinshi/views/text"
)

func benchCommand(ctx context.Context) *cobra.Command {
	bench := &cobra.Command{Use: "bench", Short: text.CLIBench.In(ctx), Args: cobra.NoArgs}
	var plan sendPlan
	var asJSON bool
	send := &cobra.Command{
		Use: "send", Short: text.CLIBenchSend.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			results, err := plan.run(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			return report(cmd.OutOrStdout(), results, asJSON)
		},
	}
	send.Flags().IntVar(&plan.messages, "messages", 20_000, text.CLIBenchMessages.In(ctx))
	send.Flags().StringVar(&plan.mysql, "mysql", "", text.CLIBenchMySQL.In(ctx))
	send.Flags().BoolVar(&asJSON, "json", false, text.CLIBenchJSON.In(ctx))
	bench.AddCommand(send)
	return bench
}

// benchResult is one row of the comparison.
type benchResult struct {
	Way         string  `json:"way"` // raw, sqlite, mysql
	LatencyMs   int64   `json:"latency_ms"`
	Connections int     `json:"connections"`
	Messages    int     `json:"messages"`
	PerSecond   float64 `json:"per_second"`
	Ratio       float64 `json:"ratio"` // to the raw loop of the same run
	CPUSeconds  float64 `json:"cpu_seconds"`
	PeakMiB     float64 `json:"peak_mib"`
	ExpandPerS  float64 `json:"expand_per_second,omitempty"`
}

func report(out io.Writer, results []benchResult, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(results)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "way\tlatency\tconnections\tmessages\tper second\tratio\tCPU s\tpeak MiB\texpanded/s\t")
	for _, r := range results {
		fmt.Fprintf(table, "%s\t%v\t%d\t%d\t%.0f\t%.2f\t%.2f\t%.0f\t%.0f\t\n",
			r.Way, time.Duration(r.LatencyMs)*time.Millisecond, r.Connections, r.Messages, r.PerSecond, r.Ratio, r.CPUSeconds, r.PeakMiB, r.ExpandPerS)
	}
	return table.Flush()
}
