package main

import (
	"bytes"
	"strings"
	"testing"

	"xinshi/models/modelstest"
)

func TestConsoleInvitesTheFirstAdmin(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	printed := func(c Config, web bool) string {
		t.Helper()
		var out bytes.Buffer
		must(t, inviteFirstAdmin(t.Context(), &out, c, db.Store, "127.0.0.1:8080", web))
		return out.String()
	}
	if got, want := printed(Config{}, true), "http://127.0.0.1:8080/setup?token="+db.SetupToken()+"\n"; !strings.HasSuffix(got, want) {
		t.Errorf("prints %q, want %q", got, want)
	}
	if got, want := printed(Config{PublicURL: "https://push.example.com/"}, true), "https://push.example.com/setup?token="; !strings.Contains(got, want) {
		t.Errorf("prints %q, want %q", got, want)
	}
	if got := printed(Config{}, false); got != "" {
		t.Errorf("a process without pages prints %q", got)
	}
	db.Staff(t)
	if got := printed(Config{}, true); got != "" {
		t.Errorf("with staff it prints %q", got)
	}
}
