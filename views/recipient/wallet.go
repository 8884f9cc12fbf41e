package recipient

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Code is a row of the wallet.
type Code struct {
	Kind          components.Icon
	KindText, For string
	Code          string   // its beginning; "" where the text is ours
	Origin        string   // scene or source
	Notes         []string // order and which use of it
	Obtained      string
	Machine       string
	Usable        []string // from and until
	State         components.BadgeView
	Why           string // what the platform had against it
	Message       string // the message that used it
}

func newCode(ctx context.Context, appid string, c models.SendCode, forWhat string, now models.Millis) Code {
	row := Code{
		Kind: kindIcon(c.Kind), KindText: text.CodeKind(c.Kind).In(ctx),
		Origin: c.Scene, Obtained: text.DateTime(ctx, c.ObtainedAt), Machine: text.Machine(c.ObtainedAt),
		Usable: usable(ctx, c), State: codeBadge(ctx, c, now),
	}
	if c.TemplateRef != 0 {
		row.For = forWhat
	}
	if paysFor(c.Kind) == models.KindTemplate {
		row.Code = message.Mask(c.Code)
	}
	if row.Origin == "" {
		row.Origin = c.Source
	}
	if c.OrderNo != "" {
		row.Notes = append(row.Notes, text.WalletOrder.In(ctx, c.OrderNo))
	}
	if c.UseNo > 1 {
		row.Notes = append(row.Notes, text.WalletUse.In(ctx, c.UseNo))
	}
	if c.Errcode != 0 {
		meaning, _ := text.Errcode(ctx, text.SendCall(paysFor(c.Kind)), c.Errcode)
		row.Why = strconv.Itoa(c.Errcode) + " · " + text.FirstWords(meaning)
	}
	if c.MessageID != 0 {
		row.Message = paths.Message(appid, c.MessageID)
	}
	return row
}

// paysFor is a kind of template that a kind of code pays for; it decides which
// call an errcode came from.
func paysFor(kind models.CodeKind) models.TemplateKind {
	if kind == models.CodeForm || kind == models.CodePrepay {
		return models.KindTemplate
	}
	return models.KindSubscribeOnce
}

// usable says from when, where that is not at once, and until when.
func usable(ctx context.Context, c models.SendCode) []string {
	until := text.WalletUntil.In(ctx, text.DateTime(ctx, c.ExpiresAt))
	switch {
	case c.UsableAt == models.Never:
		return []string{text.CodeUnpaid.In(ctx)}
	case c.ExpiresAt == models.Never:
		return []string{text.NeverExpires.In(ctx)}
	case c.UsableAt > c.ObtainedAt:
		return []string{text.WalletFrom.In(ctx, text.DateTime(ctx, c.UsableAt)), until}
	}
	return []string{until}
}

// codeBadge is a code's state as a person should see it now.
func codeBadge(ctx context.Context, c models.SendCode, now models.Millis) components.BadgeView {
	b := components.BadgeView{Kind: components.BadgePlain, TestID: "code-" + string(c.Shown(now))}
	var word text.Text
	switch c.Shown(now) {
	case models.CodeAvailable:
		switch {
		case c.UsableAt == models.Never:
			b.Kind, word = components.BadgePending, text.CodeUnpaid
		case c.UsableAt > now:
			b.Kind, word = components.BadgeWaiting, text.CodeSettling
		default:
			b.Kind, word = components.BadgeDone, text.CodeAvailable
		}
	case models.CodeReserved:
		b.Kind, word = components.BadgeRunning, text.CodeReserved
	case models.CodeUsed:
		word = text.CodeUsed
	case models.CodeRejected:
		b.Kind, word = components.BadgeFailed, text.CodeRejected
	case models.CodeExpired:
		word = text.CodeExpired
	case models.CodeRevoked:
		b.Kind, word = components.BadgeStopped, text.CodeRevoked
	}
	b.Text = word.In(ctx)
	return b
}
