package modelstest

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinshi/models"
)

// Key is the secret key of every test database.
var Key = models.SecretKey{1, 2, 3}

// DB is a migrated, empty database of one test.
type DB struct {
	*models.Store
	Clock *Clock
	URL   string // as XINSHI_DATABASE names it, for tests that start a process
	peek  *sql.DB
}

// Each runs a test on both engines, side by side, each with a database of its own.
func Each(t *testing.T, test func(t *testing.T, db *DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	t.Run("mysql", func(t *testing.T) {
		t.Parallel()
		test(t, MySQL(t))
	})
}

// EmptySQLite gives the URL of a database that does not exist yet.
func EmptySQLite(t *testing.T) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "xinshi.db")
}

// SQLite gives a database in a file of the test's own directory.
func SQLite(t *testing.T) *DB {
	t.Helper()
	return migrated(t, EmptySQLite(t))
}

// MySQL gives a fresh database on the server of TEST_MYSQL_DSN, or else on a
// private one that this package starts once per test binary.
func MySQL(t *testing.T) *DB {
	t.Helper()
	return migrated(t, EmptyMySQL(t))
}

// EmptyMySQL gives the URL of a fresh database without tables.
func EmptyMySQL(t *testing.T) string {
	t.Helper()
	server := serverURL(t)
	name := fmt.Sprintf("xinshi_test_%d_%d", os.Getpid(), databases.Add(1))
	admin := adminConn(t, server)
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatalf("create test database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name); err != nil {
			t.Errorf("drop test database: %v", err)
		}
		_ = admin.Close()
	})
	return server + name
}

var databases atomic.Int64

var private struct {
	sync.Once
	server *Server
	err    error
}

// serverURL is a server's address up to the name of the database.
func serverURL(t *testing.T) string {
	t.Helper()
	if dsn := os.Getenv("TEST_MYSQL_DSN"); dsn != "" {
		server := "mysql://" + strings.TrimPrefix(dsn, "mysql://")
		return server[:strings.LastIndex(server, "/")+1]
	}
	private.Do(func() { private.server, private.err = NewServer(context.Background()) })
	if private.err != nil {
		t.Fatal(private.err)
	}
	return private.server.URL("")
}

// Main runs a package's tests and then ends the private server. Every package
// whose tests use MySQL calls it from TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if private.server != nil {
		if err := private.server.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "end MariaDB:", err)
		}
	}
	os.Exit(code)
}

func adminConn(t *testing.T, server string) *sql.DB {
	t.Helper()
	database, err := models.ParseDatabase(server + "mysql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("mysql", database.MySQL.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func migrated(t *testing.T, url string) *DB {
	t.Helper()
	db := &DB{Clock: NewClock(), URL: url}
	db.Store = Open(t, url, db.Clock.Now)
	db.peek = Pool(t, url)
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatalf("migrate: %v", err)
	}
	return db
}

// Second connects once more with the same clock, as a second node would.
func (db *DB) Second(t *testing.T) *models.Store {
	t.Helper()
	return Open(t, db.URL, db.Clock.Now)
}

// Open connects once more to a test database, as a second process would.
func Open(t *testing.T, url string, now func() time.Time) *models.Store {
	t.Helper()
	return OpenKey(t, url, Key, now)
}

// OpenKey is Open with another secret key.
func OpenKey(t *testing.T, url string, key models.SecretKey, now func() time.Time) *models.Store {
	t.Helper()
	database, err := models.ParseDatabase(url)
	if err != nil {
		t.Fatal(err)
	}
	store, err := models.Open(t.Context(), database, models.Options{SecretKey: key, Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatalf("open %s: %v", database.Dialect, err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return store
}
