package keeper_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/keeper"
	"xinshi/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits for work that happens in the background.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func TestKeeperLinksChecksAndAnchors(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		file := filepath.Join(t.TempDir(), "anchors.jsonl")
		app := db.App(t)
		config := keeper.Config{
			Store: db.Store, AnchorFile: file, Log: slog.New(slog.DiscardHandler),
			LinkEvery: 5 * time.Millisecond, CheckEvery: time.Hour, AnchorEvery: 5 * time.Millisecond,
		}
		k, other := keeper.New(config), keeper.New(keeper.Config{Store: db.Second(t), Log: config.Log, LinkEvery: config.LinkEvery})
		k.Start()
		k.Start()
		other.Start()
		linked := func() int64 { return db.Number(t, "SELECT COUNT(*) FROM audit_links") }
		eventually(t, "linked", func() bool { return linked() == 1 })
		must(t, db.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{}))
		eventually(t, "linked again", func() bool { return linked() == 2 })
		eventually(t, "anchored", func() bool {
			anchors, err := keeper.ReadFile(file)
			return err == nil && len(anchors) > 0 && anchors[len(anchors)-1].Seq == 2
		})
		eventually(t, "checked", func() bool {
			state, err := db.AuditState(t.Context())
			return err == nil && state.CheckedAt != 0 && state.Whole()
		})
		must(t, k.Stop(t.Context()))
		must(t, db.ResumeApp(t.Context(), modelstest.Tester, app.ID))
		must(t, other.Stop(t.Context()))
		if linked() != 3 {
			t.Error("a stop leaves an entry unlinked")
		}
		must(t, k.Stop(t.Context()))
		anchors, err := keeper.ReadFile(file)
		must(t, err)
		for i, a := range anchors[1:] {
			if a.Seq <= anchors[i].Seq {
				t.Errorf("anchor %d stands twice", a.Seq)
			}
		}
		state, err := db.VerifyAudit(t.Context(), anchors)
		must(t, err)
		if !state.Whole() {
			t.Errorf("damaged: %+v", state.Breaks)
		}
	})
}

func TestKeeperThatNeverStartedStops(t *testing.T) {
	t.Parallel()
	must(t, keeper.New(keeper.Config{}).Stop(t.Context()))
}

func TestReadFileOfNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", filepath.Join(t.TempDir(), "none")} {
		anchors, err := keeper.ReadFile(name)
		must(t, err)
		if len(anchors) != 0 {
			t.Errorf("%q holds %d", name, len(anchors))
		}
	}
}
