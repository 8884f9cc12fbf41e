package importing

import (
	"context"

	"xinshi/models"
	"xinshi/models/sheet"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// NewPage is the form for a file, with what is wrong with the one just sent.
type NewPage struct {
	layout.Page
	Kind      string
	Kinds     []components.Option
	FileError string
	Problems  []Problem
	More      string // what to do, and whether there are more problems
	Hint      string
	MaxBytes  string
	TooLarge  string
}

// Problem is one thing that is wrong with a file, and where.
type Problem struct{ Line, Column, Text string }

// Refused is why a file was not taken.
type Refused struct {
	Missing bool
	Broken  *sheet.UnreadableError
}

// NewForm shapes the form.
func NewForm(ctx context.Context, frame layout.Page, kind models.ImportKind, refused Refused) NewPage {
	limits := models.ImportLimits
	p := NewPage{Page: frame, Kind: string(kind), MaxBytes: paths.ID(limits.Bytes)}
	p.Crumb = components.Link{Text: text.Imports.In(ctx), Href: paths.Imports(frame.App.Appid)}
	p.Context = text.ImportNewContext.In(ctx)
	megabytes := text.Number(limits.Bytes >> 20)
	p.Hint = text.ImportFileHint.In(ctx, megabytes, text.Number(limits.Rows), sheet.MaxColumns)
	p.TooLarge = text.ImportFileTooLarge.In(ctx, megabytes)
	for _, k := range models.ImportKinds {
		name, hint := text.ImportKind(k)
		p.Kinds = append(p.Kinds, components.Option{Value: string(k), Text: name.In(ctx), Hint: hint.In(ctx)})
	}
	if refused.Missing {
		p.FileError = text.ImportFileMissing.In(ctx)
	}
	if refused.Broken != nil {
		p.Problems = problems(ctx, refused.Broken)
		p.More = text.SheetRefusedDo.In(ctx)
		if refused.Broken.More {
			p.More = text.SheetRefusedMore.In(ctx, len(p.Problems))
		}
	}
	return p
}

func problems(ctx context.Context, broken *sheet.UnreadableError) []Problem {
	var list []Problem
	for _, p := range broken.Problems {
		problem := Problem{Line: text.SheetWhole.In(ctx), Text: text.SheetProblem(ctx, p)}
		if p.Line > 0 {
			problem.Line = text.ImportLineIs.In(ctx, p.Line)
		}
		if p.Column > 0 {
			problem.Column = text.Number(p.Column)
		}
		list = append(list, problem)
	}
	return list
}
