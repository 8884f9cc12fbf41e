package template

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// optionFacts are what only subscribe messages have.
func optionFacts(ctx context.Context, t models.Template) []components.Fact {
	if t.Kind == models.KindTemplate {
		return nil
	}
	opens, _ := text.MiniprogramState(t.Opens())
	lang := t.Lang
	if lang == "" {
		lang = models.Langs[0]
	}
	facts := []components.Fact{
		{Name: text.TemplateOpens.In(ctx), Value: opens.In(ctx), TestID: "opens"},
		{Name: text.TemplateLang.In(ctx), Value: text.CardLang(lang).In(ctx)},
	}
	if t.Opens() != models.StateFormal {
		facts[0].Content = components.Badge(components.BadgeView{Kind: components.BadgePaused, Text: opens.In(ctx)})
	}
	return facts
}

// OpensNote warns of a template whose cards open another version than the
// published one; without a Text there is nothing to warn of.
func OpensNote(ctx context.Context, t models.Template) components.NoteView {
	if t.Opens() == models.StateFormal {
		return components.NoteView{}
	}
	opens, _ := text.MiniprogramState(t.Opens())
	return components.NoteView{Tone: components.ToneWarning, Text: text.OpensOther.In(ctx, opens.In(ctx)), TestID: "opens-other"}
}
