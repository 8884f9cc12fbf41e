package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// maxReply bounds what is read of a reply; the largest real one, a page of templates, is far below it.
const maxReply = 1 << 20

// Client makes calls to the platform. It is safe for concurrent use and never repeats a call by itself.
type Client struct {
	base string
	http *http.Client
	now  func() time.Time
}

// New makes a client of the platform at baseURL. The http.Client brings timeouts and connection limits.
func New(baseURL string, hc *http.Client, now func() time.Time) *Client {
	// A redirect would repeat a POST elsewhere or turn it into a GET; the platform has none, so a proxy's is an error.
	once := *hc
	once.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{base: strings.TrimRight(baseURL, "/"), http: &once, now: now}
}

// post sends body to a business call and decodes the reply into reply, which may be nil.
func (c *Client) post(ctx context.Context, call Call, token string, body []byte, reply any) (envelope, error) {
	return c.do(ctx, http.MethodPost, call, url.Values{"access_token": {token}}, body, reply)
}

// get makes a business call that has no body.
func (c *Client) get(ctx context.Context, call Call, token string, query url.Values, reply any) error {
	query.Set("access_token", token)
	head, err := c.do(ctx, http.MethodGet, call, query, nil, reply)
	if err == nil && !head.acknowledged() {
		err = incomplete(call)
	}
	return err
}

// do makes one call and tells the three outcomes apart: an accepted reply, an *APIError, a *TransportError.
func (c *Client) do(ctx context.Context, method string, call Call, query url.Values, body []byte, reply any) (envelope, error) {
	if err := ctx.Err(); err != nil {
		return envelope{}, &TransportError{Call: call, Err: err}
	}
	var seen connection
	target := c.base + string(call)
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, seen.trace()), method, target, bytes.NewReader(body))
	if err != nil {
		return envelope{}, &TransportError{Call: call, Err: withoutURL(err)}
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", contentType(body))
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return envelope{}, &TransportError{Call: call, MayHaveArrived: !call.IsToken() && seen.possible(), Err: withoutURL(err)}
	}
	defer resp.Body.Close()
	head, err := read(resp, reply)
	if err != nil {
		return envelope{}, &TransportError{Call: call, Status: resp.StatusCode, MayHaveArrived: !call.IsToken(), Err: err}
	}
	if head.Errcode != nil && *head.Errcode != 0 {
		return envelope{}, &APIError{Call: call, Errcode: int(*head.Errcode), Errmsg: head.Errmsg, TemplateID: head.PriTmplID}
	}
	if resp.StatusCode != http.StatusOK {
		return envelope{}, &TransportError{Call: call, Status: resp.StatusCode, MayHaveArrived: !call.IsToken(), Err: errStatus}
	}
	return head, nil
}

// contentType labels a body by what it is: the calls that change subscribe templates want a form, all others JSON. The
// form's label is bare: with a charset behind it the platform was seen to overlook the form.
func contentType(body []byte) string {
	if len(body) > 0 && body[0] != '{' {
		return "application/x-www-form-urlencoded"
	}
	return "application/json"
}

// envelope is what every reply may carry beside its payload. PriTmplID is the one thing that a refusal carries.
type envelope struct {
	Errcode   *number `json:"errcode"`
	Errmsg    string  `json:"errmsg"`
	PriTmplID string  `json:"priTmplId"`
}

// acknowledged says whether a reply without a payload field is an acceptance at all: "{}" is not.
func (e envelope) acknowledged() bool {
	return e.Errcode != nil || e.Errmsg != ""
}

var (
	errStatus  = errors.New("not an answer of the platform")
	errTooLong = fmt.Errorf("the reply is longer than %d bytes", maxReply)
	errShape   = errors.New("the reply is not a JSON object")
	errPayload = errors.New("the reply lacks what it should carry")
)

// read parses the body whatever the content type says: the platform labels JSON in several ways.
func read(resp *http.Response, reply any) (envelope, error) {
	var head envelope
	if resp.StatusCode >= http.StatusInternalServerError {
		return head, errStatus
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	if err != nil {
		return head, fmt.Errorf("read the reply: %w", err)
	}
	if len(body) > maxReply {
		return head, errTooLong
	}
	body = bytes.TrimSpace(body)
	if len(body) == 0 || body[0] != '{' {
		return head, errShape
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return head, fmt.Errorf("parse the reply: %w", err)
	}
	// The payload of a refusal is of no interest, and may be of another shape.
	if reply == nil || (head.Errcode != nil && *head.Errcode != 0) {
		return head, nil
	}
	if err := json.Unmarshal(body, reply); err != nil {
		return head, fmt.Errorf("parse the reply: %w", err)
	}
	return head, nil
}

// connection learns from the transport whether a request can have left this machine.
type connection struct {
	asked, got atomic.Bool
}

func (c *connection) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { c.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.got.Store(true) },
	}
}

// possible is false only on proof: the transport reported that it looked for a connection and never got one. A
// transport that reports nothing proves nothing.
func (c *connection) possible() bool {
	return c.got.Load() || !c.asked.Load()
}
