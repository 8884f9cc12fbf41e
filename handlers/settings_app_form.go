package handlers

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/settings"
)

// appForm shows an App's values as they are typed.
func appForm(in models.AppInput) settings.AppForm {
	return settings.AppForm{
		Name: in.Name, Appid: in.Appid, TokenMode: string(in.TokenMode), Band: in.Band, TimeZone: in.TimeZone,
		CodesPerPayment: strconv.Itoa(in.CodesPerPayment), PaymentDelay: strconv.Itoa(int(in.PaymentDelay / time.Second)),
	}
}

// appInput is what a person could have said to make this App.
func appInput(app models.App) models.AppInput {
	return models.AppInput{
		Appid: app.Appid, Name: app.Name, TokenMode: app.TokenMode, Band: app.Band, TimeZone: app.TimeZone,
		CodesPerPayment: app.CodesPerPayment, PaymentDelay: app.PaymentDelay(),
	}
}

// readAppForm reads the form twice: for models, and as it was typed. What is no
// number becomes one that models refuses.
func readAppForm(c echo.Context) (models.AppInput, settings.AppForm) {
	form := settings.AppForm{
		Name: c.FormValue("name"), Appid: c.FormValue("appid"), TokenMode: c.FormValue("token_mode"), Band: c.FormValue("band"),
		TimeZone: c.FormValue("time_zone"), CodesPerPayment: c.FormValue("codes_per_payment"), PaymentDelay: c.FormValue("payment_delay"),
	}
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil || n > 1e6 {
			return -1
		}
		return n
	}
	return models.AppInput{
		Appid: form.Appid, Name: form.Name, Secret: c.FormValue("secret"), TokenMode: wechat.TokenMode(form.TokenMode), Band: form.Band,
		TimeZone: form.TimeZone, CodesPerPayment: number(form.CodesPerPayment), PaymentDelay: time.Duration(number(form.PaymentDelay)) * time.Second,
	}, form
}
