package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"xinshi/migrations"
)

// Backup copies an embedded database into a new file, while other processes go
// on using it, and reads the copy through. What was sealed stays sealed: the
// copy opens with the secret key alone, which is not in it.
func (s *Store) Backup(ctx context.Context, actor Actor, file string) error {
	if s.dialect != migrations.SQLite {
		return ErrNotEmbedded
	}
	if err := newPrivateFile(file); err != nil {
		return err
	}
	err := s.copyInto(ctx, actor, file)
	if err == nil {
		err = checkCopy(ctx, file)
	}
	if err == nil {
		err = errors.Join(syncPath(file), syncPath(filepath.Dir(file)))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("back up: %w", err), os.Remove(file))
	}
	return nil
}

// copyInto records the copy first, so that it holds its own entry; before an
// upgrade, on an older schema, there may be no place for one.
func (s *Store) copyInto(ctx context.Context, actor Actor, file string) error {
	err := s.CheckSchema(ctx)
	if err == nil {
		err = s.InTx(ctx, func(tx *Store) error {
			return tx.audit(ctx, actor, change{Action: "database.backup", Object: "settings", After: map[string]any{"file": file}})
		})
	}
	if err != nil && !errors.Is(err, ErrSchemaOld) {
		return err
	}
	// It reads one state of the database and holds up no writer. It takes an
	// empty file, not one with anything in it.
	return s.db.WithContext(ctx).Exec("VACUUM INTO ?", file).Error
}

// newPrivateFile makes an empty file for its owner alone, and never touches one
// that is there.
func newPrivateFile(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // #nosec G304 -- whoever types the command names the file
	if err != nil {
		return err
	}
	return f.Close()
}

// checkCopy reads every page: a backup that nobody has read is a hope.
func checkCopy(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	var found string
	err = db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&found)
	if err == nil && found != "ok" {
		err = fmt.Errorf("the copy is damaged: %s", found)
	}
	return errors.Join(err, db.Close())
}

// syncPath makes sure that a file, or what a folder lists, is on the disk.
func syncPath(name string) error {
	f, err := os.Open(name) // #nosec G304 -- the file just made, and its folder
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
