package template

import (
	"context"
	"strconv"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// SyncPage is what the platform's lists and the templates here differ in.
type SyncPage struct {
	layout.Page
	Refusals  []components.NoteView
	Lists     []components.Fact
	Asked     bool   // the platform was asked before
	Heard     bool   // and has given a list
	FetchedAt string // which list the page shows
	Rows      []DifferenceRow
	All       int // how many are taken over together
}

// DifferenceRow is one template that differs.
type DifferenceRow struct {
	TemplateID string
	Title      string
	Href       string // of the template here
	Badge      components.BadgeView
	Kind       string
	Lines      []string
	Take       string // what the button says; empty: nothing can be taken over
}

// NewSync shapes the page.
func NewSync(ctx context.Context, frame layout.Page, list models.TemplateList, here []models.Template) SyncPage {
	p := SyncPage{Page: frame, Asked: list.FetchedAt != 0, FetchedAt: strconv.FormatInt(int64(list.FetchedAt), 10)}
	p.Crumb = components.Link{Text: text.NavTemplates.In(ctx), Href: paths.Templates(frame.App.Appid)}
	for _, family := range models.Families {
		p.hear(ctx, text.Family(family).In(ctx), list.Heard[family])
	}
	for _, c := range list.Differences(here) {
		row := newDifference(ctx, frame, c)
		if row.Take != "" && c.What != models.DiffNames {
			p.All++
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

func (p *SyncPage) hear(ctx context.Context, name string, h models.Heard) {
	ago := text.Relative(ctx, int64(h.At), p.Now)
	fact := components.Fact{Name: name, Value: text.SyncNotListed.In(ctx), TestID: "list"}
	if h.At != 0 {
		p.Heard = true
		fact.Value = text.SyncListed.In(ctx, len(h.Templates), ago)
	}
	p.Lists = append(p.Lists, fact)
	if h.Refusal == nil {
		return
	}
	note := components.NoteView{Tone: components.ToneWarning, TestID: "list-refused"}
	note.Title, note.Text = text.Refusal(ctx, name, *h.Refusal)
	if h.At != 0 {
		note.Text += " " + text.SyncOld.In(ctx, ago)
	}
	p.Refusals = append(p.Refusals, note)
}

func newDifference(ctx context.Context, frame layout.Page, c models.TemplateChange) DifferenceRow {
	row := DifferenceRow{TemplateID: c.TemplateID(), Title: c.There.Title, Kind: KindName(ctx, c.Kind), Take: text.SyncTake.In(ctx)}
	if c.Here.ID != 0 {
		row.Title, row.Href = c.Here.Title, paths.Template(frame.App.Appid, c.Here.ID)
	}
	switch c.What {
	case models.DiffAdded:
		row.Badge = components.BadgeView{Kind: components.BadgeDone, Text: text.SyncAdded.In(ctx)}
		row.Lines = []string{text.SyncNewKeywords.In(ctx, keywordNames(ctx, c.Keywords))}
	case models.DiffChanged:
		row.Badge = components.BadgeView{Kind: components.BadgePending, Text: text.SyncChanged.In(ctx)}
		row.Lines = append(changedLines(ctx, c), nameLines(ctx, c)...)
	case models.DiffRemoved:
		row.Badge = components.BadgeView{Kind: components.BadgeFailed, Text: text.SyncRemoved.In(ctx)}
		row.Lines, row.Take = []string{text.SyncRemovedText.In(ctx)}, text.SyncMark.In(ctx)
	case models.DiffNames:
		row.Badge = components.BadgeView{Kind: components.BadgePlain, Text: text.SyncNamesOnly.In(ctx)}
		row.Lines, row.Take = nameLines(ctx, c), text.SyncTakeNames.In(ctx)
	}
	if !c.Readable() {
		row.Lines, row.Take = []string{text.SyncUnreadable.In(ctx)}, ""
	}
	return row
}

func changedLines(ctx context.Context, c models.TemplateChange) []string {
	var lines []string
	if c.Returned() {
		lines = append(lines, text.SyncReturned.In(ctx))
	}
	if c.Kind != c.Here.Kind {
		lines = append(lines, text.SyncKind.In(ctx, KindName(ctx, c.Kind), KindName(ctx, c.Here.Kind)))
	}
	for _, k := range c.Keywords {
		named := text.SyncKeyword.In(ctx, k.There.Name, k.There.Key)
		switch {
		case k.Here.Key == "":
			lines = append(lines, text.SyncPlus.In(ctx, named))
		case k.Back:
			lines = append(lines, text.SyncBack.In(ctx, named))
		case k.Moved():
			lines = append(lines, text.SyncMoved.In(ctx, text.SyncKeyword.In(ctx, k.Here.Name, k.Here.Key), k.There.Key))
		}
	}
	for _, k := range c.Gone {
		lines = append(lines, text.SyncMinus.In(ctx, text.SyncKeyword.In(ctx, k.Name, k.Key)))
	}
	if c.Reordered() {
		lines = append(lines, text.SyncOrder.In(ctx))
	}
	return append(lines, choiceLines(ctx, c)...)
}

func choiceLines(ctx context.Context, c models.TemplateChange) []string {
	if !c.OtherChoices() {
		return nil
	}
	var lines []string
	for _, k := range c.Keywords {
		if values := c.Choices[k.There.Key]; len(values) > 0 {
			lines = append(lines, text.SyncChoices.In(ctx, k.There.Name, strings.Join(values, text.SyncJoin.In(ctx))))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, text.SyncChoicesFree.In(ctx))
	}
	return lines
}

func nameLines(ctx context.Context, c models.TemplateChange) []string {
	var lines []string
	if c.Retitled() {
		lines = append(lines, text.SyncTitleOther.In(ctx, c.There.Title))
	}
	for _, k := range c.Keywords {
		if k.Renamed() {
			lines = append(lines, text.SyncNameOther.In(ctx, k.Here.Name, k.There.Name))
		}
	}
	return lines
}

func keywordNames(ctx context.Context, keywords []models.KeywordChange) string {
	names := make([]string, len(keywords))
	for i, k := range keywords {
		names[i] = text.SyncKeyword.In(ctx, k.There.Name, k.There.Key)
	}
	return strings.Join(names, text.SyncJoin.In(ctx))
}

// fetchKind leaves the one primary button to what is to be taken over.
func (p SyncPage) fetchKind() components.ButtonKind {
	if p.All > 0 {
		return components.ButtonQuiet
	}
	return components.ButtonPrimary
}

func (p SyncPage) panel(ctx context.Context) components.PanelView {
	if len(p.Rows) == 0 {
		return components.PanelView{Flush: true}
	}
	return components.PanelView{Title: text.SyncChanges.In(ctx), Note: text.SyncChangesNote.In(ctx), Flush: true}
}
