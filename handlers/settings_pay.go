package handlers

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/settings"
	"xinshi/views/text"
)

// showPay is how codes reach an App beside the API.
func (s *Server) showPay(c echo.Context) error {
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	return s.payPage(c, http.StatusOK, app, nil)
}

// savePay changes it.
func (s *Server) savePay(c echo.Context) error {
	ctx := c.Request().Context()
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	in := models.IntakeInput{
		Collect: c.FormValue("collect") == "1", CollectSubscriptions: c.FormValue("collect_subscriptions") == "1",
		Mchid: c.FormValue("mchid"), MerchantSerial: c.FormValue("merchant_serial"), PrivateKey: c.FormValue("private_key"),
		APIv3Key: c.FormValue("api_v3_key"), APIv2Key: c.FormValue("api_v2_key"),
		PlatformKey: c.FormValue("platform_key"), PlatformKeyID: c.FormValue("platform_key_id"),
	}
	err = s.Store.SaveIntake(ctx, actor(c), app, in)
	if sentences, ok := refusals(ctx, err); ok {
		return s.payPage(c, http.StatusUnprocessableEntity, app, &settings.PayForm{
			Collect: in.Collect, CollectSubscriptions: in.CollectSubscriptions,
			Mchid: in.Mchid, MerchantSerial: in.MerchantSerial, PlatformKeyID: in.PlatformKeyID, Errors: sentences,
		})
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.SettingsPay(app.ID), text.PaySaved)
}

// removeMerchant forgets the merchant account.
func (s *Server) removeMerchant(c echo.Context) error {
	app, err := s.settingsApp(c)
	if err != nil {
		return err
	}
	if err := s.Store.RemoveMerchant(c.Request().Context(), actor(c), app); err != nil {
		return err
	}
	return s.done(c, paths.SettingsPay(app.ID), text.PayRemoved)
}

// payPage shows what is stored, or what was typed.
func (s *Server) payPage(c echo.Context, status int, app models.App, typed *settings.PayForm) error {
	ctx := c.Request().Context()
	src := settings.PaySource{App: app, Now: s.Store.Now()}
	var err error
	if src.Intake, err = s.Store.Intake(ctx, app.ID); err != nil {
		return err
	}
	if src.Merchant, err = s.Store.Merchant(src.Intake); err != nil {
		return err
	}
	if src.Refusals, err = s.Store.Refusals(ctx, app.ID, src.Now.Add(-23*time.Hour)); err != nil {
		return err
	}
	if s.PublicURL != "" {
		src.NotifyURL = strings.TrimRight(s.PublicURL, "/") + paths.PayNotify(app.Appid)
	}
	if typed == nil {
		i := src.Intake
		typed = &settings.PayForm{
			Collect: i.Collect, CollectSubscriptions: i.CollectSubscriptions, Mchid: i.Mchid, MerchantSerial: i.MerchantSerial, PlatformKeyID: i.PlatformKeyID,
		}
	}
	src.Form = *typed
	page := s.settingsPage(c, text.PayTitle, paths.SettingsApp(app.ID), text.SettingsApps)
	page.Crumb.Text = app.Name
	page.Context = text.PayContext.In(ctx)
	return s.render(c, status, settings.Pay(settings.NewPayPage(ctx, page, src)))
}
