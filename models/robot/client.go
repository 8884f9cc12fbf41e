package robot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Timeout is how long one call may take.
const Timeout = 10 * time.Second

// maxAnswer is how much of an answer is read.
const maxAnswer = 4 << 10

// Client writes to robots.
type Client struct {
	Hosts   Hosts
	guarded *http.Client // for the robots' own hosts
	trusted *http.Client // for Hosts
	now     func() time.Time
}

// New makes a Client.
func New(hosts Hosts, now func() time.Time) *Client {
	return &Client{Hosts: hosts, now: now,
		guarded: newHTTP(&net.Dialer{Timeout: 5 * time.Second, Control: publicOnly}),
		trusted: newHTTP(&net.Dialer{Timeout: 5 * time.Second}),
	}
}

// newHTTP follows no redirect, since that would lead past the guard, and no proxy
// of the environment, since the guard would then judge the proxy.
func newHTTP(dialer *net.Dialer) *http.Client {
	return &http.Client{
		Timeout:       Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, DisableKeepAlives: true, MaxResponseHeaderBytes: 16 << 10},
	}
}

// Robot is one of a group chat.
type Robot struct {
	Kind   Kind
	URL    string
	Secret string // "": it asks for no signature
}

// Refusal is an answer that says no. Its Error never holds the robot's address.
type Refusal struct {
	Status, Code int
	Words        string
	Later        bool // the same may be taken later
}

func (r *Refusal) Error() string {
	if r.Code == 0 {
		return fmt.Sprintf("HTTP %d", r.Status)
	}
	return fmt.Sprintf("%d %s", r.Code, r.Words)
}

// Final tells whether trying again would help nothing.
func Final(err error) bool {
	var refused *Refusal
	return errors.Is(err, ErrAddress) || errors.Is(err, errPrivate) || errors.As(err, &refused) && !refused.Later
}

// Say writes a text into the robot's chat.
func (c *Client) Say(ctx context.Context, robot Robot, text string) error {
	if err := c.Hosts.Check(robot.Kind, robot.URL); err != nil {
		return err
	}
	u, err := url.Parse(robot.URL)
	if err != nil {
		return ErrAddress
	}
	body, err := json.Marshal(message(robot, u, text, c.now()))
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return ErrAddress
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	caller := c.guarded
	if c.Hosts.trusts(u) {
		caller = c.trusted
	}
	answer, err := caller.Do(r)
	if err != nil {
		var named *url.Error
		if errors.As(err, &named) {
			err = named.Err // without the address, which is a secret
		}
		return fmt.Errorf("reach the robot: %w", err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("read the robot's answer: %w", err)
	}
	return judge(answer.StatusCode, raw)
}

// tooOften are the codes that ask us to be slower: WeCom 45009 (20 texts a
// minute), DingTalk 130101 and 410100, Feishu 9499 and 11232.
var tooOften = map[int]bool{45009: true, 130101: true, 410100: true, 9499: true, 11232: true, -1: true}

// judge reads an answer: {"errcode","errmsg"} of WeCom and DingTalk, {"code",
// "msg"} of Feishu.
func judge(status int, raw []byte) error {
	var answer struct {
		Errcode *int   `json:"errcode"`
		Errmsg  string `json:"errmsg"`
		Code    *int   `json:"code"`
		Msg     string `json:"msg"`
	}
	refused := &Refusal{Status: status, Later: status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return refused
	}
	for _, code := range []*int{answer.Errcode, answer.Code} {
		if code == nil {
			continue
		}
		if *code == 0 && status == http.StatusOK {
			return nil
		}
		refused.Code, refused.Words = *code, strings.TrimSpace(answer.Errmsg+answer.Msg)
		refused.Later = refused.Later || tooOften[*code]
	}
	return refused
}
