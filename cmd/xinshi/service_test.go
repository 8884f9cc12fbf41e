package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func lines(t *testing.T, name string) []string {
	t.Helper()
	raw, err := os.ReadFile(name)
	must(t, err)
	return strings.Split(string(raw), "\n")
}

// systemd gives a stop the time that it takes at most, see serve, and the
// service nothing that it does not need.
func TestServiceUnit(t *testing.T) {
	t.Parallel()
	unit := map[string]string{}
	for _, line := range lines(t, "xinshi.service") {
		if key, value, found := strings.Cut(line, "="); found && !strings.HasPrefix(line, "#") {
			unit[key] = value
		}
	}
	seconds, err := strconv.Atoi(unit["TimeoutStopSec"])
	must(t, err)
	if longest := 2 * stopWithin; time.Duration(seconds)*time.Second <= longest {
		t.Errorf("a stop may take %v, systemd waits %d s", longest, seconds)
	}
	for key, want := range map[string]string{
		"User": "xinshi", "KillSignal": "SIGTERM", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes",
		"PrivateTmp": "yes", "CapabilityBoundingSet": "", "StateDirectoryMode": "0700", "UMask": "0077", "EnvironmentFile": "/etc/xinshi/env",
	} {
		if got, set := unit[key]; !set || got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if folder := "/var/lib/" + unit["StateDirectory"]; unit["WorkingDirectory"] != folder {
		t.Errorf("it works in %q and may write into %q", unit["WorkingDirectory"], folder)
	}
}

// There may be nothing here that builds images, so this reads the file: all that
// the build needs and nothing that lies beside it, Go as in go.mod, no root.
func TestContainerfile(t *testing.T) {
	t.Parallel()
	var copied []string
	all := map[string]string{}
	for _, line := range lines(t, "Containerfile") {
		word, rest, _ := strings.Cut(line, " ")
		all[word] = rest
		if word == "COPY" && !strings.HasPrefix(rest, "--from") {
			args := strings.Fields(rest)
			copied = append(copied, args[:len(args)-1]...)
		}
		if version, is := strings.CutPrefix(line, "FROM docker.io/library/golang:"); is {
			mod, err := os.ReadFile(filepath.Join(moduleRoot(t), "go.mod"))
			must(t, err)
			if version, _, _ = strings.Cut(version, " "); !strings.Contains(string(mod), "\ngo "+version) {
				t.Errorf("builds with Go %s", version)
			}
		}
	}
	slices.Sort(copied)
	if want := []string{"cmd", "go.mod", "go.sum", "handlers", "migrations", "models", "static", "views"}; !slices.Equal(copied, want) {
		t.Errorf("takes %v, want %v", copied, want)
	}
	user, _, _ := strings.Cut(all["USER"], ":")
	if id, err := strconv.Atoi(user); err != nil || id == 0 {
		t.Errorf("runs as %q", all["USER"])
	}
	if all["VOLUME"] != "/data" || all["STOPSIGNAL"] != "SIGTERM" || all["FROM"] != "scratch" {
		t.Errorf("volume %q, stop by %q, from %q", all["VOLUME"], all["STOPSIGNAL"], all["FROM"])
	}
}
