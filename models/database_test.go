package models_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestParseDatabase(t *testing.T) {
	t.Parallel()
	tests := []struct {
		url  string
		want string // dialect, then what it says
	}{
		{"sqlite:data/xinshi.db", "sqlite data/xinshi.db"},
		{"sqlite:/var/lib/信使 台/x?y#z%20.db", "sqlite /var/lib/信使 台/x?y#z%20.db"},
		{"mysql://shop:pw@db.example:3307/xinshi", "mysql shop pw tcp db.example:3307 xinshi"},
		{"mysql://shop:pw@db.example/xinshi", "mysql shop pw tcp db.example:3306 xinshi"},
		{"mysql://shop:pw@tcp(10.0.0.1:3306)/xinshi", "mysql shop pw tcp 10.0.0.1:3306 xinshi"},
		{"mysql://shop:pw@[::1]:3306/xinshi", "mysql shop pw tcp [::1]:3306 xinshi"},
		{"mysql://shop:pw@unix(/run/mysqld/mysqld.sock)/xinshi", "mysql shop pw unix /run/mysqld/mysqld.sock xinshi"},
		{"mysql://shop@db/xinshi", "mysql shop  tcp db:3306 xinshi"},
		{"mysql://shop:p@ss:w/rd@db/xinshi", "mysql shop p@ss:w/rd tcp db:3306 xinshi"},
		{"mysql://shop%40x:p%40ss%2F%25@db/xinshi", "mysql shop@x p@ss/% tcp db:3306 xinshi"},
	}
	for _, test := range tests {
		t.Run(test.url, func(t *testing.T) {
			d, err := models.ParseDatabase(test.url)
			ok(t, err)
			got := fmt.Sprintf("sqlite %s", d.File)
			if d.Dialect == migrations.MySQL {
				got = fmt.Sprintf("mysql %s %s %s %s %s", d.MySQL.User, d.MySQL.Passwd, d.MySQL.Net, d.MySQL.Addr, d.MySQL.DBName)
			}
			equal(t, "parsed", got, test.want)
		})
	}
}

func TestParseDatabaseErrorsHideThePassword(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"", "sqlite:", "sqlite", "data/xinshi.db", "postgres://shop:hunter2@db/x", "mysql:shop:hunter2@db/x", "mysql://shop:hunter2", "mysql://shop:hunter2@",
		"mysql://shop:hunter2@db", "mysql://shop:hunter2@db/", "mysql://:hunter2@db/x", "mysql://shop:hunter2%zz@db/x", "mysql://shop%zz:hunter2@db/x",
		"mysql://shop:hunter2@/x", "mysql://shop:hunter2@unix()/x", "mysql://shop:hunter2@db/x?parseTime=true", "MYSQL://shop:hunter2@db/x",
	} {
		_, err := models.ParseDatabase(url)
		if err == nil {
			t.Errorf("%q was taken", url)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error shows the password: %v", url, err)
		}
	}
}

func TestOpenErrorsHideThePassword(t *testing.T) {
	t.Parallel()
	database, err := models.ParseDatabase("mysql://shop:hunter2@unix(" + filepath.Join(t.TempDir(), "none.sock") + ")/x")
	ok(t, err)
	_, err = models.Open(t.Context(), database, models.Options{Log: slog.New(slog.DiscardHandler)})
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error = %v", err)
	}
}

func TestSQLiteFileMayHaveAnyName(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "信使 台")
	file := filepath.Join(folder, "a?b#c%20 d&e.db")
	store := modelstest.Open(t, "sqlite:"+file, nil)
	_, err := store.Migrate(t.Context())
	ok(t, err)
	_, err = os.Stat(file)
	ok(t, err)
	info, err := os.Stat(folder)
	ok(t, err)
	equal(t, "folder", info.Mode().Perm(), 0o700)
}

// A value too long or out of range is an error on MySQL, never cut silently.
func TestMySQLIsStrict(t *testing.T) {
	t.Parallel()
	db := modelstest.MySQL(t)
	for name, statement := range map[string]string{
		"too long for bytes":      "INSERT INTO recipients (id, openid) VALUES (1, REPEAT('o', 65))",
		"too long for characters": "INSERT INTO recipients (id, nickname) VALUES (1, REPEAT('昵', 101))",
		"out of range":            "INSERT INTO messages (id, data, errcode) VALUES (1, '', 99999999999)",
		"no number":               "INSERT INTO recipients (id, app_id) VALUES (1, 'x')",
		"missing without default": "INSERT INTO messages (id) VALUES (1)",
		"broken text":             "INSERT INTO recipients (id, nickname) VALUES (1, X'ff')",
	} {
		if err := db.Exec(statement); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	equal(t, "rows", db.Number(t, "SELECT COUNT(*) FROM recipients"), 0)
	ok(t, db.Exec("INSERT INTO recipients (id, openid, nickname) VALUES (1, REPEAT('o', 64), REPEAT('😀', 100))"))
}

// What both databases must agree on, since every rule is written once.
func TestDatabasesCompareAlike(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ok(t, db.Exec("INSERT INTO recipients (id, openid, nickname) VALUES (1, 'oA', 'Ä'), (2, 'oa', 'a'), (3, 'oA ', 'A ')"))
		for query, want := range map[string]int64{
			"openid = 'oA'":  1,
			"openid = 'OA'":  0,
			"nickname = 'A'": map[bool]int64{true: 1}[strings.HasPrefix(db.URL, "mysql:")], // PAD SPACE: of names, never of ids
			"nickname = 'ä'": 0,
		} {
			equal(t, query, db.Number(t, "SELECT COUNT(*) FROM recipients WHERE "+query), want)
		}
	})
}
