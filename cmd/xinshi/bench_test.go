package main

import (
	"encoding/json"
	"testing"

	"xinshi/models/modelstest"
)

// TestBenchmarksRun runs each benchmark at a small size: they use the program as
// nobody else does, so what breaks them breaks nothing else.
func TestBenchmarksRun(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		rows func(raw []byte) (int, error)
		want int
	}{
		{"send", []string{"--messages", "300", "--repeat", "2"}, listed, 6}, // three ways, two latencies
		{"batch", []string{"--messages", "200,300"}, listed, 2},
		{"import", []string{"--people", "500"}, imported, 500},
		{"pages", []string{"--people", "400", "--visits", "1"}, visited, 400},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			database := modelstest.EmptyMySQL(t)
			in := install(t, database, "http://127.0.0.1:9")
			out := in.do(t, "", append([]string{"bench", test.name, "--json", "--mysql", database}, test.args...)...)
			got, err := test.rows([]byte(out))
			must(t, err)
			if got != test.want {
				t.Errorf("found %d, want %d, in %s", got, test.want, out)
			}
		})
	}
}

func listed(raw []byte) (int, error) {
	var rows []struct {
		PerSecond float64 `json:"per_second"`
	}
	err := json.Unmarshal(raw, &rows)
	n := 0
	for _, row := range rows {
		if row.PerSecond > 0 {
			n++
		}
	}
	return n, err
}

func imported(raw []byte) (int, error) {
	var report importReport
	err := json.Unmarshal(raw, &report)
	return report.People, err
}

// visited tells the shop's size if each page was measured, and the codes.
func visited(raw []byte) (int, error) {
	var report pagesReport
	err := json.Unmarshal(raw, &report)
	if len(report.Pages) == 0 || report.CodesPerSecond <= 0 {
		return 0, err
	}
	return report.People, err
}
