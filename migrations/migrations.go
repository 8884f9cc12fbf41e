// Package migrations holds the schema as numbered SQL, one folder a database,
// with the same file names in both, and runs it through goose.
//
// A MySQL file holds one DDL statement: MySQL commits each on its own, so a file
// of two that fails between them could be neither repeated nor undone. It says
// IF NOT EXISTS, so that a start that was killed before goose noted the step, or
// another node that was quicker, does not stand in the way of the next one.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

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
	results, err := provider.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate schema: %w", err)
	}
	steps := make([]Step, len(results))
	for i, result := range results {
		steps[i] = Step{Version: result.Source.Version, Name: result.Source.Path, Applied: true}
	}
	return steps, nil
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
