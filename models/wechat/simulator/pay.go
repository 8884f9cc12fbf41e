package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"xinshi/models/wechat"
)

// callPrepay is WeChat Pay's call that places an order. Its host is another than the messages', its path is not.
const callPrepay wechat.Call = "/v3/pay/transactions/jsapi"

// Trade is an order at WeChat Pay.
type Trade struct {
	OrderNo       string    `json:"order_no"`
	Appid         string    `json:"appid"`
	Mchid         string    `json:"mchid"`
	Openid        string    `json:"openid"`
	Description   string    `json:"description"`
	Amount        int64     `json:"amount"`
	NotifyURL     string    `json:"notify_url"`
	TransactionID string    `json:"transaction_id"`
	PaidAt        time.Time `json:"paid_at,omitzero"`
}

// same tells whether a repeated order asks for the same.
func (t Trade) same(o Trade) bool {
	return t.Appid == o.Appid && t.Mchid == o.Mchid && t.Openid == o.Openid && t.Description == o.Description && t.Amount == o.Amount && t.NotifyURL == o.NotifyURL
}

// payRefusal is an error of WeChat Pay; unlike those of the messages it has a status.
type payRefusal struct {
	status        int
	Code, Message string
}

func (s *Simulator) servePrepay(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	fault, wait := s.faults.draw(callPrepay)
	time.Sleep(wait)
	var prepayID string
	var m *merchant
	refused := &payRefusal{http.StatusInternalServerError, "SYSTEM_ERROR", "系统异常，请稍后重试"}
	switch fault {
	case none, cutAfter:
		prepayID, m, refused = s.prepay(r, body)
	case hang:
		<-r.Context().Done()
	}
	switch {
	case fault == hang, fault == cutBefore, fault == cutAfter:
		panic(http.ErrAbortHandler)
	case fault == http500:
		http.Error(w, "Bad Gateway", http.StatusBadGateway)
	case refused != nil:
		writePay(w, nil, refused.status, map[string]string{"code": refused.Code, "message": refused.Message})
	default:
		writePay(w, m, http.StatusOK, map[string]string{"prepay_id": prepayID})
	}
}

// prepayRequest is the body of an order.
type prepayRequest struct {
	Appid       string `json:"appid"`
	Mchid       string `json:"mchid"`
	Description string `json:"description"`
	OutTradeNo  string `json:"out_trade_no"`
	NotifyURL   string `json:"notify_url"`
	Amount      struct {
		Total    int64  `json:"total"`
		Currency string `json:"currency"`
	} `json:"amount"`
	Payer struct {
		Openid string `json:"openid"`
	} `json:"payer"`
}

var orderNumber = regexp.MustCompile(`^[0-9A-Za-z_\-|*]{6,32}$`)

// prepay judges an order and places it.
func (s *Simulator) prepay(r *http.Request, body []byte) (string, *merchant, *payRefusal) {
	m, refused := s.authorise(r, body)
	if refused != nil {
		return "", nil, refused
	}
	var in prepayRequest
	wrong := func(what string) (string, *merchant, *payRefusal) {
		return "", nil, &payRefusal{http.StatusBadRequest, "PARAM_ERROR", what}
	}
	if json.Unmarshal(body, &in) != nil {
		return wrong("请求体不是合法的 JSON")
	}
	notify, err := url.Parse(in.NotifyURL)
	switch {
	case in.Mchid != m.Mchid:
		return wrong("mchid 与签名的商户不一致")
	case !m.owns(in.Appid):
		return "", nil, &payRefusal{http.StatusBadRequest, "APPID_MCHID_NOT_MATCH", "appid 和 mchid 不匹配"}
	case !orderNumber.MatchString(in.OutTradeNo):
		return wrong("商户订单号不合法")
	case in.Description == "" || utf8.RuneCountInString(in.Description) > 127:
		return wrong("商品描述不合法")
	case in.Amount.Total < 1 || in.Amount.Currency != "CNY":
		return wrong("订单金额不合法")
	case err != nil || notify.Host == "" || notify.RawQuery != "" || notify.Scheme != "https" && notify.Hostname() != "127.0.0.1":
		return wrong("notify_url 不合法")
	}
	a, err := s.account(in.Appid)
	if err != nil {
		return "", nil, &payRefusal{http.StatusBadRequest, "APPID_MCHID_NOT_MATCH", "appid 不存在"}
	}
	prepayID, refused := s.place(a, Trade{
		OrderNo: in.OutTradeNo, Appid: in.Appid, Mchid: in.Mchid, Openid: in.Payer.Openid, Description: in.Description,
		Amount: in.Amount.Total, NotifyURL: in.NotifyURL, TransactionID: "4200" + s.random.text("0123456789", 24),
	})
	return prepayID, m, refused
}

// place answers a repeated order like the first one.
func (s *Simulator) place(a *account, t Trade) (string, *payRefusal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.users[t.Openid] {
		return "", &payRefusal{http.StatusBadRequest, "PARAM_ERROR", "无效的 openid"}
	}
	known, err := s.Trade(t.OrderNo)
	switch {
	case err != nil && s.order(t.OrderNo) == nil:
		prepayID := "wx" + s.random.text(hexDigits[:10], 14) + s.random.text(hexDigits, 20)
		s.commit(event{Kind: orderPlaced, Appid: t.Appid, Openid: t.Openid, OrderNo: t.OrderNo, Code: prepayID, Uses: a.prepayUses(), Trade: &t})
		return prepayID, nil
	case err != nil, !known.same(t):
		return "", &payRefusal{http.StatusForbidden, "OUT_TRADE_NO_USED", "商户订单号重复"}
	case !known.PaidAt.IsZero():
		return "", &payRefusal{http.StatusBadRequest, "ORDERPAID", "该订单已支付"}
	}
	return a.orders[t.OrderNo], nil
}

// Trade is an order that a merchant placed.
func (s *Simulator) Trade(orderNo string) (Trade, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if t, ok := s.trades[orderNo]; ok {
		return t, nil
	}
	return Trade{}, fmt.Errorf("no merchant has placed an order %q", orderNo)
}

var authorisation = regexp.MustCompile(`^WECHATPAY2-SHA256-RSA2048 mchid="([^"]*)",nonce_str="([^"]*)",timestamp="(\d+)",serial_no="([^"]*)",signature="([^"]*)"$`)

// authorise finds the merchant that signed a request. The time is the machine's, however far the clock was turned: the
// official SDK signs with no other.
func (s *Simulator) authorise(r *http.Request, body []byte) (*merchant, *payRefusal) {
	refused := &payRefusal{http.StatusUnauthorized, "SIGN_ERROR", "签名错误，请检查后再试"}
	part := authorisation.FindStringSubmatch(r.Header.Get("Authorization"))
	if r.Method != http.MethodPost || part == nil {
		return nil, refused
	}
	m := s.merchant(part[1])
	at, err := strconv.ParseInt(part[3], 10, 64)
	text := strings.Join([]string{r.Method, r.URL.RequestURI(), part[3], part[2], string(body), ""}, "\n")
	if m == nil || err != nil || part[4] != m.Serial || time.Since(time.Unix(at, 0)).Abs() > 5*time.Minute || !m.signed(text, part[5]) {
		return nil, refused
	}
	return m, nil
}

// writePay answers, and signs where there is a merchant to sign for. The SDK compares the time with the machine's.
func writePay(w http.ResponseWriter, m *merchant, status int, answer any) {
	var out bytes.Buffer
	if err := json.NewEncoder(&out).Encode(answer); err != nil {
		panic(err) // a map of strings
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if m != nil {
		m.signHeader(w.Header(), time.Now(), out.Bytes())
	}
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}
