package models

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// The ways in which an order number cannot be used again.
var (
	ErrOrderPaid    = fmt.Errorf("order is paid: %w", ErrConflict)
	ErrOrderDiffers = fmt.Errorf("order number belongs to another order: %w", ErrConflict)
)

// OrderInput is an order that the shop's backend wants placed.
type OrderInput struct {
	OrderNo     string
	Openid      string
	Amount      int64 // fen
	Description string
	NotifyURL   string
	Scene       string // of the send code
}

// MaxAmount is ten million yuan, in fen: far above what WeChat Pay lets anyone
// pay at once, and what a unit mistaken twice leads to.
const MaxAmount = 1_000_000_000

// orderForm is what WeChat Pay takes for an order number.
var orderForm = regexp.MustCompile(`^[0-9A-Za-z_\-|*]*$`)

func (in *OrderInput) validate() error {
	var bad ValidationError
	for _, s := range []*string{&in.OrderNo, &in.Openid, &in.Description, &in.NotifyURL, &in.Scene} {
		*s = strings.TrimSpace(*s)
	}
	checkToken(&bad, "openid", in.Openid, 64)
	switch checkText(&bad, "order_no", in.OrderNo, 1, 32); {
	case in.OrderNo != "" && len(in.OrderNo) < 6:
		bad.Add("order_no", ReasonTooShort, 6)
	case !orderForm.MatchString(in.OrderNo):
		bad.Add("order_no", ReasonBadFormat)
	}
	if in.Amount < 1 || in.Amount > MaxAmount {
		bad.Add("amount", ReasonBadAmount)
	}
	checkText(&bad, "description", in.Description, 1, 127)
	checkText(&bad, "scene", in.Scene, 0, 100)
	if u, err := url.Parse(in.NotifyURL); err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || len(in.NotifyURL) > 255 {
		bad.Add("notify_url", ReasonBadFormat)
	}
	return bad.Err()
}

// same tells whether a repeated call asks for the same order.
func (in OrderInput) same(o Order) bool {
	return in.Openid == o.Openid && in.Amount == o.Amount && in.Description == o.Description && in.NotifyURL == o.NotifyURL
}

// prepayLife is how long an order can be paid with one prepay id (platform: two
// hours, less what a buyer needs to pay).
const prepayLife = 2*time.Hour - 10*time.Minute

// OrderToPlace judges an order before it is placed. It returns the order that was
// placed under this number before, while that can still be paid; one without a
// PrepayID is to be placed, and then kept with KeepOrder. It strips the blanks
// around what was typed.
func (s *Store) OrderToPlace(ctx context.Context, app App, in *OrderInput) (Order, error) {
	if err := in.validate(); err != nil {
		return Order{}, err
	}
	o, err := s.Order(ctx, app.ID, in.OrderNo)
	switch {
	case errors.Is(err, ErrNotFound):
		return Order{}, nil
	case err != nil:
		return Order{}, err
	case o.PaidAt != 0:
		return Order{}, ErrOrderPaid
	case !o.Placed():
		return Order{}, nil
	case !in.same(o):
		return Order{}, ErrOrderDiffers
	case s.Now() >= o.PlacedAt.Add(prepayLife):
		return Order{}, nil
	}
	return o, nil
}

// KeepOrder stores a placed order and its send code, which becomes usable once
// the order is paid. When this fails nothing is lost: placing the same order
// again gives the same prepay id. Where another call was quicker its order stands.
func (s *Store) KeepOrder(ctx context.Context, actor Actor, app App, in OrderInput, prepayID string) (Order, error) {
	if err := in.validate(); err != nil {
		return Order{}, err
	}
	var o Order
	err := s.InTx(ctx, func(tx *Store) error {
		orders, err := tx.lockOrders(ctx, app.ID, map[string]bool{in.OrderNo: true})
		if err != nil {
			return err
		}
		o = orders[in.OrderNo]
		switch {
		case o.Placed() && !in.same(o):
			return ErrOrderDiffers
		case o.Placed() && tx.Now() < o.PlacedAt.Add(prepayLife):
			return nil
		}
		if err := tx.revokeUnpaid(ctx, o, prepayID); err != nil {
			return err
		}
		o.Openid, o.Amount, o.Description, o.NotifyURL = in.Openid, in.Amount, in.Description, in.NotifyURL
		o.PrepayID, o.PlacedAt = prepayID, tx.Now()
		if err := tx.db.WithContext(ctx).Select("*").Updates(&o).Error; err != nil {
			return fmt.Errorf("keep order: %w", err)
		}
		return tx.keepOrderCode(ctx, actor, app, in, prepayID)
	})
	return o, err
}

// revokeUnpaid takes the codes out of reach that no payment can make usable any
// more, because the order was placed anew under another prepay id.
func (s *Store) revokeUnpaid(ctx context.Context, o Order, prepayID string) error {
	var codes []SendCode
	err := s.forUpdate(ctx).Where("app_id = ? AND order_no = ? AND kind = ? AND state = ? AND paid_at = 0 AND code <> ?",
		o.AppID, o.OrderNo, CodePrepay, CodeAvailable, prepayID).Find(&codes).Error
	if err != nil {
		return fmt.Errorf("find unpaid codes of order: %w", err)
	}
	return s.moveCodes(ctx, codes, CodeAvailable, CodeRevoked, map[string]any{"settled_at": s.Now()})
}

func (s *Store) keepOrderCode(ctx context.Context, actor Actor, app App, in OrderInput, prepayID string) error {
	code := CodeInput{Openid: in.Openid, Kind: CodePrepay, Code: prepayID, OrderNo: in.OrderNo, Scene: in.Scene}
	result, err := s.AddCodes(ctx, actor, app, SourceOrder, []CodeInput{code})
	if err != nil {
		return err
	}
	if len(result.Rejected) > 0 {
		return fmt.Errorf("prepay id of order was not taken: %s: %s", result.Rejected[0].Field, result.Rejected[0].Reason)
	}
	return s.audit(ctx, actor, change{AppID: app.ID, Action: "order.place", Object: "order", After: map[string]any{"order_no": in.OrderNo, "amount": in.Amount}})
}

// Order loads one of an App's orders.
func (s *Store) Order(ctx context.Context, appID int64, orderNo string) (Order, error) {
	var o Order
	err := s.read.WithContext(ctx).Where("app_id = ? AND order_no = ?", appID, orderNo).Take(&o).Error
	return o, one(err, "order")
}
