package simulator

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"xinshi/models/wechat"
)

// message is the body of a send as it arrived. problem is what is wrong with its form, 0 for nothing.
type message struct {
	ToUser     string          `json:"touser"`
	TemplateID string          `json:"template_id"`
	Page       string          `json:"page"`
	FormID     scalar          `json:"form_id"`
	Emphasis   string          `json:"emphasis_keyword"`
	State      string          `json:"miniprogram_state"`
	Data       json.RawMessage `json:"data"`

	values  map[string]value
	problem int
}

// value is one keyword of a message. Value may be a bare number on the wire.
type value struct {
	Value scalar `json:"value"`
	Color string `json:"color,omitempty"`
}

// scalar is a string, or a number taken as written: the platform accepts both for form ids and values.
type scalar string

// UnmarshalJSON refuses objects, lists and booleans.
func (s *scalar) UnmarshalJSON(data []byte) error {
	var n json.Number
	if data[0] != '"' {
		if err := json.Unmarshal(data, &n); err != nil {
			return err
		}
		*s = scalar(n)
		return nil
	}
	return json.Unmarshal(data, (*string)(s))
}

// parseMessage reads as much as it can, so that the ledger can show a refused message too.
func parseMessage(call wechat.Call, body []byte) message {
	var m message
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		m.problem = 44002
		return m
	case !utf8.Valid(body):
		m.problem = 47001
		return m
	}
	if err := json.Unmarshal(body, &m); err != nil {
		m.problem = 47001
	} else if escaped(body) {
		m.problem = 47002
	}
	if len(m.Data) > 0 {
		if err := json.Unmarshal(m.Data, &m.values); err != nil {
			m.problem = 47001
		}
	}
	if call == wechat.CallSendSubscribe {
		m.FormID, m.Emphasis = "", ""
	}
	return m
}

// escaped finds a \uXXXX escape, which the platform refuses; an escaped backslash before a u is none.
func escaped(body []byte) bool {
	for i := 0; i+1 < len(body); i++ {
		if body[i] == '\\' {
			if body[i+1] == 'u' {
				return true
			}
			i++
		}
	}
	return false
}

// pageKnown checks a page path against the published pages. A leading slash is never known.
func (a *account) pageKnown(page string) bool {
	if page == "" {
		return true
	}
	if strings.HasPrefix(page, "/") {
		return false
	}
	path, _, _ := strings.Cut(page, "?")
	for _, known := range a.app.Pages {
		if known == path {
			return true
		}
	}
	return len(a.app.Pages) == 0
}
