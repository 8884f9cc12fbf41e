package handlers

import (
	"errors"
	"fmt"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/wechat/simulator"
	"xinshi/views/text"
)

// answerDialog answers the dialog that asks a user to subscribe. The mini program
// reports what was answered where the App learns of it so; the platform pushes it
// in any case.
func (s *Server) answerDialog(c echo.Context) error {
	person, err := s.phonePerson(c)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	said := simulator.Dialog{Answers: map[string]string{}, Keep: form.Get("keep") == "1"}
	if form.Get("answer") == "allow" {
		for _, id := range form["tick"] {
			said.Answers[id] = "accept"
		}
	}
	app := currentApp(c)
	heard, err := s.Simulator.RequestSubscribe(app.Appid, person.Openid, form["asked"], said)
	var failed *simulator.DialogError
	if errors.As(err, &failed) {
		return badRequest(err)
	}
	if err != nil {
		return err
	}
	accepted, err := s.reportAccepts(c, person, form["asked"], heard)
	if err != nil {
		return err
	}
	if accepted == 0 {
		return s.done(c, phoneOf(c, person), text.PhoneSubscribedNone, person.Name())
	}
	return s.done(c, phoneOf(c, person), text.PhoneSubscribed, person.Name(), accepted)
}

// reportAccepts does what the shop's page does with the answers.
func (s *Server) reportAccepts(c echo.Context, person models.Recipient, asked []string, heard map[string]string) (accepted int, err error) {
	ctx, app := c.Request().Context(), currentApp(c)
	callback, err := s.Store.Callback(ctx, app.ID)
	if err != nil {
		return 0, err
	}
	for _, id := range asked {
		if heard[id] != "accept" {
			continue
		}
		accepted++
		if callback.Source(s.Store.Now()) == models.CreditsByEvent {
			continue
		}
		t, err := s.Store.TemplateByPlatformID(ctx, app.ID, id)
		if errors.Is(err, models.ErrNotFound) { // the platform has templates that nobody has taken over
			continue
		}
		if err != nil {
			return accepted, fmt.Errorf("report an accept: %w", err)
		}
		if err := s.collect(c, models.CodeInput{Openid: person.Openid, Kind: models.CodeKind(t.Kind), TemplateID: id, Scene: t.Title}); err != nil {
			return accepted, err
		}
	}
	return accepted, nil
}

// changeSubscription turns a template off or on in the mini program's settings.
func (s *Server) changeSubscription(c echo.Context) error {
	person, err := s.phonePerson(c)
	if err != nil {
		return err
	}
	app, id := currentApp(c), c.FormValue("template")
	change, sentence := s.Simulator.Refuse, text.PhoneTurnedOff
	if c.FormValue("act") == "allow" {
		change, sentence = s.Simulator.Allow, text.PhoneAllowedAgain
	}
	if err := change(app.Appid, person.Openid, id); err != nil {
		return badRequest(err)
	}
	return s.done(c, phoneOf(c, person), sentence, person.Name())
}
