package pay

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
)

// ErrNoAnswer says that no answer came that can be believed. The order may have been placed: placing it again tells.
var ErrNoAnswer = errors.New("no usable answer of WeChat Pay")

// Refusal is an answer of WeChat Pay by which the order was not placed.
type Refusal struct {
	Status  int
	Code    string
	Message string // in WeChat Pay's own words
}

// Error names the code and WeChat Pay's own words.
func (r *Refusal) Error() string {
	return fmt.Sprintf("WeChat Pay answered %d %s: %s", r.Status, r.Code, r.Message)
}

// Kind is what a refusal is about, and by that who can do something.
type Kind string

// The kinds of refusals.
const (
	KindPaid   Kind = "paid"   // the order was paid before: nothing is left to do
	KindUsed   Kind = "used"   // the order number belongs to another order, or one that is closed
	KindInput  Kind = "input"  // a value of the order is not accepted
	KindConfig Kind = "config" // the merchant's settings or rights: a person must act
	KindBusy   Kind = "busy"   // try again a little later
)

var kinds = map[string]Kind{
	"ORDERPAID": KindPaid, "ORDER_PAID": KindPaid,
	"OUT_TRADE_NO_USED": KindUsed, "ORDERCLOSED": KindUsed, "ORDER_CLOSED": KindUsed,
	"PARAM_ERROR": KindInput, "INVALID_REQUEST": KindInput, "OPENID_MISMATCH": KindInput,
	"FREQUENCY_LIMITED": KindBusy, "FREQUENCY_LIMIT_EXCEED": KindBusy, "SYSTEM_ERROR": KindBusy, "SYSTEMERROR": KindBusy, "BANK_ERROR": KindBusy,
}

// Kind looks the code up. One that is not in the table is judged by its status; then it is most often about rights.
func (r *Refusal) Kind() Kind {
	if kind, ok := kinds[r.Code]; ok {
		return kind
	}
	if r.Status >= http.StatusInternalServerError || r.Status == http.StatusTooManyRequests {
		return KindBusy
	}
	return KindConfig
}

// refusal makes one error of ours of what the SDK reports, whose texts quote headers.
func refusal(err error) error {
	var answered *core.APIError
	if errors.As(err, &answered) && answered.Code != "" {
		return &Refusal{answered.StatusCode, answered.Code, answered.Message}
	}
	if answered != nil {
		return fmt.Errorf("%w: HTTP %d", ErrNoAnswer, answered.StatusCode)
	}
	var lost *url.Error
	if errors.As(err, &lost) {
		return fmt.Errorf("%w: %w", ErrNoAnswer, lost.Err)
	}
	return fmt.Errorf("%w: %w", ErrNoAnswer, err) // its signature is not WeChat Pay's, or it is no JSON
}
