package models

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"xinshi/models/wechat/pay"
)

// Order is an order whose payment is, or will be, a send code. The fields of an
// order that was not placed through us are empty.
type Order struct {
	ID            int64
	AppID         int64
	OrderNo       string
	Openid        string
	Amount        int64 // fen
	Description   string
	NotifyURL     string
	PrepayID      string
	PlacedAt      Millis
	TransactionID string
	PaidAt        Millis
	CreatedAt     Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt     Millis `gorm:"autoUpdateTime:milli"`
}

// Placed tells whether the order was placed through us.
func (o Order) Placed() bool { return o.PrepayID != "" }

// lockOrders finds orders by number, adds the ones that are new, and holds them
// until the transaction ends. Who stores a code and who learns of its payment
// both come through here: otherwise each could miss what the other is writing.
func (s *Store) lockOrders(ctx context.Context, appID int64, orderNos map[string]bool) (map[string]Order, error) {
	var rows []Order
	for _, no := range slices.Sorted(maps.Keys(orderNos)) { // in one order, or two calls would wait for each other
		rows = append(rows, Order{ID: NewID(s.now()), AppID: appID, OrderNo: no})
	}
	if err := s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, 200).Error; err != nil {
		return nil, fmt.Errorf("add orders: %w", err)
	}
	rows = nil
	if err := s.forUpdate(ctx).Where("app_id = ? AND order_no IN ?", appID, slices.Collect(maps.Keys(orderNos))).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("lock orders: %w", err)
	}
	byNo := make(map[string]Order, len(rows))
	for _, o := range rows {
		byNo[o.OrderNo] = o
	}
	return byNo, nil
}

// settleOrders makes new payment codes usable whose orders are known to be paid
// already: the notification may well be quicker than the shop's backend.
func (s *Store) settleOrders(ctx context.Context, app App, codes []SendCode) error {
	orderNos := map[string]bool{}
	for _, c := range codes {
		if c.Kind == CodePrepay && c.OrderNo != "" {
			orderNos[c.OrderNo] = true
		}
	}
	if len(orderNos) == 0 {
		return nil
	}
	orders, err := s.lockOrders(ctx, app.ID, orderNos)
	if err != nil {
		return err
	}
	for i, c := range codes {
		o := orders[c.OrderNo]
		if c.Kind != CodePrepay || o.PaidAt == 0 {
			continue
		}
		foreign, err := s.foreignPayer(ctx, o.Openid, codes[i:i+1])
		if err != nil {
			return err
		}
		if !foreign {
			codes[i].paid(app, o.PaidAt)
		}
	}
	return nil
}

// foreignPayer tells whether somebody else paid than who has the codes.
func (s *Store) foreignPayer(ctx context.Context, openid string, codes []SendCode) (bool, error) {
	if openid == "" || len(codes) == 0 {
		return false, nil
	}
	ids := make([]int64, len(codes))
	for i, c := range codes {
		ids[i] = c.RecipientID
	}
	owners, err := s.RecipientNames(ctx, codes[0].AppID, ids)
	for _, owner := range owners {
		if owner.Openid != openid {
			return true, err
		}
	}
	return false, err
}

// MarkPaid makes the codes of an order usable. It returns how many became so;
// none is ErrNotFound unless the order was marked before, which is harmless.
func (s *Store) MarkPaid(ctx context.Context, actor Actor, app App, orderNo string) (int, error) {
	return s.markPaid(ctx, actor, app, orderNo, s.Now())
}

// Confirmation is what a verified notification led to.
type Confirmation struct {
	Codes   int    // that became usable now
	Refused Reason // why none could; empty: the payment counts
}

// ConfirmPayment takes a notification that is proven to come from WeChat Pay, and
// makes the codes of its order usable. One that comes twice, late or before the
// code does no harm; one that does not fit is counted and changes nothing.
func (s *Store) ConfirmPayment(ctx context.Context, actor Actor, app App, intake Intake, n pay.Notification) (Confirmation, error) {
	var got Confirmation
	err := s.InTx(ctx, func(tx *Store) error {
		got = Confirmation{}
		var err error
		switch {
		case n.Appid != app.Appid || n.Mchid != intake.Mchid:
			got.Refused = ReasonOtherMerchant
		case !n.Paid():
			got.Refused = ReasonNotPaid
		default:
			got, err = tx.confirm(ctx, actor, app, n)
		}
		if err != nil || got.Refused == "" {
			return err
		}
		return tx.CountRefusal(ctx, app.ID, SourcePayment, got.Refused)
	})
	return got, err
}

func (s *Store) confirm(ctx context.Context, actor Actor, app App, n pay.Notification) (Confirmation, error) {
	var bad ValidationError
	checkToken(&bad, "order_no", n.OrderNo, 64)
	if bad.Err() != nil {
		return Confirmation{Refused: ReasonMalformed}, nil
	}
	orders, err := s.lockOrders(ctx, app.ID, map[string]bool{n.OrderNo: true})
	if err != nil {
		return Confirmation{}, err
	}
	order := orders[n.OrderNo]
	var codes []SendCode
	err = s.db.WithContext(ctx).Where("app_id = ? AND order_no = ? AND kind = ?", app.ID, n.OrderNo, CodePrepay).Find(&codes).Error
	if err != nil {
		return Confirmation{}, fmt.Errorf("find codes of order: %w", err)
	}
	foreign, err := s.foreignPayer(ctx, n.Openid, codes)
	if err != nil {
		return Confirmation{}, err
	}
	if foreign || order.Placed() && (n.Amount != order.Amount || n.Openid != order.Openid) {
		return Confirmation{Refused: ReasonMismatch}, nil
	}
	order.Openid, order.Amount, order.TransactionID = n.Openid, n.Amount, n.TransactionID
	paidAt := min(At(n.PaidAt), s.Now()) // clocks differ
	if err := s.notePaid(ctx, order, paidAt); err != nil {
		return Confirmation{}, err
	}
	if len(codes) == 0 {
		return Confirmation{Refused: ReasonUnknownOrder}, nil
	}
	marked, err := s.markPaid(ctx, actor, app, n.OrderNo, paidAt)
	return Confirmation{Codes: marked}, err
}

// notePaid keeps the first payment that is known of an order, and what WeChat Pay
// said of it: the shop's backend may have told us before.
func (s *Store) notePaid(ctx context.Context, o Order, at Millis) error {
	row := s.db.WithContext(ctx).Model(&Order{}).Where("app_id = ? AND order_no = ?", o.AppID, o.OrderNo)
	err := row.Session(&gorm.Session{}).Where("paid_at = 0").Updates(map[string]any{"paid_at": at}).Error
	if err == nil && o.TransactionID != "" {
		err = row.Session(&gorm.Session{}).Where("transaction_id = ''").Updates(map[string]any{
			"transaction_id": clipBytes(o.TransactionID, 64), "openid": clipBytes(o.Openid, 64), "amount": o.Amount,
		}).Error
	}
	if err != nil {
		return fmt.Errorf("note payment of order: %w", err)
	}
	return nil
}
