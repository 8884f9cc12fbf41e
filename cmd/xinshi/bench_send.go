package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

// sendPlan compares the engine with a raw loop over the same simulated platform,
// which runs as a process of its own, with the same number of connections.
type sendPlan struct {
	messages int
	repeat   int    // all is measured so often, in turn, since machines are noisy
	mysql    string // XINSHI_DATABASE of an empty database; "" leaves MySQL out
}

// sendRound is one platform latency and the connections it is measured with.
type sendRound struct {
	latency     time.Duration
	connections int
}

var sendRounds = []sendRound{{0, 64}, {50 * time.Millisecond, 256}}

const (
	benchAppid  = "wxbench0000000000"
	benchSecret = "bench"
)

func (p sendPlan) run(ctx context.Context, progress io.Writer) ([]benchResult, error) {
	if p.messages < 1 || p.repeat < 1 {
		return nil, errors.New("nothing to measure: --messages and --repeat begin at 1")
	}
	dir, err := os.MkdirTemp("", "xinshi-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var results []benchResult
	for i, round := range sendRounds {
		var turns [][]benchResult
		for n := range p.repeat {
			fmt.Fprintf(progress, "%v, %d connections, %d of %d:\n", round.latency, round.connections, n+1, p.repeat)
			turn, err := p.turn(ctx, progress, round, filepath.Join(dir, fmt.Sprintf("%d-%d.db", i, n)))
			if err != nil {
				return nil, err
			}
			turns = append(turns, turn)
		}
		for way := range turns[0] {
			results = append(results, medianOf(turns, way))
		}
	}
	return results, nil
}

// benchWay is a way to send and the XINSHI_DATABASE for it.
type benchWay struct{ name, database string }

// ways are the raw loop, which the others are compared with, and the engine on each database.
func (p sendPlan) ways(file string) []benchWay {
	ways := []benchWay{{"raw", ""}, {"sqlite", "sqlite:" + file}}
	if p.mysql != "" {
		ways = append(ways, benchWay{"mysql", p.mysql})
	}
	return ways
}

// turn measures every way once.
func (p sendPlan) turn(ctx context.Context, progress io.Writer, round sendRound, file string) ([]benchResult, error) {
	var results []benchResult
	for _, way := range p.ways(file) {
		fmt.Fprintf(progress, "%s …\n", way.name)
		result, err := p.measure(ctx, round, way.name, way.database)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", way.name, err)
		}
		results = append(results, result)
	}
	for i := range results {
		results[i].Ratio = results[i].PerSecond / results[0].PerSecond
	}
	return results, nil
}

// medianOf is a way's result with the median ratio; of raw loops, with the median speed.
func medianOf(turns [][]benchResult, way int) benchResult {
	same := make([]benchResult, len(turns))
	for i, turn := range turns {
		same[i] = turn[way]
	}
	slices.SortFunc(same, func(a, b benchResult) int {
		return cmp.Or(cmp.Compare(a.Ratio, b.Ratio), cmp.Compare(a.PerSecond, b.PerSecond))
	})
	return same[len(same)/2]
}

// measure prepares a fresh platform and codes for one way, and times it alone.
func (p sendPlan) measure(ctx context.Context, round sendRound, way, database string) (benchResult, error) {
	result := benchResult{Way: way, LatencyMs: round.latency.Milliseconds(), Connections: round.connections, Messages: p.messages}
	platform, err := startBenchPlatform(ctx)
	if err != nil {
		return result, err
	}
	defer platform.stop()
	if err := platform.addTemplate(ctx); err != nil {
		return result, err
	}
	codes, err := platform.addPeople(ctx, 0, p.messages)
	if err != nil {
		return result, err
	}
	if err := platform.faults(ctx, simulator.Faults{LatencyMS: int(round.latency.Milliseconds())}); err != nil {
		return result, err
	}
	config := Config{WechatURL: platform.url, SendConcurrency: round.connections, SendTimeout: 10 * time.Second, Log: "text"}
	if way == "raw" {
		return result, rawLoop(ctx, config, platform.template, codes, &result)
	}
	if config.database, err = models.ParseDatabase(database); err != nil {
		return result, err
	}
	return result, engineLoop(ctx, config, platform.template, codes, &result)
}

// meter measures time, CPU and memory of this process between start and stop.
type meter struct {
	began time.Time
	cpu   time.Duration
}

func startMeter() meter {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // resets the peak where the system lets us
	return meter{time.Now(), cpuTime()}
}

func (m meter) stop(r *benchResult) {
	r.PerSecond = float64(r.Messages) / time.Since(m.began).Seconds()
	r.CPUSeconds = (cpuTime() - m.cpu).Seconds()
	r.PeakMiB = peakMiB()
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func peakMiB() float64 { return peakOf("self") }

// peakOf is the most memory a process has had resident; 0 where the system does not tell.
func peakOf(pid string) float64 {
	status, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	var kb float64
	_, _ = fmt.Fscan(bytes.NewReader(rest), &kb)
	return kb / 1024
}

// rawLoop is what the engine is compared with: marshal, POST, parse; no database.
func rawLoop(ctx context.Context, c Config, template string, codes []models.CodeInput, r *benchResult) error {
	client := wechat.New(c.WechatURL, platformHTTP(c), time.Now)
	token, err := client.Token(ctx, wechat.Account{Appid: benchAppid, Secret: benchSecret, Mode: wechat.Stable})
	if err != nil {
		return err
	}
	jobs := make(chan models.CodeInput)
	failures := make(chan error, c.SendConcurrency)
	m := startMeter()
	var senders sync.WaitGroup
	for range c.SendConcurrency {
		senders.Go(func() {
			for code := range jobs {
				_, err := client.SendTemplate(ctx, token.Value, wechat.TemplateMessage{
					ToUser: code.Openid, TemplateID: template, FormID: code.Code,
					Data: map[string]wechat.Value{"keyword1": {Value: "20261123000187", Color: "#173177"}, "keyword2": {Value: "2026-11-23 10:24"}},
				})
				if err != nil {
					select {
					case failures <- err:
					default:
					}
				}
			}
		})
	}
	for _, code := range codes {
		jobs <- code
	}
	close(jobs)
	senders.Wait()
	m.stop(r)
	select {
	case err := <-failures:
		return err
	default:
		return nil
	}
}

// engineLoop times a batch from the start of the engine to its last outcome.
func engineLoop(ctx context.Context, c Config, template string, codes []models.CodeInput, r *benchResult) (err error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	store, err := prepareStore(ctx, c, true, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	batch, err := benchBatch(ctx, store, template, codes, r)
	if err != nil {
		return err
	}
	engine := newEngine(c, store, newRegistry(), log)
	m := startMeter()
	engine.Start()
	for {
		if batch, err = store.Batch(ctx, batch.AppID, batch.ID); err != nil {
			return err
		}
		if batch.Waiting() == 0 {
			break
		}
		select {
		case <-time.After(25 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	m.stop(r)
	if batch.Sent != int64(len(codes)) {
		err = fmt.Errorf("sent %d of %d: %d failed, %d unknown", batch.Sent, len(codes), batch.Failed, batch.Unknown)
	}
	return errors.Join(err, engine.Stop(ctx))
}

// benchBatch stores the codes and freezes everyone into a batch that may start.
func benchBatch(ctx context.Context, store *models.Store, template string, codes []models.CodeInput, r *benchResult) (models.Batch, error) {
	app, err := benchApp(ctx, store, template)
	if err != nil {
		return models.Batch{}, err
	}
	if err := storeCodes(ctx, store, app, codes); err != nil {
		return models.Batch{}, err
	}
	b, err := sendToAll(ctx, store, app, template)
	if err != nil {
		return models.Batch{}, err
	}
	began := time.Now()
	for more := true; more; {
		if more, err = store.KeepBatch(ctx, b.ID); err != nil {
			return models.Batch{}, err
		}
	}
	r.ExpandPerS = float64(len(codes)) / time.Since(began).Seconds()
	return b, nil
}

// benchApp is the App of a benchmark, with one more template.
func benchApp(ctx context.Context, store *models.Store, template string) (models.App, error) {
	app, err := store.AppByAppid(ctx, benchAppid)
	if errors.Is(err, models.ErrNotFound) {
		in := models.NewAppInput()
		in.Appid, in.Name, in.Secret = benchAppid, "bench", benchSecret
		app, err = store.AddApp(ctx, terminalActor(), in)
	}
	if err != nil {
		return app, err
	}
	_, err = store.AddTemplate(ctx, terminalActor(), app.ID, models.TemplateInput{TemplateID: template, Title: "订单发货通知", Kind: models.KindTemplate, Keywords: []models.KeywordInput{
		{Key: "keyword1", Name: "订单编号", Field: "order_no", Colour: "#173177"}, {Key: "keyword2", Name: "发货时间", Field: "shipped_at"},
	}})
	return app, err
}

func storeCodes(ctx context.Context, store *models.Store, app models.App, codes []models.CodeInput) error {
	for part := range slices.Chunk(codes, models.MaxCodes) {
		if _, err := store.AddCodes(ctx, terminalActor(), app, "bench", part); err != nil {
			return err
		}
	}
	return nil
}

// sendToAll makes a batch for everyone who can be reached.
func sendToAll(ctx context.Context, store *models.Store, app models.App, template string) (models.Batch, error) {
	return store.AddBatch(ctx, terminalActor(), app, models.BatchInput{
		Name: "bench", TemplateID: template, Audience: models.Audience{Kind: models.AudienceReachable},
		Content: models.Content{Fields: map[string]string{"order_no": "20261123000187", "shipped_at": "2026-11-23 10:24"}},
	})
}
