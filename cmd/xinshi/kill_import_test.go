package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// The process is killed in the middle of an import, twice. The next one goes on
// where it stopped: nobody is missing, and no piece is written a second time.
func TestKilledInTheMiddleOfAnImport(t *testing.T) {
	t.Parallel()
	for name, database := range databases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const people, kills = 40_000, 2
			url := database(t)
			in := install(t, url, "http://127.0.0.1:1")
			in.do(t, "", "migrate", "up")
			in.do(t, "s\n", "app", "add", "--name", "鲜果到家", "--appid", "wxkill")
			store := modelstest.Open(t, url, time.Now)
			app, err := store.AppByAppid(t.Context(), "wxkill")
			must(t, err)
			i, err := store.ReceiveImport(t.Context(), modelstest.Tester, app, models.ImportPeople, "users.csv", strings.NewReader(manyUsers(people)))
			must(t, err)
			must(t, store.CheckImport(t.Context(), modelstest.Tester, app.ID, i.ID, i.Plan))

			p := in.serve(t)
			look := func() models.Import {
				i, err = store.Import(t.Context(), app.ID, i.ID)
				must(t, err)
				return i
			}
			waitUntil(t, func() bool { return look().State == models.ImportChecked })
			must(t, store.StartImport(t.Context(), modelstest.Tester, app.ID, i.ID, true))
			for range kills {
				before := look().Done()
				waitUntil(t, func() bool { return look().Done() >= before+people/10 })
				p.kill(t)
				if look().State != models.ImportRunning {
					t.Fatal("it was over before the kill: more users are needed")
				}
				p = in.serve(t)
			}
			waitUntil(t, func() bool { return look().State == models.ImportFinished })
			must(t, p.stop(t))
			if i.Added != people || i.Refused != people/1000 {
				t.Errorf("%d added and %d refused, want %d and %d", i.Added, i.Refused, people, people/1000)
			}
			n, err := store.CountRecipients(t.Context(), app.ID, models.RecipientFilter{Search: "last"})
			must(t, err)
			if n.N != 1 {
				t.Errorf("%d users are the last one", n.N)
			}
			checkPieces(t, url, people, i)
		})
	}
}

// manyUsers is a file of so many users; before each thousandth stands a row
// without an openid.
func manyUsers(n int) string {
	var file strings.Builder
	file.WriteString("openid,nickname,tags\n")
	for i := range n {
		if i%1000 == 999 {
			file.WriteString(",nobody,\n")
		}
		name := "user"
		if i == n-1 {
			name = "last"
		}
		fmt.Fprintf(&file, "o%06d,%s,member\n", i, name)
	}
	return file.String()
}

// checkPieces looks at the tables: every user once, and for each piece of the
// file one entry in the audit.
func checkPieces(t *testing.T, url string, people int, i models.Import) {
	t.Helper()
	pool := modelstest.Pool(t, url)
	for query, want := range map[string]int64{
		"SELECT COUNT(DISTINCT openid) FROM recipients":                        int64(people),
		"SELECT COUNT(*) FROM recipients":                                      int64(people),
		"SELECT COUNT(*) FROM recipient_tags":                                  int64(people),
		"SELECT COUNT(*) FROM audit_entries WHERE action = 'recipient.import'": i.ChunkCount,
		"SELECT COUNT(*) FROM audit_entries WHERE action = 'import.finished'":  1,
	} {
		var n int64
		must(t, pool.QueryRowContext(t.Context(), query).Scan(&n))
		if n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
}
