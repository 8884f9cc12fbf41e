// Package migrations holds the schema as numbered SQL, one folder a database,
// with the same file names in both, and runs it through goose.
//
// A MySQL file holds one DDL statement: MySQL commits each on its own, so a file
// of two that fails between them could be neither repeated nor undone. A start
// that was killed before goose noted the step, or another node that was quicker,
// does not stand in the way of the next one: a table is made IF NOT EXISTS, and a
// step whose columns are there already counts as done.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/go-sql-driver/mysql"
	"github.com/pressly/goose/v3"
)

//go:embed mysql/*.sql sqlite/*.sql
var files embed.FS

// Dialect names a database whose schema is kept here.
type Dialect string

// The two databases.
const (
	MySQL  Dialect = "mysql"
	SQLite Dialect = "sqlite"
)

// Step is one numbered file and whether this database has it.
type Step struct {
	Version int64
	Name    string
	Applied bool
}

// Status lists every step, oldest first.
func Status(ctx context.Context, db *sql.DB, dialect Dialect) ([]Step, error) {
	provider, err := newProvider(db, dialect)
	if err != nil {
		return nil, err
	}
	statuses, err := provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read schema status: %w", err)
	}
	steps := make([]Step, len(statuses))
	for i, status := range statuses {
		steps[i] = Step{
			Version: status.Source.Version,
			Name:    status.Source.Path,
			Applied: status.State == goose.StateApplied,
		}
	}
	return steps, nil
}

// Up applies what is missing and returns what it applied.
func Up(ctx context.Context, db *sql.DB, dialect Dialect) ([]Step, error) {
	provider, err := newProvider(db, dialect)
	if err != nil {
		return nil, err
	}
	var steps []Step
	for {
		results, err := provider.Up(ctx)
		var stopped *goose.PartialError
		if errors.As(err, &stopped) {
			results = stopped.Applied
		}
		for _, result := range results {
			steps = append(steps, Step{Version: result.Source.Version, Name: result.Source.Path, Applied: true})
		}
		if err == nil {
			return steps, nil
		}
		if stopped == nil || !doneBefore(err) {
			return nil, fmt.Errorf("migrate schema: %w", err)
		}
		version := stopped.Failed.Source.Version
		if _, err := db.ExecContext(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, ?)", version, true); err != nil {
			return nil, fmt.Errorf("note schema step %d: %w", version, err)
		}
	}
}

// doneBefore tells that a step failed since all that it adds or drops has been
// added or dropped. One ALTER TABLE happens as a whole or not at all.
func doneBefore(err error) bool {
	var refused *mysql.MySQLError
	return errors.As(err, &refused) && slices.Contains([]uint16{
		1060, // a column of that name is there
		1061, // an index of that name is there
		1091, // what is to be dropped is not there
	}, refused.Number)
}

// Position tells the schema's version in the database and the newest this
// binary knows. A database ahead of the binary belongs to a newer release.
func Position(ctx context.Context, db *sql.DB, dialect Dialect) (have, want int64, err error) {
	provider, err := newProvider(db, dialect)
	if err != nil {
		return 0, 0, err
	}
	have, want, err = provider.GetVersions(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("read schema version: %w", err)
	}
	return have, want, nil
}

func newProvider(db *sql.DB, dialect Dialect) (*goose.Provider, error) {
	folder, err := fs.Sub(files, string(dialect))
	if err != nil {
		return nil, fmt.Errorf("open migrations for %s: %w", dialect, err)
	}
	gooseDialect := goose.DialectMySQL
	if dialect == SQLite {
		gooseDialect = goose.DialectSQLite3
	}
	provider, err := goose.NewProvider(gooseDialect, db, folder)
	if err != nil {
		return nil, fmt.Errorf("prepare migrations for %s: %w", dialect, err)
	}
	return provider, nil
}
