package message

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/components"
	"xinshi/views/text"
)

func envelope(ctx context.Context, src Source) string {
	call := string(text.SendCall(src.Template.Kind))
	if src.Code.ID == 0 && !Final(src.Message.State) {
		return text.PayloadWaiting.In(ctx, call)
	}
	return text.PayloadSent.In(ctx, call)
}

// answer is what the platform said last, word for word.
func answer(ctx context.Context, src Source) (list []components.Fact, none string) {
	m := src.Message
	called := m.Tries > 0 || len(src.Tries) > 0
	switch {
	case !called && Final(m.State):
		return nil, text.AnswerNoCall.In(ctx)
	case !called || (m.Errcode == 0 && m.Errmsg == "" && m.State != models.MessageSent):
		return nil, text.AnswerNone.In(ctx)
	}
	if m.Errcode != 0 || m.State == models.MessageSent {
		list = append(list, components.Fact{Name: text.AnswerErrcode.In(ctx), Value: strconv.Itoa(m.Errcode), Mono: true, TestID: "errcode"})
	}
	said := text.AnswerErrmsg
	if len(list) == 0 {
		said = text.AnswerFault
	}
	list = append(list, components.Fact{Name: said.In(ctx), Value: m.Errmsg, Mono: true, TestID: "errmsg"})
	refusal := wechat.APIError{Errcode: m.Errcode, Errmsg: m.Errmsg}
	if field := refusal.Field(); field != "" {
		list = append(list, components.Fact{Name: text.AnswerField.In(ctx), Value: keywordCalled(ctx, src, field), TestID: "errfield"})
	}
	if m.Errcode != 0 {
		meaning, remedy := text.Errcode(ctx, text.SendCall(src.Template.Kind), m.Errcode)
		list = append(list,
			components.Fact{Name: text.AnswerMeaning.In(ctx), Value: meaning},
			components.Fact{Name: text.AnswerRemedy.In(ctx), Value: remedy})
	}
	if rid := refusal.RID(); rid != "" {
		list = append(list, components.Fact{Name: text.FactRID.In(ctx), Value: rid, Mono: true})
	}
	return list, ""
}

// keywordCalled names a keyword by what staff call it, and its key.
func keywordCalled(ctx context.Context, src Source, key string) string {
	for _, k := range src.Template.Keywords {
		if k.Key == key {
			return text.AnswerKeyword.In(ctx, k.Name, key)
		}
	}
	return key
}
