package wechat

import (
	"errors"
	"fmt"
	"slices"
)

// Class groups error codes by what they are about.
type Class string

// The classes of answers.
const (
	ClassAccepted     Class = "accepted"
	ClassToken        Class = "token"
	ClassCodeConsumed Class = "code_consumed"
	ClassCodeInvalid  Class = "code_invalid"
	ClassRecipient    Class = "recipient"
	ClassTemplate     Class = "template"
	ClassContent      Class = "content"
	ClassQuota        Class = "quota"
	ClassBusy         Class = "busy"
	ClassConfig       Class = "config"
	ClassLogin        Class = "login"
	ClassOther        Class = "other"   // known codes of other products, which no send should meet
	ClassUnknown      Class = "unknown" // codes that the table does not hold
)

// Reaction is what the sender does about an answer. The code is kept unless the reaction says otherwise.
type Reaction string

// The reactions. Two rules need facts that only the sender has, and come before them: 41028 for a payment code paid
// less than a minute ago is SameCode, and 41029 after an unknown outcome of the same code means "was delivered".
const (
	Accept             Reaction = "accept"               // sent; one use of the code is spent
	SameCode           Reaction = "same_code"            // try again soon with the same code, a few times, with backoff
	Later              Reaction = "later"                // try again with the same code after some minutes
	NextCode           Reaction = "next_code"            // the code is worthless: give it up and try another
	Refresh            Reaction = "refresh"              // renew the token and repeat once; Tokens.Do has done so already
	Fail               Reaction = "fail"                 // this message cannot be sent
	NoCredit           Reaction = "no_credit"            // fail, and take the person's credits for this template as zero
	StopTemplate       Reaction = "stop_template"        // fail, and hold everything that uses the template
	Retired            Reaction = "retired"              // the call is gone: hold everything that uses the template, this message too
	StopFormCodes      Reaction = "stop_form_codes"      // the account may not use form ids any more
	StopPaymentCodes   Reaction = "stop_payment_codes"   // the account may not use prepay ids any more
	PauseMinute        Reaction = "pause_minute"         // hold the App for 60 seconds, then the same code
	PauseUntilTomorrow Reaction = "pause_until_tomorrow" // hold the App until midnight, UTC+8, then the same code
	PauseApp           Reaction = "pause_app"            // hold the App until a person has acted
	Bug                Reaction = "bug"                  // our mistake: fail, and hold what else would be built alike
	Unproven           Reaction = "unproven"             // it may have been delivered: never repeat with another code
)

// Wording is one sentence or two in both languages of the product.
type Wording struct {
	ZH, EN string
}

// Answer explains one result of a call: what it is, what the sender does, and what people should know and do.
type Answer struct {
	Errcode  int
	Errmsg   string // the platform's own English wording, without the tail that differs per call
	Class    Class
	Reaction Reaction
	Alert    bool // a person must be told
	Meaning  Wording
	Remedy   Wording
}

// Lookup finds the answer for a code in a call. It always returns a complete one: codes that are not in the table
// fail the message, keep its code, and call for a person.
func Lookup(call Call, errcode int) Answer {
	if call.IsToken() {
		if a, ok := tokenCallAnswers[errcode]; ok {
			return a
		}
	}
	if call.ManagesTemplates() {
		if a, ok := manageCallAnswers[errcode]; ok {
			return a
		}
	}
	if a, ok := answers[errcode]; ok {
		return a
	}
	if errcode == Unreachable {
		return notReached
	}
	a := unknownCode
	a.Errcode = errcode
	a.Meaning.ZH = fmt.Sprintf(a.Meaning.ZH, errcode)
	a.Meaning.EN = fmt.Sprintf(a.Meaning.EN, errcode)
	return a
}

// Explain finds the answer for the error of any call of this package, or for nil. It reports false for errors that
// do not come from the platform, such as those of a TokenStore or ErrTokenBusy: then nothing was sent.
func Explain(err error) (Answer, bool) {
	var refused *APIError
	var silent *TransportError
	switch {
	case err == nil:
		return answers[0], true
	case errors.Is(err, ErrTokenRefusedTwice):
		return tokenRefusedTwice, true
	case errors.As(err, &refused):
		return Lookup(refused.Call, refused.Errcode), true
	case errors.As(err, &silent) && silent.MayHaveArrived:
		if silent.Call.ManagesTemplates() {
			return noAnswerManaging, true
		}
		return noAnswer, true
	case silent != nil && silent.Call.ManagesTemplates():
		return notReachedManaging, true
	case silent != nil:
		return notReached, true
	}
	return Answer{}, false
}

// answers is the one table, by code; tokenCallAnswers overrides it for the two token calls, manageCallAnswers for those
// that manage templates: where no message and no send code are concerned, other words are true.
var (
	answers           = index(generalAnswers, tokenAnswers, codeAnswers, recipientAnswers, templateAnswers, contentAnswers, quotaAnswers, accountAnswers, requestAnswers, loginAnswers, authorisationAnswers, libraryAnswers, otherAnswers)
	tokenCallAnswers  = index(secretAnswers)
	manageCallAnswers = index(manageAnswers)
)

// index panics on a code with two rows, so that the first test run finds it.
func index(tables ...[]Answer) map[int]Answer {
	out := make(map[int]Answer)
	for _, a := range slices.Concat(tables...) {
		if _, twice := out[a.Errcode]; twice {
			panic(fmt.Sprintf("wechat: two answers for errcode %d", a.Errcode))
		}
		out[a.Errcode] = a
	}
	return out
}

// each gives several codes the same answer.
func each(a Answer, codes ...int) []Answer {
	out := make([]Answer, 0, len(codes))
	for _, code := range codes {
		a.Errcode = code
		out = append(out, a)
	}
	return out
}
