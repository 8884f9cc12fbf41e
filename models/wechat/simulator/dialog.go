package simulator

import (
	"fmt"
	"slices"
)

// The answers of the dialog, as the client hands them to the page.
const (
	accept   = "accept"
	reject   = "reject"
	banned   = "ban"
	filtered = "filter" // not shown: another template of the same call has its title
)

// Dialog is what a person does when a page asks to subscribe. A template without an answer is rejected.
type Dialog struct {
	Answers map[string]string `json:"answers"`        // by template id: accept or reject
	Keep    bool              `json:"keep,omitempty"` // ticks 总是保持以上选择
}

// DialogError is a call of wx.requestSubscribeMessage that failed without a dialog.
type DialogError struct {
	Code int
	What string
}

// Error is the text of the client's fail callback.
func (e *DialogError) Error() string {
	return fmt.Sprintf("requestSubscribeMessage:fail %s (%d)", e.What, e.Code)
}

// maxAsked is how many templates one dialog may ask for.
const maxAsked = 5

// RequestSubscribe is wx.requestSubscribeMessage: it returns what the page learns, and pushes the same to the app's
// callback. What was kept, or refused in the settings, is answered at once without a dialog; kept accepts add up too.
func (s *Simulator) RequestSubscribe(appid, openid string, ids []string, d Dialog) (map[string]string, error) {
	a, err := s.account(appid)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.users[openid] {
		return nil, fmt.Errorf("the app has no user %q", openid)
	}
	asked, err := a.asked(ids)
	if err != nil {
		return nil, err
	}
	said := map[string]string{"errMsg": "requestSubscribeMessage:ok"}
	var items []pushItem
	shown := false
	for i, t := range asked {
		answer, byHand := a.answer(openid, t, asked[:i], d)
		said[t.TemplateID] = answer
		shown = shown || byHand
		if byHand && d.Keep {
			s.commit(event{Kind: dialogKept, Appid: appid, Openid: openid, TemplateID: t.TemplateID, Answer: answer})
		}
		if answer == accept {
			s.commit(event{Kind: subscribed, Appid: appid, Openid: openid, TemplateID: t.TemplateID})
		}
		if answer == accept || answer == reject {
			items = append(items, pushItem{TemplateID: t.TemplateID, Status: answer, Scene: "0"})
		}
	}
	if len(items) > 0 && (shown || !s.Faults().Push.Quiet) {
		s.push(a, openid, popupEvent, items)
	}
	return said, nil
}

// asked checks what a page may ask for at once.
func (a *account) asked(ids []string) ([]Template, error) {
	switch {
	case len(ids) == 0:
		return nil, &DialogError{10001, "TmplIds can't be empty"}
	case len(ids) > maxAsked:
		return nil, &DialogError{20003, "Templates count out of max bounds"}
	}
	var asked []Template
	for _, id := range ids {
		t, known := a.template(id)
		if !known || t.Kind == KindTemplate {
			return nil, &DialogError{20001, "No template data return, verify the template id exist"}
		}
		if len(asked) > 0 && asked[0].Kind != t.Kind {
			return nil, &DialogError{20002, "Templates type must be same"}
		}
		asked = append(asked, t)
	}
	return asked, nil
}

// answer is what a person says to one template, and whether they were asked.
func (a *account) answer(openid string, t Template, before []Template, d Dialog) (string, bool) {
	key := pair{openid, t.TemplateID}
	switch {
	case slices.Contains(a.app.Banned, t.TemplateID):
		return banned, false
	case slices.ContainsFunc(before, func(o Template) bool { return o.Title == t.Title }):
		return filtered, false
	case a.credits[key] != nil && a.credits[key].refused:
		return reject, false
	case a.kept[key] != "":
		return a.kept[key], false
	case d.Answers[t.TemplateID] == accept:
		return accept, true
	}
	return reject, true
}

// Allow undoes a person's Refuse and what a dialog was told to keep. The platform pushes nothing about it.
func (s *Simulator) Allow(appid, openid, templateID string) error {
	return s.subscription(allowedAgain, appid, openid, templateID)
}

// Subscription is how a person stands to a subscribe template.
type Subscription struct {
	Template
	Left    int    // sends that one-time accepts still allow
	Lasting bool   // a long-term template was accepted
	Refused bool   // in the settings
	Kept    string // the answer that the dialog was told to keep
}

// Subscriptions lists how a person stands to every subscribe template of an app.
func (s *Simulator) Subscriptions(appid, openid string) ([]Subscription, error) {
	a, err := s.account(appid)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var list []Subscription
	for _, t := range a.list(KindSubscribeOnce) {
		key := pair{openid, t.TemplateID}
		sub := Subscription{Template: t, Kept: a.kept[key]}
		if c := a.credits[key]; c != nil {
			sub.Left, sub.Lasting, sub.Refused = c.once, c.forever, c.refused
		}
		list = append(list, sub)
	}
	return list, nil
}
