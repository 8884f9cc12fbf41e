package recipient

import (
	"context"
	"strings"

	"xinshi/models"
	"xinshi/views/text"
)

// ExportSource is some users with what their rows in a file need.
type ExportSource struct {
	People     []models.Recipient
	Counts     map[int64][]models.CodeCount
	Tags       map[int64][]models.Tag
	Attributes []string // the names of those that have a column
}

// ExportHeader names the columns of a file of users. An import knows them again;
// it takes no column of what follows from elsewhere, like the codes.
func ExportHeader(ctx context.Context, attributes []string) []any {
	cells := []any{"openid", text.TargetNickname.In(ctx), text.TargetRemark.In(ctx), text.TargetPhone.In(ctx), text.TargetTags.In(ctx)}
	for _, name := range attributes {
		cells = append(cells, text.ExportAttribute.In(ctx, name))
	}
	for _, kind := range models.CodeKinds {
		cells = append(cells, text.ExportCodes.In(ctx, text.CodeKind(kind).In(ctx)))
	}
	return append(cells, text.ExportExpiry.In(ctx), text.RecipientLastSent.In(ctx), text.ExportAddedAt.In(ctx))
}

// ExportRows are the users' rows.
func ExportRows(ctx context.Context, src ExportSource) [][]any {
	rows := make([][]any, len(src.People))
	for i, r := range src.People {
		var tags []string
		for _, tag := range src.Tags[r.ID] {
			tags = append(tags, tag.Name)
		}
		row := []any{r.Openid, r.Nickname, r.Remark, r.Phone, strings.Join(tags, ";")}
		for _, name := range src.Attributes {
			row = append(row, r.Attributes[name])
		}
		n := map[models.CodeKind]int{}
		soonest := models.Never
		for _, c := range src.Counts[r.ID] {
			n[c.Kind] += c.N
			soonest = min(soonest, c.Soonest)
		}
		for _, kind := range models.CodeKinds {
			row = append(row, n[kind])
		}
		rows[i] = append(row, moment(ctx, soonest), moment(ctx, r.LastSentAt), moment(ctx, r.CreatedAt))
	}
	return rows
}

func moment(ctx context.Context, at models.Millis) string {
	if !at.IsSet() {
		return ""
	}
	return text.DateTimeSeconds(ctx, at)
}
