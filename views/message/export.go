package message

import (
	"context"
	"strconv"
	"strings"

	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// ExportHeader names the columns of a file of the history.
func ExportHeader(ctx context.Context) []any {
	var cells []any
	for _, name := range []text.Text{
		text.FactID, text.MessageAskedAt, text.MessageStateName, text.ExportMeaning, text.AnswerRemedy, text.AnswerErrcode, text.AnswerErrmsg,
		text.MessageTemplate, text.TargetOpenid, text.TargetNickname, text.ExportContent, text.TargetKind, text.FactTries, text.FactSettled,
		text.FactMsgID, text.NavBatches, text.MessageAskedBy,
	} {
		cells = append(cells, name.In(ctx))
	}
	return cells
}

// ExportRow is a message's row. The template and the person are its own. Ids are
// text: a spreadsheet would round such numbers.
func ExportRow(ctx context.Context, m models.Message, t models.Template, person models.Recipient) []any {
	meaning, remedy := text.Outcome(ctx, m, t.Kind)
	var errcode, batch, kind, msgid string
	if m.Errcode != 0 || m.State == models.MessageSent {
		errcode = strconv.Itoa(m.Errcode)
	}
	if m.BatchID != nil {
		batch = paths.ID(*m.BatchID)
	}
	if m.CodeKind != "" {
		kind = text.CodeKind(m.CodeKind).In(ctx)
	}
	if m.MsgID != 0 {
		msgid = strconv.FormatInt(m.MsgID, 10)
	}
	return []any{
		paths.ID(m.ID), moment(ctx, m.CreatedAt), text.MessageState(m.State).In(ctx), meaning, remedy, errcode, m.Errmsg,
		t.Title, person.Openid, person.Nickname, content(ctx, m), kind, m.Tries, moment(ctx, m.SettledAt),
		msgid, batch, text.Asker(ctx, m),
	}
}

// content is what the message says, keyword by keyword.
func content(ctx context.Context, m models.Message) string {
	var parts []string
	for _, k := range m.Data {
		parts = append(parts, text.FilterIs.In(ctx, k.Name, k.Value))
	}
	return strings.Join(parts, "; ")
}

func moment(ctx context.Context, at models.Millis) string {
	if !at.IsSet() {
		return ""
	}
	return text.DateTimeSeconds(ctx, at)
}
