package handlers

import (
	"cmp"
	"fmt"
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
		Pace: orEmpty(in.Pace, strconv.Itoa(in.Pace)), QuietFrom: clock(in, in.QuietFrom), QuietUntil: clock(in, in.QuietUntil),
		ContentDays: orEmpty(in.ContentDays, strconv.Itoa(in.ContentDays)), CodeDays: orEmpty(in.CodeDays, strconv.Itoa(in.CodeDays)),
	}
}

// orEmpty shows a number that means "none" as an empty input.
func orEmpty(n int, shown string) string {
	if n == 0 {
		return ""
	}
	return shown
}

// clock writes minutes after midnight as 22:30; no quiet hours are empty inputs.
func clock(in models.AppInput, minutes int) string {
	return orEmpty(in.QuietFrom-in.QuietUntil, fmt.Sprintf("%02d:%02d", minutes/60, minutes%60))
}

// minutes reads 22:30; what is no time becomes one that models refuses.
func minutes(s string) int {
	if s == "" {
		return 0
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

// appInput is what a person could have said to make this App.
func appInput(app models.App) models.AppInput {
	return models.AppInput{
		Appid: app.Appid, Name: app.Name, TokenMode: app.TokenMode, Band: app.Band, TimeZone: app.TimeZone,
		CodesPerPayment: app.CodesPerPayment, PaymentDelay: app.PaymentDelay(),
		Pace: app.Pace, QuietFrom: app.QuietFrom, QuietUntil: app.QuietUntil,
		ContentDays: app.ContentDays, CodeDays: app.CodeDays,
	}
}

// readAppForm reads the form twice: for models, and as it was typed. What is no
// number becomes one that models refuses.
func readAppForm(c echo.Context) (models.AppInput, settings.AppForm) {
	form := settings.AppForm{
		Name: c.FormValue("name"), Appid: c.FormValue("appid"), TokenMode: c.FormValue("token_mode"), Band: c.FormValue("band"),
		TimeZone: c.FormValue("time_zone"), CodesPerPayment: c.FormValue("codes_per_payment"), PaymentDelay: c.FormValue("payment_delay"),
		Pace: c.FormValue("pace"), QuietFrom: c.FormValue("quiet_from"), QuietUntil: c.FormValue("quiet_until"),
		ContentDays: c.FormValue("content_days"), CodeDays: c.FormValue("code_days"),
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
		Pace: number(cmp.Or(form.Pace, "0")), QuietFrom: minutes(form.QuietFrom), QuietUntil: minutes(form.QuietUntil),
		ContentDays: number(cmp.Or(form.ContentDays, "0")), CodeDays: number(cmp.Or(form.CodeDays, "0")),
	}, form
}
