package simulator

import "time"

// codeLife is how long a form id or a prepay id may be used.
const codeLife = 7 * 24 * time.Hour

// mockFormID is what the developer tools hand out instead of a form id.
const mockFormID = "the formId is a mock one"

// sendCode is a form id or a prepay id. A prepay id becomes usable some seconds after its payment.
type sendCode struct {
	openid     string
	usableFrom time.Time // zero while an order is unpaid
	expiresAt  time.Time
	uses, left int
	blocked    bool
}

// credit is what a person allowed for a template.
type credit struct {
	once    int
	forever bool
	refused bool
}

func (c *credit) none() bool {
	return c == nil || c.refused || (c.once == 0 && !c.forever)
}

// spendable judges a code for a person. A wrong, foreign, unpaid, just paid and expired one are all the same to the
// platform.
func (a *account) spendable(code, openid string, now time.Time) *refusal {
	c := a.codes[code]
	switch {
	case c == nil, c.openid != openid, c.usableFrom.IsZero(), now.Before(c.usableFrom), !now.Before(c.expiresAt):
		return &refusal{code: 41028}
	case c.blocked:
		return &refusal{code: 41031}
	case c.left <= 0:
		return &refusal{code: 41029}
	}
	return nil
}

// prepayUses is how many sends a payment of this app allows.
func (a *account) prepayUses() int {
	if a.app.PrepayUses == 0 {
		return 3
	}
	return min(max(a.app.PrepayUses, 1), 3)
}
