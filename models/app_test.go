package models_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
)

func TestAddAppJudgesValues(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		tests := []struct {
			name string
			edit func(*models.AppInput)
			want []models.FieldError
		}{
			{"the defaults are good", func(*models.AppInput) {}, nil},
			{"the longest values are good", func(in *models.AppInput) {
				in.Appid, in.Name, in.Secret = strings.Repeat("w", 64), strings.Repeat("名", 100), strings.Repeat("s", 256)
				in.CodesPerPayment, in.PaymentDelay, in.TokenMode = 3, time.Hour, wechat.Classic
			}, nil},
			{"no name", func(in *models.AppInput) { in.Name = " " }, []models.FieldError{refused("name", models.ReasonRequired)}},
			{"long name", func(in *models.AppInput) { in.Name = strings.Repeat("名", 101) }, []models.FieldError{refused("name", models.ReasonTooLong, 100)}},
			{"control character in name", func(in *models.AppInput) { in.Name = "a\x00b" }, []models.FieldError{refused("name", models.ReasonControlChars)}},
			{"appid with a blank", func(in *models.AppInput) { in.Appid = "wx 12" }, []models.FieldError{refused("appid", models.ReasonBadFormat)}},
			{"appid with a slash", func(in *models.AppInput) { in.Appid = "wx/../x" }, []models.FieldError{refused("appid", models.ReasonBadFormat)}},
			{"long appid", func(in *models.AppInput) { in.Appid = strings.Repeat("w", 65) }, []models.FieldError{refused("appid", models.ReasonBadFormat)}},
			{"no secret", func(in *models.AppInput) { in.Secret = " " }, []models.FieldError{refused("secret", models.ReasonRequired)}},
			{"long secret", func(in *models.AppInput) { in.Secret = strings.Repeat("s", 257) }, []models.FieldError{refused("secret", models.ReasonTooLong, 256)}},
			{"token mode", func(in *models.AppInput) { in.TokenMode = "fresh" }, []models.FieldError{refused("token_mode", models.ReasonBadChoice)}},
			{"band", func(in *models.AppInput) { in.Band = "#fff" }, []models.FieldError{refused("band", models.ReasonBadChoice)}},
			{"zone", func(in *models.AppInput) { in.TimeZone = "Mars/Base" }, []models.FieldError{refused("time_zone", models.ReasonBadChoice)}},
			{"no zone", func(in *models.AppInput) { in.TimeZone = "" }, []models.FieldError{refused("time_zone", models.ReasonBadChoice)}},
			{"no codes per payment", func(in *models.AppInput) { in.CodesPerPayment = 0 }, []models.FieldError{refused("codes_per_payment", models.ReasonBadChoice)}},
			{"four codes per payment", func(in *models.AppInput) { in.CodesPerPayment = 4 }, []models.FieldError{refused("codes_per_payment", models.ReasonBadChoice)}},
			{"delay below zero", func(in *models.AppInput) { in.PaymentDelay = -time.Second }, []models.FieldError{refused("payment_delay", models.ReasonBadChoice)}},
			{"all that is wrong at once", func(in *models.AppInput) { *in = models.AppInput{} }, []models.FieldError{
				refused("name", models.ReasonRequired), refused("appid", models.ReasonBadFormat), refused("secret", models.ReasonRequired),
				refused("token_mode", models.ReasonBadChoice), refused("band", models.ReasonBadChoice), refused("time_zone", models.ReasonBadChoice),
				refused("codes_per_payment", models.ReasonBadChoice),
			}},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				in := models.NewAppInput()
				in.Appid, in.Name, in.Secret = "wxjudged", "鲜果到家", "s"
				test.edit(&in)
				app, err := db.AddApp(t.Context(), modelstest.Tester, in)
				wantRefused(t, err, test.want...)
				if test.want != nil {
					return
				}
				stored := db.ReloadApp(t, app)
				equal(t, "stored", stored, app)
				equal(t, "name", stored.Name, in.Name)
				equal(t, "payment delay", stored.PaymentDelay(), in.PaymentDelay)
				equal(t, "state", stored.State, models.AppActive)
			})
		}
	})
}

func TestAddAppTakenByOneOfMany(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		stores := []*models.Store{db.Store, db.Second(t)}
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				in := models.NewAppInput()
				in.Appid, in.Name, in.Secret = "wxthesame", "店", "s"
				_, errs[i] = stores[i%2].AddApp(t.Context(), modelstest.Tester, in)
			})
		}
		wg.Wait()
		added := 0
		for _, err := range errs {
			if err == nil {
				added++
			} else {
				wantRefused(t, err, refused("appid", models.ReasonTaken))
			}
		}
		equal(t, "added", added, 1)
		equal(t, "rows", db.Number(t, "SELECT COUNT(*) FROM apps"), 1)
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'app.add'"), 1)
	})
}

func TestAppidsCompareBytewise(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		for _, appid := range []string{"wxcase", "wxCASE"} {
			app := db.App(t, func(in *models.AppInput) { in.Appid = appid })
			found, err := db.AppByAppid(t.Context(), appid)
			ok(t, err)
			equal(t, "found", found.ID, app.ID)
		}
		_, err := db.AppByAppid(t.Context(), "wxCase")
		wantError(t, err, models.ErrNotFound)
	})
}

func TestSecretIsSealed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const first, second = "first-plain-secret", "second-plain-secret"
		a := db.App(t, func(in *models.AppInput) { in.Secret = first })
		b := db.App(t, func(in *models.AppInput) { in.Secret = first })
		in := models.NewAppInput()
		in.Name, in.Secret = "新名", second
		b, err := db.UpdateApp(t.Context(), modelstest.Tester, b.ID, in)
		ok(t, err)
		for app, want := range map[models.App]string{a: first, b: second} {
			account, err := db.Account(db.ReloadApp(t, app))
			ok(t, err)
			equal(t, "account", account, wechat.Account{Appid: app.Appid, Secret: want, Mode: wechat.Stable})
		}
		for _, table := range []string{"apps", "audit_entries"} {
			if strings.Contains(db.Dump(t, table), "plain-secret") {
				t.Errorf("table %s shows a secret", table)
			}
			if table == "audit_entries" && strings.Contains(db.Dump(t, table), a.Secret) {
				t.Errorf("table %s shows a sealed secret", table)
			}
		}
		ok(t, db.Exec("UPDATE apps SET secret = ? WHERE id = ?", a.Secret, b.ID))
		_, err = db.Account(db.ReloadApp(t, b))
		wantError(t, err, models.ErrWrongKey) // a sealed value opens in its own row only
	})
}

func TestUpdateApp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		keep := func(*models.AppInput) {}
		tests := []struct {
			name   string
			edit   func(*models.AppInput)
			pause  models.Pause
			state  models.AppState
			token  bool
			secret string
		}{
			{"an empty secret keeps secret, token and pause", keep, models.Pause{Errcode: 40125}, models.AppPaused, true, "test-secret"},
			{"a new secret drops the token and ends the platform's pause", func(in *models.AppInput) { in.Secret = "new" }, models.Pause{Errcode: 40125}, models.AppActive, false, "new"},
			{"a new secret does not end a person's pause", func(in *models.AppInput) { in.Secret = "new" }, models.Pause{}, models.AppPaused, false, "new"},
			{"another token mode drops the token", func(in *models.AppInput) { in.TokenMode = wechat.Classic }, models.Pause{Errcode: 40001}, models.AppActive, false, "test-secret"},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				ctx := t.Context()
				app := db.App(t)
				leased, err := db.LeaseToken(ctx, app.Appid, "here", db.Clock.Now().Add(time.Minute))
				if err != nil || !leased {
					t.Fatal(leased, err)
				}
				ok(t, db.SaveToken(ctx, app.Appid, "here", "token", db.Clock.Now().Add(time.Hour)))
				ok(t, db.PauseApp(ctx, modelstest.Tester, app.ID, test.pause))
				in := models.NewAppInput()
				in.Appid, in.Name, in.Band = "wxanother", "新名", "rose"
				test.edit(&in)
				_, err = db.UpdateApp(ctx, modelstest.Tester, app.ID, in)
				ok(t, err)

				after := db.ReloadApp(t, app)
				equal(t, "appid", after.Appid, app.Appid) // never changes
				equal(t, "name", after.Name, "新名")
				equal(t, "band", after.Band, "rose")
				equal(t, "state", after.State, test.state)
				account, err := db.Account(after)
				ok(t, err)
				equal(t, "secret", account.Secret, test.secret)
				stored, err := db.LoadToken(ctx, app.Appid)
				ok(t, err)
				equal(t, "token kept", stored.Value == "token", test.token)
			})
		}
	})
}

func TestUpdateAppRefuses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		_, err := db.UpdateApp(t.Context(), modelstest.Tester, app.ID, models.AppInput{})
		var bad *models.ValidationError
		if !errors.As(err, &bad) {
			t.Fatalf("error = %v", err)
		}
		if _, found := bad.Of("secret"); found {
			t.Error("an empty secret is refused")
		}
		equal(t, "row", db.ReloadApp(t, app), app)
		_, err = db.UpdateApp(t.Context(), modelstest.Tester, app.ID+1, models.NewAppInput())
		wantError(t, err, models.ErrNotFound)
	})
}

func TestAppZone(t *testing.T) {
	t.Parallel()
	equal(t, "known", models.App{TimeZone: "Asia/Shanghai"}.Zone().String(), "Asia/Shanghai")
	equal(t, "unknown", models.App{TimeZone: "Nowhere"}.Zone(), time.UTC)
}
