package simulator

import (
	"encoding/json"
	"time"
)

type tokenReply struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int    `json:"expires_in"`
}

func (s *Simulator) getToken(q *request) (any, *refusal) {
	v := q.http.URL.Query()
	if refused := s.mayAsk(q.http, v.Get("grant_type"), v.Get("appid"), v.Get("secret")); refused != nil {
		return nil, refused
	}
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	now := s.Now()
	s.end(latest{v.Get("appid"), false}, now.Add(tokenOverlap))
	return s.mint(issued{Appid: v.Get("appid"), ExpiresAt: now.Add(tokenLife)}), nil
}

func (s *Simulator) postStableToken(q *request) (any, *refusal) {
	var in struct {
		GrantType    string `json:"grant_type"`
		Appid        string `json:"appid"`
		Secret       string `json:"secret"`
		ForceRefresh bool   `json:"force_refresh"`
	}
	if len(q.body) == 0 {
		return nil, &refusal{code: 44002}
	}
	if err := json.Unmarshal(q.body, &in); err != nil {
		return nil, &refusal{code: 47001}
	}
	if refused := s.mayAsk(q.http, in.GrantType, in.Appid, in.Secret); refused != nil {
		return nil, refused
	}
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	now := s.Now()
	current := s.tokens.byValue[s.tokens.current[latest{in.Appid, true}]]
	left := current.ExpiresAt.Sub(now)
	alive := left > tokenOverlap && (current.DiesAt.IsZero() || now.Before(current.DiesAt))
	next := issued{Appid: in.Appid, Stable: true, ExpiresAt: now.Add(tokenLife)}
	switch {
	case in.ForceRefresh && s.tokens.mayForce(in.Appid, now):
		s.end(latest{in.Appid, true}, now)
		next.ForcedAt = now
	case alive:
		return tokenReply{current.Value, int(left / time.Second)}, nil
	}
	return s.mint(next), nil
}

// mint makes and stores a token; the caller holds the lock.
func (s *Simulator) mint(t issued) tokenReply {
	t.Value = "68_" + s.random.text(idDigits, 133)
	s.putToken(t)
	return tokenReply{t.Value, int(tokenLife / time.Second)}
}

// end brings the death of a current token forward to at.
func (s *Simulator) end(which latest, at time.Time) {
	t, known := s.tokens.byValue[s.tokens.current[which]]
	if known && (t.DiesAt.IsZero() || at.Before(t.DiesAt)) {
		t.DiesAt = at
		s.putToken(t)
	}
}

func (s *Simulator) putToken(t issued) {
	s.tokens.put(t)
	s.journal.append(event{Kind: tokenIssued, At: s.Now(), Token: &t})
}

// KillTokens lets every token of every app die at once, as a second refresher or a leaked secret would.
func (s *Simulator) KillTokens() {
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	now := s.Now()
	for _, t := range s.tokens.byValue {
		if t.DiesAt.IsZero() || now.Before(t.DiesAt) {
			t.DiesAt = now
			s.putToken(t)
		}
	}
}
