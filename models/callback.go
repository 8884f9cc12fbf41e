package models

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"xinshi/models/wechat"
)

// CreditSource is where an App learns from that somebody accepted a template.
// One accept reaches us twice, from the mini program and from the platform, and
// gives one credit.
type CreditSource string

// The sources. What the mini program reports can be forged by whoever holds the
// phone; what the platform pushes cannot.
const (
	CreditsByReport CreditSource = "report"
	CreditsByEvent  CreditSource = "event"
)

// CreditSources lists them.
var CreditSources = []CreditSource{CreditsByReport, CreditsByEvent}

// PushRefusal says why a push was not believed.
type PushRefusal string

// The refusals; each is an error of models/wechat.
const (
	RefusedSignature  PushRefusal = "signature"
	RefusedStale      PushRefusal = "stale"
	RefusedForeign    PushRefusal = "foreign"
	RefusedEncryption PushRefusal = "encryption"
	RefusedPlain      PushRefusal = "not_encrypted"
	RefusedBody       PushRefusal = "unreadable"
)

var pushRefusals = []struct {
	err    error
	reason PushRefusal
}{
	{wechat.ErrBadSignature, RefusedSignature}, {wechat.ErrStale, RefusedStale}, {wechat.ErrForeignPush, RefusedForeign},
	{wechat.ErrNotDecrypted, RefusedEncryption}, {wechat.ErrNotEncrypted, RefusedPlain}, {wechat.ErrUnreadable, RefusedBody},
}

// RefusalOf names an error by which a push was refused; it is empty for others.
func RefusalOf(err error) PushRefusal {
	for _, r := range pushRefusals {
		if errors.Is(err, r.err) {
			return r.reason
		}
	}
	return ""
}

// maxPushAge is how far a push's time may be from ours: clocks differ a little,
// and a recorded push must not be worth anything tomorrow.
const maxPushAge = 5 * time.Minute

// Callback is what an App and the platform have agreed on for pushes, and how
// the last ones went. The zero value is an App without one.
type Callback struct {
	AppID        int64 `gorm:"primaryKey"`
	Mode         wechat.CallbackMode
	Token        string       `json:"-"` // sealed; see Store.Listener
	AESKey       string       `gorm:"column:aes_key" json:"-"`
	CreditsFrom  CreditSource // empty: report
	CreditsSince Millis       // accepts from then on come from CreditsFrom
	CheckedAt    Millis       `json:"-"` // when the platform last checked the URL
	PushedAt     Millis       `json:"-"` // when it last pushed something, to the minute
	RefusedAt    Millis       `json:"-"` // when a push was last refused, to the minute
	Refusal      PushRefusal  `json:"-"`
	CreatedAt    Millis       `gorm:"autoCreateTime:milli"`
	UpdatedAt    Millis       `gorm:"autoUpdateTime:milli"`
}

// Source is where accepts of a moment count from.
func (c Callback) Source(at Millis) CreditSource {
	if (c.CreditsFrom == CreditsByEvent) == (at >= c.CreditsSince) {
		return CreditsByEvent
	}
	return CreditsByReport
}

// Ready tells whether the platform can push in the agreed mode.
func (c Callback) Ready() bool {
	return c.Token != "" && (!c.Mode.Encrypted() || c.AESKey != "")
}

func (c Callback) place(column string) string { return fmt.Sprintf("callbacks.%s:%d", column, c.AppID) }

// CallbackInput is what a person says of a Callback. An empty secret keeps the
// stored one.
type CallbackInput struct {
	Mode        wechat.CallbackMode
	Token       string
	AESKey      string
	CreditsFrom CreditSource
}

var callbackToken = regexp.MustCompile(`^[A-Za-z0-9]{3,32}$`)

func (in *CallbackInput) validate(stored Callback) error {
	var bad ValidationError
	in.Token, in.AESKey = strings.TrimSpace(in.Token), strings.TrimSpace(in.AESKey)
	if !slices.Contains(wechat.CallbackModes, in.Mode) {
		bad.Add("mode", ReasonBadChoice)
	}
	switch {
	case in.Token == "" && stored.Token == "":
		bad.Add("token", ReasonRequired)
	case in.Token != "" && !callbackToken.MatchString(in.Token):
		bad.Add("token", ReasonBadFormat)
	}
	if in.AESKey != "" {
		if _, err := wechat.ParseAESKey(in.AESKey); err != nil {
			bad.Add("aes_key", ReasonBadFormat)
		}
	} else if in.Mode.Encrypted() && stored.AESKey == "" {
		bad.Add("aes_key", ReasonRequired)
	}
	if !slices.Contains(CreditSources, in.CreditsFrom) {
		bad.Add("credits_from", ReasonBadChoice)
	}
	return bad.Err()
}

// Callback loads an App's; one that was never set is the zero value.
func (s *Store) Callback(ctx context.Context, appID int64) (Callback, error) {
	c := Callback{AppID: appID}
	err := one(s.read.WithContext(ctx).Where("app_id = ?", appID).Take(&c).Error, "callback")
	if errors.Is(err, ErrNotFound) {
		return Callback{AppID: appID}, nil
	}
	return c, err
}

// SaveCallback changes an App's. Accepts are learnt from another source from
// this moment on; those before it stay where they were learnt from.
func (s *Store) SaveCallback(ctx context.Context, actor Actor, appID int64, in CallbackInput) error {
	return s.changeCallback(ctx, actor, appID, func(tx *Store, c *Callback) ([]string, error) {
		if err := in.validate(*c); err != nil {
			return nil, err
		}
		if was := c.Source(tx.Now()); was != in.CreditsFrom {
			c.CreditsSince = tx.Now()
		}
		c.Mode, c.CreditsFrom = in.Mode, in.CreditsFrom
		return c.replace(tx.box, in.Token, in.AESKey), nil
	})
}

// replace seals the secrets that were given and names them.
func (c *Callback) replace(sealer box, token, aesKey string) (replaced []string) {
	if token != "" {
		c.Token, replaced = sealer.seal(c.place("token"), token), append(replaced, "token")
	}
	if aesKey != "" {
		c.AESKey, replaced = sealer.seal(c.place("aes_key"), aesKey), append(replaced, "aes_key")
	}
	return replaced
}

// NewCallbackSecrets makes an App's token and key anew and returns them: nothing
// shows them a second time. Its mode becomes secure where there was none.
func (s *Store) NewCallbackSecrets(ctx context.Context, actor Actor, appID int64) (token, aesKey string, err error) {
	token, aesKey = wechat.NewCallbackToken(), wechat.NewAESKey()
	err = s.changeCallback(ctx, actor, appID, func(tx *Store, c *Callback) ([]string, error) {
		if c.Mode == "" {
			c.Mode = wechat.CallbackSecure
		}
		return c.replace(tx.box, token, aesKey), nil
	})
	return token, aesKey, err
}

// changeCallback locks the App's row, since the Callback may have none yet.
func (s *Store) changeCallback(ctx context.Context, actor Actor, appID int64, edit func(*Store, *Callback) (replaced []string, err error)) error {
	return s.InTx(ctx, func(tx *Store) error {
		if _, err := tx.appForUpdate(ctx, appID); err != nil {
			return err
		}
		before, err := tx.Callback(ctx, appID)
		if err != nil {
			return err
		}
		after := before
		replaced, err := edit(tx, &after)
		if err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&after).Error; err != nil {
			return fmt.Errorf("save callback of app %d: %w", appID, err)
		}
		type record struct {
			Callback
			Replaced []string `json:",omitempty"` // secrets that were set anew
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "app.callback", Object: "app", ObjectID: appID, Before: before, After: record{after, replaced}})
	})
}

// Listener is what it takes to believe a push to an App. Without a token nothing
// is believed.
func (s *Store) Listener(app App, c Callback) (wechat.Callback, error) {
	l := wechat.Callback{Appid: app.Appid, Mode: c.Mode, MaxAge: maxPushAge}
	if !c.Ready() {
		return l, nil
	}
	var err error
	if l.Token, err = s.box.open(c.place("token"), c.Token); err != nil || !c.Mode.Encrypted() {
		return l, err
	}
	key, err := s.box.open(c.place("aes_key"), c.AESKey)
	if err != nil {
		return l, err
	}
	l.Key, err = wechat.ParseAESKey(key)
	return l, err
}

// pushMinute is how often the state of a callback is written at the most: a
// batch of a million brings a million pushes.
const pushMinute = Millis(60_000)

// NotePush remembers that a push was taken, or why not. It writes no more than
// once a minute.
func (s *Store) NotePush(ctx context.Context, c Callback, refusal PushRefusal) error {
	now := s.Now()
	set, last := map[string]any{"pushed_at": now}, c.PushedAt
	if refusal != "" {
		set, last = map[string]any{"refused_at": now, "refusal": refusal}, c.RefusedAt
	}
	if last > now-pushMinute && (refusal == "" || refusal == c.Refusal) {
		return nil
	}
	return s.noteCallback(ctx, c.AppID, set)
}

// NoteCallbackCheck remembers that the platform checked the URL and was answered.
func (s *Store) NoteCallbackCheck(ctx context.Context, appID int64) error {
	return s.noteCallback(ctx, appID, map[string]any{"checked_at": s.Now()})
}

func (s *Store) noteCallback(ctx context.Context, appID int64, set map[string]any) error {
	err := s.db.WithContext(ctx).Model(&Callback{}).Where("app_id = ?", appID).UpdateColumns(set).Error
	if err != nil {
		return fmt.Errorf("note push: %w", err)
	}
	return nil
}
