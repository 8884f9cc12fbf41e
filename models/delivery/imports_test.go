package delivery_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// Two engines over one database bring two files in, each row once.
func TestEnginesImport(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		r := newRig(t, db)
		second := r.newEngine(modelstest.Open(t, db.URL, db.Clock.Now))
		var imports []models.Import
		for _, prefix := range []string{"a", "b"} {
			var file strings.Builder
			file.WriteString("openid,昵称\n")
			for n := range 2500 {
				fmt.Fprintf(&file, "%s%d,用户\n", prefix, n)
			}
			i, err := db.ReceiveImport(t.Context(), modelstest.Tester, r.app, models.ImportPeople, "users.csv", strings.NewReader(file.String()))
			must(t, err)
			must(t, db.CheckImport(t.Context(), modelstest.Tester, r.app.ID, i.ID, i.Plan))
			imports = append(imports, i)
		}
		r.start(t)
		second.Start()
		until := func(state models.ImportState) {
			t.Helper()
			for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
				n := 0
				for _, i := range imports {
					i, err := db.Import(t.Context(), r.app.ID, i.ID)
					must(t, err)
					if i.State == state {
						n++
					}
				}
				if n == len(imports) {
					return
				}
				if time.Now().After(deadline) {
					t.Fatalf("%d of %d are %s", n, len(imports), state)
				}
			}
		}
		until(models.ImportChecked)
		for _, i := range imports {
			must(t, db.StartImport(t.Context(), modelstest.Tester, r.app.ID, i.ID, false))
		}
		until(models.ImportFinished)
		must(t, second.Stop(t.Context()))
		if n := db.Number(t, "SELECT COUNT(*) FROM recipients"); n != 5000 {
			t.Errorf("%d users", n)
		}
		if n := db.Number(t, "SELECT SUM(added) FROM imports"); n != 5000 {
			t.Errorf("%d added", n)
		}
	})
}
