package wechat

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// vector is one case of the public and own vectors.
type vector struct {
	Token        string `json:"token"`
	AESKey       string `json:"encoding_aes_key"`
	Appid        string `json:"appid"`
	Timestamp    string `json:"timestamp"`
	Nonce        string `json:"nonce"`
	Echo         string `json:"echostr"`
	Signature    string `json:"signature"`
	MsgSignature string `json:"msg_signature"`
	Random       string `json:"random16"`
	Msg          string `json:"msg"`
	Encrypt      string `json:"encrypt"`
	Answer       string `json:"answer_body"`
}

func vectors(t testing.TB) map[string]vector {
	t.Helper()
	raw, err := os.ReadFile("testdata/callback-crypto.vector.json")
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		t.Fatal(err)
	}
	delete(parts, "note")
	all := make(map[string]vector, len(parts))
	for name, part := range parts {
		var v vector
		if err := json.Unmarshal(part, &v); err != nil {
			t.Fatal(err)
		}
		all[name] = v
	}
	return all
}

func (v vector) query() CallbackQuery {
	return CallbackQuery{Signature: v.Signature, Timestamp: v.Timestamp, Nonce: v.Nonce, Echo: v.Echo, MsgSignature: v.MsgSignature}
}

func (v vector) key(t testing.TB) AESKey {
	t.Helper()
	key, err := ParseAESKey(v.AESKey)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// at is the moment of the vector.
func (v vector) at(t testing.TB) time.Time {
	t.Helper()
	seconds, err := strconv.ParseInt(v.Timestamp, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Unix(seconds, 0)
}

// callback is an App that has agreed on what the vector says.
func (v vector) callback(t testing.TB, mode CallbackMode) Callback {
	c := Callback{Appid: v.Appid, Token: v.Token, Mode: mode, MaxAge: 5 * time.Minute}
	if mode.Encrypted() {
		c.Key = v.key(t)
	}
	return c
}

func TestURLVerification(t *testing.T) {
	t.Parallel()
	v := vectors(t)["url_verification"]
	c, now := v.callback(t, CallbackPlain), v.at(t)
	if got, err := c.Verify(v.query(), now); err != nil || got != v.Answer {
		t.Errorf("got %q, %v; want %q", got, err, v.Answer)
	}
	for name, spoil := range map[string]func(*CallbackQuery, *Callback){
		"another signature": func(q *CallbackQuery, _ *Callback) { q.Signature = strings.Repeat("0", 40) },
		"no signature":      func(q *CallbackQuery, _ *Callback) { q.Signature = "" },
		"another nonce":     func(q *CallbackQuery, _ *Callback) { q.Nonce += "1" },
		"another token":     func(_ *CallbackQuery, c *Callback) { c.Token = "AAAAB" },
		"no token": func(q *CallbackQuery, c *Callback) {
			c.Token, q.Signature = "", CallbackSignature("", q.Timestamp, q.Nonce)
		},
	} {
		q, c := v.query(), c
		spoil(&q, &c)
		if _, err := c.Verify(q, now); !errors.Is(err, ErrBadSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStalePushes(t *testing.T) {
	t.Parallel()
	v := vectors(t)["plain_post"]
	for _, tt := range []struct {
		age    time.Duration
		maxAge time.Duration
		stale  bool
	}{
		{0, time.Minute, false}, {time.Minute, time.Minute, false}, {time.Minute + time.Second, time.Minute, true},
		{-time.Minute, time.Minute, false}, {-time.Minute - time.Second, time.Minute, true}, {1000 * time.Hour, 0, false},
	} {
		c := v.callback(t, CallbackPlain)
		c.MaxAge = tt.maxAge
		_, err := c.Open(v.query(), []byte("{}"), v.at(t).Add(tt.age))
		if errors.Is(err, ErrStale) != tt.stale || (err != nil) != tt.stale {
			t.Errorf("a push %s old, at most %s: %v", tt.age, tt.maxAge, err)
		}
	}
	c, q := v.callback(t, CallbackPlain), v.query()
	q.Timestamp = "soon"
	q.Signature = CallbackSignature(c.Token, q.Timestamp, q.Nonce)
	if _, err := c.Open(q, []byte("{}"), v.at(t)); !errors.Is(err, ErrStale) {
		t.Errorf("a time that is none: %v", err)
	}
}

func TestPlainPush(t *testing.T) {
	t.Parallel()
	v := vectors(t)["plain_post"]
	c := v.callback(t, CallbackPlain)
	if got, err := c.Open(v.query(), []byte("<xml/>"), v.at(t)); err != nil || string(got) != "<xml/>" {
		t.Errorf("got %q, %v", got, err)
	}
	q := v.query()
	q.Signature = "x" + q.Signature[1:]
	if _, err := c.Open(q, []byte("<xml/>"), v.at(t)); !errors.Is(err, ErrBadSignature) {
		t.Errorf("a wrong signature: %v", err)
	}
}

// The public vector of an encrypted push, and two of our own, in every shape they can arrive in.
func TestSecurePush(t *testing.T) {
	t.Parallel()
	all := vectors(t)
	bodies := map[string]string{
		"secure_post":         fmt.Sprintf(`{"ToUserName":"gh_97417a04a28d","Encrypt":%q}`, all["secure_post"].Encrypt),
		"own_popup_event":     sample(t, "callback-encrypted.event"),
		"own_popup_event_xml": readFile(t, "callback-encrypted.event.xml"),
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := all[name]
			for _, mode := range []CallbackMode{CallbackSecure, CallbackCompat} {
				got, err := v.callback(t, mode).Open(v.query(), []byte(body), v.at(t))
				if err != nil || string(got) != v.Msg {
					t.Errorf("%s: got %q, %v; want %q", mode, got, err, v.Msg)
				}
			}
		})
	}
}

func TestForgedPushes(t *testing.T) {
	t.Parallel()
	v := vectors(t)["own_popup_event"]
	body := sample(t, "callback-encrypted.event")
	forged := v.key(t).Encrypt([]byte(`{"MsgType":"event"}`), v.Appid)
	for name, tt := range map[string]struct {
		spoil func(*Callback, *CallbackQuery, *string)
		want  error
	}{
		"the signature of the query alone": {func(_ *Callback, q *CallbackQuery, _ *string) { q.MsgSignature = q.Signature }, ErrBadSignature},
		"no signature":                     {func(_ *Callback, q *CallbackQuery, _ *string) { q.MsgSignature = "" }, ErrBadSignature},
		"an upper-case signature":          {func(_ *Callback, q *CallbackQuery, _ *string) { q.MsgSignature = strings.ToUpper(q.MsgSignature) }, ErrBadSignature},
		"another ciphertext":               {func(_ *Callback, _ *CallbackQuery, b *string) { *b = strings.Replace(*b, v.Encrypt, forged, 1) }, ErrBadSignature},
		"one bit changed":                  {func(_ *Callback, _ *CallbackQuery, b *string) { *b = strings.Replace(*b, "4j/A", "5j/A", 1) }, ErrBadSignature},
		"a body in the clear":              {func(_ *Callback, _ *CallbackQuery, b *string) { *b = v.Msg }, ErrNotEncrypted},
		"no body":                          {func(_ *Callback, _ *CallbackQuery, b *string) { *b = "" }, ErrUnreadable},
		"another app":                      {func(c *Callback, _ *CallbackQuery, _ *string) { c.Appid = "wx0123456789abcdee" }, ErrForeignPush},
		"the app's id cut short":           {func(c *Callback, _ *CallbackQuery, _ *string) { c.Appid = v.Appid[:17] }, ErrForeignPush},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, q, b := v.callback(t, CallbackSecure), v.query(), body
			tt.spoil(&c, &q, &b)
			if got, err := c.Open(q, []byte(b), v.at(t)); !errors.Is(err, tt.want) {
				t.Errorf("got %q, %v; want %v", got, err, tt.want)
			}
		})
	}
}

// In compat mode the body says everything twice. What is in the clear is not covered by any signature.
func TestCompatPushTrustsTheEncryptedHalf(t *testing.T) {
	t.Parallel()
	v := vectors(t)["own_popup_event"]
	body := fmt.Sprintf(`{"ToUserName":"x","FromUserName":"oForged","CreateTime":1,"MsgType":"event","Event":"subscribe_msg_popup_event","List":[],"Encrypt":%q}`, v.Encrypt)
	got, err := v.callback(t, CallbackCompat).Open(v.query(), []byte(body), v.at(t))
	if err != nil || string(got) != v.Msg {
		t.Errorf("got %q, %v", got, err)
	}
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
