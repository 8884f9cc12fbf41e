package message

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// maskedAt is how much of a code is shown.
const maskedAt = 6

// Mask shortens a code to its first characters: enough to compare, too little
// to send with.
func Mask(code string) string { return code[:min(maskedAt, len(code)/2)] + "…" }

// CodeName names a code by its kind and, where the text is the platform's and
// not ours, its beginning.
func CodeName(ctx context.Context, c models.SendCode) string {
	kind := text.CodeKind(c.Kind).In(ctx)
	if c.Kind != models.CodeForm && c.Kind != models.CodePrepay {
		return kind
	}
	return kind + " " + Mask(c.Code)
}

func facts(ctx context.Context, src Source) []components.Fact {
	m, appid := src.Message, src.App.Appid
	list := []components.Fact{
		{Name: text.MessageTemplate.In(ctx), Value: src.Template.Title, Href: paths.Template(appid, m.TemplateRef)},
		{Name: text.MessagePerson.In(ctx), Value: text.Person(ctx, src.Person), Href: paths.Recipient(appid, m.RecipientID)},
		{Name: "openid", Value: src.Person.Openid, Mono: true},
		{Name: text.FactPage.In(ctx), Value: or(m.Page, text.FactNoPage.In(ctx)), Mono: m.Page != ""},
		{Name: text.FactEmphasis.In(ctx), Value: emphasis(ctx, m)},
		{Name: text.FactCode.In(ctx), Value: codeFact(ctx, src), TestID: "code"},
		{Name: text.FactTries.In(ctx), Value: text.FactTriesCount.In(ctx, calls(src))},
		{Name: text.MessageAskedBy.In(ctx), Value: text.Asker(ctx, m)},
		{Name: text.MessageAskedAt.In(ctx), Value: text.DateTimeSeconds(ctx, m.CreatedAt), Mono: true},
	}
	moment := func(name text.Text, at models.Millis) {
		if at.IsSet() {
			list = append(list, components.Fact{Name: name.In(ctx), Value: text.DateTimeSeconds(ctx, at), Mono: true})
		}
	}
	if m.State == models.MessageQueued {
		moment(text.FactDue, m.DueAt)
	}
	moment(text.FactSending, m.SendingAt)
	moment(text.FactSettled, m.SettledAt)
	list = append(list, components.Fact{Name: text.FactID.In(ctx), Value: paths.ID(m.ID), Mono: true})
	if m.IdempotencyKey != nil {
		list = append(list, components.Fact{Name: text.FactIdempotency.In(ctx), Value: *m.IdempotencyKey, Mono: true})
	}
	if m.MsgID != 0 {
		list = append(list, components.Fact{Name: text.FactMsgID.In(ctx), Value: strconv.FormatInt(m.MsgID, 10), Mono: true})
	}
	return list
}

// calls counts what went to the platform. A person's 重发 starts the message's
// own count anew, so its earlier tries are counted too.
func calls(src Source) int { return max(src.Message.Tries, len(src.Tries)) }

func codeFact(ctx context.Context, src Source) string {
	if src.Message.CodeID == 0 {
		return text.FactNoCode.In(ctx)
	}
	if src.codeGone() {
		return text.FactCodeGone.In(ctx)
	}
	return CodeName(ctx, src.Code)
}

func emphasis(ctx context.Context, m models.Message) string {
	for _, k := range m.Data {
		if k.Key == m.Emphasis {
			return k.Name
		}
	}
	return text.FactNoEmphasis.In(ctx)
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
