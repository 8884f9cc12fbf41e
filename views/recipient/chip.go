package recipient

import (
	"context"
	"slices"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// soon is when an expiry needs attention.
const soon = 24 * 60 * 60 * 1000

// Chips shows what a user has left, one chip a kind. Subscriptions of several
// templates are one chip here; the user's page tells them apart.
func Chips(ctx context.Context, counts []models.CodeCount, now models.Millis) []components.ChipView {
	byKind := map[models.CodeKind]models.CodeCount{}
	for _, c := range counts {
		sum, ok := byKind[c.Kind]
		if !ok || c.Soonest < sum.Soonest {
			sum.Soonest = c.Soonest
		}
		sum.Kind, sum.N = c.Kind, sum.N+c.N
		byKind[c.Kind] = sum
	}
	var chips []components.ChipView
	for _, kind := range models.CodeKinds {
		if c, ok := byKind[kind]; ok {
			chips = append(chips, Chip(ctx, c, now))
		}
	}
	if len(chips) == 0 {
		return []components.ChipView{{Icon: components.IconTicket, Text: text.RecipientNoCodes.In(ctx), Count: "0", None: true, TestID: "codes-none"}}
	}
	return chips
}

// Chip is one count of codes.
func Chip(ctx context.Context, c models.CodeCount, now models.Millis) components.ChipView {
	return components.ChipView{
		Icon: KindIcon(c.Kind), Text: text.CodeKind(c.Kind).In(ctx), Count: text.Number(c.N), Note: text.CodeExpiry(ctx, c.Soonest, now),
		Soon: c.Soonest-now < soon, TestID: "codes-" + string(c.Kind),
	}
}

// KindIcon stands for a kind of code.
func KindIcon(kind models.CodeKind) components.Icon {
	switch {
	case kind == models.CodeForm:
		return components.IconFileText
	case kind == models.CodePrepay:
		return components.IconCreditCard
	case slices.Contains(models.CodeKinds, kind):
		return components.IconBell
	}
	return components.IconTicket
}
