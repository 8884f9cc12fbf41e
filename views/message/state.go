package message

import (
	"context"
	"time"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// offer says what whoever may send can do now.
func (l *Live) offer(src Source) {
	m, appid := src.Message, src.App.Appid
	switch {
	case m.CanDecide():
		l.Assume = paths.MessageAssume(appid, m.ID)
		if src.Person.ErasedAt == 0 {
			l.Resend = paths.MessageResend(appid, m.ID)
		}
	case m.CanCancel():
		l.Cancel = paths.MessageCancel(appid, m.ID)
	case Final(m.State) && src.Template.ID != 0 && src.Person.ErasedAt == 0:
		l.Again = paths.With(paths.DraftNew(appid), "template", src.Template.TemplateID, "to", src.Person.Openid)
	}
}

// Final tells whether nothing more happens to a message by itself.
func Final(state models.MessageState) bool {
	return state != models.MessageQueued && state != models.MessageSending
}

// every is how often the page looks again: each second while something may
// happen at once, seldom while the message waits for a time or a person.
func every(src Source) string {
	m := src.Message
	switch {
	case Final(m.State):
		return ""
	case m.State == models.MessageQueued && (held(src) || m.DueAt.Sub(src.Now) > time.Minute):
		return "15s"
	}
	return "1s"
}

func held(src Source) bool {
	return src.App.State == models.AppPaused || src.Template.Held()
}

// notes say what a queued message waits for.
func notes(ctx context.Context, src Source) []string {
	m := src.Message
	if m.State != models.MessageQueued {
		return nil
	}
	var list []string
	switch due := text.DateTimeSeconds(ctx, m.DueAt); {
	case held(src) || m.DueAt <= src.Now:
	case m.Tries > 0:
		list = append(list, text.MessageRetryAt.In(ctx, m.Tries, due))
	default:
		list = append(list, text.MessageDueAt.In(ctx, due))
	}
	if src.App.State == models.AppPaused && m.Reason != models.CausePaused {
		list = append(list, text.MessageAppPaused.In(ctx))
	}
	switch {
	case src.Template.RemovedAt != 0:
		list = append(list, text.TemplateGone.In(ctx)+" "+text.TemplateGoneDo.In(ctx))
	case src.Template.State == models.TemplateStopped:
		list = append(list, text.MessageTplStopped.In(ctx))
	}
	if m.Unproven {
		list = append(list, text.MessageUnprovenNote.In(ctx))
	}
	return list
}

func toneOf(state models.MessageState) components.Tone {
	switch state {
	case models.MessageSent:
		return components.ToneSuccess
	case models.MessageFailed:
		return components.ToneError
	case models.MessageUnknown:
		return components.ToneWarning
	case models.MessageSending:
		return components.ToneInfo
	}
	return components.ToneNeutral
}
