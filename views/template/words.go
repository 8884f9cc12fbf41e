package template

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// State is whether a template is in use, as a badge.
func State(ctx context.Context, t models.Template) components.BadgeView {
	if t.RemovedAt != 0 {
		return components.BadgeView{Kind: components.BadgeFailed, Text: text.TemplateRemoved.In(ctx), TestID: "template-state"}
	}
	if t.State == models.TemplateStopped {
		return components.BadgeView{Kind: components.BadgePaused, Text: text.TemplateStopped.In(ctx), TestID: "template-state"}
	}
	return components.BadgeView{Kind: components.BadgeDone, Text: text.TemplateActive.In(ctx), TestID: "template-state"}
}

// KindName is what a template's kind is called.
func KindName(ctx context.Context, kind models.TemplateKind) string {
	name, _ := text.TemplateKind(kind)
	return name.In(ctx)
}

// Stop says why a template is held and what to do about it; both are empty
// while it is in use.
func Stop(ctx context.Context, t models.Template) (meaning, remedy string) {
	switch {
	case t.RemovedAt != 0:
		return text.TemplateGone.In(ctx), text.TemplateGoneDo.In(ctx)
	case t.State != models.TemplateStopped:
		return "", ""
	case t.StopErrcode == 0:
		return text.TemplateStoppedByHand.In(ctx), ""
	}
	meaning, remedy = text.Errcode(ctx, text.SendCall(t.Kind), t.StopErrcode)
	return text.TemplateStoppedCode.In(ctx, t.StopErrcode, meaning), remedy
}

// StopNote is the notice over a page of a stopped template; without a Text
// there is none.
func StopNote(ctx context.Context, appid string, t models.Template) components.NoteView {
	meaning, remedy := Stop(ctx, t)
	if meaning == "" {
		return components.NoteView{}
	}
	if t.RemovedAt != 0 {
		return components.NoteView{
			Tone: components.ToneError, Title: meaning, Text: text.TemplateGoneFrom.In(ctx, text.DateTime(ctx, t.RemovedAt)) + remedy, TestID: "template-removed", Link: Instead(ctx, appid, t, t.Kind == models.KindTemplate),
		}
	}
	return components.NoteView{
		Tone: components.ToneWarning, Title: text.TemplateStoppedNote.In(ctx),
		Text:   text.TemplateStoppedSince.In(ctx, text.DateTime(ctx, t.StoppedAt)) + meaning + " " + remedy,
		TestID: "template-stopped", Link: Instead(ctx, appid, t, t.Retired()),
	}
}

// limit is a keyword's type and how many characters it takes.
func limit(ctx context.Context, k models.Keyword) (kind, size string) {
	kind = k.Type()
	if kind == "" {
		kind = text.TemplatePlainType.In(ctx)
	}
	return kind, text.TemplateLimit.In(ctx, k.Limit())
}
