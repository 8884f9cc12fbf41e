package models

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"xinshi/models/wechat"
)

// AppState says whether messages of an App are sent.
type AppState string

// The states of an App.
const (
	AppActive AppState = "active"
	AppPaused AppState = "paused"
)

// Bands are the colours of the stripe that tells Apps apart on every page.
var Bands = []string{"jade", "blue", "violet", "rose", "amber", "teal", "lime", "slate"}

// App is one mini program.
type App struct {
	ID              int64
	Appid           string
	Name            string
	Secret          string `json:"-"` // sealed; see Store.Account
	TokenMode       wechat.TokenMode
	Band            string
	TimeZone        string
	CodesPerPayment int   // sends one payment allows: 1 as in 2017, up to 3 later
	PaymentDelayMs  int64 // how long after payment its code becomes usable
	Pace            int   // messages a second of all processes together; 0: as fast as it goes
	QuietFrom       int   // minutes after midnight between which batches wait; equal: never
	QuietUntil      int
	ContentDays     int // how long the values of messages with an outcome are kept; 0: for good
	CodeDays        int // how long codes that cannot be spent any more are kept; 0: for good
	ConfirmAbove    int // see SendingRules
	RestDays        int
	Approval        ApprovalRule
	ApproveAbove    int
	State           AppState
	PauseErrcode    int    // the platform's code that paused it; 0: a person, or none
	PauseReason     string // the platform's text, for people
	PauseUntil      Millis // 0 while paused: until a person resumes it
	PausedAt        Millis
	BlockedKinds    string // code kinds the platform has forbidden to use, comma-separated
	CreatedAt       Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt       Millis `gorm:"autoUpdateTime:milli"`
}

// Zone is the shop's time zone, in which its people read and write times.
func (a App) Zone() *time.Location {
	zone, err := time.LoadLocation(a.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// PaymentDelay is how long the platform may take to learn of a payment.
func (a App) PaymentDelay() time.Duration { return time.Duration(a.PaymentDelayMs) * time.Millisecond }

// Blocks tells whether the platform has forbidden a kind of code.
func (a App) Blocks(kind CodeKind) bool {
	return slices.Contains(strings.Split(a.BlockedKinds, ","), string(kind))
}

func (a App) sealPlace() string { return fmt.Sprintf("apps.secret:%d", a.ID) }

// AppInput is what a person says of an App. An empty Secret keeps the stored one.
type AppInput struct {
	Appid           string
	Name            string
	Secret          string `json:"-"`
	TokenMode       wechat.TokenMode
	Band            string
	TimeZone        string
	CodesPerPayment int
	PaymentDelay    time.Duration
	Pace            int
	QuietFrom       int // minutes after midnight
	QuietUntil      int
	ContentDays     int // 0: values are kept for good
	CodeDays        int // 0: codes are kept for good
}

// NewAppInput has the defaults of a new App.
func NewAppInput() AppInput {
	return AppInput{
		TokenMode: wechat.Stable, Band: Bands[0], TimeZone: "Asia/Shanghai",
		CodesPerPayment: 1, PaymentDelay: 10 * time.Second,
	}
}

var appidForm = regexp.MustCompile(`^[A-Za-z0-9_-]{4,64}$`)

func (in *AppInput) validate(isNew bool) error {
	var bad ValidationError
	in.Appid, in.Name, in.Secret = strings.TrimSpace(in.Appid), strings.TrimSpace(in.Name), strings.TrimSpace(in.Secret)
	checkText(&bad, "name", in.Name, 1, 100)
	if !appidForm.MatchString(in.Appid) {
		bad.Add("appid", ReasonBadFormat)
	}
	switch {
	case isNew && in.Secret == "":
		bad.Add("secret", ReasonRequired)
	case len(in.Secret) > 256:
		bad.Add("secret", ReasonTooLong, 256)
	}
	if in.TokenMode != wechat.Stable && in.TokenMode != wechat.Classic {
		bad.Add("token_mode", ReasonBadChoice)
	}
	if !slices.Contains(Bands, in.Band) {
		bad.Add("band", ReasonBadChoice)
	}
	if _, err := time.LoadLocation(in.TimeZone); err != nil || in.TimeZone == "" {
		bad.Add("time_zone", ReasonBadChoice)
	}
	if in.CodesPerPayment < 1 || in.CodesPerPayment > 3 {
		bad.Add("codes_per_payment", ReasonBadChoice)
	}
	if in.Pace < 0 || in.Pace > 10_000 {
		bad.Add("pace", ReasonBadChoice)
	}
	QuietHours{in.QuietFrom, in.QuietUntil}.validate(&bad)
	if in.ContentDays != 0 && (in.ContentDays < 7 || in.ContentDays > 3650) {
		bad.Add("content_days", ReasonBadChoice)
	}
	if in.CodeDays != 0 && (in.CodeDays < 30 || in.CodeDays > 3650) { // a code's life is seven days, and its story is asked for later
		bad.Add("code_days", ReasonBadChoice)
	}
	if in.PaymentDelay < 0 || in.PaymentDelay > time.Hour {
		bad.Add("payment_delay", ReasonBadChoice)
	}
	return bad.Err()
}

func (in AppInput) apply(app *App) {
	app.Appid, app.Name, app.TokenMode, app.Band = in.Appid, in.Name, in.TokenMode, in.Band
	app.TimeZone, app.CodesPerPayment, app.PaymentDelayMs = in.TimeZone, in.CodesPerPayment, in.PaymentDelay.Milliseconds()
	app.Pace, app.QuietFrom, app.QuietUntil = in.Pace, in.QuietFrom, in.QuietUntil
	app.ContentDays, app.CodeDays = in.ContentDays, in.CodeDays
}

// AddApp registers a mini program; a taken appid is a ValidationError.
func (s *Store) AddApp(ctx context.Context, actor Actor, in AppInput) (App, error) {
	if err := in.validate(true); err != nil {
		return App{}, err
	}
	var app App
	err := s.InTx(ctx, func(tx *Store) error {
		if _, err := tx.AppByAppid(ctx, in.Appid); err == nil {
			return &ValidationError{Fields: []FieldError{{Field: "appid", Reason: ReasonTaken}}}
		} else if !errors.Is(err, ErrNotFound) {
			return err
		}
		app = App{ID: NewID(tx.now()), State: AppActive, ConfirmAbove: DefaultConfirmAbove, ApproveAbove: DefaultApproveAbove}
		in.apply(&app)
		app.Secret = tx.box.seal(app.sealPlace(), in.Secret)
		if err := tx.db.WithContext(ctx).Create(&app).Error; err != nil {
			return fmt.Errorf("add app: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: app.ID, Action: "app.add", Object: "app", ObjectID: app.ID, After: app})
	})
	return app, err
}

// UpdateApp changes an App. A new secret or token mode also drops the stored
// token and ends a pause that the platform caused and that would not end by itself. The appid itself never
// changes: everything below it belongs to that account.
func (s *Store) UpdateApp(ctx context.Context, actor Actor, id int64, in AppInput) (App, error) {
	var app App
	err := s.InTx(ctx, func(tx *Store) error {
		before, err := tx.appForUpdate(ctx, id)
		if err != nil {
			return err
		}
		in.Appid = before.Appid
		if err := in.validate(false); err != nil {
			return err
		}
		app = before
		in.apply(&app)
		renewed := in.Secret != "" || app.TokenMode != before.TokenMode
		if in.Secret != "" {
			app.Secret = tx.box.seal(app.sealPlace(), in.Secret)
		}
		if renewed {
			if err := tx.forgetToken(ctx, app.Appid); err != nil {
				return err
			}
			if app.State == AppPaused && app.PauseErrcode != 0 && app.PauseUntil == 0 {
				app.resume()
			}
		}
		if err := tx.db.WithContext(ctx).Select("*").Updates(&app).Error; err != nil {
			return fmt.Errorf("update app %d: %w", id, err)
		}
		return tx.audit(ctx, actor, change{AppID: id, Action: "app.update", Object: "app", ObjectID: id, Before: before, After: app})
	})
	return app, err
}

// App loads one by the id of its row.
func (s *Store) App(ctx context.Context, id int64) (App, error) {
	var app App
	err := s.read.WithContext(ctx).Where("id = ?", id).Take(&app).Error
	return app, one(err, fmt.Sprintf("app %d", id))
}

// appForUpdate loads one that the running transaction is about to change: an
// engine may pause it while a person edits it, and neither may undo the other.
func (s *Store) appForUpdate(ctx context.Context, id int64) (App, error) {
	var app App
	err := s.forUpdate(ctx).Where("id = ?", id).Take(&app).Error
	return app, one(err, fmt.Sprintf("app %d", id))
}

// AppByAppid loads one by the platform's id.
func (s *Store) AppByAppid(ctx context.Context, appid string) (App, error) {
	var app App
	err := s.read.WithContext(ctx).Where("appid = ?", appid).Take(&app).Error
	return app, one(err, "app "+appid)
}

// Apps lists all, oldest first.
func (s *Store) Apps(ctx context.Context) ([]App, error) {
	var apps []App
	if err := s.read.WithContext(ctx).Order("id").Find(&apps).Error; err != nil {
		return nil, fmt.Errorf("list apps: %w", err)
	}
	return apps, nil
}

// Account is what the platform client needs to act for an App: its secret, opened.
func (s *Store) Account(app App) (wechat.Account, error) {
	secret, err := s.box.open(app.sealPlace(), app.Secret)
	if err != nil {
		return wechat.Account{}, err
	}
	return wechat.Account{Appid: app.Appid, Secret: secret, Mode: app.TokenMode}, nil
}
