package models

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// PeopleSelection says whom a bulk action is for: those listed, or everyone whom
// a filter finds.
type PeopleSelection struct {
	IDs    []int64
	Filter *RecipientFilter
}

// TagJob is what a bulk tagging did.
type TagJob struct {
	People int64 // how many users it reached
}

// TagPeople gives tags to users and takes others away. Tags that do not exist
// yet are made. Everyone whom a filter finds may be a million, so they are worked
// through in pieces, and a call that ends with an error has done a part of it:
// TagJob says how many.
func (s *Store) TagPeople(ctx context.Context, actor Actor, appID int64, who PeopleSelection, add, remove []string) (TagJob, error) {
	var bad ValidationError
	job := tagging{appID: appID, add: checkTags(&bad, "add", add), remove: checkTags(&bad, "remove", remove)}
	switch {
	case len(add)+len(remove) == 0:
		bad.Add("add", ReasonRequired)
	case slices.ContainsFunc(job.add, func(name string) bool { return slices.Contains(job.remove, name) }):
		bad.Add("remove", ReasonBadChoice)
	}
	switch {
	case who.Filter == nil && len(who.IDs) == 0:
		bad.Add("people", ReasonRequired)
	case who.Filter == nil && len(who.IDs) > MaxPeople:
		bad.Add("people", ReasonTooMany, MaxPeople)
	}
	if err := bad.Err(); err != nil {
		return TagJob{}, err
	}
	if who.Filter == nil {
		return job.done, s.tagPart(ctx, actor, &job, who.IDs)
	}
	walk, err := s.walkByID(ctx, appID, *who.Filter, 0)
	if err != nil {
		return TagJob{}, err
	}
	for !walk.done {
		found, err := walk.next(ctx)
		if err != nil {
			return job.done, err
		}
		for part := range slices.Chunk(personIDs(found), MaxPeople) {
			if err := s.tagPart(ctx, actor, &job, part); err != nil {
				return job.done, err
			}
		}
	}
	return job.done, nil
}

// tagging is a bulk tagging under way.
type tagging struct {
	appID       int64
	add, remove []string
	done        TagJob
}

// tagPart tags some users in one transaction. The first one also writes the audit
// entry, so that no part of the job is without it.
func (s *Store) tagPart(ctx context.Context, actor Actor, job *tagging, people []int64) error {
	var reached int64
	err := s.InTx(ctx, func(tx *Store) error {
		// Locked: somebody who is erased in this moment gets no tag afterwards.
		var present []int64
		err := tx.forUpdate(ctx).Model(&Recipient{}).Where("app_id = ? AND id IN ? AND erased_at = 0", job.appID, people).Pluck("id", &present).Error
		if err != nil {
			return fmt.Errorf("find recipients: %w", err)
		}
		reached = int64(len(present))
		if reached == 0 {
			return nil
		}
		give, take := map[string][]int64{}, map[string][]int64{}
		for _, name := range job.add {
			give[name] = present
		}
		for _, name := range job.remove {
			take[name] = present
		}
		if err := tx.applyTags(ctx, job.appID, give, take); err != nil || job.done.People > 0 {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: job.appID, Action: "recipient.tag", Object: "recipient",
			After: map[string]any{"add": job.add, "remove": job.remove}})
	})
	if err != nil {
		return err
	}
	job.done.People += reached
	return nil
}

// retag gives users the tags they are to have, and takes the others away.
func (s *Store) retag(ctx context.Context, appID int64, people []*saving) error {
	give, take := map[string][]int64{}, map[string][]int64{}
	for _, p := range people {
		for _, name := range p.tagsAfter {
			if !slices.Contains(p.tagsBefore, name) {
				give[name] = append(give[name], p.after.ID)
			}
		}
		for _, name := range p.tagsBefore {
			if !slices.Contains(p.tagsAfter, name) {
				take[name] = append(take[name], p.after.ID)
			}
		}
	}
	return s.applyTags(ctx, appID, give, take)
}

// applyTags gives and takes tags by name. Those to give are made when missing.
func (s *Store) applyTags(ctx context.Context, appID int64, give, take map[string][]int64) error {
	given, err := s.ensureTags(ctx, appID, slices.Sorted(maps.Keys(give)))
	if err != nil {
		return err
	}
	var rows [][]any
	for _, name := range slices.Sorted(maps.Keys(give)) {
		for _, person := range give[name] {
			rows = append(rows, []any{appID, given[name], person})
		}
	}
	if err := s.putRows(ctx, "recipient_tags", []string{"app_id", "tag_id", "recipient_id"}, []string{"tag_id"}, nil, rows); err != nil {
		return fmt.Errorf("tag recipients: %w", err)
	}
	taken, err := s.tagsNamed(ctx, appID, slices.Sorted(maps.Keys(take)))
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(take)) {
		if err := s.untag(ctx, taken[name], take[name]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) untag(ctx context.Context, tagID int64, people []int64) error {
	err := s.db.WithContext(ctx).Exec("DELETE FROM recipient_tags WHERE tag_id = ? AND recipient_id IN ?", tagID, people).Error
	if err != nil {
		return fmt.Errorf("take tag %d away: %w", tagID, err)
	}
	return nil
}
