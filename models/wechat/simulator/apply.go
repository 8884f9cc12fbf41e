package simulator

import (
	"slices"

	"xinshi/models/wechat"
)

// apply makes an event's change; it is the same for a live event and a replayed one.
func (s *Simulator) apply(ev event) {
	switch ev.Kind {
	case clockTurned:
		s.offset.Add(int64(ev.Shift))
	case appAdded:
		s.applyApp(*ev.App)
	case tokenIssued:
		s.tokens.put(*ev.Token)
	case attempted:
		s.applyAttempt(*ev.Attempt)
	case merchantAdded:
		s.applyMerchant(*ev.Merchant)
	default:
		if a, err := s.account(ev.Appid); err == nil {
			a.apply(ev)
		}
		if ev.Kind == orderPlaced || ev.Kind == orderPaid {
			s.applyOrder(ev)
		}
	}
}

func (s *Simulator) applyApp(app App) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.apps[app.Appid]; a != nil {
		a.app = app
		return
	}
	s.apps[app.Appid] = newAccount(app)
}

func (s *Simulator) applyOrder(ev event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orders[ev.OrderNo] = s.apps[ev.Appid]
	if ev.Trade != nil {
		s.trades[ev.OrderNo] = *ev.Trade
	}
	if t, ok := s.trades[ev.OrderNo]; ok && ev.Kind == orderPaid {
		t.PaidAt = ev.At
		s.trades[ev.OrderNo] = t
	}
}

func (s *Simulator) applyMerchant(m Merchant) {
	known, err := readMerchant(m)
	if err != nil {
		return // AddMerchant has read it; only a journal edited by hand comes here
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.merchants[m.Mchid] = known
}

func (a *account) apply(ev event) {
	switch ev.Kind {
	case userAdded:
		a.users[ev.Openid] = true
	case templateAdded:
		a.templates = append(a.templates, *ev.Template)
	case templateDeleted:
		a.templates = slices.DeleteFunc(a.templates, func(t Template) bool { return t.TemplateID == ev.TemplateID })
	case formSubmitted:
		a.codes[ev.Code] = &sendCode{openid: ev.Openid, usableFrom: ev.At, expiresAt: ev.At.Add(codeLife), uses: ev.Uses, left: ev.Uses}
	case orderPlaced:
		a.codes[ev.Code] = &sendCode{openid: ev.Openid, uses: ev.Uses, left: ev.Uses}
		a.orders[ev.OrderNo] = ev.Code
	case orderPaid:
		c := a.codes[a.orders[ev.OrderNo]]
		c.usableFrom, c.expiresAt = ev.UsableFrom, ev.At.Add(codeLife)
	case templateChanged:
		at := slices.IndexFunc(a.templates, func(t Template) bool { return t.TemplateID == ev.Template.TemplateID })
		a.templates[at] = *ev.Template
	case subscribed, refusedByUser, allowedAgain:
		a.applySubscription(ev)
	case dialogKept:
		a.kept[pair{ev.Openid, ev.TemplateID}] = ev.Answer
	case codeBlocked:
		a.codes[ev.Code].blocked = true
	case loginStarted:
		a.logins[ev.Code] = &loginCode{openid: ev.Openid, expiresAt: ev.At.Add(loginLife)}
	case loginUsed:
		a.logins[ev.Code].used = true
	}
}

func (a *account) applySubscription(ev event) {
	key := pair{ev.Openid, ev.TemplateID}
	c := a.credits[key]
	if c == nil {
		c = &credit{}
		a.credits[key] = c
	}
	c.refused = ev.Kind == refusedByUser
	if ev.Kind == allowedAgain {
		delete(a.kept, key)
		return
	}
	if t, _ := a.template(ev.TemplateID); t.Kind == KindSubscribeLong {
		c.forever = c.forever || !c.refused
	} else if !c.refused {
		c.once++
	}
}

// applyAttempt records a send and, if it was accepted, spends what it used.
func (s *Simulator) applyAttempt(t Attempt) {
	allowed := 0
	if a, err := s.account(t.Appid); err == nil && t.Accepted {
		allowed = a.spend(t)
	}
	// Replay brings the counter back; live, it stands there already or further.
	for last := s.msgID.Load(); t.MsgID-firstMsgID > last; last = s.msgID.Load() {
		s.msgID.CompareAndSwap(last, t.MsgID-firstMsgID)
	}
	s.ledger.add(t, allowed)
}

// spend takes one use and returns how many uses the code had in all.
func (a *account) spend(t Attempt) int {
	a.count(t.Call, t.At)
	if t.Call == wechat.CallSendTemplate {
		c := a.codes[t.Code]
		c.left--
		return c.uses
	}
	if c := a.credits[pair{t.Openid, t.TemplateID}]; !c.forever {
		c.once--
	}
	return 0
}
