package models

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// slowQuery is how long a statement may take before it is logged.
const slowQuery = 500 * time.Millisecond

// queryLog sends GORM's log to slog. It never prints the SQL with its values:
// they hold secrets and people's data.
type queryLog struct{ log *slog.Logger }

// LogMode is part of GORM's interface; the level is slog's business.
func (q queryLog) LogMode(logger.LogLevel) logger.Interface { return q }

// Info logs GORM's own notes.
func (q queryLog) Info(ctx context.Context, format string, args ...any) {
	q.log.DebugContext(ctx, "database", "note", fmt.Sprintf(format, args...))
}

// Warn logs GORM's warnings.
func (q queryLog) Warn(ctx context.Context, format string, args ...any) {
	q.log.WarnContext(ctx, "database", "note", fmt.Sprintf(format, args...))
}

// Error logs what GORM could not return.
func (q queryLog) Error(ctx context.Context, format string, args ...any) {
	q.log.ErrorContext(ctx, "database", "note", fmt.Sprintf(format, args...))
}

// Trace logs slow statements. Failed ones are returned to the caller, who logs
// or handles them.
func (q queryLog) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), err error) {
	took := time.Since(begin)
	if took < slowQuery || errors.Is(err, gorm.ErrRecordNotFound) {
		return
	}
	_, rows := statement()
	q.log.WarnContext(ctx, "slow query", "took", took, "rows", rows)
}

// ParamsFilter drops the values before any statement is turned into text.
func (queryLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}
