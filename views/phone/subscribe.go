package phone

import (
	"context"
	"strconv"

	"xinshi/models/wechat/simulator"
	"xinshi/views/components"
	"xinshi/views/text"
)

// Dialog asks for templates that one dialog may ask for together.
type Dialog struct {
	Title string
	Asks  []Ask
}

// Ask is one template of a dialog.
type Ask struct{ TemplateID, Title string }

// Wish is how the person stands to a template in the settings.
type Wish struct {
	TemplateID, Title, State string
	Refused, Kept            bool
}

// Push is a line of what the platform pushed to the shop.
type Push struct {
	Time, Event, Person, Tries string
	Fate                       components.BadgeView
}

// asksAtOnce is how many templates a dialog of ours asks for: as many as older
// clients show.
const asksAtOnce = 3

// newDialogs puts one-time and long-term templates into dialogs of their own.
func newDialogs(ctx context.Context, subscriptions []simulator.Subscription) []Dialog {
	var dialogs []Dialog
	for _, kind := range []string{simulator.KindSubscribeOnce, simulator.KindSubscribeLong} {
		d := Dialog{Title: text.PhoneDialog.In(ctx)}
		if kind == simulator.KindSubscribeLong {
			d.Title = text.PhoneDialogLong.In(ctx)
		}
		for _, sub := range subscriptions {
			if sub.Kind == kind && len(d.Asks) < asksAtOnce {
				d.Asks = append(d.Asks, Ask{sub.TemplateID, sub.Title})
			}
		}
		if len(d.Asks) > 0 {
			dialogs = append(dialogs, d)
		}
	}
	return dialogs
}

func newWishes(ctx context.Context, subscriptions []simulator.Subscription) []Wish {
	var wishes []Wish
	for _, sub := range subscriptions {
		w := Wish{TemplateID: sub.TemplateID, Title: sub.Title, Refused: sub.Refused, Kept: sub.Kept != ""}
		switch {
		case sub.Refused:
			w.State = text.PhoneSettingsOff.In(ctx)
		case sub.Lasting:
			w.State = text.PhoneSettingsLong.In(ctx)
		default:
			w.State = text.PhoneSettingsLine.In(ctx, sub.Left)
		}
		if w.Kept {
			w.State += " · " + text.PhoneSettingsKept.In(ctx)
		}
		wishes = append(wishes, w)
	}
	return wishes
}

func newPushes(ctx context.Context, pushes []simulator.Push, names map[string]string) []Push {
	var list []Push
	for i := len(pushes) - 1; i >= 0 && len(list) < shownCalls; i-- {
		p := pushes[i]
		fate := components.BadgeView{Kind: components.BadgeDone, Text: text.PhonePushTaken.In(ctx)}
		if !p.Answered {
			fate = components.BadgeView{Kind: components.BadgeFailed, Text: text.PhonePushFailure.In(ctx)}
		}
		person := names[p.Openid]
		if person == "" {
			person = p.Openid
		}
		list = append(list, Push{
			Time: text.DateTimeSeconds(ctx, p.At.UnixMilli()), Event: text.PushEvent(p.Event).In(ctx), Person: person, Tries: strconv.Itoa(p.Tries), Fate: fate,
		})
	}
	return list
}
