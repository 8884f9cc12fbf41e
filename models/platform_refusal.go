package models

import (
	"errors"

	"xinshi/models/wechat"
)

// PlatformRefusal is why the platform did not do what was asked of it, in words
// for people: it refused, did not answer, or was not reached.
type PlatformRefusal struct {
	Errcode         int
	Errmsg          string // as received; empty where no answer came
	Meaning, Remedy wechat.Wording
}

// The code of a platform that is busy, and the one that says that a family of
// templates is no more.
const (
	errcodeBusy    = -1
	errcodeRetired = 45103
)

// ExplainRefusal explains the error of a call that manages templates; ok is false for
// errors that are none of the platform's.
func ExplainRefusal(err error) (r PlatformRefusal, ok bool) {
	var refused *wechat.APIError
	if errors.As(err, &refused) {
		r.Errmsg = clip(refused.Errmsg, 512)
	}
	answer, known := wechat.Explain(err)
	switch {
	case err == nil:
		return r, false
	case errors.Is(err, wechat.ErrTokenBusy): // nothing was asked; a moment later it can be
		answer = wechat.Lookup(wechat.CallListSubscribe, errcodeBusy)
	case !known:
		return r, false
	}
	r.Errcode, r.Meaning, r.Remedy = answer.Errcode, answer.Meaning, answer.Remedy
	return r, true
}

// OutOfQuota tells whether the day's calls are used up.
func (r PlatformRefusal) OutOfQuota() bool { return r.Errcode == dailyQuota }

// Retired tells whether the platform has withdrawn the call for good.
func (r PlatformRefusal) Retired() bool { return r.Errcode == errcodeRetired }
