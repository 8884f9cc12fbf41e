package simulator

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	"xinshi/models/wechat"
)

// Attempt is one call of a send, whatever became of it.
type Attempt struct {
	ID         int64           `json:"id"` // 1, 2, 3 ... in the order of arrival
	At         time.Time       `json:"at"`
	Call       wechat.Call     `json:"call"`
	Appid      string          `json:"appid,omitempty"` // empty when the token was nobody's
	Openid     string          `json:"openid"`
	TemplateID string          `json:"template_id"`
	Code       string          `json:"code,omitempty"`
	Page       string          `json:"page,omitempty"`
	Emphasis   string          `json:"emphasis,omitempty"`
	Data       json.RawMessage `json:"data,omitempty"` // as received
	MsgID      int64           `json:"msgid,omitempty"`
	Errcode    int             `json:"errcode"`
	Accepted   bool            `json:"accepted"`
	Answered   bool            `json:"answered"` // false when the caller never heard the outcome
}

// Values reads the keywords of the attempt, with their colours.
func (t Attempt) Values() map[string]wechat.Value {
	var wire map[string]value
	if json.Unmarshal(t.Data, &wire) != nil {
		return nil
	}
	out := make(map[string]wechat.Value, len(wire))
	for key, v := range wire {
		out[key] = wechat.Value{Value: string(v.Value), Color: v.Color}
	}
	return out
}

// ledger keeps every attempt. Inboxes are indexed, so that a phone's page stays quick after a load test.
type ledger struct {
	mu       sync.RWMutex
	attempts []Attempt
	accepted []int
	inboxes  map[inbox][]int
	uses     map[inbox]int // accepted uses per appid and code
	extra    []Attempt
}

// inbox names a person's messages of one app; for uses, the second word is a code.
type inbox struct {
	appid, openid string
}

func (l *ledger) init() {
	l.inboxes, l.uses = make(map[inbox][]int), make(map[inbox]int)
}

// add records an attempt; allowed is how many uses its code may see in all, 0 for no code.
func (l *ledger) add(t Attempt, allowed int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t.ID = int64(len(l.attempts) + 1)
	l.attempts = append(l.attempts, t)
	if !t.Accepted {
		return
	}
	at := len(l.attempts) - 1
	l.accepted = append(l.accepted, at)
	person := inbox{t.Appid, t.Openid}
	l.inboxes[person] = append(l.inboxes[person], at)
	if t.Code != "" {
		use := inbox{t.Appid, t.Code}
		l.uses[use]++
		if l.uses[use] > allowed {
			l.extra = append(l.extra, t)
		}
	}
}

func (l *ledger) pick(at []int) []Attempt {
	out := make([]Attempt, 0, len(at))
	for _, i := range at {
		out = append(out, l.attempts[i])
	}
	return out
}

// Attempts is every send that arrived, in order.
func (s *Simulator) Attempts() []Attempt {
	s.ledger.mu.RLock()
	defer s.ledger.mu.RUnlock()
	return slices.Clone(s.ledger.attempts)
}

// Accepted is every send that was delivered, in order.
func (s *Simulator) Accepted() []Attempt {
	s.ledger.mu.RLock()
	defer s.ledger.mu.RUnlock()
	return s.ledger.pick(s.ledger.accepted)
}

// Inbox is what a person received from an app, oldest first.
func (s *Simulator) Inbox(appid, openid string) []Attempt {
	s.ledger.mu.RLock()
	defer s.ledger.mu.RUnlock()
	return s.ledger.pick(s.ledger.inboxes[inbox{appid, openid}])
}

// Duplicates is every delivery beyond what its code allows. It is empty unless the simulator itself is wrong.
func (s *Simulator) Duplicates() []Attempt {
	s.ledger.mu.RLock()
	defer s.ledger.mu.RUnlock()
	return slices.Clone(s.ledger.extra)
}

// attempt begins the ledger's entry of a send.
func (q *request) attempt(now time.Time) Attempt {
	m := q.message
	t := Attempt{
		At: now, Call: q.call, Openid: m.ToUser, TemplateID: m.TemplateID, Code: string(m.FormID),
		Page: m.Page, Emphasis: m.Emphasis, Data: m.Data, Answered: q.answered(),
	}
	if q.account != nil {
		t.Appid = q.account.appid
	}
	return t
}

// note records a send that ended before it was judged; other calls are not in the ledger.
func (s *Simulator) note(q *request, refused *refusal) {
	if q.call != wechat.CallSendTemplate && q.call != wechat.CallSendSubscribe {
		return
	}
	t := q.attempt(s.Now())
	t.Errcode = refused.code
	t.Answered = t.Answered && (q.fault == none || q.fault == busy)
	s.commit(event{Kind: attempted, At: t.At, Attempt: &t})
}
