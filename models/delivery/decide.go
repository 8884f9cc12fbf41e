package delivery

import (
	"errors"
	"time"

	"xinshi/models"
	"xinshi/models/wechat"
)

// The limits of trying again.
const (
	maxTries     = 300 // with the longest delay between them, about a day
	longestDelay = 5 * time.Minute
	laterDelay   = 10 * time.Minute // for answers that ask for patience
	youngPayment = time.Minute      // the platform may answer 41028 to a code whose payment it has not heard of
	youngDelay   = 8 * time.Second
	personDelay  = 2 * time.Second // at the most, after a clash of two sends to one person
)

// The answers whose meaning depends on what is known of the code or the person.
const (
	codeInvalid = 41028
	codeTaken   = 41029
	personClash = 43108
)

// decide turns one platform answer into the outcome to record. It is pure:
// jitter in [0,1) is given in.
func decide(c *models.Claimed, receipt wechat.Receipt, err error, now models.Millis, jitter float64) models.Outcome {
	o := models.Outcome{Claimed: c, At: now, MsgID: receipt.MsgID, Unproven: c.Message.Unproven}
	var refused *wechat.APIError
	if errors.As(err, &refused) {
		o.Errcode, o.Errmsg = refused.Errcode, refused.Errmsg
	} else if err != nil {
		o.Errmsg = err.Error()
	}
	answer, known := wechat.Explain(err)
	if !known { // our own side failed before the call
		answer.Reaction = wechat.SameCode
	}
	d := decision{Outcome: o, now: now, jitter: jitter}
	if refused != nil && refused.Call.IsToken() {
		d.noToken(answer)
	} else {
		d.react(answer)
	}
	return d.Outcome
}

// putBack returns a message whose call was not made.
func putBack(c *models.Claimed, now models.Millis) models.Outcome {
	d := decision{Outcome: models.Outcome{Claimed: c, At: now, Unproven: c.Message.Unproven, Unsent: true}, now: now}
	d.wait("")
	return d.Outcome
}

type decision struct {
	models.Outcome
	now    models.Millis
	jitter float64
}

// react is the reaction table of the engine.
func (d *decision) react(answer wechat.Answer) {
	switch answer.Reaction {
	case wechat.Accept:
		d.settle(models.MessageSent, d.spent(), "")
	case wechat.SameCode:
		d.again(models.CauseRetry, d.backoff())
	case wechat.Later:
		d.again(models.CauseRetry, laterDelay)
	case wechat.Unproven:
		d.noAnswer()
	case wechat.NextCode:
		d.badCode(answer)
	case wechat.StopFormCodes:
		d.BlockKinds = []models.CodeKind{models.CodeForm}
		d.wait(models.CauseNextCode)
	case wechat.StopPaymentCodes:
		d.BlockKinds = []models.CodeKind{models.CodePrepay}
		d.wait(models.CauseNextCode)
	case wechat.PauseMinute, wechat.Refresh:
		d.pause(d.now.Add(time.Minute))
	case wechat.PauseUntilTomorrow:
		d.pause(platformMidnight(d.now))
	case wechat.PauseApp:
		d.pause(0)
	case wechat.NoCredit:
		d.EmptyCredits = true
		d.refused(models.CodeRejected)
	case wechat.Retired:
		d.StopTemplate = true
		d.wait(models.CausePaused)
	case wechat.StopTemplate, wechat.Bug:
		d.StopTemplate = true
		d.refused(models.CodeAvailable)
	default:
		d.refused(models.CodeAvailable)
	}
}

// spent is what a message that went out, or may have, leaves of its code. A
// long-term subscription allows any number: its one row goes back.
func (d *decision) spent() models.CodeState {
	if d.Claimed.Code.Lasting() {
		return models.CodeAvailable
	}
	return models.CodeUsed
}

func (d *decision) settle(to models.MessageState, code models.CodeState, reason models.Cause) {
	d.To, d.Code, d.Reason = to, code, reason
}

// refused ends a message that the platform will not take. After an unanswered
// try the refusal is of the repeat: what became of the first stays unknown.
func (d *decision) refused(code models.CodeState) {
	if d.Claimed.Message.Unproven {
		d.settle(models.MessageUnknown, models.CodeUsed, models.CauseNoAnswer)
		return
	}
	d.settle(models.MessageFailed, code, models.CausePlatform)
}

// again queues the message for a repeat with the same code.
func (d *decision) again(reason models.Cause, delay time.Duration) {
	tries := d.Claimed.Message.Tries + 1
	switch {
	case tries >= maxTries && d.Unproven:
		d.settle(models.MessageUnknown, models.CodeUsed, models.CauseNoAnswer)
	case tries >= maxTries:
		d.settle(models.MessageFailed, models.CodeAvailable, models.CauseGaveUp)
	default:
		d.settle(models.MessageQueued, models.CodeReserved, reason)
		d.Due = d.now.Add(delay)
	}
}

// wait puts the message back without having spent anything: with its code while
// an earlier try is unproven, else free to take another.
func (d *decision) wait(reason models.Cause) {
	code := models.CodeAvailable
	if d.Unproven {
		code = models.CodeReserved
	}
	d.settle(models.MessageQueued, code, reason)
	d.Due = d.now
}

func (d *decision) pause(until models.Millis) {
	d.Pause = &models.Pause{Errcode: d.Errcode, Reason: d.Errmsg, Until: until}
	d.wait(models.CausePaused)
}

// noToken handles a refusal by a token call: it is never about the message. What
// time does not heal needs a person.
func (d *decision) noToken(answer wechat.Answer) {
	switch answer.Reaction {
	case wechat.SameCode, wechat.Later, wechat.PauseMinute, wechat.PauseUntilTomorrow:
		d.react(answer)
	default:
		d.pause(0)
	}
}

// noAnswer handles a call that may have been carried out. Only a repeat with
// the very same single-use code can tell: 41029 then means that it was.
func (d *decision) noAnswer() {
	if !d.Claimed.Code.SingleUse(d.Claimed.App.CodesPerPayment) {
		d.settle(models.MessageUnknown, d.spent(), models.CauseNoAnswer)
		return
	}
	d.Unproven = true
	d.again(models.CauseNoAnswer, d.backoff())
}

// badCode handles 41028, 41029 and their kin.
func (d *decision) badCode(answer wechat.Answer) {
	m, code := d.Claimed.Message, d.Claimed.Code
	switch {
	case m.Unproven && answer.Errcode == codeTaken:
		d.settle(models.MessageSent, models.CodeUsed, models.CauseProven)
	case answer.Errcode == codeInvalid && code.Kind == models.CodePrepay && d.now.Sub(code.PaidAt) < youngPayment:
		d.again(models.CauseRetry, youngDelay)
	case m.Unproven:
		d.settle(models.MessageUnknown, models.CodeUsed, models.CauseNoAnswer)
	case answer.Class == wechat.ClassCodeConsumed:
		d.settle(models.MessageQueued, models.CodeUsed, models.CauseNextCode)
		d.Due = d.now
	default:
		d.settle(models.MessageQueued, models.CodeRejected, models.CauseNextCode)
		d.Due = d.now
	}
}

func (d *decision) backoff() time.Duration {
	if d.Errcode == personClash {
		return time.Duration(float64(personDelay) * (0.1 + 0.9*d.jitter))
	}
	return retryDelay(d.Claimed.Message.Tries, d.jitter)
}

// retryDelay doubles from a second up to longestDelay; half of it is jitter, so
// that what failed together does not come back together.
func retryDelay(tries int, jitter float64) time.Duration {
	delay := longestDelay
	if tries < 9 {
		delay = min(longestDelay, time.Second<<tries)
	}
	return delay/2 + time.Duration(float64(delay/2)*jitter)
}

// platformMidnight is when the platform's daily quotas begin anew, taken as
// midnight UTC+8 (no source names the hour).
func platformMidnight(now models.Millis) models.Millis {
	local := now.Time().In(time.FixedZone("UTC+8", 8*60*60))
	return models.At(time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, local.Location()))
}
