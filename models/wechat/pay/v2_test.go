package pay

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestSignV2(t *testing.T) {
	t.Parallel()
	v := vector(t)
	public := map[string]string{"sign": "IGNORED", "attach": ""}
	for _, pair := range strings.Split(strings.TrimSuffix(v.Public.StringToSign, "&key="+v.Public.Key), "&") {
		name, value, _ := strings.Cut(pair, "=")
		public[name] = value
	}
	order, err := readV2(sample(t, "unifiedorder.request.xml"))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := readV2(sample(t, "unifiedorder.response.xml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		fields map[string]string
		key    string
		kind   SignType
		want   string
	}{
		{"the document's own, MD5", public, v.Public.Key, SignMD5, v.Public.MD5},
		{"the document's own, HMAC-SHA256", public, v.Public.Key, SignSHA256, v.Public.SHA256},
		{"an order", order, v.V2.Key, SignMD5, v.V2.OrderMD5},
		{"an answer", answer, v.V2.Key, "", v.V2.AnswerMD5},
	} {
		if got := SignV2(test.fields, test.key, test.kind); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	order["sign_type"] = string(SignSHA256)
	if got := SignV2(order, v.V2.Key, SignSHA256); got != v.V2.OrderSHA256 {
		t.Errorf("an order, HMAC-SHA256: %s, want %s", got, v.V2.OrderSHA256)
	}
}

func TestVerifyV2(t *testing.T) {
	t.Parallel()
	m := Merchant{Mchid: "1230000109", APIv2Key: vector(t).V2.Key}
	got, err := VerifyV2(sample(t, "pay-notify-v2.xml"), m)
	paidAt := time.Date(2020, 1, 8, 4, 30, 45, 0, time.UTC)
	if err != nil || !got.PaidAt.Equal(paidAt) {
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
	if !want.Paid() {
		t.Error("a payment does not count as one")
	}
}

// signed is a notification with these fields, properly signed.
func signed(key string, kind SignType, fields map[string]string) []byte {
	if kind != "" {
		fields["sign_type"] = string(kind)
	}
	fields["sign"] = SignV2(fields, key, kind)
	var out strings.Builder
	for name, value := range fields {
		fmt.Fprintf(&out, "<%s><![CDATA[%s]]></%s>", name, value, name)
	}
	return []byte("<xml>" + out.String() + "</xml>")
}

func TestVerifyV2JudgesGenuineOnes(t *testing.T) {
	t.Parallel()
	m := Merchant{Mchid: "1", APIv2Key: "0123456789abcdef0123456789abcdef"}
	paid := func(change ...string) map[string]string {
		fields := map[string]string{"return_code": "SUCCESS", "result_code": "SUCCESS", "out_trade_no": "A1", "total_fee": "1", "time_end": "20200108123045"}
		for i := 0; i < len(change); i += 2 {
			fields[change[i]] = change[i+1]
		}
		return fields
	}
	for _, test := range []struct {
		name string
		body []byte
		want error
		paid bool
	}{
		{"MD5 by name", signed(m.APIv2Key, SignMD5, paid()), nil, true},
		{"HMAC-SHA256", signed(m.APIv2Key, SignSHA256, paid()), nil, true},
		{"signed in a way we do not know", signed(m.APIv2Key, "SHA1", paid()), ErrSignature, false},
		{"not paid", signed(m.APIv2Key, "", paid("result_code", "FAIL", "total_fee", "", "time_end", "")), nil, false},
		{"no time of payment", signed(m.APIv2Key, "", paid("time_end", "")), ErrMalformed, false},
		{"no amount", signed(m.APIv2Key, "", paid("total_fee", "much")), ErrMalformed, false},
		{"another merchant's key", signed("another key", "", paid()), ErrSignature, false},
		{"a refused call", []byte(`<xml><return_code>FAIL</return_code></xml>`), ErrMalformed, false},
	} {
		got, err := VerifyV2(test.body, m)
		if !errors.Is(err, test.want) || got.Paid() && err == nil != test.paid {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
	}
	if _, err := VerifyV2(signed("", "", paid()), Merchant{Mchid: "1"}); !errors.Is(err, ErrNotConfigured) {
		t.Errorf("without a key anybody can sign: %v", err)
	}
}

func TestVerifyV2RefusesForgeries(t *testing.T) {
	t.Parallel()
	m := Merchant{Mchid: "1230000109", APIv2Key: vector(t).V2.Key}
	real := string(sample(t, "pay-notify-v2.xml"))
	for name, change := range map[string][2]string{
		"another order":        {"T202001080001", "T202001080002"},
		"another amount":       {"<![CDATA[5900]]></total_fee>", "<![CDATA[1]]></total_fee>"},
		"another person":       {"A1]]></openid>", "A2]]></openid>"},
		"a field more":         {"</xml>", "<attach>x</attach></xml>"},
		"no signature":         {"84FCB534747DC8592D74818BF0097181", ""},
		"signature in part":    {"84FCB534747DC8592D74818BF0097181", "84FCB534747DC859"},
		"signature lower case": {"84FCB534747DC8592D74818BF0097181", "84fcb534747dc8592d74818bf0097181"},
	} {
		forged := strings.Replace(real, change[0], change[1], 1)
		if forged == real {
			t.Fatalf("%s changes nothing", name)
		}
		if got, err := VerifyV2([]byte(forged), m); !errors.Is(err, ErrSignature) || got != (Notification{}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestVerifyV2ReadsFlatXMLOnly(t *testing.T) {
	t.Parallel()
	m := Merchant{Mchid: "1230000109", APIv2Key: vector(t).V2.Key}
	real := string(sample(t, "pay-notify-v2.xml"))
	bomb := `<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	for name, body := range map[string]string{
		"nothing":                     "",
		"cut off":                     real[:len(real)/2],
		"cut off at the end":          strings.TrimSpace(real)[:len(strings.TrimSpace(real))-1],
		"a document type":             `<!DOCTYPE xml>` + real,
		"an external entity":          `<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.Replace(real, "OTHERS", "&x;", 1),
		"an entity bomb":              bomb + strings.Replace(real, "<![CDATA[OTHERS]]>", "&b;", 1),
		"an entity out of nowhere":    strings.Replace(real, "<![CDATA[OTHERS]]>", "&b;", 1),
		"a field in a field":          strings.Replace(real, "<bank_type>", "<bank_type><x>y</x>", 1),
		"a field twice":               strings.Replace(real, "</xml>", "<openid>oOther</openid></xml>", 1),
		"text between fields":         strings.Replace(real, "</xml>", "stray</xml>", 1),
		"two documents":               real + "<xml></xml>",
		"text behind the document":    real + "stray",
		"another encoding":            `<?xml version="1.0" encoding="GBK"?>` + real,
		"too many fields":             "<xml>" + many(200) + "</xml>",
		"too long":                    strings.Replace(real, "OTHERS", strings.Repeat("x", maxV2), 1),
		"as deep as it goes":          strings.Repeat("<a>", 10_000),
		"JSON":                        `{"return_code":"SUCCESS"}`,
		"control characters as bytes": strings.Replace(real, "OTHERS", "\x00", 1),
	} {
		if got, err := VerifyV2([]byte(body), m); !errors.Is(err, ErrMalformed) || got != (Notification{}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func many(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "<f%d>x</f%d>", i, i)
	}
	return out.String()
}
