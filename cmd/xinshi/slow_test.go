package main

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"xinshi/models/modelstest"
)

// A client that sends its request byte by byte, or reads its answer so, holds
// one connection for a time and then loses it.
func TestSlowClientsAreCutOff(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	config := Config{WechatPayURL: "https://pay.example.com", SendTimeout: time.Second, SendConcurrency: 1}
	server, _, err := newWebServer(config, db.Store, nil, nil, nil, service{web: true}, newRegistry(), config.logger())
	must(t, err)
	for name, timeout := range map[string]time.Duration{
		"head": server.ReadHeaderTimeout, "request": server.ReadTimeout, "answer": server.WriteTimeout, "idle": server.IdleTimeout,
	} {
		if timeout <= 0 || timeout > 5*time.Minute {
			t.Errorf("%s may take %v", name, timeout)
		}
	}
	if server.MaxHeaderBytes < 0 || server.MaxHeaderBytes > 1<<20 {
		t.Errorf("a head may have %d bytes", server.MaxHeaderBytes)
	}
	server.ReadHeaderTimeout, server.ReadTimeout, server.IdleTimeout = 300*time.Millisecond, 600*time.Millisecond, 300*time.Millisecond
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	for name, first := range map[string]string{
		"nothing": "", "half a line": "GET /login HT", "a head without end": "GET /login HTTP/1.1\r\nHost: x\r\n",
		"a body that does not come": "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=",
	} {
		conn, err := net.Dial("tcp", listener.Addr().String())
		must(t, err)
		_, err = io.WriteString(conn, first)
		must(t, err)
		must(t, conn.SetReadDeadline(time.Now().Add(20*time.Second)))
		answer, err := io.ReadAll(conn)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: still connected", name)
		}
		if strings.Contains(string(answer), "HTTP/1.1 200") || strings.Contains(string(answer), "HTTP/1.1 5") {
			t.Errorf("%s: answered %.40q", name, answer)
		}
		_ = conn.Close()
	}
}
