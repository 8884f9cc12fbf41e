package models

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
)

// Tag is a word that groups an App's users.
type Tag struct {
	ID        int64
	AppID     int64
	Name      string
	CreatedAt Millis `gorm:"autoCreateTime:milli"`
}

// maxTags is how many tags an App may have: pages list them all.
const maxTags = 1000

// Tags lists an App's tags by name.
func (s *Store) Tags(ctx context.Context, appID int64) ([]Tag, error) {
	var tags []Tag
	if err := s.read.WithContext(ctx).Where("app_id = ?", appID).Order("name").Find(&tags).Error; err != nil {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	return tags, nil
}

// TagsOf lists the tags of each of these users, by name.
func (s *Store) TagsOf(ctx context.Context, appID int64, recipientIDs []int64) (map[int64][]Tag, error) {
	type given struct{ tag, person int64 }
	query := s.read.WithContext(ctx).Table("recipient_tags").Select("tag_id", "recipient_id").Where("recipient_id IN ?", recipientIDs)
	held, err := scanAll(query, func(g *given, rows *sql.Rows) error { return rows.Scan(&g.tag, &g.person) })
	if err != nil {
		return nil, fmt.Errorf("list tags of recipients: %w", err)
	}
	holders := map[int64][]int64{}
	for _, g := range held {
		holders[g.tag] = append(holders[g.tag], g.person)
	}
	// Not one statement: a server that joins may begin with the tags, and go
	// through everyone who has them for the few that are asked for.
	var tags []Tag
	if len(holders) > 0 {
		err = s.read.WithContext(ctx).Where("app_id = ? AND id IN ?", appID, slices.Sorted(maps.Keys(holders))).Order("name").Find(&tags).Error
	}
	if err != nil {
		return nil, fmt.Errorf("load tags of recipients: %w", err)
	}
	byPerson := make(map[int64][]Tag, len(recipientIDs))
	for _, tag := range tags {
		for _, person := range holders[tag.ID] {
			byPerson[person] = append(byPerson[person], tag)
		}
	}
	return byPerson, nil
}

// tagsNamed finds tags by name; those that do not exist are left out.
func (s *Store) tagsNamed(ctx context.Context, appID int64, names []string) (map[string]int64, error) {
	ids := make(map[string]int64, len(names))
	if len(names) == 0 {
		return ids, nil
	}
	var tags []Tag
	if err := s.read.WithContext(ctx).Where("app_id = ? AND name IN ?", appID, names).Find(&tags).Error; err != nil {
		return nil, fmt.Errorf("find tags: %w", err)
	}
	for _, tag := range tags {
		ids[tag.Name] = tag.ID
	}
	return ids, nil
}

// ensureTags finds tags by name and makes the missing ones.
func (s *Store) ensureTags(ctx context.Context, appID int64, names []string) (map[string]int64, error) {
	ids, err := s.tagsNamed(ctx, appID, names)
	if err != nil {
		return nil, err
	}
	var added []Tag
	for _, name := range names {
		if ids[name] == 0 {
			tag := Tag{ID: NewID(s.now()), AppID: appID, Name: name}
			ids[name] = tag.ID
			added = append(added, tag)
		}
	}
	if len(added) == 0 {
		return ids, nil
	}
	var count int64
	if err := s.db.WithContext(ctx).Model(&Tag{}).Where("app_id = ?", appID).Count(&count).Error; err != nil {
		return nil, fmt.Errorf("count tags: %w", err)
	}
	if int(count)+len(added) > maxTags {
		return nil, &ValidationError{Fields: []FieldError{{Field: "tags", Reason: ReasonTooMany, Limit: maxTags}}}
	}
	if err := s.db.WithContext(ctx).Create(&added).Error; err != nil {
		return nil, fmt.Errorf("add tags: %w", err)
	}
	return ids, nil
}

// tag loads one of an App's tags for a change.
func (s *Store) tag(ctx context.Context, appID, id int64) (Tag, error) {
	var tag Tag
	err := s.forUpdate(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&tag).Error
	return tag, one(err, fmt.Sprintf("tag %d", id))
}

// RenameTag gives a tag another name, also in the segments and the waiting
// batches that speak of it.
func (s *Store) RenameTag(ctx context.Context, actor Actor, appID, id int64, name string) (Tag, error) {
	var bad ValidationError
	name = checkTags(&bad, "name", []string{name})[0]
	if err := bad.Err(); err != nil {
		return Tag{}, err
	}
	var tag Tag
	err := s.InTx(ctx, func(tx *Store) error {
		before, err := tx.tag(ctx, appID, id)
		if err != nil || before.Name == name {
			tag = before
			return err
		}
		taken, err := tx.tagsNamed(ctx, appID, []string{name})
		if err != nil {
			return err
		}
		if taken[name] != 0 {
			return &ValidationError{Fields: []FieldError{{Field: "name", Reason: ReasonTaken}}}
		}
		tag = before
		tag.Name = name
		if err := tx.db.WithContext(ctx).Select("name").Updates(&tag).Error; err != nil {
			return fmt.Errorf("rename tag %d: %w", id, err)
		}
		if err := tx.renameInFilters(ctx, appID, before.Name, name); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "tag.rename", Object: "tag", ObjectID: id,
			Before: map[string]any{"name": before.Name}, After: map[string]any{"name": name}})
	})
	return tag, err
}

// deleteChunk is how many rows one statement takes away from a tag.
const deleteChunk = 5000

// DeleteTag takes a tag away from everyone who has it.
func (s *Store) DeleteTag(ctx context.Context, actor Actor, appID, id int64) error {
	err := s.InTx(ctx, func(tx *Store) error {
		tag, err := tx.tag(ctx, appID, id)
		if err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Delete(&tag).Error; err != nil {
			return fmt.Errorf("delete tag %d: %w", id, err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "tag.delete", Object: "tag", ObjectID: id, Before: map[string]any{"name": tag.Name}})
	})
	if err != nil {
		return err
	}
	// Without the tag its rows mean nothing any more. A million of them go in
	// pieces, and whoever asked need not stay for it.
	return s.clearTag(context.WithoutCancel(ctx), id)
}

func (s *Store) clearTag(ctx context.Context, id int64) error {
	for {
		var people []int64
		err := s.db.WithContext(ctx).Table("recipient_tags").Where("tag_id = ?", id).Limit(deleteChunk).Pluck("recipient_id", &people).Error
		if err == nil && len(people) > 0 {
			err = s.untag(ctx, id, people)
		}
		if err != nil {
			return fmt.Errorf("clear tag %d: %w", id, err)
		}
		if len(people) < deleteChunk {
			return nil
		}
	}
}
