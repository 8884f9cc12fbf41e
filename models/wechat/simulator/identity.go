package simulator

import (
	"net"
	"net/http"
	"slices"
)

// authenticate finds whose token it is.
func (s *Simulator) authenticate(token string) (*account, *refusal) {
	if token == "" {
		return nil, &refusal{code: 41001}
	}
	s.tokens.mu.RLock()
	t, known := s.tokens.byValue[token]
	s.tokens.mu.RUnlock()
	now := s.Now()
	switch {
	case !known && len(token) < 64:
		return nil, &refusal{code: 40014}
	case !known, !t.DiesAt.IsZero() && !now.Before(t.DiesAt):
		return nil, &refusal{code: 40001}
	case !now.Before(t.ExpiresAt):
		return nil, &refusal{code: 42001}
	}
	a, err := s.account(t.Appid)
	if err != nil {
		return nil, &refusal{code: 40001}
	}
	return a, nil
}

// mayAsk checks who asks for a token.
func (s *Simulator) mayAsk(r *http.Request, grant, appid, secret string) *refusal {
	switch {
	case grant != "client_credential":
		return &refusal{code: 40002}
	case appid == "":
		return &refusal{code: 41002}
	case secret == "":
		return &refusal{code: 41004}
	}
	return s.identify(r, appid, secret)
}

// identify checks an app's secret and where the call comes from.
func (s *Simulator) identify(r *http.Request, appid, secret string) *refusal {
	a, err := s.account(appid)
	if err != nil {
		return &refusal{code: 40013}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.app.Secret != secret:
		return &refusal{code: 40125}
	case len(a.app.AllowedIPs) > 0 && !slices.Contains(a.app.AllowedIPs, host):
		return &refusal{code: 40164, detail: "invalid ip " + host + " ipv6 ::ffff:" + host + ", not in whitelist"}
	}
	return nil
}
