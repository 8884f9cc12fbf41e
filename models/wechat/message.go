package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"unicode"
)

// Value is one filled keyword; Color, such as "#173177", is honoured by template messages only.
type Value struct {
	Value string `json:"value"`
	Color string `json:"color,omitempty"`
}

// TemplateMessage is a legacy template message. FormID holds a form id or the bare prepay id of a finished payment.
type TemplateMessage struct {
	ToUser          string           `json:"touser"`
	TemplateID      string           `json:"template_id"`
	Page            string           `json:"page,omitempty"`
	FormID          string           `json:"form_id"`
	Data            map[string]Value `json:"data"`
	EmphasisKeyword string           `json:"emphasis_keyword,omitempty"` // such as "keyword1.DATA"
}

// SubscribeMessage is a subscribe message. State and Lang default to "formal" and "zh_CN" and are always sent, which
// settles whether they are required.
type SubscribeMessage struct {
	ToUser     string           `json:"touser"`
	TemplateID string           `json:"template_id"`
	Page       string           `json:"page,omitempty"`
	State      string           `json:"miniprogram_state"`
	Lang       string           `json:"lang"`
	Data       map[string]Value `json:"data"`
}

// Receipt is an acceptance by the platform. MsgID is 0 when the reply carries none.
type Receipt struct {
	MsgID  int64
	Errmsg string
}

// JSON is the exact body that SendTemplate posts: a page may show these bytes as what was sent.
func (m TemplateMessage) JSON() ([]byte, error) {
	m.ToUser, m.TemplateID, m.FormID = plain(m.ToUser), plain(m.TemplateID), plain(m.FormID)
	m.Page, m.EmphasisKeyword = relative(m.Page), plain(m.EmphasisKeyword)
	m.Data = plainData(m.Data, true)
	return encode(m)
}

// JSON is the exact body that SendSubscribe posts. Colours are left out: subscribe messages have none.
func (m SubscribeMessage) JSON() ([]byte, error) {
	m.ToUser, m.TemplateID, m.Page = plain(m.ToUser), plain(m.TemplateID), relative(m.Page)
	if m.State == "" {
		m.State = "formal"
	}
	if m.Lang == "" {
		m.Lang = "zh_CN"
	}
	m.Data = plainData(m.Data, false)
	return encode(m)
}

// SendTemplate asks the platform to deliver a legacy template message. A nil error is an acceptance and spends the code.
func (c *Client) SendTemplate(ctx context.Context, token string, m TemplateMessage) (Receipt, error) {
	body, err := m.JSON()
	if err != nil {
		return Receipt{}, err
	}
	return c.send(ctx, CallSendTemplate, token, body)
}

// SendSubscribe asks the platform to deliver a subscribe message. A nil error is an acceptance and spends one credit.
func (c *Client) SendSubscribe(ctx context.Context, token string, m SubscribeMessage) (Receipt, error) {
	body, err := m.JSON()
	if err != nil {
		return Receipt{}, err
	}
	return c.send(ctx, CallSendSubscribe, token, body)
}

func (c *Client) send(ctx context.Context, call Call, token string, body []byte) (Receipt, error) {
	var reply struct {
		MsgID number `json:"msgid"`
	}
	head, err := c.post(ctx, call, token, body, &reply)
	if err != nil {
		return Receipt{}, err
	}
	if !head.acknowledged() && reply.MsgID == 0 {
		return Receipt{}, &TransportError{Call: call, Status: 200, MayHaveArrived: true, Err: errPayload}
	}
	return Receipt{MsgID: int64(reply.MsgID), Errmsg: head.Errmsg}, nil
}

// encode writes JSON as the platform wants it: raw characters, since it refuses \uXXXX escapes in some calls.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// plain takes out what encoding/json would write as \uXXXX even without HTML escaping: broken UTF-8, control
// characters, and the two Unicode line separators.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case r == '\n' || r == '\r' || r == '\t':
			return r
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// relative strips the leading slash, which the platform answers with "invalid page".
func relative(page string) string {
	return strings.TrimLeft(plain(page), "/")
}

func plainData(data map[string]Value, colours bool) map[string]Value {
	out := make(map[string]Value, len(data))
	for key, v := range data {
		v.Value, v.Color = plain(v.Value), plain(v.Color)
		if !colours {
			v.Color = ""
		}
		out[plain(key)] = v
	}
	return out
}
