package models

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"xinshi/migrations"
)

// Database is a parsed XINSHI_DATABASE.
type Database struct {
	Dialect migrations.Dialect
	File    string        // SQLite: path of the file
	MySQL   *mysql.Config // MySQL: everything the driver needs
}

var errDatabaseForm = errors.New("want sqlite:PATH, mysql://user:password@host:3306/name or mysql://user:password@unix(/path/to.sock)/name")

// ParseDatabase reads sqlite:PATH or mysql://… . Its errors never repeat the
// input, which holds a password.
func ParseDatabase(s string) (Database, error) {
	if file, ok := strings.CutPrefix(s, "sqlite:"); ok && file != "" {
		return Database{Dialect: migrations.SQLite, File: file}, nil
	}
	rest, ok := strings.CutPrefix(s, "mysql://")
	if !ok {
		return Database{}, errDatabaseForm
	}
	cut := strings.LastIndex(rest, "@")
	if cut < 0 {
		return Database{}, errDatabaseForm
	}
	config := mysqlSettings()
	if err := config.setUser(rest[:cut]); err != nil {
		return Database{}, err
	}
	if err := config.setServer(rest[cut+1:]); err != nil {
		return Database{}, err
	}
	return Database{Dialect: migrations.MySQL, MySQL: config.Config}, nil
}

type mysqlConfig struct{ *mysql.Config }

func (c mysqlConfig) setUser(s string) error {
	user, password, _ := strings.Cut(s, ":")
	var err error
	if c.User, err = url.PathUnescape(user); err != nil || c.User == "" {
		return errDatabaseForm
	}
	if c.Passwd, err = url.PathUnescape(password); err != nil {
		return errDatabaseForm
	}
	return nil
}

// setServer takes host:port/name, tcp(host:port)/name or unix(/path)/name.
func (c mysqlConfig) setServer(s string) error {
	cut := strings.LastIndex(s, "/")
	if cut < 0 || s[cut+1:] == "" {
		return errDatabaseForm
	}
	address, name := s[:cut], s[cut+1:]
	if strings.ContainsAny(name, "?&") {
		return errors.New("the database URL takes no parameters after the name: they are set by the program")
	}
	c.Net, c.DBName = "tcp", name
	if path, ok := strings.CutPrefix(address, "unix("); ok {
		c.Net, address = "unix", strings.TrimSuffix(path, ")")
	} else if host, ok := strings.CutPrefix(address, "tcp("); ok {
		address = strings.TrimSuffix(host, ")")
	}
	if address == "" {
		return errDatabaseForm
	}
	if c.Net == "tcp" && !strings.Contains(address, ":") {
		address += ":3306"
	}
	c.Addr = address
	return nil
}

// mysqlSettings is the one place that makes MySQL behave as SQLite does (and as
// the rules in this package expect). SQLite's counterpart is sqliteDSN.
func mysqlSettings() mysqlConfig {
	c := mysql.NewConfig()
	c.Collation = "utf8mb4_bin" // compare text bytewise, as SQLite does; people's search lower-cases both sides
	c.ClientFoundRows = true    // RowsAffected counts matched rows: an update to the same value did find its row
	c.InterpolateParams = true  // one round trip a statement instead of three
	c.ParseTime = true          // goose's own table has the one time column there is: see Millis
	c.Loc = time.UTC
	c.Timeout = 5 * time.Second
	c.ReadTimeout = 30 * time.Second // a vanished server is an error, not a hang
	c.WriteTimeout = 30 * time.Second
	c.Params = map[string]string{
		// Strict: a value too long or out of range is an error, never cut silently.
		"sql_mode": "'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
		// A blocked statement gives up soon and its transaction is repeated by InTx.
		"innodb_lock_wait_timeout": "5",
	}
	return mysqlConfig{c}
}

// sqliteDSN opens the file so that it is durable and does not fail under
// concurrent writers.
func sqliteDSN(file string, readOnly bool) string {
	pragmas := url.Values{"_pragma": {
		"busy_timeout(10000)",
		"journal_mode(WAL)",         // readers do not wait for the writer
		"synchronous(FULL)",         // a lost "sending" mark would be a message sent twice
		"temp_store(MEMORY)",        //
		"case_sensitive_like(true)", // as MySQL's utf8mb4_bin
	}}
	if readOnly {
		pragmas.Add("_pragma", "query_only(true)")
	} else {
		// Take the write lock at BEGIN: a transaction that reads first and writes
		// later fails with BUSY_SNAPSHOT otherwise, which no timeout covers.
		pragmas.Set("_txlock", "immediate")
	}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + pragmas.Encode()
}

// prepareFolder makes the folder of an embedded database, private to its owner.
func (d Database) prepareFolder() error {
	if d.Dialect != migrations.SQLite {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(d.File), 0o700); err != nil {
		return fmt.Errorf("make the database folder: %w", err)
	}
	return nil
}
