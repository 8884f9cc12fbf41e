package models

import (
	"errors"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteDialector is GORM's SQLite dialect over the pure-Go driver. GORM's own
// translation knows only the cgo driver's errors.
type sqliteDialector struct {
	sqlite.Dialector
}

func openSQLite(dsn string) gorm.Dialector {
	return sqliteDialector{sqlite.Dialector{DriverName: "sqlite", DSN: dsn}}
}

// Translate gives constraint errors the names GORM uses on every database.
func (sqliteDialector) Translate(err error) error {
	var failure *sqlitedriver.Error
	if !errors.As(err, &failure) {
		return err
	}
	switch failure.Code() {
	case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		return gorm.ErrDuplicatedKey
	}
	return err
}
