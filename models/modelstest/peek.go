package modelstest

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"xinshi/migrations"
	"xinshi/models"
)

// failer is what a query needs of a test; property tests bring their own.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Raw runs a query beside the Store and returns every value as text: what
// stands in the tables, whatever the models make of it.
func (db *DB) Raw(t failer, query string, args ...any) [][]string {
	t.Helper()
	rows, err := db.peek.QueryContext(context.Background(), query, args...)
	if err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	var all [][]string
	for rows.Next() {
		values, targets := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatalf("query %q: %v", query, err)
		}
		row := make([]string, len(columns))
		for i, value := range values {
			row[i] = value.String
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	return all
}

// Number runs a query that answers one number.
func (db *DB) Number(t failer, query string, args ...any) int64 {
	t.Helper()
	var n int64
	if err := db.peek.QueryRowContext(context.Background(), query, args...).Scan(&n); err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	return n
}

// Exec changes the tables behind the models' back and returns what the database says to it.
func (db *DB) Exec(query string, args ...any) error {
	_, err := db.peek.ExecContext(context.Background(), query, args...)
	return err
}

// Tables lists the tables of the schema.
func (db *DB) Tables(t failer) (tables []string) {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if strings.HasPrefix(db.URL, "mysql:") {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
	}
	for _, row := range db.Raw(t, query) {
		tables = append(tables, row[0])
	}
	return tables
}

// Dump is all text of a table, for tests that something does not stand in it.
func (db *DB) Dump(t failer, table string) string {
	t.Helper()
	var all strings.Builder
	for _, row := range db.Raw(t, "SELECT * FROM "+table) {
		all.WriteString(strings.Join(row, "\t") + "\n")
	}
	return all.String()
}

// Pool opens a plain connection pool to a test database, with the settings of
// a Store on MySQL and the driver's own on SQLite.
func Pool(t *testing.T, url string) *sql.DB {
	t.Helper()
	database, err := models.ParseDatabase(url)
	if err != nil {
		t.Fatal(err)
	}
	driver, dsn := "sqlite", "file:"+database.File+"?_pragma=busy_timeout(10000)"
	if database.Dialect == migrations.MySQL {
		driver, dsn = "mysql", database.MySQL.FormatDSN()
	}
	pool, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(2)
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}
