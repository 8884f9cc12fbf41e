package wechat

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
)

// APIError is a refusal by the platform: it heard the call and answered with a non-zero errcode.
type APIError struct {
	Call    Call
	Errcode int
	Errmsg  string // as received, for people; its tail differs per call, so nothing is decided on it
	// TemplateID is the template that the account has already, in the refusal to add it once more.
	TemplateID string
}

// Error names the call, the code and the platform's own words.
func (e *APIError) Error() string {
	return fmt.Sprintf("%s answered %d: %s", e.Call, e.Errcode, e.Errmsg)
}

var (
	ridPattern   = regexp.MustCompile(`rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})`)
	fieldPattern = regexp.MustCompile(`data\.([A-Za-z0-9_]+)\.value`)
)

// RID is the request id in the errmsg, by which the platform's staff find the call for seven days; empty when the
// reply has none, as older replies do.
func (e *APIError) RID() string {
	return submatch(ridPattern, e.Errmsg)
}

// Field is the keyword that a 47003 complains about, such as "thing4"; empty for every other code. It is the one
// place where the platform says something only in the text.
func (e *APIError) Field() string {
	if e.Errcode != codeArgumentInvalid {
		return ""
	}
	return submatch(fieldPattern, e.Errmsg)
}

func submatch(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// TransportError says that no usable answer came: the connection failed, the server answered outside the protocol
// (HTTP 5xx and the like), or the body could not be read.
type TransportError struct {
	Call   Call
	Status int // HTTP status, 0 when no reply came
	// MayHaveArrived is false only when the platform certainly did not carry the call out: no connection was made,
	// or it was a token call, which delivers nothing. When true, a message may have been delivered.
	MayHaveArrived bool
	Err            error
}

// Error describes the failure without the URL: the query holds the access token or the secret.
func (e *TransportError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("%s: HTTP %d: %v", e.Call, e.Status, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Call, e.Err)
}

// Unwrap gives the cause, so that errors.Is finds context.Canceled and the like.
func (e *TransportError) Unwrap() error {
	return e.Err
}

// withoutURL takes the address, and with it the secrets in its query, off an error of net/http or net/url.
func withoutURL(err error) error {
	var withURL *url.Error
	for errors.As(err, &withURL) {
		err = withURL.Err
	}
	return err
}
