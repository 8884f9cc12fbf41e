package message

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// deliver says what the platform pushed about the message after it had accepted it.
func (l *Live) deliver(ctx context.Context, src Source) {
	if d := src.Message.Delivery; d != nil && src.Message.State == models.MessageSent {
		l.Sentence, l.Remedy = text.Delivery(ctx, *d)
		if !d.Good() {
			l.Tone = components.ToneError
		}
	}
	if src.Likely != nil {
		l.Notes = append(l.Notes, text.MessageLikely.In(ctx, text.DateTimeSeconds(ctx, src.Likely.At)))
	}
}

func deliveryStep(ctx context.Context, m models.Message, d models.Delivery) step {
	e := components.Event{Title: text.MessageDelivered.In(ctx), Detail: text.StoryPushed.In(ctx, d.Status), Tone: components.ToneSuccess}
	if !d.Good() {
		e.Title, e.Tone = text.MessageUndelivered.In(ctx), components.ToneError
	}
	// The platform's times are cut to the second: a delivery is not before its answer.
	return step{max(d.At, m.SettledAt), e}
}
