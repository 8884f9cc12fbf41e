package handlers

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/wechat/pay"
	"xinshi/views/paths"
	"xinshi/views/text"
)

type orderRequest struct {
	OrderNo     string `json:"order_no"`
	Openid      string `json:"openid"`
	Amount      int64  `json:"amount"` // fen
	Description string `json:"description"`
	Scene       string `json:"scene"`
	NotifyURL   string `json:"notify_url"` // empty: ours
}

type orderAnswer struct {
	OrderNo       string      `json:"order_no"`
	State         string      `json:"state"`
	PrepayID      string      `json:"prepay_id"`
	Payment       *pay.Params `json:"payment,omitempty"` // for wx.requestPayment
	Amount        int64       `json:"amount"`
	TransactionID string      `json:"transaction_id,omitempty"`
	PlacedAt      *string     `json:"placed_at"`
	PaidAt        *string     `json:"paid_at"`
}

// The states of an order as the API tells them.
const (
	orderPlaced = "placed"
	orderPaid   = "paid"
)

func newOrderAnswer(o models.Order) orderAnswer {
	answer := orderAnswer{
		OrderNo: o.OrderNo, State: orderPlaced, PrepayID: o.PrepayID, Amount: o.Amount, TransactionID: o.TransactionID,
		PlacedAt: timeText(o.PlacedAt), PaidAt: timeText(o.PaidAt),
	}
	if o.PaidAt != 0 {
		answer.State = orderPaid
	}
	return answer
}

// addOrder places an order at WeChat Pay and keeps its prepay id as a send code.
// The same call again gives the same order, so one without an answer is repeated.
func (s *Server) addOrder(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	var req orderRequest
	if err := readJSON(c, &req); err != nil {
		return err
	}
	merchant, err := s.till(ctx, app)
	if err != nil {
		return err
	}
	notify, err := s.notifyURL(app, req.NotifyURL)
	if err != nil {
		return err
	}
	in := models.OrderInput{OrderNo: req.OrderNo, Openid: req.Openid, Amount: req.Amount, Description: req.Description, Scene: req.Scene, NotifyURL: notify}
	order, err := s.Store.OrderToPlace(ctx, app, &in)
	if err == nil && !order.Placed() {
		order, err = s.place(ctx, actor(c), app, merchant, in)
	}
	if err != nil {
		return orderRefused(err)
	}
	params, err := s.Pay.Params(ctx, merchant, app.Appid, order.PrepayID)
	if err != nil {
		return err
	}
	answer := newOrderAnswer(order)
	answer.Payment = &params
	return writeJSON(c, http.StatusOK, answer)
}

// till is the merchant account with which an App's orders are placed.
func (s *Server) till(ctx context.Context, app models.App) (pay.Merchant, error) {
	intake, err := s.Store.Intake(ctx, app.ID)
	if err != nil {
		return pay.Merchant{}, err
	}
	merchant, err := s.Store.Merchant(intake)
	if err == nil && !merchant.CanPlace() {
		err = &refusedCall{status: http.StatusConflict, code: text.CodePayNotSet}
	}
	return merchant, err
}

// notifyURL is where WeChat Pay will tell of the payment: where the shop wants
// it, or else here.
func (s *Server) notifyURL(app models.App, wanted string) (string, error) {
	if wanted == "" && s.PublicURL == "" {
		return "", &refusedCall{status: http.StatusConflict, code: text.CodeNoPublicURL}
	}
	return cmp.Or(wanted, strings.TrimRight(s.PublicURL, "/")+paths.PayNotify(app.Appid)), nil
}

func (s *Server) place(ctx context.Context, by models.Actor, app models.App, merchant pay.Merchant, in models.OrderInput) (models.Order, error) {
	prepayID, err := s.Pay.Place(ctx, merchant, pay.Order{
		Appid: app.Appid, Openid: in.Openid, OrderNo: in.OrderNo, Description: in.Description, Amount: in.Amount, NotifyURL: in.NotifyURL,
	})
	if err != nil {
		return models.Order{}, err
	}
	return s.Store.KeepOrder(ctx, by, app, in, prepayID)
}

// orderRefused says who can do something: the caller, time, or the shop's staff.
func orderRefused(err error) error {
	var refused *pay.Refusal
	switch {
	case errors.Is(err, models.ErrOrderPaid):
		return &refusedCall{status: http.StatusConflict, code: text.CodeOrderPaid}
	case errors.Is(err, models.ErrOrderDiffers):
		return &refusedCall{status: http.StatusConflict, code: text.CodeOrderDiffers}
	case errors.Is(err, pay.ErrNoAnswer):
		return &refusedCall{status: http.StatusServiceUnavailable, code: text.CodePayNoAnswer, wait: platformBusyWait, cause: err}
	case !errors.As(err, &refused):
		return err
	}
	answer := refusedCall{said: refused.Code + " " + refused.Message, cause: err}
	switch refused.Kind() {
	case pay.KindPaid:
		answer.status, answer.code = http.StatusConflict, text.CodeOrderPaid
	case pay.KindUsed:
		answer.status, answer.code = http.StatusConflict, text.CodeOrderDiffers
	case pay.KindInput:
		answer.status, answer.code = http.StatusUnprocessableEntity, text.CodeOrderRefused
	case pay.KindBusy:
		answer.status, answer.code, answer.wait = http.StatusServiceUnavailable, text.CodePlatformBusy, platformBusyWait
	default:
		answer.status, answer.code = http.StatusBadGateway, text.CodePayRefused
	}
	return &answer
}

// showOrder tells how an order stands that was placed through us, or whose
// payment WeChat Pay has told of.
func (s *Server) showOrder(c echo.Context) error {
	order, err := s.Store.Order(c.Request().Context(), currentApp(c).ID, param(c, "order_no"))
	if err == nil && !order.Placed() && order.PaidAt == 0 {
		err = models.ErrNotFound // merely reported with a code
	}
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, newOrderAnswer(order))
}
