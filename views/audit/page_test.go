package audit

import (
	"slices"
	"testing"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, before, after string
		want                []Change
	}{
		{"nothing recorded", "", "", nil},
		{"nothing differs", `{"Name":"a"}`, `{"Name":"a"}`, nil},
		{"a value", `{"Name":"a","Band":"jade"}`, `{"Name":"b","Band":"jade"}`, []Change{{"Name", "a", "b"}}},
		{"something new", "", `{"Name":"a","Remark":""}`, []Change{{"Name", "", "a"}}},
		{"a value inside a list", `{"Keywords":[{"Colour":"#111111"}]}`, `{"Keywords":[{"Colour":"#222222"}]}`, []Change{{"Keywords.1.Colour", "#111111", "#222222"}}},
		{"a time", `{"PausedAt":0}`, `{"PausedAt":1795399445000}`, []Change{{"PausedAt", "", "2026-11-23 10:04:05"}}},
		{"an id beyond floats", `{"recipient_id":0}`, `{"recipient_id":9007199254740993}`, []Change{{"recipient_id", "", "9007199254740993"}}},
		{"what nobody chose", `{"UpdatedAt":1,"Keywords":[{"ID":1}]}`, `{"UpdatedAt":2,"Keywords":[{"ID":2}]}`, nil},
		{"what is no JSON", "", "oops", []Change{{"", "", "oops"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := changes(t.Context(), c.before, c.after); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
