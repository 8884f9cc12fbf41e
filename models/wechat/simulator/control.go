package simulator

import (
	"errors"
	"fmt"
)

// AddApp registers an app, or changes the settings of a known one.
func (s *Simulator) AddApp(app App) error {
	if app.Appid == "" || app.Secret == "" {
		return errors.New("an app needs an appid and a secret")
	}
	if a, err := s.account(app.Appid); err == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
	}
	s.commit(event{Kind: appAdded, App: &app})
	return nil
}

// AddUser lets a person open the app.
func (s *Simulator) AddUser(appid, openid string) error {
	if openid == "" {
		return errors.New("a user needs an openid")
	}
	return s.change(appid, func(*account) (event, error) {
		return event{Kind: userAdded, Openid: openid}, nil
	})
}

// AddTemplate gives the app a template of the legacy kind, with keyword1, keyword2 ... named in order.
func (s *Simulator) AddTemplate(appid, title string, names ...string) (templateID string, err error) {
	t := Template{TemplateID: s.newTemplateID(), Title: title, Kind: KindTemplate}
	for i, name := range names {
		t.Keywords = append(t.Keywords, Keyword{Key: fmt.Sprintf("keyword%d", i+1), Name: name})
	}
	return t.TemplateID, s.AddTemplateWithID(appid, t)
}

// AddTemplateWithID gives the app a template of any kind, under a chosen id.
func (s *Simulator) AddTemplateWithID(appid string, t Template) error {
	switch t.Kind {
	case KindTemplate, KindSubscribeOnce, KindSubscribeLong:
	default:
		return fmt.Errorf("no such kind of template: %q", t.Kind)
	}
	if t.TemplateID == "" {
		return errors.New("a template needs an id")
	}
	return s.change(appid, func(a *account) (event, error) {
		if _, twice := a.template(t.TemplateID); twice {
			return event{}, fmt.Errorf("the app has a template %q already", t.TemplateID)
		}
		if a.full(t.Kind) {
			return event{}, fmt.Errorf("the app has %d templates already", maxTemplates)
		}
		return event{Kind: templateAdded, Template: &t}, nil
	})
}

// ChangeTemplate replaces a template of the app's own list, as the platform does now and then.
func (s *Simulator) ChangeTemplate(appid string, t Template) error {
	return s.change(appid, func(a *account) (event, error) {
		if _, known := a.template(t.TemplateID); !known {
			return event{}, fmt.Errorf("the app has no template %q", t.TemplateID)
		}
		return event{Kind: templateChanged, Template: &t}, nil
	})
}

// RemoveTemplate takes a template out of the app's own list, as the loss of a service category does.
func (s *Simulator) RemoveTemplate(appid, templateID string) error {
	return s.change(appid, func(a *account) (event, error) {
		if _, known := a.template(templateID); !known {
			return event{}, fmt.Errorf("the app has no template %q", templateID)
		}
		return event{Kind: templateDeleted, TemplateID: templateID}, nil
	})
}

// SubmitForm lets a person submit a form on a phone: the form id it returns allows one send within seven days.
func (s *Simulator) SubmitForm(appid, openid string) (formID string, err error) {
	formID = s.random.text(hexDigits, 32)
	return formID, s.changeUser(appid, openid, func(*account) (event, error) {
		return event{Kind: formSubmitted, Code: formID, Uses: 1}, nil
	})
}

// SubmitFormInDevtools submits a form in the developer tools, where the form id is a mock and allows nothing.
func (s *Simulator) SubmitFormInDevtools() (formID string) {
	return mockFormID
}

// PlaceOrder begins a payment. Its prepay id becomes a code only after Pay. Order numbers are unique among all apps.
func (s *Simulator) PlaceOrder(appid, openid, orderNo string) (prepayID string, err error) {
	prepayID = "wx" + s.random.text(hexDigits[:10], 14) + s.random.text(hexDigits, 20)
	return prepayID, s.changeUser(appid, openid, func(a *account) (event, error) {
		if orderNo == "" {
			return event{}, errors.New("an order needs a number")
		}
		if s.order(orderNo) != nil {
			return event{}, fmt.Errorf("order %q was placed before", orderNo)
		}
		return event{Kind: orderPlaced, OrderNo: orderNo, Code: prepayID, Uses: a.prepayUses()}, nil
	})
}

// Pay finishes a payment. The code works after the payment lag, for seven days.
func (s *Simulator) Pay(orderNo string) error {
	a := s.order(orderNo)
	if a == nil {
		return fmt.Errorf("there is no order %q", orderNo)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.codes[a.orders[orderNo]].usableFrom.IsZero() {
		return nil
	}
	now := s.Now()
	usable := now.Add(max(s.options.PaymentLag, 0))
	s.commit(event{Kind: orderPaid, At: now, Appid: a.appid, OrderNo: orderNo, UsableFrom: usable})
	return nil
}

// Subscribe lets a person accept a subscribe template, whatever was said before: one more send for a one-time template,
// any number for a long-term one.
func (s *Simulator) Subscribe(appid, openid, templateID string) error {
	return s.subscription(subscribed, appid, openid, templateID)
}

// Refuse lets a person turn a template off in the settings; sends answer 43101 until the next Subscribe.
func (s *Simulator) Refuse(appid, openid, templateID string) error {
	return s.subscription(refusedByUser, appid, openid, templateID)
}

func (s *Simulator) subscription(kind, appid, openid, templateID string) error {
	return s.changeUser(appid, openid, func(a *account) (event, error) {
		if t, known := a.template(templateID); !known || t.Kind == KindTemplate {
			return event{}, fmt.Errorf("the app has no subscribe template %q", templateID)
		}
		switch kind {
		case subscribed:
			s.push(a, openid, popupEvent, []pushItem{{TemplateID: templateID, Status: accept, Scene: "0"}})
		case refusedByUser:
			s.push(a, openid, changeEvent, []pushItem{{TemplateID: templateID, Status: reject}})
		}
		return event{Kind: kind, TemplateID: templateID}, nil
	})
}

// BlockCode makes a form id or prepay id answer 41031.
func (s *Simulator) BlockCode(appid, code string) error {
	return s.change(appid, func(a *account) (event, error) {
		if a.codes[code] == nil {
			return event{}, errors.New("the app has no such code")
		}
		return event{Kind: codeBlocked, Code: code}, nil
	})
}

// StartLogin is wx.login: a code that the app's backend exchanges for the person's openid.
func (s *Simulator) StartLogin(appid, openid string) (code string, err error) {
	code = s.random.text(idDigits[:62], 32)
	return code, s.changeUser(appid, openid, func(*account) (event, error) {
		return event{Kind: loginStarted, Code: code}, nil
	})
}

// Templates is the app's own list.
func (s *Simulator) Templates(appid string) ([]Template, error) {
	a, err := s.account(appid)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]Template(nil), a.templates...), nil
}

// change lets decide turn a wish into an event, with the account locked.
func (s *Simulator) change(appid string, decide func(*account) (event, error)) error {
	a, err := s.account(appid)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	ev, err := decide(a)
	if err != nil {
		return err
	}
	ev.Appid = appid
	s.commit(ev)
	return nil
}

// changeUser is change for something that a known person does.
func (s *Simulator) changeUser(appid, openid string, decide func(*account) (event, error)) error {
	return s.change(appid, func(a *account) (event, error) {
		if !a.users[openid] {
			return event{}, fmt.Errorf("the app has no user %q", openid)
		}
		ev, err := decide(a)
		ev.Openid = openid
		return ev, err
	})
}

func (s *Simulator) order(orderNo string) *account {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.orders[orderNo]
}
