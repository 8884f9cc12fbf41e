package modelstest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// spare is a migrated MySQL database between two tests. To migrate one takes most
// of a second, to empty its tables a few milliseconds.
type spare struct {
	name  string
	shape []string           // tables, columns, triggers and schema steps
	seeds map[string][][]any // what migrations themselves put into tables
}

var spares struct {
	sync.Mutex
	made []*spare // of them all, those that still are
	free []*spare
}

var databases atomic.Int64

// borrow gives the URL of a migrated, empty database for as long as the test runs.
func borrow(t *testing.T) string {
	t.Helper()
	server := serverURL(t)
	admin := adminConn(t, server)
	spares.Lock()
	var s *spare
	if n := len(spares.free); n > 0 {
		s, spares.free = spares.free[n-1], spares.free[:n-1]
	}
	spares.Unlock()
	if s == nil {
		var err error
		if s, err = makeSpare(t.Context(), admin, server); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := errors.Join(s.giveBack(admin, t.Failed()), admin.Close()); err != nil {
			t.Error(err)
		}
	})
	return server + s.name
}

func makeSpare(ctx context.Context, admin *sql.DB, server string) (*spare, error) {
	name, err := create(admin)
	if err != nil {
		return nil, err
	}
	s := &spare{name: name, seeds: map[string][][]any{}}
	spares.Lock()
	spares.made = append(spares.made, s)
	spares.Unlock()
	if err := migrate(server + name); err != nil {
		return nil, err
	}
	if s.shape, err = s.look(ctx, admin); err != nil {
		return nil, err
	}
	tables, err := s.tables(ctx, admin)
	for _, table := range tables {
		if s.seeds[table], err = s.rows(ctx, admin, table); err != nil {
			return nil, err
		}
	}
	return s, err
}

// giveBack empties the database for the next test; one that a test has changed the
// shape of, or failed on, is dropped.
func (s *spare) giveBack(admin *sql.DB, failed bool) error {
	ctx := context.Background()
	shape, err := s.look(ctx, admin)
	if err == nil && !failed && slices.Equal(shape, s.shape) && s.empty(ctx, admin) == nil {
		spares.Lock()
		defer spares.Unlock()
		spares.free = append(spares.free, s)
		return nil
	}
	spares.Lock()
	spares.made = slices.DeleteFunc(spares.made, func(other *spare) bool { return other == s })
	spares.Unlock()
	return drop(admin, s.name)
}

// look reads the shape.
func (s *spare) look(ctx context.Context, admin *sql.DB) ([]string, error) {
	return texts(ctx, admin, `SELECT CONCAT_WS(' ', table_name, column_name, column_type) AS line FROM information_schema.columns WHERE table_schema = ?
		UNION ALL SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ?
		UNION ALL SELECT CONCAT_WS(' ', version_id, is_applied) FROM `+s.name+`.goose_db_version ORDER BY line`, s.name, s.name)
}

// tables are those whose rows are a test's; the schema's steps are part of the shape.
func (s *spare) tables(ctx context.Context, admin *sql.DB) ([]string, error) {
	return texts(ctx, admin, "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_name <> 'goose_db_version'", s.name)
}

// texts reads the rows of a query for one text each.
func texts(ctx context.Context, admin *sql.DB, query string, args ...any) ([]string, error) {
	rows, err := admin.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("query %q: %w", query, err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, rows.Err()
}

func (s *spare) rows(ctx context.Context, admin *sql.DB, table string) ([][]any, error) {
	rows, err := admin.QueryContext(ctx, "SELECT * FROM "+s.name+"."+table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all [][]any
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// takesNoChanges is what the triggers of the audit record answer.
const takesNoChanges = 1644

func (s *spare) empty(ctx context.Context, admin *sql.DB) error {
	for table, seeds := range s.seeds {
		_, err := admin.ExecContext(ctx, "DELETE FROM "+s.name+"."+table)
		var refused *mysql.MySQLError
		if errors.As(err, &refused) && refused.Number == takesNoChanges {
			_, err = admin.ExecContext(ctx, "TRUNCATE TABLE "+s.name+"."+table)
		}
		if err != nil {
			return err
		}
		for _, row := range seeds {
			marks := strings.TrimSuffix(strings.Repeat("?,", len(row)), ",")
			if _, err := admin.ExecContext(ctx, "INSERT INTO "+s.name+"."+table+" VALUES ("+marks+")", row...); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropSpares leaves a server that is not ours as it was.
func dropSpares() error {
	dsn := os.Getenv("TEST_MYSQL_DSN")
	if dsn == "" || len(spares.made) == 0 {
		return nil
	}
	admin, err := adminPool(theirServer(dsn))
	if err != nil {
		return err
	}
	for _, s := range spares.made {
		err = errors.Join(err, drop(admin, s.name))
	}
	return errors.Join(err, admin.Close())
}

func create(admin *sql.DB) (string, error) {
	name := fmt.Sprintf("xinshi_test_%d_%d", os.Getpid(), databases.Add(1))
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		return "", fmt.Errorf("create test database: %w", err)
	}
	return name, nil
}

func drop(admin *sql.DB, name string) error {
	if _, err := admin.Exec("DROP DATABASE " + name); err != nil {
		return fmt.Errorf("drop test database: %w", err)
	}
	return nil
}
