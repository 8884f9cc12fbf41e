package handlers

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/wechat/pay"
)

// How often one address may be wrong: every time costs a signature to check and
// a count to keep. Genuine notifications are not held back.
const (
	forgeriesPerSecond = 1
	forgeriesAtOnce    = 50
)

// payNotify takes a notification of WeChat Pay, in either version of its API:
// XML is the second, JSON the third. The answer comes in the same form, and a
// failure makes the platform repeat the notification for a day.
func (s *Server) payNotify(c echo.Context) error {
	from := neighbourhood(c.RealIP())
	if s.forgers.spent(from, s.Now()) {
		return answerPay(c, false, http.StatusTooManyRequests, "too many refused notifications")
	}
	body, err := io.ReadAll(c.Request().Body)
	isXML := bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
	if err != nil { // too long, or cut off
		return answerPay(c, isXML, http.StatusBadRequest, "unreadable")
	}
	err = s.takePayment(c, body, isXML)
	if refused, known := payRefusalOf(err); known {
		s.forgers.wait(from, s.Now())
		return answerPay(c, isXML, refused.status, refused.err.Error())
	}
	switch {
	case errors.Is(err, models.ErrNotFound):
		return answerPay(c, isXML, http.StatusNotFound, "no such app")
	case err != nil:
		s.logFailure(c, "payment notification failed", err)
		return answerPay(c, isXML, http.StatusInternalServerError, "try again")
	}
	return answerPay(c, isXML, http.StatusOK, "")
}

// payRefusal is a way in which a notification is not taken.
type payRefusal struct {
	err    error
	status int
	reason models.Reason
}

// payRefusals lists them. A missing setting can be mended while the platform
// still repeats.
var payRefusals = []payRefusal{
	{pay.ErrSignature, http.StatusUnauthorized, models.ReasonBadSignature},
	{pay.ErrStale, http.StatusUnauthorized, models.ReasonStale},
	{pay.ErrOtherKey, http.StatusUnauthorized, models.ReasonOtherKey},
	{pay.ErrMalformed, http.StatusBadRequest, models.ReasonMalformed},
	{pay.ErrNotConfigured, http.StatusServiceUnavailable, models.ReasonNoMerchant},
}

func payRefusalOf(err error) (payRefusal, bool) {
	at := slices.IndexFunc(payRefusals, func(r payRefusal) bool { return errors.Is(err, r.err) })
	if at < 0 {
		return payRefusal{}, false
	}
	return payRefusals[at], true
}

// takePayment verifies a notification and lets it count.
func (s *Server) takePayment(c echo.Context, body []byte, isXML bool) error {
	ctx := c.Request().Context()
	app, err := s.Store.AppByAppid(ctx, param(c, "appid"))
	if err != nil {
		return err
	}
	intake, err := s.Store.Intake(ctx, app.ID)
	if err != nil {
		return err
	}
	merchant, err := s.Store.Merchant(intake)
	if err != nil {
		return err
	}
	var said pay.Notification
	if isXML {
		said, err = pay.VerifyV2(body, merchant)
	} else {
		said, err = pay.VerifyV3(ctx, c.Request().Header, body, merchant, s.Now())
	}
	if errors.Is(err, pay.ErrOtherEvent) { // genuine, and not for us
		return s.Store.CountRefusal(ctx, app.ID, models.SourcePayment, models.ReasonOtherEvent)
	}
	if refused, known := payRefusalOf(err); known {
		s.Log.WarnContext(ctx, "payment notification refused", "appid", app.Appid, "reason", refused.reason, "request_id", of(c).requestID)
		return errors.Join(err, s.Store.CountRefusal(ctx, app.ID, models.SourcePayment, refused.reason))
	}
	got, err := s.Store.ConfirmPayment(ctx, outsider(c, models.ActorPay), app, intake, said)
	if err == nil && got.Refused != "" {
		s.Log.InfoContext(ctx, "payment notification changes nothing", "appid", app.Appid, "reason", got.Refused, "request_id", of(c).requestID)
	}
	return err
}

// payReply is the answer of version 2.
type payReply struct {
	XMLName xml.Name `xml:"xml"`
	Code    cdata    `xml:"return_code"`
	Message cdata    `xml:"return_msg"`
}

type cdata struct {
	Text string `xml:",cdata"`
}

// answerPay answers in the form of the notification; why it failed is empty when
// it did not.
func answerPay(c echo.Context, isXML bool, status int, why string) error {
	code, message := "SUCCESS", "OK"
	if why != "" {
		code, message = "FAIL", why
	}
	if !isXML {
		return writeJSON(c, status, map[string]string{"code": code, "message": message})
	}
	reply, err := xml.Marshal(payReply{Code: cdata{code}, Message: cdata{message}})
	if err != nil {
		return err
	}
	return c.Blob(status, "text/xml; charset=utf-8", reply)
}
