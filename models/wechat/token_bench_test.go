package wechat_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

var shop = wechat.Account{Appid: "wx1", Secret: "s1", Mode: wechat.Stable}

// memoryStore is the shared store of the tests' processes.
type memoryStore struct {
	mu     sync.Mutex
	tokens map[string]wechat.StoredToken
	holder map[string]string
	causes []error
	now    func() time.Time
}

func newMemoryStore(now func() time.Time) *memoryStore {
	return &memoryStore{tokens: map[string]wechat.StoredToken{}, holder: map[string]string{}, now: now}
}

func (s *memoryStore) LoadToken(_ context.Context, appid string) (wechat.StoredToken, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[appid], nil
}

func (s *memoryStore) LeaseToken(_ context.Context, appid, holder string, until time.Time) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tokens[appid]
	if s.holder[appid] != "" && s.holder[appid] != holder && s.now().Before(t.LeasedUntil) {
		return false, nil
	}
	t.LeasedUntil = until
	s.tokens[appid], s.holder[appid] = t, holder
	return true, nil
}

func (s *memoryStore) SaveToken(_ context.Context, appid, _, value string, expiresAt time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[appid], s.holder[appid] = wechat.StoredToken{Value: value, ExpiresAt: expiresAt}, ""
	return nil
}

func (s *memoryStore) ReleaseToken(_ context.Context, appid, _ string, cause error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holder[appid] = ""
	s.causes = append(s.causes, cause)
	return nil
}

// direct answers from a handler without a network, counting the calls of each path.
type direct struct {
	handler http.Handler
	delay   time.Duration
	mu      sync.Mutex
	calls   map[string]int
}

func (d *direct) RoundTrip(r *http.Request) (*http.Response, error) {
	d.mu.Lock()
	d.calls[r.URL.Path]++
	d.mu.Unlock()
	time.Sleep(d.delay)
	rec := httptest.NewRecorder()
	d.handler.ServeHTTP(rec, r)
	return rec.Result(), nil
}

func (d *direct) fetches() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls[string(wechat.CallStableToken)] + d.calls[string(wechat.CallToken)]
}

// bench is a platform and a store that several token keepers share. It lives in a synctest bubble, so waiting is free.
type bench struct {
	sim    *simulator.Simulator
	wire   *direct
	client *wechat.Client
	store  *memoryStore
}

func newBench(t *testing.T) *bench {
	t.Helper()
	sim, err := simulator.New(simulator.Options{})
	if err == nil {
		err = sim.AddApp(simulator.App{Appid: shop.Appid, Secret: shop.Secret})
	}
	if err != nil {
		t.Fatal(err)
	}
	wire := &direct{handler: sim, delay: 200 * time.Millisecond, calls: map[string]int{}}
	return &bench{sim, wire, wechat.New("http://platform", &http.Client{Transport: wire}, time.Now), newMemoryStore(time.Now)}
}

func (b *bench) tokens(holder string) *wechat.Tokens {
	return wechat.NewTokens(b.client, b.store, holder, time.Now)
}

func get(t *testing.T, tokens *wechat.Tokens, a wechat.Account) string {
	t.Helper()
	token, err := tokens.Get(t.Context(), a)
	if err != nil || token == "" {
		t.Fatalf("got token %q, %v", token, err)
	}
	return token
}
