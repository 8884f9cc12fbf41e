package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/views/text"
)

// batchPlan measures whole batches of growing size over one database, sent by
// xinshi serve --engine-only in a process of its own.
type batchPlan struct {
	mysql    string // XINSHI_DATABASE of an empty database
	messages []int
}

// batchResult is one batch, from its making to its last outcome.
type batchResult struct {
	Messages   int     `json:"messages"`
	Expanded   float64 `json:"expanded_s"` // until its audience is frozen
	Sent       float64 `json:"sent_s"`     // from then on
	PerSecond  float64 `json:"per_second"` // of the sending
	CPUMicros  float64 `json:"cpu_us_per_message"`
	PeakMiB    float64 `json:"peak_mib"` // of the engine's process
	OnDatabase int64   `json:"messages_before"`
}

func benchBatchCommand(ctx context.Context) *cobra.Command {
	var plan batchPlan
	var asJSON bool
	cmd := &cobra.Command{
		Use: "batch", Short: text.CLIBenchBatch.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			results, err := plan.run(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			return writeBatches(cmd.OutOrStdout(), results, asJSON)
		},
	}
	cmd.Flags().StringVar(&plan.mysql, "mysql", "", text.CLIBenchMySQL.In(ctx))
	cmd.Flags().IntSliceVar(&plan.messages, "messages", []int{10_000, 100_000, 1_000_000}, text.CLIBenchSizes.In(ctx))
	cmd.Flags().BoolVar(&asJSON, "json", false, text.CLIBenchJSON.In(ctx))
	return cmd
}

func (p batchPlan) run(ctx context.Context, progress io.Writer) (results []batchResult, err error) {
	c := benchConfig()
	if c.database, err = models.ParseDatabase(p.mysql); err != nil {
		return nil, err
	}
	if c.database.Dialect != migrations.MySQL {
		return nil, errors.New("batches are measured on MySQL: --mysql")
	}
	store, err := prepareStore(ctx, c, true, c.logger())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	platform, err := startBenchPlatform(ctx)
	if err != nil {
		return nil, err
	}
	defer platform.stop()
	before := int64(0)
	for _, n := range p.messages {
		fmt.Fprintf(progress, "%d people and codes …\n", n)
		app, err := fillForBatch(ctx, store, platform, n)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(progress, "a batch of %d …\n", n)
		r, err := p.measure(ctx, c, store, app, platform, n)
		if err != nil {
			return nil, err
		}
		r.OnDatabase = before
		before += int64(n)
		results = append(results, r)
	}
	return results, nil
}

// fillForBatch makes a template and n people with a code each, a part at a time.
func fillForBatch(ctx context.Context, store *models.Store, platform *benchPlatform, n int) (models.App, error) {
	if err := platform.addTemplate(ctx); err != nil {
		return models.App{}, err
	}
	app, err := benchApp(ctx, store, platform.template)
	if err != nil {
		return app, err
	}
	for from := 0; from < n; from += models.MaxCodes {
		codes, err := platform.addPeople(ctx, from, min(models.MaxCodes, n-from))
		if err != nil {
			return app, err
		}
		if err := storeCodes(ctx, store, app, codes); err != nil {
			return app, err
		}
	}
	return app, nil
}

func (p batchPlan) measure(ctx context.Context, c Config, store *models.Store, app models.App, platform *benchPlatform, n int) (batchResult, error) {
	r := batchResult{Messages: n}
	engine, err := startBenchEngine(ctx, c, p.mysql, platform.url)
	if err != nil {
		return r, err
	}
	defer func() { _ = engine.Process.Kill() }()
	// An App that is paused freezes audiences, and sends when it is resumed: one
	// after the other, each is timed alone.
	if err := store.PauseApp(ctx, terminalActor(), app.ID, models.Pause{}); err != nil {
		return r, err
	}
	began := time.Now()
	b, err := sendToAll(ctx, store, app, platform.template)
	if err != nil {
		return r, err
	}
	if b, err = awaitBatch(ctx, store, b, func(b models.Batch) bool { return b.Expanded }); err != nil {
		return r, err
	}
	r.Expanded = time.Since(began).Seconds()
	if err := store.ResumeApp(ctx, terminalActor(), app.ID); err != nil {
		return r, err
	}
	if b, err = awaitBatch(ctx, store, b, func(b models.Batch) bool { return b.State.Over() && b.Waiting() == 0 }); err != nil {
		return r, err
	}
	r.Sent = time.Since(began).Seconds() - r.Expanded
	r.PerSecond = float64(n) / r.Sent
	r.PeakMiB = peakOf(strconv.Itoa(engine.Process.Pid))
	if err := engine.Process.Signal(syscall.SIGTERM); err != nil {
		return r, err
	}
	if err := engine.Wait(); err != nil {
		return r, fmt.Errorf("engine: %w", err)
	}
	used := engine.ProcessState.UserTime() + engine.ProcessState.SystemTime()
	r.CPUMicros = float64(used.Microseconds()) / float64(n)
	if b.Sent != int64(n) {
		return r, fmt.Errorf("sent %d of %d: %d failed, %d unknown", b.Sent, n, b.Failed, b.Unknown)
	}
	return r, nil
}

// startBenchEngine starts xinshi serve --engine-only.
func startBenchEngine(ctx context.Context, c Config, database, platform string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, "serve", "--engine-only")
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(),
		"XINSHI_ADDR=127.0.0.1:0", "XINSHI_DATABASE="+database, "XINSHI_WECHAT_URL="+platform,
		"XINSHI_SECRET_KEY="+base64.StdEncoding.EncodeToString(c.key[:]))
	return cmd, cmd.Start()
}

func awaitBatch(ctx context.Context, store *models.Store, b models.Batch, done func(models.Batch) bool) (models.Batch, error) {
	for {
		now, err := store.Batch(ctx, b.AppID, b.ID)
		if err != nil || done(now) {
			return now, err
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return now, ctx.Err()
		}
	}
}

func writeBatches(out io.Writer, results []batchResult, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(results)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "messages\tbefore\texpanded s\tsent s\tper second\tCPU µs each\tpeak MiB\t")
	for _, r := range results {
		fmt.Fprintf(table, "%d\t%d\t%.1f\t%.1f\t%.0f\t%.0f\t%.0f\t\n", r.Messages, r.OnDatabase, r.Expanded, r.Sent, r.PerSecond, r.CPUMicros, r.PeakMiB)
	}
	return table.Flush()
}
