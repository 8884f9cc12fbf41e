package message

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// step is an event of the story and when it was.
type step struct {
	at models.Millis
	components.Event
}

// story tells what happened, in the order of time.
func story(ctx context.Context, src Source) []components.Event {
	m := src.Message
	steps := []step{{m.CreatedAt, components.Event{
		Title: text.StoryAsked.In(ctx), Detail: text.StoryAskedBy.In(ctx, text.Asker(ctx, m)), Icon: components.IconSquarePen,
	}}}
	steps = append(steps, codeSteps(ctx, src)...)
	for i, try := range src.Tries {
		steps = append(steps, tryStep(ctx, src, i, try))
	}
	if m.SendingAt.IsSet() && m.State != models.MessageQueued && m.CodeID != 0 {
		steps = append(steps, step{m.SendingAt, components.Event{
			Title: text.StoryHandedOver.In(ctx), Detail: codeFact(ctx, src), Tone: components.ToneInfo, Icon: components.IconSend,
		}})
	}
	if end, ok := lastStep(ctx, src); ok {
		steps = append(steps, end)
	}
	if d := m.Delivery; d != nil {
		steps = append(steps, deliveryStep(ctx, m, *d))
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	events := make([]components.Event, len(steps))
	for i, s := range steps {
		s.Time, s.Machine = text.DateTimeSeconds(ctx, s.at), text.Machine(s.at)
		events[i] = s.Event
	}
	return events
}

// codeSteps tell where the codes came from that the message has tried.
func codeSteps(ctx context.Context, src Source) []step {
	codes := map[int64]models.SendCode{}
	for id, c := range src.Codes {
		codes[id] = c
	}
	if src.Code.ID != 0 {
		codes[src.Code.ID] = src.Code
	}
	var steps []step
	for _, c := range codes {
		e := components.Event{Title: text.StoryCode.In(ctx, CodeName(ctx, c)), Detail: c.Scene, Icon: components.IconTicket}
		e.Href = paths.Recipient(src.App.Appid, c.RecipientID)
		steps = append(steps, step{c.ObtainedAt, e})
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Compare(a.Title, b.Title) })
	return steps
}

func tryStep(ctx context.Context, src Source, i int, try models.MessageTry) step {
	short, _ := text.Outcome(ctx, models.Message{State: models.MessageUnknown, Reason: try.Reason}, src.Template.Kind)
	if try.Errcode != 0 {
		meaning, _ := text.Errcode(ctx, text.SendCall(src.Template.Kind), try.Errcode)
		short = strconv.Itoa(try.Errcode) + " · " + text.FirstWords(meaning)
	}
	e := components.Event{
		Title: text.StoryTry.In(ctx, i+1, text.FirstWords(short)), Detail: try.Errmsg, Tone: components.ToneWarning, Icon: components.IconRefreshCw,
	}
	if code, ok := src.Codes[try.CodeID]; ok {
		e.Detail = CodeName(ctx, code) + " · " + e.Detail
	}
	if last := i == len(src.Tries)-1; last && src.Message.Reason == models.CauseAssumed {
		e.Detail += " " + text.StoryAssumed.In(ctx)
	}
	return step{try.At, e}
}

// lastStep is the outcome, or what is being waited for. A person's verdict has
// no time of its own in the message: it stands at the try it judged.
func lastStep(ctx context.Context, src Source) (step, bool) {
	m := src.Message
	sentence, _ := text.Outcome(ctx, m, src.Template.Kind)
	e := components.Event{Title: text.MessageState(m.State).In(ctx), Detail: sentence, Tone: toneOf(m.State)}
	switch m.State {
	case models.MessageSending:
		return step{}, false
	case models.MessageQueued:
		e.Title, e.Detail, e.Icon = text.StoryWaits.In(ctx), "", components.IconClock
		return step{max(m.DueAt, m.CreatedAt), e}, true
	case models.MessageSent:
		switch m.Reason {
		case models.CauseAssumed:
			return step{}, false
		case models.CauseProven:
			e.Title = text.StoryProven.In(ctx)
		default:
			e.Title, e.Detail = text.StoryAnswered.In(ctx), m.Errmsg
		}
	case models.MessageFailed, models.MessageUnknown:
		if text.Telling(m) {
			e.Detail = strconv.Itoa(m.Errcode) + " · " + sentence
		}
	default:
		e.Icon = components.IconBan
	}
	return step{m.SettledAt, e}, m.SettledAt.IsSet()
}
