package models

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// checkRound is what judging people needs.
type checkRound struct {
	*Store
	app      App
	t        Template
	b        Batch
	leaveOut bool
	now      Millis
}

// judge finds the verdict on each of some people, in their order: by the very code
// that makes their messages.
func (r checkRound) judge(ctx context.Context, people []Recipient) ([]Verdict, error) {
	if len(people) == 0 {
		return nil, nil
	}
	reach, err := r.reach(ctx, people)
	if err != nil {
		return nil, err
	}
	rows, err := r.rowsOf(ctx, r.b, people)
	if err != nil {
		return nil, err
	}
	rested := r.now.Add(-time.Duration(r.app.RestDays) * 24 * time.Hour)
	zone := r.app.Zone()
	verdicts := make([]Verdict, len(people))
	for i, person := range people {
		content := r.t.Render(r.b.Content.of(person, rows[person.ID]), zone)
		v := Verdict{Reach: reach[person.ID], Blocked: len(content.Errors.Fields) > 0, Warned: len(content.Warnings.Fields) > 0}
		v.Recent = r.app.RestDays > 0 && person.LastSentAt > rested
		v.LeftOut = v.Recent && r.leaveOut
		verdicts[i] = v
	}
	return verdicts, nil
}

// reach tells who of some people has a code for the start.
func (r checkRound) reach(ctx context.Context, people []Recipient) (map[int64]CheckGroup, error) {
	start := max(r.now, r.b.StartAt)
	need := reaching(r.app, r.t, r.now)
	where, values := need.fits()
	groups := make(map[int64]CheckGroup, len(people))
	var without []int64
	for part := range slices.Chunk(people, bulkRows) {
		ids := make([]int64, len(part))
		for i, person := range part {
			ids[i] = person.ID
			groups[person.ID] = GroupNoCode
		}
		query := r.read.WithContext(ctx).Table("send_codes c").Select("c.recipient_id", "MAX(c.expires_at)").
			Where("c.recipient_id IN ?", ids).Where(where, values...).Group("c.recipient_id")
		_, err := scanAll(query, func(_ *struct{}, rows *sql.Rows) error {
			var id int64
			var last Millis
			err := rows.Scan(&id, &last)
			if groups[id] = GroupExpiring; last > start {
				groups[id] = GroupReachable
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("find codes: %w", err)
		}
		for _, id := range ids {
			if groups[id] == GroupNoCode {
				without = append(without, id)
			}
		}
	}
	return groups, r.refusals(ctx, without, groups)
}

// refusals marks those of some people who took back the template's subscription.
func (r checkRound) refusals(ctx context.Context, without []int64, groups map[int64]CheckGroup) error {
	if r.t.Kind == KindTemplate {
		return nil
	}
	for part := range slices.Chunk(without, bulkRows) {
		query := r.read.WithContext(ctx).Model(&SendCode{}).Distinct("recipient_id").
			Where("recipient_id IN ? AND live = 0 AND state = ? AND template_ref = ?", part, CodeRevoked, r.t.ID)
		ids, err := scanAll(query, func(id *int64, rows *sql.Rows) error { return rows.Scan(id) })
		if err != nil {
			return fmt.Errorf("find refusals: %w", err)
		}
		for _, id := range ids {
			groups[id] = GroupRefused
		}
	}
	return nil
}
