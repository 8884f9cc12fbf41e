package models

import (
	"errors"
	"regexp"
	"strings"

	"xinshi/models/wechat/pay"
)

// IntakeInput is what a person says of an Intake. An empty secret or platform
// key keeps the stored one.
type IntakeInput struct {
	Collect              bool
	CollectSubscriptions bool
	Mchid                string
	MerchantSerial       string
	PrivateKey           string // PEM
	APIv3Key             string
	APIv2Key             string
	PlatformKey          string // PEM of a public key, of certificates, or both
	PlatformKeyID        string // of the public key
}

var (
	mchidForm  = regexp.MustCompile(`^[0-9]{6,32}$`)
	serialForm = regexp.MustCompile(`^[0-9A-F]{8,64}$`)
	keyIDForm  = regexp.MustCompile(`^[0-9A-Za-z_]{1,64}$`)
)

// apiKeyLength is how long both API keys of a merchant are.
const apiKeyLength = 32

// validate judges an input together with what is stored of the App.
func (in *IntakeInput) validate(stored Intake, now Millis) error {
	var bad ValidationError
	for _, s := range []*string{&in.Mchid, &in.MerchantSerial, &in.PrivateKey, &in.APIv3Key, &in.APIv2Key, &in.PlatformKey, &in.PlatformKeyID} {
		*s = strings.TrimSpace(*s)
	}
	in.MerchantSerial = strings.ToUpper(in.MerchantSerial)
	hasKey := in.PrivateKey != "" || stored.PrivateKey != ""
	switch {
	case in.Mchid == "" && (hasKey || in.MerchantSerial != "" || in.APIv3Key+stored.APIv3Key+in.APIv2Key+stored.APIv2Key != ""):
		bad.Add("mchid", ReasonRequired)
	case in.Mchid != "" && !mchidForm.MatchString(in.Mchid):
		bad.Add("mchid", ReasonBadFormat)
	}
	switch {
	case in.MerchantSerial == "" && hasKey:
		bad.Add("merchant_serial", ReasonRequired)
	case in.MerchantSerial != "" && !serialForm.MatchString(in.MerchantSerial):
		bad.Add("merchant_serial", ReasonBadFormat)
	case in.MerchantSerial != "" && !hasKey:
		bad.Add("private_key", ReasonRequired)
	}
	if _, err := pay.ParsePrivateKey(in.PrivateKey); in.PrivateKey != "" && err != nil {
		bad.Add("private_key", ReasonBadKey)
	}
	checkAPIKey(&bad, "api_v3_key", in.APIv3Key)
	checkAPIKey(&bad, "api_v2_key", in.APIv2Key)
	in.checkPlatform(&bad, stored, now)
	return bad.Err()
}

func checkAPIKey(bad *ValidationError, field, key string) {
	switch {
	case key == "":
	case len(key) < apiKeyLength:
		bad.Add(field, ReasonTooShort, apiKeyLength)
	default:
		checkToken(bad, field, key, apiKeyLength)
	}
}

// checkPlatform reads the keys by which WeChat Pay is believed, also the stored
// ones, since a new id has to fit them.
func (in *IntakeInput) checkPlatform(bad *ValidationError, stored Intake, now Millis) {
	if in.PlatformKeyID != "" && !keyIDForm.MatchString(in.PlatformKeyID) {
		bad.Add("platform_key_id", ReasonBadFormat)
		return
	}
	field, text := "platform_key", in.PlatformKey
	if text == "" {
		field, text = "platform_key_id", stored.PlatformKey
	}
	if text == "" {
		return
	}
	keys, err := pay.ParsePlatformKeys(text, in.PlatformKeyID)
	switch {
	case errors.Is(err, pay.ErrNoKeyID):
		bad.Add("platform_key_id", ReasonRequired)
	case err != nil || len(text) > maxPEM:
		bad.Add(field, ReasonBadKey)
	}
	for _, key := range keys.List {
		if in.PlatformKey != "" && !key.Until.IsZero() && At(key.Until) <= now {
			bad.Add(field, ReasonExpired)
		}
	}
}

// maxPEM is more than a few certificates need, and less than a column holds.
const maxPEM = 32 << 10
