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
	send.Flags().IntVar(&plan.repeat, "repeat", 3, text.CLIBenchRepeat.In(ctx))
	send.Flags().StringVar(&plan.mysql, "mysql", "", text.CLIBenchMySQL.In(ctx))
	send.Flags().BoolVar(&asJSON, "json", false, text.CLIBenchJSON.In(ctx))
	bench.AddCommand(send, benchBatchCommand(ctx), benchPagesCommand(ctx), benchImportCommand(ctx))
	return bench
}

func benchPagesCommand(ctx context.Context) *cobra.Command {
	var plan pagesPlan
	var asJSON bool
	pages := &cobra.Command{
		Use: "pages", Short: text.CLIBenchPages.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			found, err := plan.run(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			if !plan.time {
				return nil
			}
			return found.write(cmd.OutOrStdout(), asJSON)
		},
	}
	pages.Flags().StringVar(&plan.mysql, "mysql", "", text.CLIBenchMySQL.In(ctx))
	pages.Flags().IntVar(&plan.people, "people", 1_000_000, text.CLIBenchPeople.In(ctx))
	pages.Flags().IntVar(&plan.visits, "visits", 40, text.CLIBenchVisits.In(ctx))
	pages.Flags().BoolVar(&plan.fill, "fill", true, text.CLIBenchFill.In(ctx))
	pages.Flags().BoolVar(&plan.time, "time", true, text.CLIBenchTime.In(ctx))
	pages.Flags().BoolVar(&asJSON, "json", false, text.CLIBenchJSON.In(ctx))
	return pages
}

func benchImportCommand(ctx context.Context) *cobra.Command {
	var plan importPlan
	var asJSON bool
	cmd := &cobra.Command{
		Use: "import", Short: text.CLIBenchImport.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			found, err := plan.run(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			return found.write(cmd.OutOrStdout(), asJSON)
		},
	}
	cmd.Flags().StringVar(&plan.mysql, "mysql", "", text.CLIBenchMySQL.In(ctx))
	cmd.Flags().IntVar(&plan.people, "people", 1_000_000, text.CLIBenchRows.In(ctx))
	cmd.Flags().BoolVar(&asJSON, "json", false, text.CLIBenchJSON.In(ctx))
	return cmd
}

func (r pagesReport) write(out io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	fmt.Fprintf(out, "%d people, %d codes, %d messages; %.0f codes/s taken by the API\n\n", r.People, r.Codes, r.Messages, r.CodesPerSecond)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "page\twhere\tp50 ms\tp95 ms\tmax ms")
	for _, p := range r.Pages {
		fmt.Fprintf(table, "%s\t%s\t%.1f\t%.1f\t%.1f\n", p.Page, p.Where, p.P50Ms, p.P95Ms, p.MaxMs)
	}
	return table.Flush()
}

// benchResult is one row of the comparison.
type benchResult struct {
	Way         string  `json:"way"` // raw, sqlite, mysql
	LatencyMs   int64   `json:"latency_ms"`
	Connections int     `json:"connections"`
	Messages    int     `json:"messages"`
	PerSecond   float64 `json:"per_second"`
	Ratio       float64 `json:"ratio"` // to the raw loop of the same turn
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
