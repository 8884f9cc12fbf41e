package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/models/largeshop"
	"xinshi/views/paths"
)

// pagesPlan measures the pages of a large shop on MySQL, and how fast codes come in.
type pagesPlan struct {
	mysql  string // XINSHI_DATABASE of an empty database
	people int
	visits int  // of each page
	fill   bool // make the shop; else it is there from a former run
	time   bool // and measure it
}

// pageResult is how long the server took for one page of one list.
type pageResult struct {
	Page  string  `json:"page"`
	Where string  `json:"where"` // first, middle, last; or how many pages deep
	P50Ms float64 `json:"p50_ms"`
	P95Ms float64 `json:"p95_ms"`
	MaxMs float64 `json:"max_ms"`
}

// pagesReport is all that one run found.
type pagesReport struct {
	People, Codes, Messages int
	Pages                   []pageResult
	CodesPerSecond          float64 `json:"codes_per_second"`
}

func (p pagesPlan) run(ctx context.Context, progress io.Writer) (report pagesReport, err error) {
	c := benchConfig()
	if c.database, err = models.ParseDatabase(p.mysql); err != nil {
		return report, err
	}
	if c.database.Dialect != migrations.MySQL {
		return report, errors.New("pages are measured on MySQL: --mysql")
	}
	log := slog.New(slog.NewTextHandler(progress, &slog.HandlerOptions{Level: slog.LevelWarn}))
	store, err := prepareStore(ctx, c, true, log)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	shop := &largeshop.Shop{Store: store, People: p.people, Progress: progress}
	if err := shop.Connect(c.database.MySQL); err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, shop.Close()) }()
	make := shop.Fill
	if !p.fill {
		make = shop.Find
	}
	if err := make(ctx); err != nil || !p.time {
		return report, err
	}
	report.People, report.Codes, report.Messages = shop.People, shop.People*largeshop.PerPerson, shop.People*largeshop.PerPerson
	visitor, stop, err := openForVisits(ctx, c, service{web: true})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if report.Pages, err = p.measure(ctx, shop, visitor, progress); err != nil {
		return report, err
	}
	report.CodesPerSecond, err = ingest(ctx, shop, visitor)
	return report, err
}

// benchConfig is a process that nobody reaches from outside, and no platform.
func benchConfig() Config {
	const nowhere = "http://127.0.0.1:9"
	return Config{Addr: "127.0.0.1:0", WechatURL: nowhere, WechatPayURL: nowhere, SendConcurrency: 1, SendTimeout: time.Second, Log: "text"}
}

// visitor is a signed-in browser without eyes.
type visitor struct {
	base   string
	client *http.Client
}

// openForVisits serves parts of the program and signs in.
func openForVisits(ctx context.Context, c Config, parts service) (*visitor, func() error, error) {
	ctx, cancel := context.WithCancel(ctx)
	address, ended := make(chan string, 1), make(chan error, 1)
	parts.started = func(_ *models.Store, a string) error {
		address <- a
		return nil
	}
	go func() { ended <- serve(ctx, c, parts) }()
	stop := func() error {
		cancel()
		return <-ended
	}
	v := &visitor{client: &http.Client{Timeout: time.Minute}}
	select {
	case a := <-address:
		v.base = "http://" + a
	case err := <-ended:
		cancel()
		return nil, nil, err
	}
	var err error
	if v.client.Jar, err = cookiejar.New(nil); err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	form := url.Values{"email": {largeshop.Email}, "password": {largeshop.Password}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+paths.Login, bytes.NewBufferString(form.Encode()))
	if err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if _, _, err := v.do(req); err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	return v, stop, nil
}

func (v *visitor) do(req *http.Request) ([]byte, time.Duration, error) {
	began := time.Now()
	resp, err := v.client.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	took := time.Since(began)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s", req.Method, req.URL.RequestURI(), resp.Status)
	}
	return body, took, err
}

func (v *visitor) get(ctx context.Context, path string) ([]byte, time.Duration, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.base+path, nil)
	if err != nil {
		return nil, 0, err
	}
	return v.do(req)
}

var nextLink = regexp.MustCompile(`href="([^"]+)"[^>]*(?: rel="next"| data-testid="go-on")`)

// older is where the link to the next page of a list leads, or to the rest of a
// page whose search was given up early.
func older(page []byte) string {
	found := nextLink.FindSubmatch(page)
	if found == nil {
		return ""
	}
	return html.UnescapeString(string(found[1]))
}

// measure visits every page of the list, at its beginning, in its middle and at
// its end, and a way into those that have no middle by id.
func (p pagesPlan) measure(ctx context.Context, shop *largeshop.Shop, v *visitor, progress io.Writer) ([]pageResult, error) {
	all, err := spots(ctx, shop)
	if err != nil {
		return nil, err
	}
	var results []pageResult
	for _, page := range all {
		fmt.Fprintf(progress, "%s …\n", page.name)
		for _, at := range page.places {
			result, err := visit(ctx, v, page.name, at.where, page.at(at), page.visits(p.visits))
			if err != nil {
				return nil, err
			}
			results = append(results, result)
		}
		deep, err := descend(ctx, v, page, page.visits(p.visits))
		if err != nil {
			return nil, err
		}
		results = append(results, deep...)
	}
	return results, nil
}

func visit(ctx context.Context, v *visitor, name, where, path string, visits int) (pageResult, error) {
	times := make([]time.Duration, visits)
	for i := range times {
		_, took, err := v.get(ctx, path)
		if err != nil {
			return pageResult{}, err
		}
		times[i] = took
	}
	return summary(name, where, times), nil
}

func summary(name, where string, times []time.Duration) pageResult {
	slices.Sort(times)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return pageResult{Page: name, Where: where, P50Ms: ms(times[len(times)/2]), P95Ms: ms(times[len(times)*95/100]), MaxMs: ms(times[len(times)-1])}
}

// descend follows the link to older rows, for lists whose pages have no number.
func descend(ctx context.Context, v *visitor, page spot, visits int) ([]pageResult, error) {
	var times []time.Duration
	for path := page.path; path != "" && len(times) < visits; {
		body, took, err := v.get(ctx, path)
		if err != nil {
			return nil, err
		}
		times = append(times, took)
		path = older(body)
	}
	if len(times) < 3 {
		return nil, nil
	}
	return []pageResult{summary(page.name, fmt.Sprintf("%d pages on", len(times)), times)}, nil
}

// ingest posts codes in calls of a thousand, four at a time, for some seconds.
func ingest(ctx context.Context, shop *largeshop.Shop, v *visitor) (float64, error) {
	const callers, calls = 4, 15
	keys := make([]string, callers) // each key has a rate limit of its own
	for i := range keys {
		var err error
		if keys[i], _, err = shop.Store.AddAPIKey(ctx, largeshop.Actor, shop.App.ID, "bench"); err != nil {
			return 0, err
		}
	}
	failures := make(chan error, callers)
	var posting sync.WaitGroup
	began := time.Now()
	run := strconv.FormatInt(began.Unix(), 36) // a repeated run brings other codes
	for caller := range callers {
		posting.Go(func() {
			for call := range calls {
				if err := v.postCodes(ctx, keys[caller], run, caller*calls+call); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	posting.Wait()
	took := time.Since(began)
	select {
	case err := <-failures:
		return 0, err
	default:
		return callers * calls * models.MaxCodes / took.Seconds(), nil
	}
}

func (v *visitor) postCodes(ctx context.Context, key, run string, call int) error {
	type code struct {
		Openid string `json:"openid"`
		Kind   string `json:"kind"`
		Code   string `json:"code"`
	}
	codes := make([]code, models.MaxCodes)
	for i := range codes {
		n := call*models.MaxCodes + i
		codes[i] = code{largeshop.Person(n * 11 % 1000).Openid, string(models.CodeForm), "ingested-" + run + "-" + strconv.Itoa(n)}
	}
	body, err := json.Marshal(map[string]any{"codes": codes})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+paths.APISendCodes, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+key)
	_, _, err = v.do(req)
	return err
}
