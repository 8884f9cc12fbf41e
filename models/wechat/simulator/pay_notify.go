package simulator

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" // #nosec G501 -- the protocol
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Version is one of the two forms in which WeChat Pay tells a merchant of a payment.
type Version string

// The versions.
const (
	V2 Version = "v2" // XML, signed with the merchant's key
	V3 Version = "v3" // JSON, encrypted, signed by WeChat Pay
)

// NotifyAnswer is what the merchant answered to one notification.
type NotifyAnswer struct {
	Status int    `json:"status"`
	Body   string `json:"body"`
}

// Notify tells the merchant of a payment, as often as asked: the platform itself repeats until it hears a success.
func (s *Simulator) Notify(ctx context.Context, orderNo string, version Version, times int) ([]NotifyAnswer, error) {
	trade, err := s.Trade(orderNo)
	if err == nil && trade.PaidAt.IsZero() {
		err = fmt.Errorf("order %q is not paid", orderNo)
	}
	if err != nil {
		return nil, err
	}
	var answers []NotifyAnswer
	for range times {
		header, body, err := s.Notification(trade, version)
		if err != nil {
			return nil, err
		}
		answer, err := deliver(ctx, trade.NotifyURL, header, body)
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// notifier waits for an answer as long as the platform does.
var notifier = http.Client{Timeout: 5 * time.Second}

func deliver(ctx context.Context, to string, header http.Header, body []byte) (NotifyAnswer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return NotifyAnswer{}, err
	}
	req.Header = header
	resp, err := notifier.Do(req)
	if err != nil {
		return NotifyAnswer{}, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	return NotifyAnswer{resp.StatusCode, string(answer)}, err
}

// Notification signs what WeChat Pay would say of a trade, whatever the trade says: an unpaid one has the state NOTPAY.
func (s *Simulator) Notification(t Trade, version Version) (http.Header, []byte, error) {
	m := s.merchant(t.Mchid)
	if m == nil {
		return nil, nil, fmt.Errorf("there is no merchant %q", t.Mchid)
	}
	switch version {
	case V2:
		return http.Header{"Content-Type": {"text/xml"}}, m.notificationV2(t), nil
	case V3:
		body, err := m.notificationV3(t)
		header := http.Header{"Content-Type": {"application/json"}}
		m.signHeader(header, s.base(), body) // not the turned clock: the receiver's own is not turned
		return header, body, err
	}
	return nil, nil, errors.New("a notification is v2 or v3")
}

// signHeader puts WeChat Pay's signature of a body into the header.
func (m *merchant) signHeader(h http.Header, at time.Time, body []byte) {
	now, nonce := strconv.FormatInt(at.Unix(), 10), rand.Text()
	h.Set("Wechatpay-Serial", m.PlatformKeyID)
	h.Set("Wechatpay-Timestamp", now)
	h.Set("Wechatpay-Nonce", nonce)
	h.Set("Wechatpay-Signature", m.sign(now+"\n"+nonce+"\n"+string(body)+"\n"))
}

var china = time.FixedZone("UTC+8", 8*60*60)

// notificationV2 keeps its fields sorted, since in that order they are signed.
func (m *merchant) notificationV2(t Trade) []byte {
	fields := [][2]string{
		{"appid", t.Appid}, {"bank_type", "OTHERS"}, {"cash_fee", strconv.FormatInt(t.Amount, 10)}, {"fee_type", "CNY"}, {"is_subscribe", "N"},
		{"mch_id", t.Mchid}, {"nonce_str", rand.Text()}, {"openid", t.Openid}, {"out_trade_no", t.OrderNo}, {"result_code", "SUCCESS"},
		{"return_code", "SUCCESS"}, {"time_end", t.PaidAt.In(china).Format("20060102150405")}, {"total_fee", strconv.FormatInt(t.Amount, 10)},
		{"trade_type", "JSAPI"}, {"transaction_id", t.TransactionID},
	}
	var text, out strings.Builder
	out.WriteString("<xml>\n")
	for _, f := range fields {
		if t.PaidAt.IsZero() && f[0] == "result_code" {
			f[1] = "FAIL"
		}
		text.WriteString(f[0] + "=" + f[1] + "&")
		fmt.Fprintf(&out, "  <%s><![CDATA[%s]]></%s>\n", f[0], f[1], f[0])
	}
	sum := md5.Sum([]byte(text.String() + "key=" + m.APIv2Key)) // #nosec G401 -- the protocol
	fmt.Fprintf(&out, "  <sign><![CDATA[%s]]></sign>\n</xml>", strings.ToUpper(hex.EncodeToString(sum[:])))
	return []byte(out.String())
}

func (m *merchant) notificationV3(t Trade) ([]byte, error) {
	plain := map[string]any{
		"appid": t.Appid, "mchid": t.Mchid, "out_trade_no": t.OrderNo, "transaction_id": t.TransactionID, "trade_type": "JSAPI",
		"trade_state": "SUCCESS", "trade_state_desc": "支付成功", "bank_type": "OTHERS", "success_time": t.PaidAt.In(china).Format(time.RFC3339),
		"payer":  map[string]string{"openid": t.Openid},
		"amount": map[string]any{"total": t.Amount, "payer_total": t.Amount, "currency": "CNY", "payer_currency": "CNY"},
	}
	if t.PaidAt.IsZero() {
		plain["trade_state"], plain["trade_state_desc"] = "NOTPAY", "未支付"
		delete(plain, "success_time")
	}
	raw, err := json.Marshal(plain)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher([]byte(m.APIv3Key))
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	nonce := rand.Text()[:gcm.NonceSize()]
	return json.Marshal(map[string]any{
		"id": rand.Text(), "create_time": t.PaidAt.In(china).Format(time.RFC3339), "resource_type": "encrypt-resource",
		"event_type": "TRANSACTION.SUCCESS", "summary": "支付成功",
		"resource": map[string]string{
			"original_type": "transaction", "algorithm": "AEAD_AES_256_GCM", "associated_data": "transaction", "nonce": nonce,
			"ciphertext": base64.StdEncoding.EncodeToString(gcm.Seal(nil, []byte(nonce), raw, []byte("transaction"))),
		},
	})
}
