package simulator

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"xinshi/models/wechat"
)

// Callback is where and how the platform pushes an app's events, as its console is set.
type Callback struct {
	URL    string              `json:"url,omitempty"`
	Token  string              `json:"token,omitempty"`
	AESKey string              `json:"aes_key,omitempty"`
	Mode   wechat.CallbackMode `json:"mode,omitempty"` // empty is plain
	XML    bool                `json:"xml,omitempty"`  // else JSON
}

// Push is one event on its way to a callback, and what became of it.
type Push struct {
	At       time.Time `json:"at"`
	Appid    string    `json:"appid"`
	Openid   string    `json:"openid"`
	Event    string    `json:"event"`
	Tries    int       `json:"tries"`
	Status   int       `json:"status"` // of the last answer; 0 for none in time
	Answered bool      `json:"answered"`
}

// pushTries is how often the platform posts an event that is not answered in time.
const pushTries = 3

// keptPushes is how many of the latest pushes are remembered.
const keptPushes = 500

// pusher sends events to callbacks, beside the requests that cause them.
type pusher struct {
	mu      sync.Mutex
	held    []delivery
	done    []Push
	running sync.WaitGroup
	ctx     context.Context
	stop    context.CancelFunc
	client  *http.Client
}

// delivery is a push that is still to be made.
type delivery struct {
	to   Callback
	what Push
	body pushBody
}

func (p *pusher) init(timeout time.Duration) {
	p.ctx, p.stop = context.WithCancel(context.Background())
	p.client = &http.Client{
		Timeout:       cmp.Or(timeout, 5*time.Second),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// push sends an event of an account, whose lock the caller holds: the sending itself goes on without it.
func (s *Simulator) push(a *account, openid, event string, items []pushItem) {
	if d, ok := s.delivery(a, openid, event, items); ok {
		s.pushes.running.Go(func() { s.pass(d) })
	}
}

// delivery builds a push; there is none without a callback.
func (s *Simulator) delivery(a *account, openid, event string, items []pushItem) (delivery, bool) {
	now := s.Now()
	f := s.Faults().Push
	return delivery{
		to:   a.app.Callback,
		what: Push{At: now, Appid: a.appid, Openid: openid, Event: event},
		body: pushBody{To: originalID(a.appid), From: openid, At: now.Unix(), Event: event, Items: items, array: f.Array, wrapper: f.Wrapper},
	}, a.app.Callback.URL != ""
}

// pass lets the faults have their way with a push: lost, held back, made twice.
func (s *Simulator) pass(d delivery) {
	lost, twice, hold := s.faults.drawPush()
	if lost {
		return
	}
	if hold > 0 {
		s.pushes.mu.Lock()
		s.pushes.held = append(s.pushes.held, d)
		full := len(s.pushes.held) >= hold
		s.pushes.mu.Unlock()
		if full {
			s.ReleasePushes()
		}
		return
	}
	s.deliver(d)
	if twice {
		s.deliver(d)
	}
}

// ReleasePushes sends what the faults hold back, the last first.
func (s *Simulator) ReleasePushes() {
	s.pushes.mu.Lock()
	held := s.pushes.held
	s.pushes.held = nil
	s.pushes.mu.Unlock()
	for _, d := range slices.Backward(held) {
		s.deliver(d)
	}
}

// WaitPushes waits until every push that is not held back has ended.
func (s *Simulator) WaitPushes() { s.pushes.running.Wait() }

// Pushes lists the latest pushes of an app, oldest first.
func (s *Simulator) Pushes(appid string) []Push {
	s.pushes.mu.Lock()
	defer s.pushes.mu.Unlock()
	var list []Push
	for _, p := range s.pushes.done {
		if p.Appid == appid {
			list = append(list, p)
		}
	}
	return list
}

// deliver posts an event until it is answered in time, three times at the most.
func (s *Simulator) deliver(d delivery) {
	for d.what.Tries < pushTries && !d.what.Answered && s.pushes.ctx.Err() == nil {
		d.what.Tries++
		d.what.Status, d.what.Answered = s.post(d)
	}
	s.pushes.mu.Lock()
	defer s.pushes.mu.Unlock()
	s.pushes.done = append(s.pushes.done, d.what)
	if over := len(s.pushes.done) - keptPushes; over > 0 {
		s.pushes.done = slices.Delete(s.pushes.done, 0, over)
	}
}

func (s *Simulator) post(d delivery) (status int, answered bool) {
	address, body, err := s.envelope(d)
	if err != nil {
		return 0, false
	}
	req, err := http.NewRequestWithContext(s.pushes.ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, false
	}
	req.Header.Set("Content-Type", map[bool]string{true: "text/xml", false: "application/json"}[d.to.XML])
	resp, err := s.pushes.client.Do(req)
	if err != nil {
		return 0, false
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	word := strings.TrimSpace(string(text))
	return resp.StatusCode, err == nil && resp.StatusCode == http.StatusOK && (word == "" || word == "success")
}

// envelope signs a push, and encrypts it where the console says so. Its time is that of the wire: turning the simulated
// clock moves codes and quotas, but no packets.
func (s *Simulator) envelope(d delivery) (address string, body []byte, err error) {
	u, err := url.Parse(d.to.URL)
	if err != nil {
		return "", nil, err
	}
	timestamp, nonce := strconv.FormatInt(s.base().Unix(), 10), s.random.text(hexDigits[:10], 9)
	q := u.Query()
	q.Set("signature", wechat.CallbackSignature(d.to.Token, timestamp, nonce))
	q.Set("timestamp", timestamp)
	q.Set("nonce", nonce)
	q.Set("openid", d.what.Openid)
	encrypted := ""
	if d.to.Mode.Encrypted() {
		key, err := wechat.ParseAESKey(d.to.AESKey)
		if err != nil {
			return "", nil, err
		}
		encrypted = key.Encrypt(d.body.render(d.to.XML, ""), d.what.Appid)
		q.Set("encrypt_type", "aes")
		q.Set("msg_signature", wechat.CallbackSignature(d.to.Token, timestamp, nonce, encrypted))
	}
	u.RawQuery = q.Encode()
	if d.to.Mode == wechat.CallbackSecure {
		return u.String(), d.body.sealed(d.to.XML, encrypted), nil
	}
	return u.String(), d.body.render(d.to.XML, encrypted), nil
}

// SetCallback sets where an app's events go, after the check of the URL that the console makes.
func (s *Simulator) SetCallback(ctx context.Context, appid string, c Callback) error {
	a, err := s.account(appid)
	if err != nil {
		return err
	}
	u, err := url.Parse(c.URL)
	if err != nil {
		return err
	}
	timestamp, nonce, echo := strconv.FormatInt(s.base().Unix(), 10), s.random.text(hexDigits[:10], 9), s.random.text(hexDigits[:10], 19)
	q := u.Query()
	for name, value := range map[string]string{"signature": wechat.CallbackSignature(c.Token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce, "echostr": echo} {
		q.Set(name, value)
	}
	u.RawQuery = q.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return err
	}
	resp, err := s.pushes.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK || string(text) != echo {
		return fmt.Errorf("the URL did not prove itself: it answered %d", resp.StatusCode)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	app := a.app
	app.Callback = c
	s.commit(event{Kind: appAdded, App: &app})
	return nil
}

// CallbackOf is where an app's events go; the zero value is nowhere.
func (s *Simulator) CallbackOf(appid string) (Callback, error) {
	a, err := s.account(appid)
	if err != nil {
		return Callback{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.app.Callback, nil
}
