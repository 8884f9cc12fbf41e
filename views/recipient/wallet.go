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

// Group is a kind of code in a user's wallet.
type Group struct {
	Kind  components.Icon
	Title string
	Left  []Left // what can be used now; none says so
	Codes []Code
}

// Left is how many codes of one kind and template a user has.
type Left struct {
	Chip components.ChipView
	For  string // which templates it pays for
}

// Code is a row of the wallet.
type Code struct {
	Code   string // its beginning, or what it pays for
	Uses   string // which use of several it is
	Origin string // scene or source
	Order  string
	Life   []Step
	State  components.BadgeView
	Why    string // what the platform had against it
}

// Step is a moment in the life of a code.
type Step struct{ Time, Machine, Text, Href string }

// newWallet groups codes by kind: those that are left, and what became of each.
func newWallet(ctx context.Context, src Source) []Group {
	titles := templateTitles(src.Templates)
	pays := func(ref int64) string {
		if ref == 0 {
			return text.RecipientAnyTemplate.In(ctx)
		}
		if t, ok := titles[ref]; ok {
			return t.Title
		}
		return text.RecipientGone.In(ctx)
	}
	var list []Group
	for _, kind := range models.CodeKinds {
		g := Group{Kind: KindIcon(kind), Title: text.CodeKind(kind).In(ctx)}
		for _, c := range src.Counts {
			if c.Kind == kind {
				g.Left = append(g.Left, Left{Chip(ctx, c, src.Now), pays(c.TemplateRef)})
			}
		}
		for _, c := range src.Codes {
			if c.Kind == kind {
				g.Codes = append(g.Codes, newCode(ctx, src.App.Appid, c, pays(c.TemplateRef), src.Now))
			}
		}
		if len(g.Left) > 0 || len(g.Codes) > 0 {
			list = append(list, g)
		}
	}
	return list
}

func newCode(ctx context.Context, appid string, c models.SendCode, pays string, now models.Millis) Code {
	row := Code{Code: pays, Origin: c.Scene, Life: life(ctx, appid, c, now), State: codeBadge(ctx, c, now)}
	if paysFor(c.Kind) == models.KindTemplate { // a subscription's code is a text of ours
		row.Code = message.Mask(c.Code)
	}
	if row.Origin == "" {
		row.Origin = text.CodeSource(c.Source).In(ctx)
	}
	if c.OrderNo != "" {
		row.Order = text.WalletOrder.In(ctx, c.OrderNo)
	}
	if c.UseNo > 1 {
		row.Uses = text.WalletUse.In(ctx, c.UseNo)
	}
	if c.Errcode != 0 {
		meaning, _ := text.Errcode(ctx, text.SendCall(paysFor(c.Kind)), c.Errcode)
		row.Why = strconv.Itoa(c.Errcode) + " · " + text.FirstWords(meaning)
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

// life is the story of a code, in the order in which it happened or will.
func life(ctx context.Context, appid string, c models.SendCode, now models.Millis) []Step {
	steps := []Step{step(ctx, c.ObtainedAt, text.LifeObtained)}
	if c.PaidAt != 0 {
		steps = append(steps, step(ctx, c.PaidAt, text.LifePaid))
	}
	if shown := c.Shown(now); shown == models.CodeAvailable {
		switch {
		case c.UsableAt == models.Never:
			steps = append(steps, Step{Text: text.LifeUnpaid.In(ctx)})
		case c.UsableAt > now:
			steps = append(steps, step(ctx, c.UsableAt, text.LifeUsable))
		}
		if c.ExpiresAt != models.Never {
			return append(steps, step(ctx, c.ExpiresAt, text.LifeExpires))
		}
		return append(steps, Step{Text: text.NeverExpires.In(ctx)})
	}
	end := step(ctx, c.SettledAt, lifeEnds[c.Shown(now)])
	if c.Shown(now) == models.CodeExpired {
		end = step(ctx, c.ExpiresAt, text.LifeExpired)
	}
	if c.MessageID != 0 {
		end.Href = paths.Message(appid, c.MessageID)
	}
	return append(steps, end)
}

var lifeEnds = map[models.CodeState]text.Text{
	models.CodeReserved: text.LifeReserved, models.CodeUsed: text.LifeUsed,
	models.CodeRejected: text.LifeRejected, models.CodeRevoked: text.LifeRevoked,
}

func step(ctx context.Context, at models.Millis, words text.Text) Step {
	s := Step{Text: words.In(ctx)}
	if at.IsSet() {
		s.Time, s.Machine = text.DateTime(ctx, at), text.Machine(at)
	}
	return s
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
