package models_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/simulator"
)

// merchantKeys are a merchant's, made once: that takes a while.
var merchantKeys = sync.OnceValue(func() simulator.Merchant {
	sim, err := simulator.New(simulator.Options{})
	if err != nil {
		panic(err)
	}
	m, err := sim.AddMerchant(simulator.Merchant{Mchid: "1230000109"})
	if err != nil {
		panic(err)
	}
	return m
})

// intakeInput has everything that can be set.
func intakeInput(change ...func(*models.IntakeInput)) models.IntakeInput {
	m := merchantKeys()
	in := models.IntakeInput{
		Collect: true, CollectSubscriptions: true, Mchid: m.Mchid, MerchantSerial: m.Serial, PrivateKey: m.PrivateKey,
		APIv3Key: m.APIv3Key, APIv2Key: m.APIv2Key, PlatformKey: m.PlatformKey, PlatformKeyID: m.PlatformKeyID,
	}
	for _, f := range change {
		f(&in)
	}
	return in
}

// ended is a certificate of WeChat Pay whose life is over.
func ended(t *testing.T, at models.Millis) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	ok(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Tenpay.com sign"}, NotBefore: at.Time().AddDate(-5, 0, 0), NotAfter: at.Time()}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	ok(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func TestIntake(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app, other := t.Context(), db.App(t), db.App(t)
		before, err := db.Intake(ctx, app.ID)
		ok(t, err)
		equal(t, "never set", before, models.Intake{AppID: app.ID})
		ok(t, db.SaveIntake(ctx, modelstest.Tester, app, intakeInput(func(in *models.IntakeInput) { in.MerchantSerial = " " + strings.ToLower(in.MerchantSerial) })))
		stored, err := db.Intake(ctx, app.ID)
		ok(t, err)
		m, err := db.Merchant(stored)
		ok(t, err)
		keys := merchantKeys()
		if m.Mchid != keys.Mchid || m.Serial != keys.Serial || m.APIv3Key != keys.APIv3Key || m.APIv2Key != keys.APIv2Key || !m.CanPlace() || !m.CanVerifyV2() || !m.CanVerifyV3() {
			t.Errorf("opened %+v", m)
		}
		everything := db.Dump(t, "intakes") + db.Dump(t, "audit_entries")
		for name, secret := range map[string]string{"APIv3 key": keys.APIv3Key, "APIv2 key": keys.APIv2Key, "private key": keys.PrivateKey[64:128]} {
			if strings.Contains(everything, secret) {
				t.Errorf("the %s stands in the database", name)
			}
		}
		stored.AppID = other.ID
		_, err = db.Merchant(stored)
		wantError(t, err, models.ErrWrongKey) // sealed for its own row

		// Empty secrets keep what is stored, and everything else is replaced.
		db.Clock.Advance(time.Minute)
		ok(t, db.SaveIntake(ctx, modelstest.Tester, app, intakeInput(func(in *models.IntakeInput) {
			in.PrivateKey, in.APIv3Key, in.APIv2Key, in.PlatformKey = "", strings.Repeat("x", 32), "", ""
			in.Collect = false // and so no subscriptions either
		})))
		after, err := db.Intake(ctx, app.ID)
		ok(t, err)
		m, err = db.Merchant(after)
		ok(t, err)
		if after.Collect || after.CollectSubscriptions || m.APIv3Key != strings.Repeat("x", 32) || m.APIv2Key != keys.APIv2Key || !m.CanPlace() {
			t.Errorf("changed to %+v", after)
		}
		equal(t, "created", after.CreatedAt, stored.CreatedAt)
		page, err := db.AuditEntries(ctx, models.AuditFilter{Action: "app.intake"}, 10)
		ok(t, err)
		if len(page.Rows) != 2 || !strings.Contains(page.Rows[0].AfterJSON, `"Replaced":["api_v3_key"]`) || !strings.Contains(page.Rows[0].BeforeJSON, `"Collect":true`) {
			t.Errorf("audited %+v", page.Rows)
		}

		ok(t, db.SaveIntake(ctx, modelstest.Tester, other, intakeInput()))
		ok(t, db.RemoveMerchant(ctx, modelstest.Tester, other))
		removed, err := db.Intake(ctx, other.ID)
		ok(t, err)
		m, err = db.Merchant(removed)
		ok(t, err)
		if !removed.Collect || !removed.CollectSubscriptions || removed.PlatformKey+removed.PlatformKeyID+removed.MerchantSerial+removed.APIv2Key+removed.APIv3Key+removed.PrivateKey != "" || m.Mchid != "" {
			t.Errorf("left of a removed merchant: %+v", removed)
		}
		kept, err := db.Intake(ctx, app.ID)
		ok(t, err)
		equal(t, "the other App's", kept, after)
		wantError(t, db.SaveIntake(ctx, modelstest.Tester, models.App{ID: 77}, intakeInput()), models.ErrNotFound)
	})
}

func TestIntakeIsJudged(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	type edit = func(*models.IntakeInput)
	expired := ended(t, db.Now())
	for _, test := range []struct {
		name string
		edit edit
		want []models.FieldError
	}{
		{"everything", func(*models.IntakeInput) {}, nil},
		{"nothing", func(in *models.IntakeInput) { *in = models.IntakeInput{} }, nil},
		{"version 2 alone", func(in *models.IntakeInput) {
			*in = models.IntakeInput{Mchid: in.Mchid, APIv2Key: in.APIv2Key}
		}, nil},
		{"no merchant id", func(in *models.IntakeInput) { in.Mchid = "" }, []models.FieldError{refused("mchid", models.ReasonRequired)}},
		{"a merchant id that is none", func(in *models.IntakeInput) { in.Mchid = "12a" }, []models.FieldError{refused("mchid", models.ReasonBadFormat)}},
		{"no serial", func(in *models.IntakeInput) { in.MerchantSerial = "" }, []models.FieldError{refused("merchant_serial", models.ReasonRequired)}},
		{"a serial that is none", func(in *models.IntakeInput) { in.MerchantSerial = "XYZ" }, []models.FieldError{refused("merchant_serial", models.ReasonBadFormat)}},
		{"no private key", func(in *models.IntakeInput) { in.PrivateKey = "" }, []models.FieldError{refused("private_key", models.ReasonRequired)}},
		{"a private key that is none", func(in *models.IntakeInput) { in.PrivateKey = in.PlatformKey }, []models.FieldError{refused("private_key", models.ReasonBadKey)}},
		{"an APIv3 key too short", func(in *models.IntakeInput) { in.APIv3Key = in.APIv3Key[1:] }, []models.FieldError{refused("api_v3_key", models.ReasonTooShort, 32)}},
		{"an APIv3 key too long", func(in *models.IntakeInput) { in.APIv3Key += "1" }, []models.FieldError{refused("api_v3_key", models.ReasonTooLong, 32)}},
		{"an APIv2 key with a blank", func(in *models.IntakeInput) { in.APIv2Key = in.APIv2Key[:15] + " " + in.APIv2Key[16:] }, []models.FieldError{refused("api_v2_key", models.ReasonBadFormat)}},
		{"a public key without its id", func(in *models.IntakeInput) { in.PlatformKeyID = "" }, []models.FieldError{refused("platform_key_id", models.ReasonRequired)}},
		{"an id that is none", func(in *models.IntakeInput) { in.PlatformKeyID = "PUB KEY" }, []models.FieldError{refused("platform_key_id", models.ReasonBadFormat)}},
		{"a private key as WeChat Pay's", func(in *models.IntakeInput) { in.PlatformKey = in.PrivateKey }, []models.FieldError{refused("platform_key", models.ReasonBadKey)}},
		{"a certificate that has ended", func(in *models.IntakeInput) { in.PlatformKey = expired }, []models.FieldError{refused("platform_key", models.ReasonExpired)}},
		{"several at once", func(in *models.IntakeInput) { in.Mchid, in.APIv2Key = "x", "short" },
			[]models.FieldError{refused("mchid", models.ReasonBadFormat), refused("api_v2_key", models.ReasonTooShort, 32)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			app := db.App(t)
			wantRefused(t, db.SaveIntake(t.Context(), modelstest.Tester, app, intakeInput(test.edit)), test.want...)
			stored, err := db.Intake(t.Context(), app.ID)
			ok(t, err)
			if test.want != nil && stored != (models.Intake{AppID: app.ID}) {
				t.Errorf("stored all the same: %+v", stored)
			}
		})
	}
	app := db.App(t)
	ok(t, db.SaveIntake(t.Context(), modelstest.Tester, app, intakeInput()))
	err := db.SaveIntake(t.Context(), modelstest.Tester, app, models.IntakeInput{MerchantSerial: merchantKeys().Serial})
	wantRefused(t, err, refused("mchid", models.ReasonRequired), refused("platform_key_id", models.ReasonRequired))
}
