package sending

import (
	"cmp"
	"context"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Problem is a value of one person that is refused, or may be.
type Problem struct {
	Person, Href, Keyword, Value, Reason, Fix string
	Blocks                                    bool
}

func problemsOf(ctx context.Context, appid string, people []models.CheckedPerson) []Problem {
	var list []Problem
	for _, person := range people {
		for _, p := range person.Problems {
			list = append(list, Problem{
				Person: person.Name(), Href: paths.Recipient(appid, person.ID), Keyword: problemField(ctx, p), Value: p.Value,
				Reason: text.Reason(ctx, p.Reason, p.Limit), Fix: p.Fix, Blocks: p.Blocks,
			})
		}
	}
	return list
}

func problemField(ctx context.Context, p models.ValueProblem) string {
	if p.Name != "" {
		return p.Name
	}
	return fieldName(ctx, models.Template{}, p.Field)
}

// fieldName is what a field of a draft is called.
func fieldName(ctx context.Context, t models.Template, field string) string {
	if key, isValue := strings.CutPrefix(field, "data."); isValue {
		key, _, _ = strings.Cut(key, ".")
		return keywordName(t, key)
	}
	switch field {
	case "template":
		return text.BatchTemplate.In(ctx)
	case "audience", "list":
		return text.BatchWhom.In(ctx)
	case "data":
		return text.CheckKeyword.In(ctx)
	case "page":
		return text.CheckFieldPage.In(ctx)
	case "start_at":
		return text.BatchStart.In(ctx)
	}
	return field
}

// moreProblems is the list of everyone with problems, those that are certain first.
func moreProblems(appid string, id int64, c models.BatchCheck) string {
	switch {
	case c.Blocked > 0:
		return paths.DraftCheckPeople(appid, id, string(models.GroupBlocked))
	case c.Warned > 0:
		return paths.DraftCheckPeople(appid, id, string(models.GroupWarned))
	}
	return ""
}

// PeoplePage lists the people of a group.
type PeoplePage struct {
	layout.Page
	Rows  []PersonRow
	Pager components.PagerView
	Back  string
}

// PersonRow is one of them.
type PersonRow struct {
	Name, Openid, Href, Reach string
	Problems                  []Problem
	LeftOut                   bool
}

// NewPeoplePage shapes the list.
func NewPeoplePage(ctx context.Context, frame layout.Page, src Source, group models.CheckGroup, people []models.CheckedPerson, pager components.PagerView) PeoplePage {
	appid := src.App.Appid
	frame.Title = text.CheckGroupTitle.In(ctx, groupName(ctx, group, src.App.RestDays))
	frame.Crumb = components.Link{Text: text.CheckTitle.In(ctx), Href: paths.DraftCheck(appid, src.Draft.ID)}
	frame.Context = text.BatchPeople.In(ctx, text.Number(src.Check.Group(group)))
	p := PeoplePage{Page: frame, Pager: pager, Back: frame.Crumb.Href}
	for _, person := range people {
		p.Rows = append(p.Rows, PersonRow{
			Name: person.Name(), Openid: person.Openid, Href: paths.Recipient(appid, person.ID), Reach: text.CheckGroup(person.Reach).In(ctx),
			Problems: problemsOf(ctx, appid, []models.CheckedPerson{person}), LeftOut: person.LeftOut,
		})
	}
	return p
}

// ExportHeader heads the dry run of a whole batch.
func ExportHeader(ctx context.Context, t models.Template) []any {
	row := []any{"openid", text.CheckPerson.In(ctx), text.CheckVerdict.In(ctx), text.CheckReach.In(ctx), text.CheckProblem.In(ctx), text.CheckFix.In(ctx)}
	for _, k := range t.Keywords {
		row = append(row, cmp.Or(k.Name, k.Key))
	}
	return row
}

// ExportRow is what the dry run says of one person.
func ExportRow(ctx context.Context, p models.CheckedPerson) []any {
	var wrong, fixes []string
	for _, problem := range p.Problems {
		wrong = append(wrong, text.CheckColon.In(ctx, problemField(ctx, problem), text.Reason(ctx, problem.Reason, problem.Limit)))
		if problem.Fix != "" {
			fixes = append(fixes, problem.Fix)
		}
	}
	row := []any{p.Openid, p.Name(), verdict(ctx, p.Verdict), text.CheckGroup(p.Reach).In(ctx), strings.Join(wrong, "\n"), strings.Join(fixes, "\n")}
	for _, k := range p.Content.Keywords {
		row = append(row, k.Value)
	}
	return row
}

// verdict is what will become of a person's message.
func verdict(ctx context.Context, v models.Verdict) string {
	switch {
	case v.LeftOut:
		return text.CheckLeftOut.In(ctx)
	case v.Blocked, v.Reach != models.GroupReachable:
		return text.CheckWillFail.In(ctx)
	case v.Warned:
		return text.CheckMayFail.In(ctx)
	}
	return text.CheckExpected.In(ctx)
}
