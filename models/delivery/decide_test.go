package delivery

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/wechat"
)

const testNow = models.Millis(1_795_399_200_000) // 2026-11-23 02:00 UTC, 10:00 in Shanghai

func claimed(edit ...func(*models.Claimed)) *models.Claimed {
	c := &models.Claimed{
		Message: models.Message{ID: 1, State: models.MessageSending},
		Code:    models.SendCode{ID: 2, Kind: models.CodeForm, State: models.CodeReserved},
		App:     &models.App{CodesPerPayment: 1},
	}
	for _, f := range edit {
		f(c)
	}
	return c
}

func unproven(c *models.Claimed)  { c.Message.Unproven = true }
func lastTry(c *models.Claimed)   { c.Message.Tries = maxTries - 1 }
func subscribe(c *models.Claimed) { c.Code.Kind = models.CodeSubscribeOnce }
func lasting(c *models.Claimed)   { c.Code.Kind = models.CodeSubscribeLong }
func payment(age time.Duration) func(*models.Claimed) {
	return func(c *models.Claimed) { c.Code.Kind, c.Code.PaidAt = models.CodePrepay, testNow.Add(-age) }
}
func threeUses(c *models.Claimed) { c.App.CodesPerPayment = 3 }

func answered(errcode int) error {
	return &wechat.APIError{Call: wechat.CallSendTemplate, Errcode: errcode, Errmsg: "text"}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	silence := &wechat.TransportError{Call: wechat.CallSendTemplate, MayHaveArrived: true, Err: errors.New("timeout")}
	nobody := &wechat.TransportError{Call: wechat.CallSendTemplate, Err: errors.New("refused")}
	badSecret := &wechat.APIError{Call: wechat.CallStableToken, Errcode: 40125, Errmsg: "invalid appsecret"}
	cases := []struct {
		name   string
		c      *models.Claimed
		err    error
		to     models.MessageState
		code   models.CodeState
		reason models.Cause
		due    time.Duration // from now; with no jitter
	}{
		{"accepted", claimed(), nil, models.MessageSent, models.CodeUsed, "", 0},
		{"busy", claimed(), answered(-1), models.MessageQueued, models.CodeReserved, models.CauseRetry, 500 * time.Millisecond},
		{"busy for a day", claimed(lastTry), answered(-1), models.MessageFailed, models.CodeAvailable, models.CauseGaveUp, 0},
		{"used code", claimed(), answered(41029), models.MessageQueued, models.CodeUsed, models.CauseNextCode, 0},
		{"used code after silence", claimed(unproven), answered(41029), models.MessageSent, models.CodeUsed, models.CauseProven, 0},
		{"invalid code", claimed(), answered(41028), models.MessageQueued, models.CodeRejected, models.CauseNextCode, 0},
		{"invalid code after silence", claimed(unproven), answered(41028), models.MessageUnknown, models.CodeUsed, models.CauseNoAnswer, 0},
		{"invalid code, just paid", claimed(payment(20 * time.Second)), answered(41028), models.MessageQueued, models.CodeReserved, models.CauseRetry, youngDelay},
		{"invalid code, paid long ago", claimed(payment(2 * time.Minute)), answered(41028), models.MessageQueued, models.CodeRejected, models.CauseNextCode, 0},
		{"blocked code", claimed(), answered(41031), models.MessageQueued, models.CodeRejected, models.CauseNextCode, 0},
		{"form codes forbidden", claimed(), answered(41032), models.MessageQueued, models.CodeAvailable, models.CauseNextCode, 0},
		{"unknown user", claimed(), answered(40003), models.MessageFailed, models.CodeAvailable, models.CausePlatform, 0},
		{"unknown user after silence", claimed(unproven), answered(40003), models.MessageUnknown, models.CodeUsed, models.CauseNoAnswer, 0},
		{"unknown template", claimed(), answered(40037), models.MessageFailed, models.CodeAvailable, models.CausePlatform, 0},
		{"no credit", claimed(subscribe), answered(43101), models.MessageFailed, models.CodeRejected, models.CausePlatform, 0},
		{"quota", claimed(), answered(45009), models.MessageQueued, models.CodeAvailable, models.CausePaused, 0},
		{"quota after silence keeps the code", claimed(unproven), answered(45009), models.MessageQueued, models.CodeReserved, models.CausePaused, 0},
		{"accepted, long-term", claimed(lasting), nil, models.MessageSent, models.CodeAvailable, "", 0},
		{"silence, long-term", claimed(lasting), silence, models.MessageUnknown, models.CodeAvailable, models.CauseNoAnswer, 0},
		{"no credit, long-term", claimed(lasting), answered(43101), models.MessageFailed, models.CodeRejected, models.CausePlatform, 0},
		{"retired", claimed(), answered(45103), models.MessageQueued, models.CodeAvailable, models.CausePaused, 0},
		{"wrong secret", claimed(), badSecret, models.MessageQueued, models.CodeAvailable, models.CausePaused, 0},
		{"a code nobody knows", claimed(), answered(99999), models.MessageFailed, models.CodeAvailable, models.CausePlatform, 0},
		{"silence, form code", claimed(), silence, models.MessageQueued, models.CodeReserved, models.CauseNoAnswer, 500 * time.Millisecond},
		{"silence for a day", claimed(unproven, lastTry), silence, models.MessageUnknown, models.CodeUsed, models.CauseNoAnswer, 0},
		{"silence, payment of one use", claimed(payment(time.Hour)), silence, models.MessageQueued, models.CodeReserved, models.CauseNoAnswer, 500 * time.Millisecond},
		{"silence, payment of three uses", claimed(payment(time.Hour), threeUses), silence, models.MessageUnknown, models.CodeUsed, models.CauseNoAnswer, 0},
		{"silence, subscription", claimed(subscribe), silence, models.MessageUnknown, models.CodeUsed, models.CauseNoAnswer, 0},
		{"not reached", claimed(), nobody, models.MessageQueued, models.CodeReserved, models.CauseRetry, 500 * time.Millisecond},
		{"our database failed", claimed(), errors.New("no token"), models.MessageQueued, models.CodeReserved, models.CauseRetry, 500 * time.Millisecond},
	}
	for _, tc := range cases {
		o := decide(tc.c, wechat.Receipt{}, tc.err, testNow, 0)
		if o.To != tc.to || o.Code != tc.code || o.Reason != tc.reason {
			t.Errorf("%s: %s, code %s, %q; want %s, code %s, %q", tc.name, o.To, o.Code, o.Reason, tc.to, tc.code, tc.reason)
		}
		if o.To == models.MessageQueued && o.Due.Sub(testNow) != tc.due {
			t.Errorf("%s: due in %v, want %v", tc.name, o.Due.Sub(testNow), tc.due)
		}
	}
}

func TestDecideSideEffects(t *testing.T) {
	t.Parallel()
	until := func(errcode int) models.Millis {
		o := decide(claimed(), wechat.Receipt{}, answered(errcode), testNow, 0)
		if o.Pause == nil {
			t.Fatalf("%d: no pause", errcode)
		}
		return o.Pause.Until
	}
	if got, want := until(45009), testNow.Add(14*time.Hour); got != want {
		t.Errorf("daily quota pauses until %v, want midnight in China %v", got.Time(), want.Time())
	}
	if got := until(45011); got != testNow.Add(time.Minute) {
		t.Errorf("minute quota pauses until %v", got.Time())
	}
	if got := until(40001); got != testNow.Add(time.Minute) {
		t.Errorf("a refused token pauses until %v, want a minute", got.Time())
	}
	twice := fmt.Errorf("%w: %w", wechat.ErrTokenRefusedTwice, answered(40001)) // as Tokens.Do says it
	if o := decide(claimed(), wechat.Receipt{}, twice, testNow, 0); o.Pause == nil || o.Pause.Until != testNow.Add(time.Minute) || o.Pause.Errcode != 40001 {
		t.Errorf("a token refused twice pauses %+v, want a minute", o.Pause)
	}
	if got := until(48001); got != 0 {
		t.Errorf("missing permission pauses until %v, want until a person resumes", got.Time())
	}
	if o := decide(claimed(), wechat.Receipt{}, answered(40037), testNow, 0); !o.StopTemplate {
		t.Error("an unknown template is not stopped")
	}
	if o := decide(claimed(subscribe), wechat.Receipt{}, answered(43101), testNow, 0); !o.EmptyCredits {
		t.Error("43101 leaves credits")
	}
	if o := decide(claimed(), wechat.Receipt{}, answered(41035), testNow, 0); len(o.BlockKinds) != 1 || o.BlockKinds[0] != models.CodePrepay {
		t.Errorf("41035 blocks %v", o.BlockKinds)
	}
	if o := decide(claimed(), wechat.Receipt{}, answered(-1), testNow, 0); o.Unproven {
		t.Error("a busy platform makes the message unproven")
	}
	if o := decide(claimed(unproven), wechat.Receipt{}, answered(-1), testNow, 0); !o.Unproven {
		t.Error("a busy answer to a repeat forgets that the first try is unproven")
	}
}

func TestRetryDelay(t *testing.T) {
	t.Parallel()
	for tries, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300} {
		want *= time.Second
		if got := retryDelay(tries, 0); got != want/2 {
			t.Errorf("try %d waits at least %v, want %v", tries, got, want/2)
		}
		if got := retryDelay(tries, 0.999); got < want*9/10 || got > want {
			t.Errorf("try %d waits at most %v, want about %v", tries, got, want)
		}
	}
}
