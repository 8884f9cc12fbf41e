package pay

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

var notifiedAt = time.Date(2020, 1, 8, 4, 30, 46, 0, time.UTC)

// v3Merchant believes what theirs signs.
func v3Merchant(t *testing.T) Merchant {
	t.Helper()
	keys, err := ParsePlatformKeys(pemOf(t, "PUBLIC KEY", &theirs().PublicKey), "PUB_KEY_ID_1")
	if err != nil {
		t.Fatal(err)
	}
	return Merchant{Mchid: "1230000109", APIv3Key: vector(t).V3.Key, Platform: keys}
}

// header is what WeChat Pay sends with a body.
func header(t *testing.T, body []byte, change ...func(http.Header)) http.Header {
	t.Helper()
	at := strconv.FormatInt(notifiedAt.Unix(), 10)
	signature, err := utils.SignSHA256WithRSA(at+"\nNONCE\n"+string(body)+"\n", theirs())
	if err != nil {
		t.Fatal(err)
	}
	h := http.Header{}
	for name, value := range map[string]string{"Serial": "PUB_KEY_ID_1", "Timestamp": at, "Nonce": "NONCE", "Signature": signature} {
		h.Set("Wechatpay-"+name, value)
	}
	for _, f := range change {
		f(h)
	}
	return h
}

func TestVerifyV3(t *testing.T) {
	t.Parallel()
	body, m := sample(t, "pay-v3-notify.json"), v3Merchant(t)
	got, err := VerifyV3(t.Context(), header(t, body), body, m, notifiedAt)
	if err != nil || !got.PaidAt.Equal(notifiedAt.Add(-time.Second)) {
		t.Fatalf("paid at %s, %v", got.PaidAt, err)
	}
	got.PaidAt = time.Time{}
	want := Notification{
		Appid: "wx0123456789abcdef", Mchid: "1230000109", OrderNo: "T202001080001", Openid: "oTestUser00000000000000000A1",
		TransactionID: "4200000000202001080000000001", Amount: 5900, State: "SUCCESS",
	}
	if got != want {
		t.Errorf("%+v", got)
	}
	withCertificate, err := ParsePlatformKeys(certificate(t, theirs(), notifiedAt.AddDate(1, 0, 0)), "")
	if err != nil {
		t.Fatal(err)
	}
	m.Platform = withCertificate
	h := header(t, body, func(h http.Header) { h.Set("Wechatpay-Serial", "5F01") })
	if _, err := VerifyV3(t.Context(), h, body, m, notifiedAt); err != nil {
		t.Errorf("signed with a certificate: %v", err)
	}
}

func TestVerifyV3RefusesForgeries(t *testing.T) {
	t.Parallel()
	body, m := sample(t, "pay-v3-notify.json"), v3Merchant(t)
	set := func(name, value string) func(http.Header) { return func(h http.Header) { h.Set(name, value) } }
	stranger, err := utils.SignSHA256WithRSA(strconv.FormatInt(notifiedAt.Unix(), 10)+"\nNONCE\n"+string(body)+"\n", ours())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		change func(http.Header)
		want   error
	}{
		{"somebody else's signature", set("Wechatpay-Signature", stranger), ErrSignature},
		{"the platform's own test of us", set("Wechatpay-Signature", "WECHATPAY/SIGNTEST/"+stranger), ErrSignature},
		{"no signature", func(h http.Header) { h.Del("Wechatpay-Signature") }, ErrSignature},
		{"an empty signature", set("Wechatpay-Signature", ""), ErrSignature},
		{"a key that we do not know", set("Wechatpay-Serial", "PUB_KEY_ID_2"), ErrSignature},
		{"no key", func(h http.Header) { h.Del("Wechatpay-Serial") }, ErrSignature},
		{"another nonce", set("Wechatpay-Nonce", "OTHER"), ErrSignature},
		{"another time", set("Wechatpay-Timestamp", strconv.FormatInt(notifiedAt.Unix()+1, 10)), ErrSignature},
		{"no time", func(h http.Header) { h.Del("Wechatpay-Timestamp") }, ErrSignature},
		{"a time that is none", set("Wechatpay-Timestamp", "now"), ErrSignature},
		{"another way to sign", set("Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3"), ErrSignature},
	} {
		if got, err := VerifyV3(t.Context(), header(t, body, test.change), body, m, notifiedAt); !errors.Is(err, test.want) || got != (Notification{}) {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
	}
	for name, changed := range map[string][]byte{
		"another body": bytes.Replace(body, []byte("支付成功"), []byte("支付失败"), 1), "cut off": body[:len(body)/2], "nothing": nil,
	} {
		if _, err := VerifyV3(t.Context(), header(t, body), changed, m, notifiedAt); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVerifyV3RefusesOldOnes(t *testing.T) {
	t.Parallel()
	body, m := sample(t, "pay-v3-notify.json"), v3Merchant(t)
	for _, test := range []struct {
		late time.Duration
		want error
	}{
		{5*time.Minute - time.Second, nil}, {-5*time.Minute + time.Second, nil},
		{5 * time.Minute, ErrStale}, {-5 * time.Minute, ErrStale}, {24 * time.Hour, ErrStale},
	} {
		if _, err := VerifyV3(t.Context(), header(t, body), body, m, notifiedAt.Add(test.late)); !errors.Is(err, test.want) {
			t.Errorf("%s late: %v, want %v", test.late, err, test.want)
		}
	}
}

func TestVerifyV3NeedsItsKeys(t *testing.T) {
	t.Parallel()
	body := sample(t, "pay-v3-notify.json")
	for name, change := range map[string]func(*Merchant){
		"no APIv3 key": func(m *Merchant) { m.APIv3Key = "" }, "no platform key": func(m *Merchant) { m.Platform = PlatformKeys{} }, "no merchant": func(m *Merchant) { m.Mchid = "" },
	} {
		m := v3Merchant(t)
		change(&m)
		if _, err := VerifyV3(t.Context(), header(t, body), body, m, notifiedAt); !errors.Is(err, ErrNotConfigured) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What WeChat Pay has signed may still be nothing that we expect.
func TestVerifyV3JudgesGenuineOnes(t *testing.T) {
	t.Parallel()
	m := v3Merchant(t)
	real := string(sample(t, "pay-v3-notify.json"))
	for _, test := range []struct {
		name, body string
		want       error
	}{
		{"a refund", strings.Replace(real, "TRANSACTION.SUCCESS", "REFUND.SUCCESS", 1), ErrOtherEvent},
		{"nothing inside", `{"event_type":"TRANSACTION.SUCCESS"}`, ErrMalformed},
		{"a nonce of another length", strings.Replace(real, "abcdef012345", "abcdef", 1), ErrMalformed},
		{"another cipher", strings.Replace(real, "AEAD_AES_256_GCM", "AEAD_SM4_GCM", 1), ErrMalformed},
		{"no JSON", "{", ErrMalformed},
		{"another nonce", strings.Replace(real, "abcdef012345", "543210fedcba", 1), ErrOtherKey},
		{"not base64", strings.Replace(real, "+tSWfM3p", "????????", 1), ErrOtherKey},
	} {
		got, err := VerifyV3(t.Context(), header(t, []byte(test.body)), []byte(test.body), m, notifiedAt)
		if !errors.Is(err, test.want) || got.Paid() {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
	}
	m.APIv3Key = strings.Repeat("x", 32)
	if _, err := VerifyV3(t.Context(), header(t, []byte(real)), []byte(real), m, notifiedAt); !errors.Is(err, ErrOtherKey) {
		t.Errorf("with another APIv3 key: %v", err)
	}
}

func TestVerifyV3ReadsStates(t *testing.T) {
	t.Parallel()
	m, plain := v3Merchant(t), vector(t).V3.Plaintext
	for _, test := range []struct {
		name, plain string
		want        error
		paid        bool
	}{
		{"as it is", plain, nil, true},
		{"not paid", strings.Replace(plain, `"SUCCESS"`, `"NOTPAY"`, 1), nil, false},
		{"closed", strings.Replace(plain, `"SUCCESS"`, `"CLOSED"`, 1), nil, false},
		{"without a time", strings.Replace(plain, "success_time", "x", 1), ErrMalformed, false},
		{"without an amount", strings.Replace(plain, `"amount"`, `"x"`, 1), ErrMalformed, false},
		{"no object", `[]`, ErrMalformed, false},
		{"empty", `{}`, nil, false},
	} {
		got, err := open(t, m, test.plain)
		if !errors.Is(err, test.want) || err == nil && got.Paid() != test.paid {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
	}
}

// open verifies a notification that holds any text.
func open(t *testing.T, m Merchant, plain string) (Notification, error) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"event_type": "TRANSACTION.SUCCESS", "resource": map[string]string{
		"algorithm": gcm, "nonce": "abcdef012345", "associated_data": "transaction", "ciphertext": base64.StdEncoding.EncodeToString(seal(t, m.APIv3Key, plain)),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return VerifyV3(t.Context(), header(t, body), body, m, notifiedAt)
}
