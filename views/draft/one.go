package draft

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// oneFacts say whom a draft for one person reaches, and with which code.
func oneFacts(ctx context.Context, c Candidate, now models.Millis) []components.Fact {
	facts := []components.Fact{{Name: text.SendTo.In(ctx), Content: who(c.Recipient.Name(), c.Recipient.Openid), TestID: "people"}}
	if c.Next.ID != 0 {
		facts = append(facts, components.Fact{Name: text.SendCodeSpent.In(ctx), Value: codeWords(ctx, c.Next, now), TestID: "code-spent"})
	}
	return facts
}

// oneNote says what is in the way of a message to one person; without a Text
// nothing is.
func oneNote(ctx context.Context, c Candidate, t models.Template, now models.Millis) components.NoteView {
	switch {
	case t.ID == 0:
		return components.NoteView{}
	case c.Next.ID == 0:
		return noCode(ctx, c.Recipient.Name(), t)
	case c.Next.UsableAt > now:
		return components.NoteView{Tone: components.ToneInfo, Text: text.SendCodeSettling.In(ctx, text.Relative(ctx, c.Next.UsableAt, now)), TestID: "code-settling"}
	}
	return components.NoteView{}
}

func codeWords(ctx context.Context, code models.SendCode, now models.Millis) string {
	expires := text.NeverExpires.In(ctx)
	if code.ExpiresAt != models.Never {
		expires = text.SendCodeExpires.In(ctx, text.Relative(ctx, code.ExpiresAt, now))
	}
	return text.SendCodeIs.In(ctx, text.CodeKind(code.Kind).In(ctx), text.DateTime(ctx, code.ObtainedAt), expires)
}

// noCode says that nothing can be sent and how a code comes about.
func noCode(ctx context.Context, name string, t models.Template) components.NoteView {
	note := components.NoteView{
		Tone: components.ToneWarning, TestID: "no-code",
		Title: text.SendNoCodeTitle.In(ctx, name), Text: text.SendNoCodeForm.In(ctx),
	}
	if t.Kind != models.KindTemplate {
		note.Text = text.SendNoCodeAsk.In(ctx, t.Title)
	}
	return note
}
