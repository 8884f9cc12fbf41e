package models_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// unguard takes the triggers away, as somebody with the database's own password can.
func unguard(t *testing.T, db *modelstest.DB) {
	t.Helper()
	for _, table := range []string{"audit_entries", "audit_links"} {
		for _, verb := range []string{"update", "delete"} {
			ok(t, db.Exec("DROP TRIGGER "+table+"_no_"+verb))
		}
	}
}

// record writes n entries and links them; it returns their ids in order.
func record(t *testing.T, db *modelstest.DB, n int) []int64 {
	t.Helper()
	app := db.App(t)
	for i := range n - 1 {
		if i%2 == 0 {
			ok(t, db.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{Reason: "盘点 <b>" + strconv.Itoa(i)}))
		} else {
			ok(t, db.ResumeApp(t.Context(), modelstest.Tester, app.ID))
		}
	}
	link(t, db)
	var ids []int64
	for _, row := range db.Raw(t, "SELECT entry_id FROM audit_links ORDER BY seq") {
		id, err := strconv.ParseInt(row[0], 10, 64)
		ok(t, err)
		ids = append(ids, id)
	}
	equal(t, "linked", len(ids), n)
	return ids
}

func link(t *testing.T, db *modelstest.DB) {
	t.Helper()
	_, err := db.LinkAudit(t.Context())
	ok(t, err)
}

func verify(t *testing.T, db *modelstest.DB, anchors ...models.Anchor) models.ChainState {
	t.Helper()
	state, err := db.VerifyAudit(t.Context(), anchors)
	ok(t, err)
	return state
}

func TestChainOfAnEmptyRecord(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		state := verify(t, db)
		equal(t, "whole", state.Whole(), true)
		equal(t, "linked", state.Linked, 0)
		n, err := db.LinkAudit(t.Context())
		ok(t, err)
		equal(t, "linked by a pass", n, 0)
	})
}

func TestChainIsWhole(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		state := verify(t, db)
		equal(t, "whole before the first link", state.Whole(), true)
		equal(t, "waiting", state.Waiting, 1)
		link(t, db)
		db.Template(t, app)
		db.Recipient(t, app, "o1")
		state = verify(t, db)
		equal(t, "whole", state.Whole(), true)
		equal(t, "linked", state.Linked, 1)
		equal(t, "waiting", state.Waiting, 2)
		link(t, db)
		state = verify(t, db)
		equal(t, "whole", state.Whole(), true)
		equal(t, "linked", state.Linked, 3)
		equal(t, "waiting", state.Waiting, 0)
		equal(t, "marks left", db.Number(t, "SELECT COUNT(*) FROM audit_unlinked"), 0)
		equal(t, "adopted", db.Number(t, "SELECT COUNT(*) FROM audit_links WHERE adopted <> 0"), 0)
	})
}

// What somebody does behind our back is found, and named by its id.
func TestTampering(t *testing.T) {
	t.Parallel()
	for engine, fresh := range map[string]func(*testing.T) *modelstest.DB{"sqlite": modelstest.SQLite, "mysql": modelstest.MySQL} {
		for _, c := range tamperings {
			t.Run(engine+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				db := fresh(t)
				ids := record(t, db, 8)
				anchor, err := db.AnchorAudit(t.Context())
				ok(t, err)
				unguard(t, db)
				want := c.do(t, db, ids)
				state := verify(t, db)
				if c.byAnchor {
					equal(t, "whole without the anchor", state.Whole(), true)
					state = verify(t, db, anchor)
				}
				if state.Whole() {
					t.Fatal("not found")
				}
				equal(t, "first damage", state.Breaks[0], want)
				// New entries do not heal it.
				db.App(t)
				link(t, db)
				if state, err = db.VerifyAudit(t.Context(), []models.Anchor{anchor}); err == nil && state.Whole() {
					t.Error("hidden by the next pass")
				}
			})
		}
	}
}

type tampering struct {
	name     string
	byAnchor bool
	do       func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak
}

// exec changes the tables behind our back.
func exec(t *testing.T, db *modelstest.DB, query string, args ...any) {
	t.Helper()
	if err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

var tamperings = func() []tampering {
	var list []tampering
	for column, value := range map[string]any{
		"app_id": 7, "`at`": 7, "actor_kind": "cli", "actor_id": 7, "actor_name": "别人", "action": "app.add", "object": "x", "object_id": 7,
		"before_json": "{}", "after_json": "{}", "ip": "203.0.113.1", "user_agent": "x", "request_id": "x",
	} {
		list = append(list, tampering{name: "change " + strings.Trim(column, "`"), do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "UPDATE audit_entries SET "+column+" = ? WHERE id = ?", value, ids[3])
			return models.ChainBreak{What: models.BreakChanged, EntryID: ids[3], Seq: 4}
		}})
	}
	for column, what := range map[string]models.BreakKind{"hash": models.BreakForged, "prev": models.BreakOrder, "seal": models.BreakForged} {
		list = append(list, tampering{name: "change " + column, do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "UPDATE audit_links SET "+column+" = ? WHERE seq = 4", strings.Repeat("ab", 32))
			return models.ChainBreak{What: what, EntryID: ids[3], Seq: 4}
		}})
	}
	return append(list,
		tampering{name: "delete an entry", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM audit_entries WHERE id = ?", ids[3])
			return models.ChainBreak{What: models.BreakDeleted, EntryID: ids[3], Seq: 4}
		}},
		tampering{name: "delete a link", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM audit_links WHERE seq = 4")
			return models.ChainBreak{What: models.BreakMissing, EntryID: ids[3], Seq: 4}
		}},
		tampering{name: "delete an entry and its link", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM audit_entries WHERE id = ?", ids[3])
			exec(t, db, "DELETE FROM audit_links WHERE seq = 4")
			return models.ChainBreak{What: models.BreakMissing, EntryID: ids[4], Seq: 4}
		}},
		tampering{name: "delete the first", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM audit_entries WHERE id = ?", ids[0])
			exec(t, db, "DELETE FROM audit_links WHERE seq = 1")
			return models.ChainBreak{What: models.BreakMissing, EntryID: ids[1], Seq: 1}
		}},
		tampering{name: "insert an entry", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, copyEntry, ids[0]-1, ids[3])
			return models.ChainBreak{What: models.BreakPlanted, EntryID: ids[0] - 1}
		}},
		tampering{name: "insert an entry to be linked", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, copyEntry, ids[0]-1, ids[3])
			exec(t, db, "INSERT INTO audit_unlinked (entry_id, mac) VALUES (?, '')", ids[0]-1)
			return models.ChainBreak{What: models.BreakPlanted, EntryID: ids[0] - 1}
		}},
		tampering{name: "insert an entry with a made-up mark", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, copyEntry, ids[0]-1, ids[3])
			exec(t, db, "INSERT INTO audit_unlinked (entry_id, mac) VALUES (?, ?)", ids[0]-1, strings.Repeat("ab", 32))
			return models.ChainBreak{What: models.BreakChanged, EntryID: ids[0] - 1}
		}},
		tampering{name: "append an entry with a link", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, copyEntry, ids[7]+1, ids[3])
			exec(t, db, "INSERT INTO audit_links (seq, entry_id, adopted, prev, hash, seal) SELECT 9, ?, 0, hash, hash, seal FROM audit_links WHERE seq = 8", ids[7]+1)
			return models.ChainBreak{What: models.BreakChanged, EntryID: ids[7] + 1, Seq: 9}
		}},
		tampering{name: "swap two entries", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			for _, swap := range [][2]int64{{-1, ids[3]}, {ids[3], ids[4]}, {ids[4], -1}} {
				exec(t, db, "UPDATE audit_links SET entry_id = ? WHERE entry_id = ?", swap[0], swap[1])
			}
			return models.ChainBreak{What: models.BreakChanged, EntryID: ids[4], Seq: 4}
		}},
		tampering{name: "swap two links", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			for _, swap := range [][2]int64{{-1, 4}, {4, 5}, {5, -1}} {
				exec(t, db, "UPDATE audit_links SET seq = ? WHERE seq = ?", swap[0], swap[1])
			}
			return models.ChainBreak{What: models.BreakOrder, EntryID: ids[4], Seq: 4}
		}},
		tampering{name: "cut off the end", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM audit_entries WHERE id IN (?, ?)", ids[6], ids[7])
			exec(t, db, "DELETE FROM audit_links WHERE seq > 6")
			return models.ChainBreak{What: models.BreakTruncated, EntryID: ids[7], Seq: 8}
		}},
		tampering{name: "cut off everything", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM audit_entries")
			exec(t, db, "DELETE FROM audit_links")
			return models.ChainBreak{What: models.BreakTruncated, EntryID: ids[7], Seq: 8}
		}},
		tampering{name: "cut off the end and the head", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM audit_entries WHERE id IN (?, ?)", ids[6], ids[7])
			exec(t, db, "DELETE FROM audit_links WHERE seq > 6")
			exec(t, db, "DELETE FROM settings WHERE name = 'audit_head'")
			return models.ChainBreak{What: models.BreakForged, EntryID: ids[5], Seq: 6}
		}},
		tampering{name: "cut off everything and the head", byAnchor: true, do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM apps") // whose rows would show that there was more
			exec(t, db, "DELETE FROM audit_entries")
			exec(t, db, "DELETE FROM audit_links")
			exec(t, db, "DELETE FROM settings WHERE name = 'audit_head'")
			return models.ChainBreak{What: models.BreakTruncated, EntryID: ids[7], Seq: 8}
		}},
		tampering{name: "new keys", do: func(t *testing.T, db *modelstest.DB, ids []int64) models.ChainBreak {
			exec(t, db, "DELETE FROM settings WHERE name = 'audit_seed'")
			db.Store = db.Second(t) // the running process still has them
			db.App(t)
			return models.ChainBreak{What: models.BreakForged, EntryID: ids[0], Seq: 1}
		}},
	)
}()

const copyEntry = "INSERT INTO audit_entries (id, app_id, `at`, actor_kind, actor_id, actor_name, action, object, object_id, before_json, after_json, ip, user_agent, request_id)" +
	" SELECT ?, app_id, `at`, actor_kind, actor_id, actor_name, action, object, object_id, before_json, after_json, ip, user_agent, request_id FROM audit_entries WHERE id = ?"

// The whole put back to a former day fits in itself; the anchor does not.
func TestFormerDayIsFoundByItsAnchor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		record(t, db, 4)
		head := db.Raw(t, "SELECT value FROM settings WHERE name = 'audit_head'")[0][0]
		app := db.App(t)
		ok(t, db.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{}))
		anchor, err := db.AnchorAudit(t.Context())
		ok(t, err)
		equal(t, "anchored", anchor.Seq, 6)
		unguard(t, db)
		exec(t, db, "DELETE FROM audit_entries WHERE id IN (SELECT entry_id FROM audit_links WHERE seq > 4)")
		exec(t, db, "DELETE FROM audit_links WHERE seq > 4")
		exec(t, db, "UPDATE settings SET value = ? WHERE name = 'audit_head'", head)
		exec(t, db, "DELETE FROM apps WHERE id = ?", app.ID)
		equal(t, "whole by itself", verify(t, db).Whole(), true)
		equal(t, "damage", verify(t, db, anchor).Breaks[0], models.ChainBreak{What: models.BreakTruncated, EntryID: anchor.EntryID, Seq: 6})
	})
}

func TestUnlinkedEntriesAreProvenToo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		record(t, db, 3)
		db.App(t)
		unguard(t, db)
		id := db.Number(t, "SELECT entry_id FROM audit_unlinked")
		exec(t, db, "UPDATE audit_entries SET actor_name = '别人' WHERE id = ?", id)
		want := models.ChainBreak{What: models.BreakChanged, EntryID: id}
		equal(t, "damage", verify(t, db).Breaks[0], want)
		link(t, db)
		equal(t, "damage after a pass", verify(t, db).Breaks[0], want)
		exec(t, db, "DELETE FROM audit_entries WHERE id = ?", id)
		equal(t, "damage", verify(t, db).Breaks[0], models.ChainBreak{What: models.BreakDeleted, EntryID: id})
	})
}

func TestDatabaseRefusesChangesToTheRecord(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		record(t, db, 2)
		for _, query := range []string{
			"UPDATE audit_entries SET actor_name = 'x'", "DELETE FROM audit_entries", "UPDATE audit_links SET hash = 'x'", "DELETE FROM audit_links",
		} {
			if err := db.Exec(query); err == nil || !strings.Contains(err.Error(), "takes no changes") {
				t.Errorf("%s: %v", query, err)
			}
		}
		equal(t, "whole", verify(t, db).Whole(), true)
		_, err := db.Migrate(t.Context()) // makes no trigger twice
		ok(t, err)
	})
}

// Entries of the former release stand first in the chain and say so.
func TestEntriesFromBeforeTheChain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		db.App(t)
		db.App(t)
		exec(t, db, "UPDATE audit_unlinked SET mac = ''") // as migration 52 leaves them
		db.Clock.Advance(-time.Hour)                      // another node's clock is behind
		db.App(t)
		equal(t, "whole", verify(t, db).Whole(), true)
		link(t, db)
		rows := fmt.Sprint(db.Raw(t, "SELECT seq, adopted FROM audit_links ORDER BY seq"))
		equal(t, "links", rows, "[[1 1] [2 1] [3 0]]")
		equal(t, "whole", verify(t, db).Whole(), true)
	})
}

// Many writers and linkers on two nodes: every entry is linked once, no number
// is left out, and nobody's transaction fails.
func TestChainUnderConcurrentWriters(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const writers, each = 8, 12
		ctx, nodes := t.Context(), []*models.Store{db.Store, db.Second(t)}
		app := db.App(t)
		var wg, linkers sync.WaitGroup
		stop := make(chan struct{})
		for i := range 4 {
			linkers.Go(func() {
				for {
					if _, err := nodes[i%2].LinkAudit(ctx); err != nil {
						t.Error(err)
					}
					select {
					case <-stop:
						return
					default:
					}
				}
			})
		}
		for i := range writers {
			wg.Go(func() {
				for n := range each {
					in := models.TemplateInput{TemplateID: fmt.Sprintf("T-%d-%d", i, n), Title: "订单发货通知", Kind: models.KindTemplate,
						Keywords: []models.KeywordInput{{Key: "keyword1", Name: "订单编号"}}}
					if _, err := nodes[i%2].AddTemplate(ctx, modelstest.Tester, app.ID, in); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		close(stop)
		linkers.Wait()
		link(t, db)
		state := verify(t, db)
		equal(t, "whole", state.Whole(), true)
		equal(t, "linked", state.Linked, int64(writers*each+1))
		equal(t, "head", state.HeadSeq, state.Linked)
	})
}

// A change that is rolled back leaves neither entry nor mark, also when it was
// the one that made the keys.
func TestRolledBackChangeLeavesNoTrace(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		boom := fmt.Errorf("boom")
		err := db.InTx(t.Context(), func(tx *models.Store) error {
			in := models.NewAppInput()
			in.Appid, in.Name, in.Secret = "wx0123456789", "n", "s"
			_, err := tx.AddApp(t.Context(), modelstest.Tester, in)
			ok(t, err)
			return boom
		})
		wantError(t, err, boom)
		equal(t, "entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries")+db.Number(t, "SELECT COUNT(*) FROM audit_unlinked"), 0)
		db.App(t)
		link(t, db)
		equal(t, "whole", verify(t, db).Whole(), true)
		db.Store = db.Second(t)
		equal(t, "whole for another process", verify(t, db).Whole(), true)
	})
}

func TestExportProvesItself(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		record(t, db, 6)
		var file bytes.Buffer
		ok(t, db.ExportAudit(t.Context(), modelstest.Tester, 1, &file))
		key, err := db.AuditKey(t.Context())
		ok(t, err)
		found, err := models.CheckAuditFile(bytes.NewReader(file.Bytes()), key)
		ok(t, err)
		equal(t, "breaks", len(found.Breaks), 0)
		equal(t, "entries", found.Entries, 7) // with the export itself
		equal(t, "last", found.LastSeq, found.Anchor.Seq)

		lines := slices.Collect(strings.Lines(file.String()))
		part := strings.Join(lines[3:], "")
		found, err = models.CheckAuditFile(strings.NewReader(part), key)
		ok(t, err)
		equal(t, "a part begins with", found.FirstSeq, 4)
		equal(t, "breaks of a part", len(found.Breaks), 0)

		_, err = models.CheckAuditFile(strings.NewReader(strings.Join(lines[:5], "")), key)
		wantError(t, err, models.ErrNoAnchor)
		_, err = models.CheckAuditFile(strings.NewReader(file.String()), strings.Repeat("A", 43)+"=")
		wantError(t, err, models.ErrForeignAnchor)
		if _, err := models.CheckAuditFile(strings.NewReader(file.String()+lines[0]), key); err == nil {
			t.Error("a file that goes on after its anchor is believed")
		}
		for name, edit := range map[string]func([]string) []string{
			"changed": func(l []string) []string { l[2] = strings.Replace(l[2], "测试员", "别人", 1); return l },
			"deleted": func(l []string) []string { return slices.Delete(l, 2, 3) },
			"swapped": func(l []string) []string { l[2], l[3] = l[3], l[2]; return l },
			"cut":     func(l []string) []string { return slices.Delete(l, 5, 7) },
			"doubled": func(l []string) []string { return slices.Insert(l, 2, l[2]) },
		} {
			found, err := models.CheckAuditFile(strings.NewReader(strings.Join(edit(slices.Clone(lines)), "")), key)
			ok(t, err)
			equal(t, name+": breaks", len(found.Breaks), 1)
		}
		for name, line := range map[string]string{
			"a value more":  strings.Replace(lines[2], `"hash"`, `"x":"1","hash"`, 1),
			"a value less":  strings.Replace(lines[2], `"ip":"192.0.2.1",`, ``, 1),
			"another type":  strings.Replace(lines[2], `"app_id":"`, `"app_id":7,"x":"`, 1),
			"a number of +": strings.Replace(lines[2], `"seq":"3"`, `"seq":"+3"`, 1),
			"no JSON":       "oops\n",
		} {
			if _, err := models.CheckAuditFile(strings.NewReader(lines[0]+lines[1]+line), key); err == nil || err == models.ErrNoAnchor {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// The export's form is a promise to others: this is it, to the byte.
func TestExportForm(t *testing.T) {
	t.Parallel()
	const line = `{"seq":"1","prev":"","adopted":"false","id":"9007199254740993","app_id":"1","at":"1795399445000","actor_kind":"staff","actor_id":"42",` +
		`"actor_name":"小王","action":"app.pause","object":"app","object_id":"1","before":"","after":"{\"Name\":\"a\\\"b\"}","ip":"192.0.2.9","user_agent":"Firefox","request_id":"r-1",` +
		`"hash":"` + exportedHash + `"}`
	var c models.ChainedEntry
	ok(t, json.Unmarshal([]byte(line), &c))
	again, err := json.Marshal(c)
	ok(t, err)
	equal(t, "written again", string(again), line)
	if _, err := models.CheckAuditFile(strings.NewReader(line+"\n"), ""); err != models.ErrNoAnchor {
		t.Errorf("the entry does not hash to what it did: %v", err)
	}
	found, _ := models.CheckAuditFile(strings.NewReader(line+"\n"), "")
	equal(t, "breaks", len(found.Breaks), 0)
}

// exportedHash was computed by another program: printf of the netstrings into sha256sum.
const exportedHash = "2b613fc274e53e9010ab95e1bdd4ef48f83c62074a3bc08aca7cc2d76310efd6"
