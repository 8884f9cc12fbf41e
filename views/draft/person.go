package draft

import (
	"context"
	"time"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// Candidate is a user one may write to, and the codes there are for it.
type Candidate struct {
	Recipient models.Recipient
	Counts    []models.CodeCount
	Next      models.SendCode // the code a message would spend; ID 0: none
}

// Person is a candidate as the page shows it.
type Person struct {
	Openid, Name, Remark string
	Chips                []components.ChipView
	Why                  string // why a message cannot go now; "" when it can
	Waits                bool   // there is a code, usable shortly
	Chosen               bool
}

// soon is when a code is about to be lost.
const soon = 24 * time.Hour

// newPerson shapes a candidate for a template, or for any when none is chosen.
func newPerson(ctx context.Context, c Candidate, t models.Template, now models.Millis, chosen string) Person {
	p := Person{
		Openid: c.Recipient.Openid, Name: c.Recipient.Name(), Remark: c.Recipient.Remark,
		Chosen: c.Recipient.ID != 0 && c.Recipient.Openid == chosen,
	}
	for _, count := range c.Counts {
		chip := components.ChipView{
			Icon: codeIcon(count.Kind), Text: text.CodeKind(count.Kind).In(ctx), Count: text.Number(count.N),
			Note: text.CodeExpiry(ctx, count.Soonest, now),
			Soon: count.Soonest.IsSet() && count.Soonest.Sub(now) < soon,
			None: t.ID != 0 && !pays(t, count), TestID: "code-chip",
		}
		p.Chips = append(p.Chips, chip)
	}
	switch {
	case t.ID == 0 && len(c.Counts) == 0, t.ID != 0 && c.Next.ID == 0 && len(c.Counts) == 0:
		p.Why = text.PersonNoCode.In(ctx)
	case t.ID == 0:
	case c.Next.ID == 0:
		p.Why = text.PersonOtherCodes.In(ctx)
	case c.Next.UsableAt > now:
		p.Why, p.Waits = text.PersonSettling.In(ctx, text.Relative(ctx, c.Next.UsableAt, now)), true
	}
	return p
}

// pays tells whether codes of this kind can be spent on the template.
func pays(t models.Template, count models.CodeCount) bool {
	for _, kind := range t.CodeKinds() {
		if kind == count.Kind && (count.TemplateRef == 0 || count.TemplateRef == t.ID) {
			return true
		}
	}
	return false
}

func codeIcon(kind models.CodeKind) components.Icon {
	switch kind {
	case models.CodePrepay:
		return components.IconCreditCard
	case models.CodeForm:
		return components.IconFileText
	}
	return components.IconBell
}
