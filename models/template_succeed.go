package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Retired tells whether the platform has withdrawn the call that sends the template:
// it goes out no more, whatever is done about it.
func (t Template) Retired() bool {
	return t.Kind == KindTemplate && t.State == TemplateStopped && t.StopErrcode == errcodeRetired
}

// SuccessorInput says which keyword of a legacy template each keyword of its
// successor is filled like, by key; a keyword left out stays as it is.
type SuccessorInput struct {
	To  int64
	Map map[string]string
}

// SucceedTemplate lets a subscribe template take over what people have said of a
// legacy one: field, default, format, colour and sample of each mapped keyword, as
// far as the successor has none, and the page. Nothing that it has is overwritten,
// and the legacy template stays as it is. Refused values have the fields to and
// map.KEY.
func (s *Store) SucceedTemplate(ctx context.Context, actor Actor, appID, id int64, in SuccessorInput) (Template, error) {
	var to Template
	err := s.InTx(ctx, func(tx *Store) error {
		from, err := tx.Template(ctx, appID, id)
		if err != nil {
			return err
		}
		if from.Kind != KindTemplate {
			return fmt.Errorf("template %d is no legacy one: %w", id, ErrNotFound)
		}
		before, err := tx.Template(ctx, appID, in.To)
		if err != nil || before.Kind == KindTemplate {
			return &ValidationError{Fields: []FieldError{{Field: "to", Reason: ReasonBadChoice}}}
		}
		if to, err = before.succeed(from, in.Map); err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Select("page", "updated_at").Updates(&to).Error; err != nil {
			return fmt.Errorf("save successor %d: %w", to.ID, err)
		}
		for _, k := range to.Keywords {
			if err := tx.db.WithContext(ctx).Select("field", "default_value", "format", "colour", "sample").Updates(&k).Error; err != nil {
				return fmt.Errorf("save keywords of successor %d: %w", to.ID, err)
			}
		}
		err = tx.audit(ctx, actor, change{AppID: appID, Action: "template.update", Object: "template", ObjectID: to.ID, Before: before, After: to})
		if err != nil {
			return err
		}
		return tx.setSuccessor(ctx, actor, from, to.ID)
	})
	return to, err
}

func (s *Store) setSuccessor(ctx context.Context, actor Actor, from Template, to int64) error {
	after := from
	after.SuccessorRef = to
	if err := s.db.WithContext(ctx).Select("successor_ref", "updated_at").Updates(&after).Error; err != nil {
		return fmt.Errorf("name successor of template %d: %w", from.ID, err)
	}
	return s.audit(ctx, actor, change{AppID: from.AppID, Action: "template.succeed", Object: "template", ObjectID: from.ID, Before: from, After: after})
}

// succeed is the template with what it lacks taken from another.
func (t Template) succeed(from Template, mapped map[string]string) (Template, error) {
	var bad ValidationError
	t.Keywords = slices.Clone(t.Keywords)
	for i := range t.Keywords {
		k := &t.Keywords[i]
		key := mapped[k.Key]
		if key == "" {
			continue
		}
		at := slices.IndexFunc(from.Keywords, func(own Keyword) bool { return own.Key == key })
		if at < 0 {
			bad.Add("map."+k.Key, ReasonUnknownKeyword)
			continue
		}
		k.fillFrom(from.Keywords[at])
	}
	if t.Page == "" {
		t.Page = from.Page
	}
	return t, bad.Err()
}

// fillFrom takes what is not said yet. A format belongs to its field.
func (k *Keyword) fillFrom(own Keyword) {
	if k.Field == "" {
		k.Field = own.Field
		if k.Format == FormatNone {
			k.Format = own.Format
		}
	}
	for _, pair := range []struct {
		to   *string
		from string
	}{{&k.DefaultValue, own.DefaultValue}, {&k.Colour, own.Colour}, {&k.Sample, own.Sample}} {
		if *pair.to == "" {
			*pair.to = pair.from
		}
	}
}

// SuggestMapping guesses which keyword of a legacy template fills each keyword of a
// subscribe template, by their names and by what sort of value they take.
func SuggestMapping(from, to Template) map[string]string {
	type guess struct {
		to, from int
		score    float64
	}
	var guesses []guess
	for i, k := range to.Keywords {
		for j, own := range from.Keywords {
			if score := likeness(own, k); score >= 0.5 {
				guesses = append(guesses, guess{i, j, score})
			}
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(b.score, a.score) })
	mapped, used := map[string]string{}, map[int]bool{}
	for _, g := range guesses {
		if key := to.Keywords[g.to].Key; mapped[key] == "" && !used[g.from] {
			mapped[key], used[g.from] = from.Keywords[g.from].Key, true
		}
	}
	return mapped
}

// likeness is how well a legacy keyword fits one of a subscribe template, from 0: half
// of its characters in common or the same sort of value make it worth a guess.
func likeness(own, k Keyword) float64 {
	score := commonRunes(own.Name, k.Name)
	if own.Field != "" && own.Field == k.Field {
		score++
	}
	mine, theirs := sortOf(own), sortOf(k)
	switch {
	case mine != "" && mine == theirs:
		score += 0.25
	case mine != "" && theirs != "":
		score -= 0.5
	}
	return score
}

// commonRunes is how much two names share: 1 for the same, 0 for nothing.
func commonRunes(a, b string) float64 {
	left, both := []rune(b), 0
	for _, r := range a {
		if at := slices.Index(left, r); at >= 0 {
			left = slices.Delete(left, at, at+1)
			both++
		}
	}
	total := len([]rune(a)) + len([]rune(b))
	if total == 0 {
		return 0
	}
	return 2 * float64(both) / float64(total)
}

// sortOf is what sort of value a keyword takes, where its type, format or name tells.
func sortOf(k Keyword) string {
	switch k.Type() {
	case "time", "date":
		return "time"
	case "amount":
		return "amount"
	case "phone_number":
		return "phone"
	case "":
	default:
		return ""
	}
	switch k.Format {
	case FormatDate, FormatDateTime, FormatDateCN:
		return "time"
	case FormatYuan, FormatFen:
		return "amount"
	}
	for sort, words := range map[string][]string{"time": {"时间", "日期"}, "amount": {"金额", "价"}, "phone": {"电话", "手机"}} {
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(k.Name, w) }) {
			return sort
		}
	}
	return ""
}

// Successors are the subscribe templates that could be used instead of a legacy one,
// the likeliest first.
func (t Template) Successors(all []Template) []Template {
	var list []Template
	for _, other := range all {
		if other.Kind != KindTemplate && other.RemovedAt == 0 {
			list = append(list, other)
		}
	}
	fit := func(other Template) float64 {
		return commonRunes(t.Title, other.Title) + float64(len(SuggestMapping(t, other)))/float64(max(1, len(other.Keywords)))
	}
	slices.SortStableFunc(list, func(a, b Template) int { return cmp.Compare(fit(b), fit(a)) })
	return list
}
