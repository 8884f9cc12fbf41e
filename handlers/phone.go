package handlers

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/wechat/simulator"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/phone"
	"xinshi/views/text"
)

// phonePeople is how many users the phone offers to be.
const phonePeople = 100

// showPhone shows the simulated phone of one user. Without a simulator there is
// no such page.
func (s *Server) showPhone(c echo.Context) error {
	if s.Simulator == nil {
		return models.ErrNotFound
	}
	query, err := filters(c, "to")
	if err != nil {
		return err
	}
	src, err := s.phoneSource(c.Request().Context(), currentApp(c), query.Get("to"))
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavPhone, text.PhonePageTitle)
	frame.Context = text.PhonePageContext.In(c.Request().Context())
	return s.render(c, 200, phone.Show(phone.NewPage(c.Request().Context(), frame, src)))
}

func (s *Server) phoneSource(ctx context.Context, app models.App, openid string) (phone.Source, error) {
	src := phone.Source{App: app, Retired: s.Simulator.Faults().Retired, Pushes: s.Simulator.Pushes(app.Appid)}
	people, err := s.Store.Recipients(ctx, app.ID, models.RecipientFilter{}, phonePeople)
	if err != nil {
		return src, err
	}
	src.People = people.Rows
	if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
		return src, err
	}
	switch {
	case openid != "":
		if src.Person, err = s.Store.RecipientByOpenid(ctx, app.ID, openid); err != nil {
			return src, err
		}
	case len(src.People) > 0:
		src.Person = src.People[len(src.People)-1]
	}
	if src.Person.ID != 0 {
		src.Inbox = s.Simulator.Inbox(app.Appid, src.Person.Openid)
		src.Subscriptions, err = s.Simulator.Subscriptions(app.Appid, src.Person.Openid)
		if err != nil {
			return src, err
		}
	}
	for _, attempt := range s.Simulator.Attempts() {
		if attempt.Appid == app.Appid {
			src.Attempts = append(src.Attempts, attempt)
		}
	}
	return src, nil
}

// phonePerson is whose phone a form speaks of.
func (s *Server) phonePerson(c echo.Context) (models.Recipient, error) {
	if s.Simulator == nil {
		return models.Recipient{}, models.ErrNotFound
	}
	app := currentApp(c)
	person, err := s.Store.RecipientByOpenid(c.Request().Context(), app.ID, c.FormValue("to"))
	if err != nil {
		return person, err
	}
	return person, s.Simulator.AddUser(app.Appid, person.Openid)
}

// collect stores a code as the shop's mini program would report it.
func (s *Server) collect(c echo.Context, code models.CodeInput) error {
	result, err := s.Store.AddCodes(c.Request().Context(), actor(c), currentApp(c), "phone", []models.CodeInput{code})
	if err == nil && result.Accepted != 1 {
		err = fmt.Errorf("code of the simulated phone was not taken: %+v", result)
	}
	return err
}

// submitForm submits the mini program's form.
func (s *Server) submitForm(c echo.Context) error {
	person, err := s.phonePerson(c)
	if err != nil {
		return err
	}
	form, err := s.Simulator.SubmitForm(currentApp(c).Appid, person.Openid)
	if err != nil {
		return err
	}
	if err := s.collect(c, models.CodeInput{Openid: person.Openid, Kind: models.CodeForm, Code: form, Scene: "活动报名"}); err != nil {
		return err
	}
	return s.done(c, phoneOf(c, person), text.PhoneSubmitted, person.Name())
}

// payOrder places an order and pays it: the code is stored when the order is
// placed and becomes usable after the payment, as with a real shop.
func (s *Server) payOrder(c echo.Context) error {
	person, err := s.phonePerson(c)
	if err != nil {
		return err
	}
	app := currentApp(c)
	order := s.Now().In(app.Zone()).Format("20060102") + rand.Text()[:8]
	prepay, err := s.Simulator.PlaceOrder(app.Appid, person.Openid, order)
	if err != nil {
		return err
	}
	err = s.collect(c, models.CodeInput{Openid: person.Openid, Kind: models.CodePrepay, Code: prepay, OrderNo: order, Scene: "下单支付"})
	if err != nil {
		return err
	}
	if err := s.Simulator.Pay(order); err != nil {
		return err
	}
	if _, err := s.Store.MarkPaid(c.Request().Context(), actor(c), app, order); err != nil {
		return err
	}
	return s.done(c, phoneOf(c, person), text.PhonePaid, person.Name(), order)
}

// heldPushes is how many events the phone's fault gathers before they go out in reverse.
const heldPushes = 3

// setFault makes the simulated platform misbehave.
func (s *Server) setFault(c echo.Context) error {
	person, err := s.phonePerson(c)
	if err != nil {
		return err
	}
	faults := s.Simulator.Faults()
	switch c.FormValue("fault") {
	case "busy":
		faults.Busy = simulator.Fault{Next: 2}
	case "cut":
		faults.CutAfter = simulator.Fault{Next: 1}
	case "retire":
		faults.Retired = true
	case "revive":
		faults.Retired = false
	case "tokens":
		s.Simulator.KillTokens()
	case "push-twice":
		faults.Push.Twice = simulator.Fault{Next: 2}
	case "push-late":
		faults.Push.Hold = heldPushes
	case "push-lost":
		faults.Push.Lose = simulator.Fault{Next: 1}
	case "push-failed":
		faults.Push.Fail = simulator.Fault{Next: 1}
	case "push-well":
		faults.Push = simulator.PushFaults{}
	default:
		return badRequest(errors.New("unknown fault"))
	}
	s.Simulator.SetFaults(faults)
	if faults.Push.Hold == 0 {
		s.Simulator.ReleasePushes()
	}
	return s.done(c, phoneOf(c, person), text.PhoneFaultSet)
}

func phoneOf(c echo.Context, person models.Recipient) string {
	return paths.With(paths.Phone(currentApp(c).Appid), "to", person.Openid)
}
