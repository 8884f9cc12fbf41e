package audit

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// Chain is the banner over the record: how the last check of its chain ended.
type Chain struct {
	Note   components.NoteView
	Breaks []string // the rows that are damaged
	Facts  []components.Fact
	Proof  string // the command with which others check an export
	Act    bool   // may be checked and exported by whoever looks
}

// NewChain shapes it. The key is public; it is empty while nothing is recorded.
func NewChain(ctx context.Context, state models.ChainState, key string, act bool) Chain {
	c := Chain{Act: act}
	at := text.DateTimeSeconds(ctx, state.CheckedAt)
	switch {
	case state.CheckedAt == 0:
		c.Note = components.NoteView{Tone: components.ToneInfo, Title: text.ChainUnchecked.In(ctx), Text: text.ChainUncheckText.In(ctx), TestID: "chain-unchecked"}
	case state.Whole():
		c.Note = components.NoteView{Tone: components.ToneSuccess, Title: text.ChainWhole.In(ctx), Text: text.ChainWholeText.In(ctx, at, state.Linked), TestID: "chain-whole"}
	default:
		c.Note = components.NoteView{Tone: components.ToneError, Title: text.ChainBroken.In(ctx), Text: text.ChainBrokenText.In(ctx, at), TestID: "chain-broken"}
	}
	if state.Waiting > 0 {
		c.Note.Text += " " + text.ChainWaiting.In(ctx, state.Waiting)
	}
	for _, b := range state.Breaks {
		c.Breaks = append(c.Breaks, text.BreakLine(ctx, b))
	}
	if state.HeadSeq > 0 {
		c.Facts = append(c.Facts, components.Fact{Name: text.ChainHeadLabel.In(ctx), Value: text.ChainHead.In(ctx, state.HeadSeq, state.HeadHash), Mono: true})
	}
	if key != "" {
		c.Facts = append(c.Facts, components.Fact{Name: text.ChainKeyLabel.In(ctx), Value: key, Mono: true})
		c.Proof = "xinshi audit verify --file xinshi-audit.jsonl --key " + key
	}
	return c
}
