package wechat

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// TokenMode chooses between the platform's two token calls, which do not affect each other's tokens.
type TokenMode string

// Stable gives the same token to everyone who asks and is the better choice. Classic mints a new token per call and
// lets the former one die five minutes later.
const (
	Stable  TokenMode = "stable"
	Classic TokenMode = "classic"
)

// Account is what the platform needs to know who calls.
type Account struct {
	Appid  string
	Secret string
	Mode   TokenMode // anything but Classic means Stable
}

// Token is an access token as fetched. ExpiresAt counts from before the call, so it is never later than the truth.
type Token struct {
	Value     string
	ExpiresIn time.Duration
	ExpiresAt time.Time
}

// Token fetches an access token in the account's mode, without forcing a renewal. Most callers want Tokens instead.
func (c *Client) Token(ctx context.Context, a Account) (Token, error) {
	return c.fetchToken(ctx, a, false)
}

// fetchToken with force kills the current stable token for everyone at once. The platform allows that 20 times a day,
// 30 seconds apart; called sooner it answers the old token.
func (c *Client) fetchToken(ctx context.Context, a Account, force bool) (Token, error) {
	started := c.now()
	method, call := http.MethodPost, CallStableToken
	var query url.Values
	var body []byte
	if a.Mode == Classic {
		method, call = http.MethodGet, CallToken
		query = url.Values{"grant_type": {"client_credential"}, "appid": {a.Appid}, "secret": {a.Secret}}
	} else {
		var err error
		if body, err = encode(stableRequest{"client_credential", a.Appid, a.Secret, force}); err != nil {
			return Token{}, err
		}
	}
	var reply struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   number `json:"expires_in"`
	}
	if _, err := c.do(ctx, method, call, query, body, &reply); err != nil {
		return Token{}, err
	}
	if reply.AccessToken == "" || reply.ExpiresIn <= 0 {
		return Token{}, &TransportError{Call: call, Status: http.StatusOK, Err: errPayload}
	}
	life := time.Duration(reply.ExpiresIn) * time.Second
	return Token{Value: reply.AccessToken, ExpiresIn: life, ExpiresAt: started.Add(life)}, nil
}

type stableRequest struct {
	GrantType    string `json:"grant_type"`
	Appid        string `json:"appid"`
	Secret       string `json:"secret"`
	ForceRefresh bool   `json:"force_refresh"`
}
