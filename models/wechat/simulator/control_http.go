package simulator

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// serveControl answers a control with 200 and its result, or with 400 and {"error": ...}.
func (s *Simulator) serveControl(w http.ResponseWriter, r *http.Request, serve func(*Simulator, *http.Request) (any, error)) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	result, err := serve(s, r)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		result = map[string]string{"error": err.Error()}
	}
	write(w, result)
}

// wish is the body of most controls; each reads what it needs.
type wish struct {
	Appid      string `json:"appid"`
	Openid     string `json:"openid"`
	TemplateID string `json:"template_id"`
	Code       string `json:"code"`
	OrderNo    string `json:"order_no"`
	Devtools   bool   `json:"devtools"`
	Advance    string `json:"advance"` // such as "168h"
}

// body reads a control's JSON. An unknown word is an error, so that a typing mistake does not pass for success.
func body[T any](r *http.Request) (T, error) {
	var in T
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return in, fmt.Errorf("read the request: %w", err)
	}
	return in, nil
}

// done is the answer of a control without a result.
var done = map[string]bool{"ok": true}

// act runs a control that returns nothing.
func act(r *http.Request, do func(wish) error) (any, error) {
	in, err := body[wish](r)
	if err == nil {
		err = do(in)
	}
	return done, err
}

// obtain runs a control that returns one id, under the given name.
func obtain(r *http.Request, name string, do func(wish) (string, error)) (any, error) {
	in, err := body[wish](r)
	if err != nil {
		return nil, err
	}
	id, err := do(in)
	return map[string]string{name: id}, err
}

func (s *Simulator) controlApp(r *http.Request) (any, error) {
	app, err := body[App](r)
	if err == nil {
		err = s.AddApp(app)
	}
	return done, err
}

func (s *Simulator) controlUser(r *http.Request) (any, error) {
	return act(r, func(in wish) error { return s.AddUser(in.Appid, in.Openid) })
}

func (s *Simulator) controlTemplate(r *http.Request) (any, error) {
	in, err := body[struct {
		Appid string `json:"appid"`
		Template
	}](r)
	if err != nil {
		return nil, err
	}
	t := in.Template
	if t.TemplateID == "" {
		t.TemplateID = s.newTemplateID()
	}
	if t.Kind == "" {
		t.Kind = KindTemplate
	}
	return map[string]string{"template_id": t.TemplateID}, s.AddTemplateWithID(in.Appid, t)
}

func (s *Simulator) controlForm(r *http.Request) (any, error) {
	return obtain(r, "form_id", func(in wish) (string, error) {
		if in.Devtools {
			return s.SubmitFormInDevtools(), nil
		}
		return s.SubmitForm(in.Appid, in.Openid)
	})
}

func (s *Simulator) controlOrder(r *http.Request) (any, error) {
	return obtain(r, "prepay_id", func(in wish) (string, error) { return s.PlaceOrder(in.Appid, in.Openid, in.OrderNo) })
}

func (s *Simulator) controlPaid(r *http.Request) (any, error) {
	return done, s.Pay(r.PathValue("no"))
}

// controlNotify tells the merchant of a payment; {"version":"v2","times":2} says how, and how often.
func (s *Simulator) controlNotify(r *http.Request) (any, error) {
	in, err := body[struct {
		Version Version `json:"version"`
		Times   int     `json:"times"`
	}](r)
	if err != nil {
		return nil, err
	}
	answers, err := s.Notify(r.Context(), r.PathValue("no"), cmp.Or(in.Version, V3), max(in.Times, 1))
	return map[string]any{"answers": answers}, err
}

func (s *Simulator) controlMerchant(r *http.Request) (any, error) {
	m, err := body[Merchant](r)
	if err != nil {
		return nil, err
	}
	return s.AddMerchant(m)
}

func (s *Simulator) controlSubscribe(r *http.Request) (any, error) {
	return act(r, func(in wish) error { return s.Subscribe(in.Appid, in.Openid, in.TemplateID) })
}

func (s *Simulator) controlRefuse(r *http.Request) (any, error) {
	return act(r, func(in wish) error { return s.Refuse(in.Appid, in.Openid, in.TemplateID) })
}

func (s *Simulator) controlBlock(r *http.Request) (any, error) {
	return act(r, func(in wish) error { return s.BlockCode(in.Appid, in.Code) })
}

func (s *Simulator) controlLogin(r *http.Request) (any, error) {
	return obtain(r, "code", func(in wish) (string, error) { return s.StartLogin(in.Appid, in.Openid) })
}

func (s *Simulator) controlSetFaults(r *http.Request) (any, error) {
	f, err := body[Faults](r)
	if err != nil {
		return nil, err
	}
	s.SetFaults(f)
	return f, nil
}

func (s *Simulator) controlFaults(*http.Request) (any, error) {
	return s.Faults(), nil
}

func (s *Simulator) controlKillTokens(*http.Request) (any, error) {
	s.KillTokens()
	return done, nil
}

func (s *Simulator) controlClock(*http.Request) (any, error) {
	return map[string]time.Time{"now": s.Now()}, nil
}

func (s *Simulator) controlAdvance(r *http.Request) (any, error) {
	in, err := body[wish](r)
	if err != nil {
		return nil, err
	}
	d, err := time.ParseDuration(in.Advance)
	if err != nil {
		return nil, fmt.Errorf("advance: %w", err)
	}
	if d < 0 {
		return nil, errors.New("the clock only turns forward")
	}
	s.Advance(d)
	return s.controlClock(r)
}

// controlLedger lists attempts after an id (?after=), accepted ones only with ?accepted=true, and the totals.
func (s *Simulator) controlLedger(r *http.Request) (any, error) {
	q := r.URL.Query()
	after := 0
	if text := q.Get("after"); text != "" {
		var err error
		if after, err = strconv.Atoi(text); err != nil || after < 0 {
			return nil, errors.New("after must be the id of an attempt")
		}
	}
	all := s.Attempts()
	accepted := s.Accepted()
	list := all[min(after, len(all)):]
	if q.Get("accepted") == "true" {
		list = accepted
		for len(list) > 0 && list[0].ID <= int64(after) {
			list = list[1:]
		}
	}
	return map[string]any{
		"attempts": len(all), "accepted": len(accepted), "duplicates": len(s.Duplicates()), "entries": list,
	}, nil
}

func (s *Simulator) controlInbox(r *http.Request) (any, error) {
	q := r.URL.Query()
	if _, err := s.account(q.Get("appid")); err != nil {
		return nil, err
	}
	return map[string]any{"messages": s.Inbox(q.Get("appid"), q.Get("openid"))}, nil
}
