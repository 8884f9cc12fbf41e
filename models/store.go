package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/go-sql-driver/mysql"
	gormmysql "gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"xinshi/migrations"
)

// Store is the door to the database: every query and every transaction is a
// method of it, or a function that is given one.
type Store struct {
	db      *gorm.DB // writes, and reads inside a transaction
	read    *gorm.DB // reads outside one
	dialect migrations.Dialect
	box     box
	chain   *chain // the keys of the audit record, once they are known
	devices []byte // proves the tokens of browsers
	setup   []byte // opens the set-up page
	now     func() time.Time
	log     *slog.Logger
	inTx    bool
	counts  codeDeltas // of the running transaction
	seed    *chainKeys // keys that the running transaction made
}

// Options are what a Store needs beside the database.
type Options struct {
	SecretKey  SecretKey
	FormerKeys []SecretKey      // open what was sealed before the key was changed
	Now        func() time.Time // nil: the real clock
	Log        *slog.Logger     // nil: slog.Default()
}

// Open connects. It checks neither schema nor key: see CheckSchema and CheckKey.
func Open(ctx context.Context, database Database, options Options) (*Store, error) {
	if err := database.prepareFolder(); err != nil {
		return nil, err
	}
	sealer, err := newBox(append([]SecretKey{options.SecretKey}, options.FormerKeys...)...)
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: database.Dialect, box: sealer, chain: &chain{}, now: options.Now, log: options.Log}
	s.devices, s.setup = options.SecretKey.Derive("xinshi devices"), options.SecretKey.Derive("xinshi setup")[:16]
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if database.Dialect == migrations.SQLite {
		err = s.openSQLite(database.File)
	} else {
		err = s.openMySQL(database.MySQL)
	}
	if err != nil {
		return nil, err
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openSQLite opens one writing connection and a pool of readers: one writer is
// faster than many that wait for each other's lock.
func (s *Store) openSQLite(file string) error {
	var err error
	if s.db, err = s.gorm(openSQLite(sqliteDSN(file, false))); err != nil {
		return err
	}
	if s.read, err = s.gorm(openSQLite(sqliteDSN(file, true))); err != nil {
		return err
	}
	writer, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	writer.SetMaxOpenConns(1)
	reader, err := s.read.DB()
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	reader.SetMaxOpenConns(8)
	reader.SetMaxIdleConns(8)
	return nil
}

func (s *Store) openMySQL(config *mysql.Config) error {
	var err error
	s.db, err = s.gorm(gormmysql.New(gormmysql.Config{
		DSNConfig: config,
		// MariaDB would get RETURNING clauses that MySQL does not know.
		DisableWithReturning:      true,
		SkipInitializeWithVersion: true,
	}))
	if err != nil {
		return err
	}
	s.read = s.db
	pool, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	pool.SetMaxOpenConns(32)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxLifetime(5 * time.Minute) // below any server's wait_timeout
	return nil
}

func (s *Store) gorm(dialector gorm.Dialector) (*gorm.DB, error) {
	db, err := gorm.Open(dialector, &gorm.Config{
		NowFunc:                s.now,
		TranslateError:         true, // duplicate keys read alike on both databases
		SkipDefaultTransaction: true, // transactions are where InTx says, nowhere else
		DisableAutomaticPing:   true, // Open pings with the caller's context
		Logger:                 queryLog{s.log},
	})
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return db, nil
}

// Close ends all connections.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.db, s.read} {
		if pool, err := db.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
		if s.read == s.db {
			break
		}
	}
	return errors.Join(errs...)
}

// Now is the store's clock as the database holds it.
func (s *Store) Now() Millis { return At(s.now()) }

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	for _, db := range []*gorm.DB{s.db, s.read} {
		pool, err := db.DB()
		if err != nil {
			return fmt.Errorf("reach database: %w", err)
		}
		if err := pool.PingContext(ctx); err != nil {
			return fmt.Errorf("reach database: %w", err)
		}
	}
	return nil
}

// maxTries bounds how often InTx repeats a transaction that another one broke.
const maxTries = 8

// InTx runs fn in one transaction and repeats the whole of it when the database
// gave it up for another's sake, so fn must have no effect outside tx. Within a
// transaction it joins that one.
func (s *Store) InTx(ctx context.Context, fn func(tx *Store) error) error {
	if s.inTx {
		return fn(s)
	}
	for try := 1; ; try++ {
		err := s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			tx := *s
			tx.db, tx.read, tx.inTx, tx.counts = db, db, true, codeDeltas{}
			if err := fn(&tx); err != nil {
				return err
			}
			return tx.noteCounts(ctx)
		}, s.txOptions())
		if err == nil || try == maxTries || !repeatable(err) {
			return err
		}
		pause := time.Duration(1+rand.IntN(20<<try)) * time.Millisecond // #nosec G404 -- jitter
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		}
	}
}

// txOptions asks MySQL for READ COMMITTED: its default locks gaps between rows,
// which makes claimers that share no row wait for each other. SQLite has one writer.
func (s *Store) txOptions() *sql.TxOptions {
	if s.dialect == migrations.MySQL {
		return &sql.TxOptions{Isolation: sql.LevelReadCommitted}
	}
	return &sql.TxOptions{}
}

// repeatable tells errors after which the same transaction may well succeed.
func repeatable(err error) bool {
	var lost *mysql.MySQLError
	if errors.As(err, &lost) {
		switch lost.Number {
		case 1205, 1213, // lock wait timeout; deadlock, also a cluster's failed certification
			8002, 8022, 8028, 9007: // TiDB: write conflicts and a changed schema
			return true
		}
		return false
	}
	var busy *sqlitedriver.Error
	if errors.As(err, &busy) {
		return busy.Code()&0xff == sqlite3.SQLITE_BUSY
	}
	// A row that another transaction inserted first: read again, then decide.
	return errors.Is(err, gorm.ErrDuplicatedKey) || errors.Is(err, errLostRace)
}

// forUpdate locks the rows that a query reads until the transaction ends, for a
// change that depends on what it read. SQLite has one writer and no such word.
func (s *Store) forUpdate(ctx context.Context) *gorm.DB {
	query := s.db.WithContext(ctx)
	if s.dialect == migrations.MySQL {
		query = query.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	return query
}

// errLostRace asks InTx for another round: a conditional update found its rows changed.
var errLostRace = errors.New("rows changed under the transaction")

// one turns GORM's "no row" into ErrNotFound and names what was looked for.
func one(err error, what string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fmt.Errorf("%s: %w", what, ErrNotFound)
	}
	return fmt.Errorf("load %s: %w", what, err)
}
