package models

import (
	"slices"

	"gorm.io/gorm"
)

// subscribeKinds are the kinds of code that a user can take back.
var subscribeKinds = []CodeKind{CodeSubscribeOnce, CodeSubscribeLong}

// codeNeed asks that a person has a code, available and fit for a use.
type codeNeed struct {
	kinds        []CodeKind
	refs         []int64 // the templates it may belong to; nil: any
	usableBy     Millis  // usable at this time at the latest
	after, until Millis  // and expires then: later than after, at until at the latest
}

// payFor narrows it to codes that an App may spend on a template.
func (n *codeNeed) payFor(app App, t Template) {
	n.kinds = slices.DeleteFunc(slices.Clone(t.CodeKinds()), app.Blocks)
	n.refs = []int64{0, t.ID}
}

// reaching is the need for a code with which a template reaches a person at a
// time: also one that becomes usable soon.
func reaching(app App, t Template, at Millis) codeNeed {
	n := codeNeed{usableBy: Never - 1, after: at, until: Never}
	n.payFor(app, t)
	return n
}

const codeFits = "c.live = 1 AND c.expires_at > ? AND c.expires_at <= ? AND c.state = ? AND c.usable_at <= ? AND c.kind IN ?"

// fits is the condition on one code c.
func (n codeNeed) fits() (where string, values []any) {
	where, values = codeFits, []any{n.after, n.until, CodeAvailable, n.usableBy, n.kinds}
	if n.refs != nil {
		where += " AND c.template_ref IN ?"
		values = append(values, n.refs)
	}
	return where, values
}

// where narrows a query for recipients to those with such a code.
func (n codeNeed) where(query *gorm.DB) *gorm.DB {
	where, values := n.fits()
	return query.Where("(SELECT c.id FROM send_codes c WHERE c.recipient_id = recipients.id AND "+where+" LIMIT 1) IS NOT NULL", values...)
}

// counted narrows a query for counts to those of such codes, as far as they tell.
func (n codeNeed) counted(query *gorm.DB, appID int64) *gorm.DB {
	query = query.Where("app_id = ? AND n > 0 AND unpaid = ? AND kind IN ? AND hour > ? AND hour <= ?", appID, false, n.kinds, n.after-millisPerHour, n.until)
	if n.refs != nil {
		query = query.Where("template_ref IN ?", n.refs)
	}
	return query
}
