package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"xinshi/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// binary is the program under test, built once: these tests start, stop and
// kill real processes.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "xinshi-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "xinshi")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

// installation is one database with the environment of its processes.
type installation struct {
	env  []string
	addr string
}

func install(t *testing.T, database, platform string, more ...string) installation {
	t.Helper()
	in := installation{addr: freeAddr(t)}
	in.env = append([]string{
		"PATH=" + os.Getenv("PATH"), "LANG=en_US.UTF-8",
		"XINSHI_ADDR=" + in.addr, "XINSHI_DATABASE=" + database, "XINSHI_WECHAT_URL=" + platform,
		"XINSHI_SECRET_KEY=" + base64.StdEncoding.EncodeToString(modelstest.Key[:]),
	}, more...)
	return in
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// command runs xinshi to its end and returns what it printed.
func (in installation) command(t *testing.T, stdin string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	path, err := binary()
	must(t, err)
	var out, errOut bytes.Buffer
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = in.env, strings.NewReader(stdin), &out, &errOut
	err = cmd.Run()
	return out.String(), errOut.String(), err
}

// do is command for calls that must succeed.
func (in installation) do(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	out, errOut, err := in.command(t, stdin, args...)
	if err != nil {
		t.Fatalf("xinshi %s: %v\n%s", strings.Join(args, " "), err, errOut)
	}
	return out
}

// process is a running xinshi serve or demo.
type process struct {
	*exec.Cmd
	log   *bytes.Buffer
	ended chan error
}

func (in installation) serve(t *testing.T, args ...string) *process {
	t.Helper()
	return in.start(t, append([]string{"serve"}, args...)...)
}

func (in installation) start(t *testing.T, args ...string) *process {
	t.Helper()
	path, err := binary()
	must(t, err)
	p := &process{Cmd: exec.Command(path, args...), log: &bytes.Buffer{}, ended: make(chan error, 1)}
	p.Env, p.Stderr = in.env, p.log
	must(t, p.Start())
	go func() {
		p.ended <- p.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() { _ = p.Process.Kill() })
	deadline := time.Now().Add(20 * time.Second)
	for {
		if resp, err := http.Get("http://" + in.addr + "/readyz"); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return p
			}
		}
		select {
		case err := <-p.ended:
			t.Fatalf("it ended: %v\n%s", err, p.log)
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("xinshi %s is not ready", strings.Join(args, " "))
		}
	}
}

// kill ends the process as a power cut would.
func (p *process) kill(t *testing.T) {
	t.Helper()
	must(t, p.Process.Kill())
	<-p.ended
}

// stop ends it in order and returns its exit error.
func (p *process) stop(t *testing.T) error {
	t.Helper()
	must(t, p.Process.Signal(syscall.SIGTERM))
	select {
	case err := <-p.ended:
		return err
	case <-time.After(stopWithin + 5*time.Second):
		t.Fatal("does not stop")
		return nil
	}
}

// call speaks to the API and decodes the answer.
func (in installation) call(t *testing.T, method, path, key string, body any) (int, map[string]any) {
	t.Helper()
	raw, err := json.Marshal(body)
	must(t, err)
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+in.addr+path, bytes.NewReader(raw))
	must(t, err)
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	must(t, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	must(t, err)
	var out map[string]any
	if err := json.Unmarshal(answer, &out); err != nil {
		t.Fatalf("%s %s answered %d %q", method, path, resp.StatusCode, answer)
	}
	return resp.StatusCode, out
}

// waitFor polls a message until it is in one of the states.
func (in installation) waitFor(t *testing.T, key, id string, states ...string) map[string]any {
	t.Helper()
	deadline := time.Now().Add(60 * time.Second)
	for {
		status, m := in.call(t, "GET", "/api/v1/messages/"+id, key, nil)
		if status != http.StatusOK && status != http.StatusTooManyRequests {
			t.Fatalf("GET message: %d %v", status, m)
		}
		for _, state := range states {
			if m["state"] == state {
				return m
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("message stays %v", m)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
