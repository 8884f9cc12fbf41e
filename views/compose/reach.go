package compose

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// Reach is what stands beside the send button: to whom, with which code, and
// what is in the way.
type Reach struct {
	Facts   []components.Fact
	Note    components.NoteView // without a Text: nothing is in the way
	Submit  string
	Waiting string // the code becomes usable a little later
}

func newReach(ctx context.Context, src Source, now models.Millis) Reach {
	to, code := src.To.Recipient, src.To.Next
	if to.ID == 0 {
		return Reach{
			Submit: text.Send.In(ctx),
			Note:   components.NoteView{Tone: components.ToneInfo, Text: text.SendNobody.In(ctx), TestID: "send-nobody"},
		}
	}
	name := to.Name()
	r := Reach{Submit: text.SendNow.In(ctx, name), Facts: []components.Fact{
		{Name: text.SendTo.In(ctx), Content: who(name, to.Openid)},
		{Name: text.TemplateName.In(ctx), Value: src.Template.Title},
	}}
	if code.ID == 0 {
		r.Note = noCode(ctx, name, src.Template)
		return r
	}
	r.Facts = append(r.Facts, components.Fact{
		Name: text.SendCodeSpent.In(ctx), Value: codeWords(ctx, code, now), TestID: "code-spent",
	})
	if code.UsableAt > now {
		r.Waiting = text.SendCodeSettling.In(ctx, text.Relative(ctx, code.UsableAt, now))
	}
	return r
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
