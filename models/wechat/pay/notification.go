package pay

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Notification is what WeChat Pay says of an order, in either version.
type Notification struct {
	Appid         string
	Mchid         string
	OrderNo       string
	Openid        string
	TransactionID string
	Amount        int64 // fen
	State         string
	PaidAt        time.Time // zero unless paid
}

// Paid tells whether the order was paid; every other state means that it was not, or not yet.
func (n Notification) Paid() bool { return n.State == "SUCCESS" }

// The ways in which a notification is not believed.
var (
	ErrMalformed = errors.New("not a notification of WeChat Pay")
	ErrSignature = errors.New("the signature is not WeChat Pay's")
	ErrStale     = errors.New("the notification was signed too long ago, or by another clock")
	ErrOtherKey  = errors.New("the notification is genuine, but this APIv3 key does not open it")
)

// ErrOtherEvent is a genuine notification of something else than a payment, such as a refund.
var ErrOtherEvent = errors.New("the notification is not about a payment")

// china is the zone of version 2's times; it has had no summer time since 1991.
var china = time.FixedZone("UTC+8", 8*60*60)

func notificationV2(fields map[string]string) (Notification, error) {
	n := Notification{
		Appid: fields["appid"], Mchid: fields["mch_id"], OrderNo: fields["out_trade_no"], Openid: fields["openid"],
		TransactionID: fields["transaction_id"], State: fields["result_code"],
	}
	var err error
	if n.Amount, err = strconv.ParseInt(fields["total_fee"], 10, 64); err != nil && n.Paid() {
		return n, fmt.Errorf("%w: total_fee", ErrMalformed)
	}
	if !n.Paid() {
		return n, nil
	}
	if n.PaidAt, err = time.ParseInLocation("20060102150405", fields["time_end"], china); err != nil {
		return n, fmt.Errorf("%w: time_end", ErrMalformed)
	}
	return n, nil
}
