package integration

import (
	"context"
	"strconv"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// callBadge is the answer at a glance: its status, and the word of the API.
func callBadge(ctx context.Context, c models.APICall) components.BadgeView {
	b := components.BadgeView{Kind: components.BadgeDone, Text: strconv.Itoa(c.Status), TestID: "answer"}
	switch {
	case c.ErrorCode != "":
		b.Kind, b.Text = components.BadgeFailed, b.Text+" "+c.ErrorCode
	case c.Failed:
		b.Kind, b.Text = components.BadgeUnknown, text.CallPartly.In(ctx, c.Status)
	}
	return b
}

// callWords say what happened: how many items were taken, and of what was not,
// why and what to do, as the answer said it.
func callWords(ctx context.Context, c models.APICall, mib int) []CallWord {
	var words []CallWord
	if items := itemWords(ctx, c); items != "" {
		words = append(words, CallWord{Text: items})
	}
	if c.ErrorCode == "unauthorized" { // an unknown key names no App, so this one is revoked
		return append(words, CallWord{Text: text.CallRevoked.In(ctx)})
	}
	if c.Route == "" && c.ErrorCode == "not_found" {
		return append(words, CallWord{Text: text.CallNoRouteDo.In(ctx)})
	}
	if c.ErrorCode != "" && len(c.Refusals) == 0 {
		return append(words, CallWord{Text: text.APIError(ctx, c.ErrorCode, mib)})
	}
	for _, r := range c.Refusals {
		w := CallWord{Field: r.Field, Text: text.APIRefusal(ctx, r)}
		if r.N > 1 {
			w.Times = text.CallTimes.In(ctx, text.Number(int64(r.N)))
		}
		words = append(words, w)
	}
	return words
}

func itemWords(ctx context.Context, c models.APICall) string {
	var parts []string
	for _, count := range []struct {
		n     int
		words text.Text
	}{{c.Accepted, text.CallItems}, {c.Duplicates, text.CallDuplicates}, {c.Rejected, text.CallRejected}} {
		if count.n > 0 {
			parts = append(parts, count.words.In(ctx, text.Number(int64(count.n))))
		}
	}
	return strings.Join(parts, " · ")
}
