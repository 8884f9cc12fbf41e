package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// How nodes share the work of checks.
const (
	checkLease  = 15 * time.Second // a node that died is replaced after this
	checkPause  = 5 * time.Second  // before a piece that failed is tried again
	checkPeople = 4000             // about how many people a piece takes
	clearPeople = 20_000
)

// DueChecks lists the checks that have background work now.
func (s *Store) DueChecks(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.read.WithContext(ctx).Model(&BatchCheck{}).Where("due = ? AND retry_at <= ?", true, s.Now()).Order("id").Pluck("id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("list checks with work: %w", err)
	}
	return ids, nil
}

// KeepCheck does the next piece of a check's work: judge some people, or forget
// some when it is retired. more is true when there is another piece to do now.
// The verdicts and the check's position are written in one short transaction, so
// that a crash neither skips nor repeats anyone. Any node may call it; while one
// works on a check the others are told that there is nothing to do.
func (s *Store) KeepCheck(ctx context.Context, node string, id int64) (more bool, err error) {
	c, held, err := s.holdCheck(ctx, node, id)
	if err != nil || !held {
		return false, err
	}
	if c.State == CheckRetired {
		more, err = s.clearCheck(ctx, c)
	} else {
		more, err = s.checkPiece(ctx, c)
	}
	if err != nil && ctx.Err() == nil {
		later := s.db.WithContext(ctx).Model(&BatchCheck{}).Where("id = ? AND lease_node = ?", id, node).
			UpdateColumns(map[string]any{"retry_at": s.Now().Add(checkPause), "lease_until": 0}).Error
		return false, errors.Join(fmt.Errorf("keep check %d: %w", id, err), later)
	}
	return more, err
}

// holdCheck takes the lease, or finds it taken already by this node.
func (s *Store) holdCheck(ctx context.Context, node string, id int64) (c BatchCheck, held bool, err error) {
	now := s.Now()
	var taken int64
	// In a transaction for its repeats: nodes that grasp at one lease can deadlock.
	err = s.InTx(ctx, func(tx *Store) error {
		took := tx.db.WithContext(ctx).Model(&BatchCheck{}).
			Where("id = ? AND due = ? AND (lease_node = ? OR lease_until <= ?)", id, true, node, now).
			UpdateColumns(map[string]any{"lease_node": node, "lease_until": now.Add(checkLease)})
		taken = took.RowsAffected
		return took.Error
	})
	if err != nil {
		return c, false, fmt.Errorf("hold check %d: %w", id, err)
	}
	if taken == 0 {
		return c, false, nil
	}
	err = s.db.WithContext(ctx).Where("id = ?", id).Take(&c).Error
	return c, err == nil, one(err, "check")
}

// leaveCheck lets other nodes go on at once.
func (s *Store) leaveCheck(ctx context.Context, node string, id int64) error {
	return s.db.WithContext(ctx).Model(&BatchCheck{}).Where("id = ? AND lease_node = ?", id, node).
		UpdateColumns(map[string]any{"lease_node": "", "lease_until": 0}).Error
}

// checkPiece judges the next people. Reading and judging need no transaction: what
// was found is written only if the check still is where the piece began.
func (s *Store) checkPiece(ctx context.Context, c BatchCheck) (more bool, err error) {
	app, err := s.App(ctx, c.AppID)
	if err != nil {
		return false, err
	}
	d, err := s.Draft(ctx, app, c.BatchID)
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrConflict) || err == nil && c.Fingerprint != d.fingerprint(app) {
		return true, s.retireChecks(ctx, "id = ?", c.ID)
	}
	if err != nil {
		return false, err
	}
	round := checkRound{Store: s, app: app, t: d.Template, b: d.sendable(app, s.Now()), leaveOut: d.leavesOut(), now: s.Now()}
	round.b.ExpandAfter = c.Position
	found := BatchCheck{State: CheckRunning, Due: true}
	var rows [][]any
	for done := false; !done && len(rows) < checkPeople; {
		var people []Recipient
		if people, round.b.ExpandAfter, done, err = s.nextOf(ctx, app, d.Template, round.b); err != nil {
			return false, err
		}
		verdicts, err := round.judge(ctx, people)
		if err != nil {
			return false, err
		}
		for i, v := range verdicts {
			found.count(v)
			rows = append(rows, []any{c.ID, people[i].ID, v.number()})
		}
		if done {
			found.State, found.Due, found.DoneAt = CheckDone, false, s.Now()
		}
		if len(people) == 0 && !done {
			break // a stretch of people who do not match: note how far we came
		}
	}
	found.Position = round.b.ExpandAfter
	return found.Due, s.noteChecked(ctx, c, found, rows)
}

// count adds a person to the numbers.
func (c *BatchCheck) count(v Verdict) {
	c.Selected++
	for _, group := range CheckGroups {
		if v.in(group) {
			*c.counter(group)++
		}
	}
	if v.Reach == GroupReachable && !v.LeftOut && !v.Blocked {
		c.Expected++
	}
}

// noteChecked writes what a piece found. A piece that another node or a retirement
// overtook is thrown away.
func (s *Store) noteChecked(ctx context.Context, c, found BatchCheck, rows [][]any) error {
	err := s.InTx(ctx, func(tx *Store) error {
		set := map[string]any{
			"position": found.Position, "state": found.State, "due": found.Due, "done_at": found.DoneAt,
			"retry_at": 0, "lease_until": s.Now().Add(checkLease),
			"selected": gorm.Expr("selected + ?", found.Selected), "expected": gorm.Expr("expected + ?", found.Expected),
		}
		for _, group := range CheckGroups {
			set[string(group)] = gorm.Expr(string(group)+" + ?", found.Group(group))
		}
		moved := tx.db.WithContext(ctx).Model(&BatchCheck{}).
			Where("id = ? AND state = ? AND position = ? AND lease_node = ?", c.ID, CheckRunning, c.Position, c.LeaseNode).UpdateColumns(set)
		if moved.Error != nil || moved.RowsAffected == 0 {
			return moved.Error
		}
		return tx.putRows(ctx, "checked_people", []string{"check_id", "recipient_id", "verdict"}, nil, nil, rows)
	})
	if err != nil {
		return fmt.Errorf("note verdicts: %w", err)
	}
	return nil
}

// clearCheck forgets some of a retired check's people. Of a check that led to a
// batch the numbers stay.
func (s *Store) clearCheck(ctx context.Context, c BatchCheck) (more bool, err error) {
	query := s.read.WithContext(ctx).Table("checked_people").Select("recipient_id").Where("check_id = ?", c.ID)
	ids, err := scanAll(query.Order("recipient_id").Limit(clearPeople), func(id *int64, rows *sql.Rows) error { return rows.Scan(id) })
	if err != nil {
		return false, fmt.Errorf("find checked people: %w", err)
	}
	if len(ids) > 0 {
		err := s.db.WithContext(ctx).Exec("DELETE FROM checked_people WHERE check_id = ? AND recipient_id <= ?", c.ID, ids[len(ids)-1]).Error
		if err != nil || len(ids) == clearPeople {
			return err == nil, err
		}
	}
	var led int64
	if err := s.read.WithContext(ctx).Model(&Batch{}).Where("id = ? AND check_id = ?", c.BatchID, c.ID).Count(&led).Error; err != nil {
		return false, fmt.Errorf("find batch of check: %w", err)
	}
	if led == 0 {
		return false, s.db.WithContext(ctx).Where("id = ?", c.ID).Delete(&BatchCheck{}).Error
	}
	return false, s.db.WithContext(ctx).Model(&BatchCheck{}).Where("id = ?", c.ID).UpdateColumn("due", false).Error
}
