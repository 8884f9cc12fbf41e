package settings

import (
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/wechat/pay"
	"xinshi/views/layout"
	"xinshi/views/text"
)

func TestNotifyAddressIsJudged(t *testing.T) {
	t.Parallel()
	for address, trial := range map[string]string{
		"": text.PayNotifyMissing.ZH, "http://x.example.com/pay/wx1/notify": text.PayNotifyPlain.ZH, "https://x.example.com/pay/wx1/notify": "",
	} {
		if p := NewPayPage(t.Context(), layout.Page{}, PaySource{NotifyURL: address}); p.NotifyTrial != trial || p.NotifyURL != address {
			t.Errorf("%q: %q", address, p.NotifyTrial)
		}
	}
}

func TestPlatformKeysAreShownWithTheirEnd(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	src := PaySource{Merchant: pay.Merchant{Platform: pay.PlatformKeys{List: []pay.PlatformKey{{ID: "PUB_KEY_ID_1"}, {ID: "5F01", Until: until}}}}}
	for now, says := range map[models.Millis]string{models.At(until) - 1: "有效期至", models.At(until): "过期"} {
		src.Now = now
		facts := NewPayPage(t.Context(), layout.Page{}, src).Ready
		if len(facts) != 5 || facts[3].Value != "PUB_KEY_ID_1" || !strings.HasPrefix(facts[4].Value, "5F01 · ") || !strings.Contains(facts[4].Value, says) {
			t.Errorf("at %s: %+v", now.Time(), facts[3:])
		}
	}
}
