package modelstest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	file, err := migratedFile()
	if err != nil {
		t.Fatal(err)
	}
	url := EmptySQLite(t)
	if err := os.WriteFile(strings.TrimPrefix(url, "sqlite:"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return connected(t, url)
}

// migratedFile is a new database: to copy it is cheaper than to migrate each.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "xinshi-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "xinshi.db")
	if err := migrate("sqlite:" + file); err != nil {
		return nil, err
	}
	return os.ReadFile(file) // #nosec G304 -- of our own making
})

// MySQL gives an empty database on the server of TEST_MYSQL_DSN, or else on a
// private one that this package starts once per test binary.
func MySQL(t *testing.T) *DB {
	t.Helper()
	return connected(t, borrow(t))
}

// EmptyMySQL gives the URL of a fresh database without tables.
func EmptyMySQL(t *testing.T) string {
	t.Helper()
	server := serverURL(t)
	admin := adminConn(t, server)
	name, err := create(admin)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(drop(admin, name), admin.Close()); err != nil {
			t.Error(err)
		}
	})
	return server + name
}

var private struct {
	sync.Once
	server *Server
	err    error
}

// serverURL is a server's address up to the name of the database.
func serverURL(t *testing.T) string {
	t.Helper()
	if dsn := os.Getenv("TEST_MYSQL_DSN"); dsn != "" {
		return theirServer(dsn)
	}
	private.Do(func() { private.server, private.err = NewServer(context.Background()) })
	if private.err != nil {
		t.Fatal(private.err)
	}
	return private.server.URL("")
}

func theirServer(dsn string) string {
	server := "mysql://" + strings.TrimPrefix(dsn, "mysql://")
	return server[:strings.LastIndex(server, "/")+1]
}

// Main runs a package's tests and then ends the private server. Every package
// whose tests use MySQL calls it from TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if err := dropSpares(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if private.server != nil {
		if err := private.server.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "end MariaDB:", err)
		}
	}
	os.Exit(code)
}

func adminConn(t *testing.T, server string) *sql.DB {
	t.Helper()
	db, err := adminPool(server)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func adminPool(server string) (*sql.DB, error) {
	database, err := models.ParseDatabase(server + "mysql")
	if err != nil {
		return nil, err
	}
	return sql.Open("mysql", database.MySQL.FormatDSN())
}

func connected(t *testing.T, url string) *DB {
	t.Helper()
	db := &DB{Clock: NewClock(), URL: url}
	db.Store = Open(t, url, db.Clock.Now)
	db.peek = Pool(t, url)
	return db
}

func migrate(url string) error {
	store, err := open(url, Key, NewClock().Now)
	if err != nil {
		return err
	}
	_, err = store.Migrate(context.Background())
	return errors.Join(err, store.Close())
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
	store, err := open(url, key, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return store
}

func open(url string, key models.SecretKey, now func() time.Time) (*models.Store, error) {
	database, err := models.ParseDatabase(url)
	if err != nil {
		return nil, err
	}
	store, err := models.Open(context.Background(), database, models.Options{SecretKey: key, Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", database.Dialect, err)
	}
	return store, nil
}
