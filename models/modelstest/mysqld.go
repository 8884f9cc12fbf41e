package modelstest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	_ "github.com/go-sql-driver/mysql" // the driver of the readiness check
)

// Server is a private MariaDB on a unix socket in a temporary directory.
type Server struct {
	dir     string
	process *exec.Cmd
	ended   chan error
}

// NewServer makes an empty data directory and starts a server on it.
func NewServer(ctx context.Context) (*Server, error) {
	dir, err := os.MkdirTemp("", "xinshi-mariadb-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	// A server that starts deletes what looks like another's left-over temporary
	// tables, so those that share /tmp break each other.
	if err := os.Mkdir(s.temporary(), 0o700); err != nil {
		return nil, err
	}
	install, err := find("mariadb-install-db", "mysql_install_db")
	if err == nil {
		args := append([]string{"--no-defaults", "--datadir=" + s.data(), "--tmpdir=" + s.temporary(), "--auth-root-authentication-method=normal", "--skip-test-db"}, asRoot()...)
		var out []byte
		if out, err = exec.CommandContext(ctx, install, args...).CombinedOutput(); err != nil { // #nosec G204 -- for tests
			err = fmt.Errorf("initialise MariaDB: %w\n%s", err, out)
		}
	}
	if err == nil {
		err = s.Start(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// Start starts the server on its data directory and waits until it answers.
func (s *Server) Start(ctx context.Context) error {
	binary, err := find("mariadbd", "mysqld")
	if err != nil {
		return err
	}
	args := append([]string{
		"--no-defaults", "--datadir=" + s.data(), "--tmpdir=" + s.temporary(), "--socket=" + s.socket(), "--pid-file=" + filepath.Join(s.dir, "pid"),
		"--skip-networking", "--skip-log-bin", "--max-connections=500",
		"--innodb-buffer-pool-size=128M", "--innodb-flush-log-at-trx-commit=0",
	}, asRoot()...)
	s.process = exec.Command(binary, args...) // #nosec G204 -- for tests
	// The server must not outlive a test run that is killed. The signal belongs
	// to the thread that starts it, so that thread is kept.
	s.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	s.ended = make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		err := s.process.Start()
		started <- err
		if err == nil {
			s.ended <- s.process.Wait()
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start MariaDB: %w", err)
	}
	return s.waitReady(ctx)
}

func (s *Server) waitReady(ctx context.Context) error {
	db, err := sql.Open("mysql", "root@unix("+s.socket()+")/")
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case ended := <-s.ended:
			return fmt.Errorf("MariaDB ended at once: %v", ended)
		case <-ctx.Done():
			return fmt.Errorf("MariaDB does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Stop ends the server; its data stay for another Start.
func (s *Server) Stop() error {
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	<-s.ended
	return nil
}

// Close ends the server and deletes its data.
func (s *Server) Close() error {
	return errors.Join(s.Stop(), os.RemoveAll(s.dir))
}

// URL is the server as XINSHI_DATABASE names it, with a database.
func (s *Server) URL(database string) string {
	return "mysql://root@unix(" + s.socket() + ")/" + database
}

func (s *Server) data() string      { return filepath.Join(s.dir, "data") }
func (s *Server) temporary() string { return filepath.Join(s.dir, "tmp") }
func (s *Server) socket() string    { return filepath.Join(s.dir, "sock") }

// asRoot is what MariaDB wants to hear before it runs as root.
func asRoot() []string {
	if os.Geteuid() == 0 {
		return []string{"--user=root"}
	}
	return nil
}

// find looks in PATH and in the folders where Debian keeps servers.
func find(names ...string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
		if path := filepath.Join("/usr/sbin", name); fileExists(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s is not installed: `make test` installs it, or set TEST_MYSQL_DSN to a server", strings.Join(names, " or "))
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// CreateDatabase makes an empty database.
func (s *Server) CreateDatabase(ctx context.Context, name string) error {
	db, err := sql.Open("mysql", "root@unix("+s.socket()+")/")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+name)
	return err
}
