package simulator

import "time"

// loginLife is how long a wx.login code may be exchanged.
const loginLife = 5 * time.Minute

// loginCode is what wx.login hands to a page, for one exchange.
type loginCode struct {
	openid    string
	expiresAt time.Time
	used      bool
}

type loginReply struct {
	Openid     string `json:"openid"`
	SessionKey string `json:"session_key"`
}

// login exchanges a code for the person's openid.
func (s *Simulator) login(q *request) (any, *refusal) {
	v := q.http.URL.Query()
	appid, secret, code := v.Get("appid"), v.Get("secret"), v.Get("js_code")
	switch {
	case appid == "":
		return nil, &refusal{code: 41002}
	case secret == "":
		return nil, &refusal{code: 41004}
	case code == "":
		return nil, &refusal{code: 41008}
	case v.Get("grant_type") != "authorization_code":
		return nil, &refusal{code: 40002}
	}
	if refused := s.identify(q.http, appid, secret); refused != nil {
		return nil, refused
	}
	a, err := s.account(appid)
	if err != nil {
		return nil, &refusal{code: 40013}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	c := a.logins[code]
	switch {
	case c == nil, !s.Now().Before(c.expiresAt):
		return nil, &refusal{code: 40029}
	case c.used:
		return nil, &refusal{code: 40163}
	}
	s.commit(event{Kind: loginUsed, Appid: appid, Code: code})
	// 22 characters of base64 and its padding: 16 bytes. The last one may carry two bits only.
	return loginReply{c.openid, s.random.text(idDigits[:62], 21) + "A=="}, nil
}
