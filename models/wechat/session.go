package wechat

import (
	"context"
	"net/http"
	"net/url"
)

// CallLogin exchanges the code of wx.login for the person's openid.
const CallLogin Call = "/sns/jscode2session"

// Login finds whose code of wx.login it is. A code works once, for five minutes; after -1 or silence the person's app
// simply makes another. The session_key of the reply stays there: it opens the person's data, and nothing here needs it.
func (c *Client) Login(ctx context.Context, a Account, code string) (openid string, err error) {
	query := url.Values{"appid": {a.Appid}, "secret": {a.Secret}, "js_code": {code}, "grant_type": {"authorization_code"}}
	var reply struct {
		Openid string `json:"openid"`
	}
	if _, err := c.do(ctx, http.MethodGet, CallLogin, query, nil, &reply); err != nil {
		return "", err
	}
	if reply.Openid == "" {
		return "", &TransportError{Call: CallLogin, Status: http.StatusOK, Err: errPayload}
	}
	return reply.Openid, nil
}
