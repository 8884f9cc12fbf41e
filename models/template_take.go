package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// The longest title, name and sample that a template here may have. The platform's
// are shorter; one that is not is cut rather than refused.
const (
	maxTitle  = 100
	maxName   = 64
	maxSample = 512
)

// Taken is how many differences were taken over.
type Taken struct{ Added, Changed, Removed int }

// Total is all of them.
func (t Taken) Total() int { return t.Added + t.Changed + t.Removed }

// TakeTemplates takes over what the platform listed at the given time: the named
// templates, or every difference but mere names. Mappings, colours and our own
// names stay, unless names are what was asked for. A list that was fetched again,
// and a difference that is none any more, are ErrConflict.
func (s *Store) TakeTemplates(ctx context.Context, actor Actor, appID int64, fetchedAt Millis, templateIDs []string, all bool) (Taken, error) {
	var taken Taken
	err := s.InTx(ctx, func(tx *Store) error {
		taken = Taken{}
		list, err := tx.TemplateList(ctx, appID)
		if err != nil {
			return err
		}
		if list.FetchedAt != fetchedAt || fetchedAt == 0 {
			return fmt.Errorf("the list of templates was fetched again: %w", ErrConflict)
		}
		here, err := tx.Templates(ctx, appID)
		if err != nil {
			return err
		}
		changes := list.Differences(here)
		for _, c := range changes {
			named := slices.Contains(templateIDs, c.TemplateID())
			if !c.Readable() || !named && (!all || c.What == DiffNames) {
				continue
			}
			if err := tx.takeTemplate(ctx, actor, appID, c); err != nil {
				return err
			}
			taken.count(c.What)
		}
		if taken.Total() < len(templateIDs) {
			return fmt.Errorf("%d of %d templates to take over: %w", taken.Total(), len(templateIDs), ErrConflict)
		}
		return nil
	})
	return taken, err
}

func (t *Taken) count(what Difference) {
	switch what {
	case DiffAdded:
		t.Added++
	case DiffRemoved:
		t.Removed++
	default:
		t.Changed++
	}
}

func (s *Store) takeTemplate(ctx context.Context, actor Actor, appID int64, c TemplateChange) error {
	if c.What == DiffAdded {
		_, err := s.AddTemplate(ctx, actor, appID, c.input())
		return err
	}
	after := c.Here
	switch c.What {
	case DiffRemoved:
		after.RemovedAt = s.Now()
	case DiffNames:
		after.Title = c.There.Title
	default:
		after.Kind, after.Choices, after.RemovedAt = c.Kind, c.Choices, 0
		after.SetAside = slices.Concat(c.aside, c.Gone)
		after.Emphasis = c.emphasis()
	}
	err := s.db.WithContext(ctx).Select("title", "kind", "choices", "removed_at", "set_aside", "emphasis", "updated_at").Updates(&after).Error
	if err != nil {
		return fmt.Errorf("take over template %d: %w", after.ID, err)
	}
	if c.What != DiffRemoved {
		if err := s.replaceKeywords(ctx, &after, c.input().Keywords); err != nil {
			return err
		}
	}
	return s.audit(ctx, actor, change{AppID: appID, Action: "template.sync", Object: "template", ObjectID: after.ID, Before: c.Here, After: after})
}

// emphasis follows the keyword that is shown large.
func (c TemplateChange) emphasis() string {
	for _, k := range c.Keywords {
		if k.Here.Key != "" && !k.Back && k.Here.Key == c.Here.Emphasis {
			return k.There.Key
		}
	}
	return ""
}

// input is the template as it will be. What people have said of a keyword stays;
// what is new is called as the platform calls it.
func (c TemplateChange) input() TemplateInput {
	in := TemplateInput{TemplateID: c.There.TemplateID, Title: c.There.Title, Kind: c.Kind, Choices: c.Choices}
	for _, k := range c.Keywords {
		own := k.Here
		if own.Key == "" {
			own.Sample = k.There.Example
		}
		if own.Name == "" || c.What == DiffNames {
			own.Name = k.There.Name
		}
		in.Keywords = append(in.Keywords, KeywordInput{
			Key: k.There.Key, Name: own.Name, Field: own.Field, DefaultValue: own.DefaultValue,
			Format: own.Format, Colour: own.Colour, Sample: own.Sample,
		})
	}
	return in
}

// plain is a text of the platform as a column holds it: on one line, and cut.
func plain(s string, runes int) string {
	return clip(strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)), runes)
}
