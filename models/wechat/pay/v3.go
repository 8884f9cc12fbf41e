package pay

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core/consts"
	"github.com/wechatpay-apiv3/wechatpay-go/core/notify"
	"github.com/wechatpay-apiv3/wechatpay-go/services/payments"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

const (
	staleAfter = consts.FiveMinute * time.Second
	signatures = "WECHATPAY2-SHA256-RSA2048"
	gcm        = "AEAD_AES_256_GCM"
	gcmNonce   = 12
)

// VerifyV3 reads a notification of version 3 and believes it when WeChat Pay has signed it within the last minutes.
//
// It puts the SDK's parts together by itself: the SDK's own handler reads the machine's clock, quotes the whole request
// in its errors, and panics on a resource that is missing or has a nonce of another length.
func VerifyV3(ctx context.Context, header http.Header, body []byte, m Merchant, now time.Time) (Notification, error) {
	if !m.CanVerifyV3() {
		return Notification{}, ErrNotConfigured
	}
	if kind := header.Get("Wechatpay-Signature-Type"); kind != "" && kind != signatures {
		return Notification{}, ErrSignature
	}
	sent, err := strconv.ParseInt(header.Get(consts.WechatPayTimestamp), 10, 64)
	if err != nil {
		return Notification{}, fmt.Errorf("%w: no time", ErrSignature)
	}
	if age := now.Sub(time.Unix(sent, 0)); age.Abs() >= staleAfter {
		return Notification{}, ErrStale
	}
	message := fmt.Sprintf("%d\n%s\n%s\n", sent, header.Get(consts.WechatPayNonce), body)
	if m.Platform.verifier.Verify(ctx, header.Get(consts.WechatPaySerial), message, header.Get(consts.WechatPaySignature)) != nil {
		return Notification{}, ErrSignature
	}
	return openV3(body, m.APIv3Key)
}

// openV3 decrypts what is known to come from WeChat Pay.
func openV3(body []byte, key string) (Notification, error) {
	var envelope notify.Request
	if err := json.Unmarshal(body, &envelope); err != nil {
		return Notification{}, ErrMalformed
	}
	sealed := envelope.Resource
	switch {
	case !strings.HasPrefix(envelope.EventType, "TRANSACTION."):
		return Notification{}, ErrOtherEvent
	case sealed == nil, sealed.Algorithm != gcm, len(sealed.Nonce) != gcmNonce:
		return Notification{}, ErrMalformed
	}
	plain, err := utils.DecryptAES256GCM(key, sealed.AssociatedData, sealed.Nonce, sealed.Ciphertext)
	if err != nil {
		return Notification{}, ErrOtherKey
	}
	var paid payments.Transaction
	if err := json.Unmarshal([]byte(plain), &paid); err != nil {
		return Notification{}, ErrMalformed
	}
	return notificationV3(paid)
}

func notificationV3(t payments.Transaction) (Notification, error) {
	n := Notification{
		Appid: text(t.Appid), Mchid: text(t.Mchid), OrderNo: text(t.OutTradeNo),
		TransactionID: text(t.TransactionId), State: text(t.TradeState),
	}
	if t.Payer != nil {
		n.Openid = text(t.Payer.Openid)
	}
	if t.Amount != nil && t.Amount.Total != nil {
		n.Amount = *t.Amount.Total
	}
	if !n.Paid() {
		return n, nil
	}
	var err error
	if n.PaidAt, err = time.Parse(time.RFC3339, text(t.SuccessTime)); err != nil || n.Amount <= 0 {
		return n, fmt.Errorf("%w: success_time or amount", ErrMalformed)
	}
	return n, nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
