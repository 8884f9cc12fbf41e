package simulator

import (
	"slices"
	"strconv"
	"time"

	"xinshi/models/wechat"
)

// The platform's own daily quotas of accepted sends.
const (
	templateQuota  = 1_000_000
	subscribeQuota = 10_000_000
)

// send judges and records one message. The account's lock makes the check of a code and its spending one step, so a
// single-use code is accepted once whatever arrives at the same time.
func (s *Simulator) send(q *request) (any, *refusal) {
	accepted, refused := s.take(q)
	if refused != nil {
		return nil, refused
	}
	s.report(q.account, accepted)
	if accepted.MsgID == 0 {
		return okReply, nil
	}
	return struct {
		ok
		MsgID int64 `json:"msgid"`
	}{okReply, accepted.MsgID}, nil
}

func (s *Simulator) take(q *request) (Attempt, *refusal) {
	a := q.account
	a.mu.Lock()
	defer a.mu.Unlock()
	now := s.Now()
	refused := s.judge(q, now)
	attempt := q.attempt(now)
	if refused != nil {
		attempt.Errcode = refused.code
		s.commit(event{Kind: attempted, At: now, Attempt: &attempt})
		return attempt, refused
	}
	attempt.Accepted = true
	if q.call == wechat.CallSendSubscribe && !s.options.OmitMsgID {
		attempt.MsgID = firstMsgID + s.msgID.Add(1)
	}
	s.commit(event{Kind: attempted, At: now, Attempt: &attempt})
	return attempt, nil
}

// notDelivered is an outcome that the platform learns of only later; its list of such is not public.
var notDelivered = pushItem{Errcode: "20001", ErrorStatus: "failed: system error"}

// report pushes what became of an accepted subscribe message. Its account is not locked: a callback may be slow.
func (s *Simulator) report(a *account, accepted Attempt) {
	if accepted.MsgID == 0 {
		return
	}
	item := pushItem{Errcode: "0", ErrorStatus: "success"}
	if s.faults.drawFailure() {
		item = notDelivered
	}
	item.TemplateID, item.MsgID = accepted.TemplateID, strconv.FormatInt(accepted.MsgID, 10)
	a.mu.Lock()
	d, wanted := s.delivery(a, accepted.Openid, sentEvent, []pushItem{item})
	a.mu.Unlock()
	switch {
	case !wanted:
	case s.Faults().Push.Early:
		s.pass(d)
	default:
		s.pushes.running.Go(func() { s.pass(d) })
	}
}

// firstMsgID is above 2^53, as real ones are, so that a reader through a float is found out.
const firstMsgID = 2_100_010_000_200_000_000

// judge makes the checks in one fixed order; the platform's own order is not documented.
func (s *Simulator) judge(q *request, now time.Time) *refusal {
	a, m := q.account, q.message
	faults := s.Faults()
	if q.call == wechat.CallSendTemplate && faults.Retired {
		return &refusal{code: 45103}
	}
	if m.problem != 0 {
		return &refusal{code: m.problem}
	}
	if !a.users[m.ToUser] {
		return &refusal{code: 40003}
	}
	template, known := a.template(m.TemplateID)
	if !known || (template.Kind == KindTemplate) != (q.call == wechat.CallSendTemplate) {
		return &refusal{code: 40037}
	}
	if slices.Contains(a.app.Banned, m.TemplateID) {
		return &refusal{code: 43107}
	}
	if refused := s.permitted(q, now); refused != nil {
		return refused
	}
	if !a.pageKnown(m.Page) {
		return &refusal{code: 41030}
	}
	if q.call == wechat.CallSendSubscribe {
		if refused := a.judgeValues(template, m); refused != nil {
			return refused
		}
	}
	if a.used(q.call, now) >= a.quota(q.call, faults) {
		return &refusal{code: 45009}
	}
	return nil
}

// permitted checks the right to send: a code, or a credit.
func (s *Simulator) permitted(q *request, now time.Time) *refusal {
	m := q.message
	if q.call == wechat.CallSendTemplate {
		return q.account.spendable(string(m.FormID), m.ToUser, now)
	}
	if q.account.credits[pair{m.ToUser, m.TemplateID}].none() {
		return &refusal{code: 43101}
	}
	return nil
}

// quota is how many sends of a call the app may have accepted in a day.
func (a *account) quota(call wechat.Call, f Faults) int {
	switch {
	case f.DailyQuota > 0:
		return f.DailyQuota
	case a.app.DailyQuota > 0:
		return a.app.DailyQuota
	case call == wechat.CallSendTemplate:
		return templateQuota
	}
	return subscribeQuota
}

// enter refuses a second subscribe send to a person while one is under way.
func (q *request) enter() *refusal {
	if q.call != wechat.CallSendSubscribe || q.message.ToUser == "" {
		return nil
	}
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	if q.account.sending[q.message.ToUser] {
		return &refusal{code: 43108}
	}
	q.account.sending[q.message.ToUser] = true
	return nil
}

func (q *request) leave() {
	if q.call != wechat.CallSendSubscribe || q.message.ToUser == "" {
		return
	}
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	delete(q.account.sending, q.message.ToUser)
}
