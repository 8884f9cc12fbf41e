package wechat

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// CallbackMode is how the platform's console is set to push: in the clear, both ways at once, or encrypted alone.
type CallbackMode string

// The modes.
const (
	CallbackPlain  CallbackMode = "plain"
	CallbackCompat CallbackMode = "compat"
	CallbackSecure CallbackMode = "secure"
)

// CallbackModes lists them.
var CallbackModes = []CallbackMode{CallbackSecure, CallbackCompat, CallbackPlain}

// Encrypted tells whether pushes of this mode carry a ciphertext, and so need a key.
func (m CallbackMode) Encrypted() bool { return m == CallbackCompat || m == CallbackSecure }

// Callback is what an App and the platform have agreed on for pushes.
type Callback struct {
	Appid  string
	Token  string
	Key    AESKey // of the encrypted modes
	Mode   CallbackMode
	MaxAge time.Duration // how far a push's time may be from ours, either way; 0 is any
}

// CallbackQuery is the query of a push, or of the check of the URL.
type CallbackQuery struct {
	Signature    string
	Timestamp    string
	Nonce        string
	Echo         string // echostr: the check alone
	MsgSignature string // encrypted modes
}

// NewCallbackQuery reads it from a URL's query.
func NewCallbackQuery(v url.Values) CallbackQuery {
	return CallbackQuery{
		Signature: v.Get("signature"), Timestamp: v.Get("timestamp"), Nonce: v.Get("nonce"), Echo: v.Get("echostr"),
		MsgSignature: v.Get("msg_signature"),
	}
}

// Verify answers the platform's check of the URL: what it returns has to go back as it is.
func (c Callback) Verify(q CallbackQuery, now time.Time) (string, error) {
	if err := c.fresh(q, now); err != nil {
		return "", err
	}
	return q.Echo, signed(q.Signature, c.Token, q.Timestamp, q.Nonce)
}

// Open proves that a push comes from the platform and returns its message. In the encrypted modes only what was
// encrypted counts: the signature of the query does not cover a body in the clear, so anyone who saw one query could
// put another message beside it.
func (c Callback) Open(q CallbackQuery, body []byte, now time.Time) ([]byte, error) {
	if err := c.fresh(q, now); err != nil {
		return nil, err
	}
	if !c.Mode.Encrypted() {
		return body, signed(q.Signature, c.Token, q.Timestamp, q.Nonce)
	}
	push, err := readPush(body)
	if err != nil {
		return nil, err
	}
	if push.Encrypt == "" {
		return nil, ErrNotEncrypted
	}
	if err := signed(q.MsgSignature, c.Token, q.Timestamp, q.Nonce, push.Encrypt); err != nil {
		return nil, err
	}
	return c.Key.Decrypt(push.Encrypt, c.Appid)
}

// fresh refuses what was recorded and is played again later.
func (c Callback) fresh(q CallbackQuery, now time.Time) error {
	if c.Token == "" { // else an empty token would sign for everybody
		return ErrBadSignature
	}
	seconds, err := strconv.ParseInt(q.Timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: its time is %q", ErrStale, q.Timestamp)
	}
	if age := now.Sub(time.Unix(seconds, 0)); c.MaxAge > 0 && (age > c.MaxAge || age < -c.MaxAge) {
		return fmt.Errorf("%w: it is %s old", ErrStale, age)
	}
	return nil
}
