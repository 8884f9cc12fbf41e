package models

import (
	"context"
	"errors"
	"fmt"
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
