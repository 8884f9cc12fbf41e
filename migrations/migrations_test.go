package migrations_test

import (
	"database/sql"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"xinshi/migrations"
	"xinshi/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// sqlFiles reads a dialect's files, by name.
func sqlFiles(t *testing.T, dialect migrations.Dialect) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(string(dialect))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(string(dialect) + "/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(text)
	}
	return files
}

func TestFilesAreNumberedAlike(t *testing.T) {
	t.Parallel()
	mysql, sqlite := sqlFiles(t, migrations.MySQL), sqlFiles(t, migrations.SQLite)
	form := regexp.MustCompile(`^[0-9]{4}_[a-z0-9_]+\.sql$`)
	var names []string
	for name := range mysql {
		names = append(names, name)
		if _, both := sqlite[name]; !both {
			t.Errorf("%s is missing in sqlite/", name)
		}
		if !form.MatchString(name) {
			t.Errorf("%s is not named NNNN_words.sql", name)
		}
	}
	for name := range sqlite {
		if _, both := mysql[name]; !both {
			t.Errorf("%s is missing in mysql/", name)
		}
	}
	slices.Sort(names)
	for i, name := range names {
		if want := fmt.Sprintf("%04d_", i+1); !strings.HasPrefix(name, want) {
			t.Errorf("%s is not number %s: a gap or a number used twice", name, want)
		}
	}
}

// MySQL commits each DDL statement by itself, so a file holds one. And no file
// goes down: production moves forward only.
func TestMySQLFilesHoldOneStatement(t *testing.T) {
	t.Parallel()
	for name, text := range sqlFiles(t, migrations.MySQL) {
		var code []string
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(strings.TrimSpace(line), "--") {
				code = append(code, line)
			}
		}
		statements := strings.Split(strings.TrimSpace(strings.Join(code, "")), ";")
		if len(statements) != 2 || strings.TrimSpace(statements[1]) != "" {
			t.Errorf("%s holds %d statements, want one that ends in a semicolon", name, len(statements)-1)
		}
	}
	for _, dialect := range []migrations.Dialect{migrations.MySQL, migrations.SQLite} {
		for name, text := range sqlFiles(t, dialect) {
			if !strings.Contains(text, "-- +goose Up\n") || strings.Contains(text, "+goose Down") {
				t.Errorf("%s/%s wants an Up and no Down", dialect, name)
			}
		}
	}
}

func TestUpTwiceAndStatus(t *testing.T) {
	for dialect, empty := range engines {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			ctx, pool := t.Context(), modelstest.Pool(t, empty(t))
			files := len(sqlFiles(t, dialect))
			status := func(want bool) {
				t.Helper()
				steps, err := migrations.Status(ctx, pool, dialect)
				if err != nil || len(steps) != files {
					t.Fatalf("%d steps of %d files: %v", len(steps), files, err)
				}
				for i, step := range steps {
					if step.Applied != want || step.Version != int64(i+1) {
						t.Errorf("step %+v, want number %d, applied %t", step, i+1, want)
					}
				}
			}
			position := func(want int64) {
				t.Helper()
				have, newest, err := migrations.Position(ctx, pool, dialect)
				if err != nil || have != want || newest != int64(files) {
					t.Errorf("position %d of %d, want %d of %d: %v", have, newest, want, files, err)
				}
			}
			status(false)
			position(0)
			for _, want := range []int{files, 0} {
				applied, err := migrations.Up(ctx, pool, dialect)
				if err != nil || len(applied) != want {
					t.Fatalf("applied %d, want %d: %v", len(applied), want, err)
				}
				status(true)
				position(int64(files))
			}
		})
	}
}

// A process that is killed between a step and goose's note of it has done the
// step; the next one must find that out.
func TestUpAfterStepsThatNobodyNoted(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), modelstest.Pool(t, modelstest.EmptyMySQL(t))
	if _, err := migrations.Up(ctx, pool, migrations.MySQL); err != nil {
		t.Fatal(err)
	}
	for name := range sqlFiles(t, migrations.MySQL) {
		if _, err := pool.ExecContext(ctx, "DELETE FROM goose_db_version WHERE version_id >= ?", name[:4]); err != nil {
			t.Fatal(err)
		}
		if _, err := migrations.Up(ctx, pool, migrations.MySQL); err != nil {
			t.Errorf("%s cannot be met twice: %v", name, err)
		}
	}
	have, want, err := migrations.Position(ctx, pool, migrations.MySQL)
	if err != nil || have != want {
		t.Errorf("position %d of %d: %v", have, want, err)
	}
}

var engines = map[migrations.Dialect]func(*testing.T) string{migrations.SQLite: modelstest.EmptySQLite, migrations.MySQL: modelstest.EmptyMySQL}

// The two folders describe one schema: tables, columns in order, which of them
// may be null, keys and unique keys.
func TestDialectsMakeTheSameTables(t *testing.T) {
	t.Parallel()
	described := map[migrations.Dialect][]string{}
	for dialect, empty := range engines {
		pool := modelstest.Pool(t, empty(t))
		if _, err := migrations.Up(t.Context(), pool, dialect); err != nil {
			t.Fatal(err)
		}
		if dialect == migrations.SQLite {
			described[dialect] = append(rows(t, pool, sqliteColumns), rows(t, pool, sqliteIndexes)...)
		} else {
			described[dialect] = append(rows(t, pool, mysqlColumns), rows(t, pool, mysqlIndexes)...)
		}
	}
	mysql, sqlite := described[migrations.MySQL], described[migrations.SQLite]
	if len(mysql) < 100 {
		t.Errorf("only %d lines describe the schema", len(mysql))
	}
	for _, line := range mysql {
		if !slices.Contains(sqlite, line) {
			t.Errorf("only in mysql: %s", line)
		}
	}
	for _, line := range sqlite {
		if !slices.Contains(mysql, line) {
			t.Errorf("only in sqlite: %s", line)
		}
	}
}

const (
	mysqlColumns = `SELECT CONCAT('column ', table_name, '.', column_name, ' at ', ordinal_position, IF(is_nullable = 'YES', ' null', ''), IF(column_key = 'PRI', ' key', ''))
		FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'goose_db_version'`
	sqliteColumns = `SELECT 'column ' || m.name || '.' || c.name || ' at ' || (c.cid + 1) || CASE WHEN c."notnull" = 0 THEN ' null' ELSE '' END || CASE WHEN c.pk > 0 THEN ' key' ELSE '' END
		FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT IN ('goose_db_version', 'sqlite_sequence')`
	mysqlIndexes = `SELECT CONCAT('index ', index_name, ' of ', table_name, ' on ', GROUP_CONCAT(column_name ORDER BY seq_in_index), IF(MIN(non_unique) = 0, ' unique', ''))
		FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY' AND table_name <> 'goose_db_version' GROUP BY table_name, index_name`
	sqliteIndexes = `SELECT 'index ' || i.name || ' of ' || m.name || ' on ' || (SELECT GROUP_CONCAT(c.name, ',' ORDER BY c.seqno) FROM pragma_index_info(i.name) c) || CASE WHEN i."unique" THEN ' unique' ELSE '' END
		FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin = 'c'`
)

func rows(t *testing.T, pool *sql.DB, query string) []string {
	t.Helper()
	found, err := pool.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	var all []string
	for found.Next() {
		var line string
		if err := found.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
