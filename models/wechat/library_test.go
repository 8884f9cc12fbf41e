package wechat

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

func TestLibraryReplies(t *testing.T) {
	t.Parallel()
	c := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		name := map[Call]string{
			CallLibraryList: "template-library-list.response", CallLibraryGet: "template-library-get.response",
			CallAddTemplate: "template-add.response", CallListTemplates: "template-list.response", CallDelTemplate: "template-del.ok.response",
		}[Call(r.URL.Path)]
		_, _ = io.WriteString(w, strings.Replace(sample(t, name), `"keyword_id": 3`, `"keyword_id": "3"`, 1))
	})
	list, total, err := c.LibraryList(t.Context(), "t", 0, 5)
	if err != nil || total != 2 || len(list) != 2 || list[0].ID != "AT9001" {
		t.Errorf("library list: %+v, %d, %v", list, total, err)
	}
	entry, err := c.LibraryGet(t.Context(), "t", "AT9001")
	want := LibraryKeyword{ID: 3, Name: "订单金额", Example: "¥59.00"}
	if err != nil || len(entry.Keywords) != 4 || entry.Keywords[2] != want {
		t.Errorf("library entry: %+v, %v; want the third keyword %+v", entry, err, want)
	}
	id, err := c.AddTemplate(t.Context(), "t", "AT9001", []int{1, 2})
	if err != nil || id != "ShopOrderPaid_0123456789-ABCDEFGHIJKLMNOPQR" {
		t.Errorf("add: %q, %v", id, err)
	}
	own, err := c.ListTemplates(t.Context(), "t")
	if err != nil || len(own) != 1 || !strings.Contains(own[0].Content, "{{keyword4.DATA}}") {
		t.Errorf("own list: %+v, %v", own, err)
	}
	if err := c.DeleteTemplate(t.Context(), "t", id); err != nil {
		t.Errorf("delete: %v", err)
	}
}

// pager serves an own list of n templates, or an endless one when n is negative.
func pager(t *testing.T, n int, offsets *[]int) *Client {
	return clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		var p page
		if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
			t.Error(err)
		}
		*offsets = append(*offsets, p.Offset)
		list := []OwnTemplate{}
		for i := p.Offset; i < p.Offset+p.Count && (n < 0 || i < n); i++ {
			list = append(list, OwnTemplate{TemplateID: fmt.Sprint(i)})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"errcode": 0, "errmsg": "ok", "list": list})
	})
}

func TestListTemplatesFollowsPages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		n       int
		offsets []int
	}{{0, []int{0}}, {19, []int{0}}, {20, []int{0, 20}}, {25, []int{0, 20}}}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.n), func(t *testing.T) {
			t.Parallel()
			var offsets []int
			all, err := pager(t, tt.n, &offsets).ListTemplates(t.Context(), "t")
			if err != nil || len(all) != tt.n || !reflect.DeepEqual(offsets, tt.offsets) {
				t.Errorf("read %d in pages %v, %v; want %d in %v", len(all), offsets, err, tt.n, tt.offsets)
			}
		})
	}
	t.Run("endless", func(t *testing.T) {
		t.Parallel()
		var offsets []int
		if _, err := pager(t, -1, &offsets).ListTemplates(t.Context(), "t"); err == nil || len(offsets) != maxPages {
			t.Errorf("read %d pages with %v, want an error after %d", len(offsets), err, maxPages)
		}
	})
}
