package pay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	"github.com/wechatpay-apiv3/wechatpay-go/services/payments/jsapi"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

// Client places orders. It is safe for concurrent use and never repeats a call by itself.
type Client struct {
	http *http.Client
	now  func() time.Time
}

// New makes a client of WeChat Pay at baseURL, of which only scheme and host count. The http.Client brings timeouts and
// connection limits.
func New(baseURL string, hc *http.Client, now func() time.Time) (*Client, error) {
	base, err := url.Parse(baseURL)
	if err != nil || base.Host == "" {
		return nil, errors.New("the address of WeChat Pay is no URL")
	}
	once := *hc
	once.Transport = toBase{base, hc.Transport}
	once.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{&once, now}, nil
}

// toBase sends what the SDK addresses to WeChat Pay's own host to the configured one: the SDK has no setting for it.
// Signatures cover path and query, not the host.
type toBase struct {
	base *url.URL
	next http.RoundTripper
}

// RoundTrip also bounds the answer, which the SDK reads whole.
func (t toBase) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = t.base.Scheme, t.base.Host, ""
	next := t.next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxAnswer), resp.Body}
	return resp, nil
}

// maxAnswer cuts what is longer; then it is no JSON any more.
const maxAnswer = 64 << 10

// Order is what a person of a mini program is to pay.
type Order struct {
	Appid       string
	Openid      string
	OrderNo     string
	Description string
	Amount      int64 // fen
	NotifyURL   string
}

// Place places an order and returns its prepay id. Placing the same order again is harmless until it is paid: WeChat
// Pay takes the order number for its name.
func (c *Client) Place(ctx context.Context, m Merchant, o Order) (string, error) {
	sdk, err := c.sdk(ctx, m)
	if err != nil {
		return "", err
	}
	service := jsapi.JsapiApiService{Client: sdk}
	answer, result, err := service.Prepay(ctx, jsapi.PrepayRequest{
		Appid: &o.Appid, Mchid: &m.Mchid, Description: &o.Description, OutTradeNo: &o.OrderNo, NotifyUrl: &o.NotifyURL,
		Amount: &jsapi.Amount{Total: &o.Amount, Currency: core.String("CNY")},
		Payer:  &jsapi.Payer{Openid: &o.Openid},
	})
	if result != nil && result.Response != nil {
		defer result.Response.Body.Close()
	}
	if err != nil {
		return "", refusal(err)
	}
	if answer.PrepayId == nil || *answer.PrepayId == "" {
		return "", fmt.Errorf("%w: it lacks a prepay_id", ErrNoAnswer)
	}
	return *answer.PrepayId, nil
}

func (c *Client) sdk(ctx context.Context, m Merchant) (*core.Client, error) {
	if !m.CanPlace() {
		return nil, ErrNotConfigured
	}
	sdk, err := core.NewClient(ctx, option.WithMerchantCredential(m.Mchid, m.Serial, m.PrivateKey),
		option.WithVerifier(m.Platform.verifier), option.WithHTTPClient(c.http))
	if err != nil {
		return nil, fmt.Errorf("prepare the call to WeChat Pay: %w", err)
	}
	return sdk, nil
}

// Params is what a mini program hands to wx.requestPayment, under its names there.
type Params struct {
	TimeStamp string `json:"timeStamp"`
	NonceStr  string `json:"nonceStr"`
	Package   string `json:"package"`
	SignType  string `json:"signType"`
	PaySign   string `json:"paySign"`
}

// Params signs the parameters for an order that was placed. They can be made anew as often as needed.
func (c *Client) Params(ctx context.Context, m Merchant, appid, prepayID string) (Params, error) {
	sdk, err := c.sdk(ctx, m)
	if err != nil {
		return Params{}, err
	}
	nonce, err := utils.GenerateNonce()
	if err != nil {
		return Params{}, fmt.Errorf("make a nonce: %w", err)
	}
	p := Params{TimeStamp: strconv.FormatInt(c.now().Unix(), 10), NonceStr: nonce, Package: "prepay_id=" + prepayID, SignType: "RSA"}
	signed, err := sdk.Sign(ctx, appid+"\n"+p.TimeStamp+"\n"+p.NonceStr+"\n"+p.Package+"\n")
	if err != nil {
		return Params{}, fmt.Errorf("sign the payment: %w", err)
	}
	p.PaySign = signed.Signature
	return p, nil
}
