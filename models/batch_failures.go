package models

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// FailureCount is how many messages of a batch failed, or have no known outcome,
// for one reason.
type FailureCount struct {
	State   MessageState
	Reason  Cause
	Errcode int
	N       int64
}

// failuresCounted is how many of each state are counted by reason: no index knows
// the reason, so each is read.
const failuresCounted = 5_000

// BatchFailures counts a batch's failures and unknown outcomes by reason, the most
// frequent first. Of each state it looks at failuresCounted at most: over says
// that there are more.
func (s *Store) BatchFailures(ctx context.Context, b Batch) (list []FailureCount, over bool, err error) {
	for _, state := range []MessageState{MessageFailed, MessageUnknown} {
		some := s.read.WithContext(ctx).Model(&Message{}).Select("reason", "errcode").
			Where("app_id = ? AND state = ? AND batch_id = ?", b.AppID, state, b.ID).Limit(failuresCounted + 1)
		query := s.read.WithContext(ctx).Table("(?) AS some", some).Select("reason", "errcode", "COUNT(*) AS n").
			Group("reason, errcode").Order("n DESC, errcode, reason")
		found, err := scanAll(query, func(f *FailureCount, rows *sql.Rows) error {
			f.State = state
			return rows.Scan(&f.Reason, &f.Errcode, &f.N)
		})
		if err != nil {
			return nil, false, fmt.Errorf("count failures of batch %d by reason: %w", b.ID, err)
		}
		var n int64
		for _, f := range found {
			n += f.N
		}
		list, over = append(list, found...), over || n > failuresCounted
	}
	return list, over, nil
}

// RetryableFailures is how many of a batch's failures another try may mend, of
// those that were counted: Over says that there are more, of whatever cause.
func RetryableFailures(b Batch, counted []FailureCount) CappedCount {
	n := CappedCount{Over: b.Failed > failuresCounted}
	for _, f := range counted {
		if f.State == MessageFailed && slices.Contains(retryable, f.Reason) {
			n.N += f.N
		}
	}
	return n
}
