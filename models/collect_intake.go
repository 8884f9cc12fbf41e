package models

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"gorm.io/gorm/clause"

	"xinshi/models/wechat/pay"
)

// Intake is how codes reach an App beside the API: what its mini program may
// report by itself, and its merchant account at WeChat Pay. The zero value is an
// App that takes codes from its backend alone.
type Intake struct {
	AppID                int64 `gorm:"primaryKey"`
	Collect              bool  // the mini program reports form codes
	CollectSubscriptions bool  // and what its dialogs were answered
	Mchid                string
	MerchantSerial       string
	PrivateKey           string `json:"-"` // sealed; see Store.Merchant
	APIv3Key             string `gorm:"column:api_v3_key" json:"-"`
	APIv2Key             string `gorm:"column:api_v2_key" json:"-"`
	PlatformKey          string `json:"-"` // PEM of what is public
	PlatformKeyID        string
	CreatedAt            Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt            Millis `gorm:"autoUpdateTime:milli"`
}

// sealed lists the secrets with the places they are sealed for.
func (i *Intake) sealed() map[string]*string {
	place := func(column string) string { return fmt.Sprintf("intakes.%s:%d", column, i.AppID) }
	return map[string]*string{place("private_key"): &i.PrivateKey, place("api_v3_key"): &i.APIv3Key, place("api_v2_key"): &i.APIv2Key}
}

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

// Intake loads an App's; one that was never set is the zero value.
func (s *Store) Intake(ctx context.Context, appID int64) (Intake, error) {
	intake := Intake{AppID: appID}
	err := one(s.read.WithContext(ctx).Where("app_id = ?", appID).Take(&intake).Error, "intake")
	if errors.Is(err, ErrNotFound) {
		return Intake{AppID: appID}, nil
	}
	return intake, err
}

// SaveIntake changes an App's.
func (s *Store) SaveIntake(ctx context.Context, actor Actor, app App, in IntakeInput) error {
	return s.changeIntake(ctx, actor, app, func(tx *Store, i *Intake) (replaced []string, err error) {
		if err := in.validate(*i, tx.Now()); err != nil {
			return nil, err
		}
		i.Collect, i.CollectSubscriptions = in.Collect, in.CollectSubscriptions && in.Collect
		i.Mchid, i.MerchantSerial, i.PlatformKeyID = in.Mchid, in.MerchantSerial, in.PlatformKeyID
		if in.PlatformKey != "" {
			i.PlatformKey, replaced = in.PlatformKey, append(replaced, "platform_key")
		}
		typed := map[*string]string{&i.PrivateKey: in.PrivateKey, &i.APIv3Key: in.APIv3Key, &i.APIv2Key: in.APIv2Key}
		for place, secret := range i.sealed() {
			if typed[secret] != "" {
				*secret = tx.box.seal(place, typed[secret])
				column, _, _ := strings.Cut(strings.TrimPrefix(place, "intakes."), ":")
				replaced = append(replaced, column)
			}
		}
		return replaced, nil
	})
}

// RemoveMerchant forgets everything of an App's merchant account.
func (s *Store) RemoveMerchant(ctx context.Context, actor Actor, app App) error {
	return s.changeIntake(ctx, actor, app, func(_ *Store, i *Intake) ([]string, error) {
		*i = Intake{AppID: i.AppID, Collect: i.Collect, CollectSubscriptions: i.CollectSubscriptions, CreatedAt: i.CreatedAt}
		return nil, nil
	})
}

// changeIntake locks the App's row, since the Intake may have none yet.
func (s *Store) changeIntake(ctx context.Context, actor Actor, app App, edit func(*Store, *Intake) (replaced []string, err error)) error {
	return s.InTx(ctx, func(tx *Store) error {
		if _, err := tx.appForUpdate(ctx, app.ID); err != nil {
			return err
		}
		before, err := tx.Intake(ctx, app.ID)
		if err != nil {
			return err
		}
		after := before
		replaced, err := edit(tx, &after)
		if err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&after).Error; err != nil {
			return fmt.Errorf("save intake of app %d: %w", app.ID, err)
		}
		type record struct {
			Intake
			Replaced []string // secrets that were typed anew
		}
		return tx.audit(ctx, actor, change{AppID: app.ID, Action: "app.intake", Object: "app", ObjectID: app.ID, Before: before, After: record{after, replaced}})
	})
}

// Merchant opens the secrets of an Intake: what it takes to place orders and to
// believe notifications. Parts that are not set stay empty.
func (s *Store) Merchant(i Intake) (pay.Merchant, error) {
	for place, secret := range i.sealed() {
		if *secret == "" {
			continue
		}
		var err error
		if *secret, err = s.box.open(place, *secret); err != nil {
			return pay.Merchant{}, err
		}
	}
	m := pay.Merchant{Mchid: i.Mchid, Serial: i.MerchantSerial, APIv3Key: i.APIv3Key, APIv2Key: i.APIv2Key}
	var err error
	if i.PrivateKey != "" {
		if m.PrivateKey, err = pay.ParsePrivateKey(i.PrivateKey); err != nil {
			return m, fmt.Errorf("read private key of merchant: %w", err)
		}
	}
	if i.PlatformKey != "" {
		if m.Platform, err = pay.ParsePlatformKeys(i.PlatformKey, i.PlatformKeyID); err != nil {
			return m, fmt.Errorf("read platform key of merchant: %w", err)
		}
	}
	return m, nil
}
