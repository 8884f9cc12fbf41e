package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
)

// peopleToSave loads the users that inputs speak of, locked, so that nobody else
// renames or erases them meanwhile. Those not known have no ID.
func (s *Store) peopleToSave(ctx context.Context, appID int64, in []RecipientInput) (map[string]*saving, error) {
	people := make(map[string]*saving, len(in))
	openids := make([]string, 0, len(in))
	tagged := false
	for _, input := range in {
		if people[input.Openid] == nil {
			people[input.Openid] = &saving{after: Recipient{AppID: appID, Openid: input.Openid}}
			openids = append(openids, input.Openid)
		}
		tagged = tagged || input.Tags != nil
	}
	known, err := scanAll(s.forUpdate(ctx).Model(&Recipient{}).
		Select("id", "app_id", "openid", "nickname", "remark", "last_sent_at", "created_at", "updated_at", "phone", "attributes", "note").
		Where("app_id = ? AND openid IN ?", appID, openids), (*Recipient).scan)
	if err != nil {
		return nil, fmt.Errorf("find recipients: %w", err)
	}
	var ids []int64
	for _, r := range known {
		people[r.Openid].before, people[r.Openid].after = r, r
		ids = append(ids, r.ID)
	}
	if !tagged || len(ids) == 0 {
		return people, nil
	}
	tags, err := s.TagsOf(ctx, appID, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range known {
		var names []string
		for _, tag := range tags[r.ID] {
			names = append(names, tag.Name)
		}
		slices.Sort(names)
		people[r.Openid].tagsBefore, people[r.Openid].tagsAfter = names, names
	}
	return people, nil
}

func (r *Recipient) scan(rows *sql.Rows) error {
	var attributes []byte
	err := rows.Scan(&r.ID, &r.AppID, &r.Openid, &r.Nickname, &r.Remark, &r.LastSentAt, &r.CreatedAt, &r.UpdatedAt, &r.Phone, &attributes, &r.Note)
	if err != nil || len(attributes) == 0 {
		return err
	}
	return json.Unmarshal(attributes, &r.Attributes)
}

// storePeople stores what became of people, in the order of the inputs.
func (s *Store) storePeople(ctx context.Context, appID int64, people map[string]*saving, in []RecipientInput) error {
	var added, changed []Recipient
	var gone, tails []tailOf
	var retagged []*saving
	for _, input := range in {
		p := people[input.Openid]
		if p == nil || !p.taken {
			continue
		}
		delete(people, input.Openid) // the same openid may come twice
		switch {
		case p.before.ID == 0:
			p.after.CreatedAt, p.after.UpdatedAt = s.Now(), s.Now()
			added = append(added, p.after)
		case p.rowChanged():
			p.after.UpdatedAt = s.Now()
			changed = append(changed, p.after)
			dropped, fresh := tailsBetween(p.before, p.after)
			gone, tails = append(gone, dropped...), append(tails, fresh...)
		}
		if !slices.Equal(p.tagsBefore, p.tagsAfter) {
			retagged = append(retagged, p)
		}
	}
	if err := s.addRecipients(ctx, added); err != nil {
		return err
	}
	if err := s.changeRecipients(ctx, changed); err != nil {
		return err
	}
	if err := s.dropTails(ctx, appID, gone); err != nil {
		return err
	}
	if err := s.addTails(ctx, tails); err != nil {
		return err
	}
	return s.retag(ctx, appID, retagged)
}

// addRecipients stores new users and makes them findable.
func (s *Store) addRecipients(ctx context.Context, people []Recipient) error {
	rows := make([][]any, len(people))
	var tails []tailOf
	for i, r := range people {
		attributes, err := attributesJSON(r.Attributes)
		if err != nil {
			return err
		}
		rows[i] = []any{r.ID, r.AppID, r.Openid, r.Nickname, r.Remark, r.CreatedAt, r.UpdatedAt, r.Phone, attributes, r.Note}
		for _, tail := range r.tails() {
			tails = append(tails, tailOf{r.AppID, r.ID, tail})
		}
	}
	columns := []string{"id", "app_id", "openid", "nickname", "remark", "created_at", "updated_at", "phone", "attributes", "note"}
	if err := s.putRows(ctx, "recipients", columns, nil, nil, rows); err != nil {
		return fmt.Errorf("add recipients: %w", err)
	}
	return s.addTails(ctx, tails)
}

// changeRecipients writes known users over. Their rows are locked, so each is
// there, and an INSERT that finds its row is the one statement for many values.
func (s *Store) changeRecipients(ctx context.Context, people []Recipient) error {
	rows := make([][]any, len(people))
	for i, r := range people {
		attributes, err := attributesJSON(r.Attributes)
		if err != nil {
			return err
		}
		rows[i] = []any{r.ID, r.AppID, r.Openid, r.Nickname, r.Remark, r.UpdatedAt, r.Phone, attributes, r.Note}
	}
	columns := []string{"id", "app_id", "openid", "nickname", "remark", "updated_at", "phone", "attributes", "note"}
	if err := s.putRows(ctx, "recipients", columns, columns[:1], columns[3:], rows); err != nil {
		return fmt.Errorf("change recipients: %w", err)
	}
	return nil
}

func attributesJSON(attributes map[string]string) (string, error) {
	if len(attributes) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(attributes)
	if err != nil {
		return "", fmt.Errorf("write attributes: %w", err)
	}
	return string(raw), nil
}

// tailsBetween is what a change of names takes out of the search index and what
// it brings.
func tailsBetween(before, after Recipient) (gone, fresh []tailOf) {
	old, now := before.tails(), after.tails()
	for _, tail := range old {
		if !slices.Contains(now, tail) {
			gone = append(gone, tailOf{before.AppID, before.ID, tail})
		}
	}
	for _, tail := range now {
		if !slices.Contains(old, tail) {
			fresh = append(fresh, tailOf{after.AppID, after.ID, tail})
		}
	}
	return gone, fresh
}
