package simulator_test

import (
	"strings"
	"testing"
)

func TestLibrary(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	list, total, err := w.client.LibraryList(t.Context(), w.token, 10, 20)
	must(t, err)
	if total != 12 || len(list) != 2 || list[1].ID != "AT9012" {
		t.Errorf("second page: %+v of %d", list, total)
	}
	entry, err := w.client.LibraryGet(t.Context(), w.token, "AT9001")
	must(t, err)
	if entry.Title != "订单发货通知" || entry.Keywords[2].Name != "快递公司" {
		t.Errorf("entry: %+v", entry)
	}
	_, err = w.client.LibraryGet(t.Context(), w.token, "AT0")
	w.expect("unknown entry", errcode(t, err), 40037)
	_, err = w.client.AddTemplate(t.Context(), w.token, "AT9001", nil)
	w.expect("no keywords", errcode(t, err), 45100)
	_, err = w.client.AddTemplate(t.Context(), w.token, "AT9001", []int{7})
	w.expect("unknown keyword", errcode(t, err), 40097)
	id, err := w.client.AddTemplate(t.Context(), w.token, "AT9001", []int{3, 1})
	must(t, err)
	if len(id) != 43 {
		t.Errorf("template id %q has %d characters", id, len(id))
	}
	own, err := w.client.ListTemplates(t.Context(), w.token)
	must(t, err)
	last := own[len(own)-1]
	if last.TemplateID != id || last.Content != "快递公司{{keyword1.DATA}}\n订单编号{{keyword2.DATA}}\n" || !strings.HasPrefix(last.Example, "快递公司:顺丰") {
		t.Errorf("own list ends with %+v", last)
	}
	must(t, w.client.DeleteTemplate(t.Context(), w.token, id))
	w.expect("delete twice", errcode(t, w.client.DeleteTemplate(t.Context(), w.token, id)), 40037)
}

func TestTwentyFiveTemplates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for {
		_, err := w.client.AddTemplate(t.Context(), w.token, "AT9002", []int{1})
		if err != nil {
			w.expect("one too many", errcode(t, err), 45026)
			break
		}
	}
	own, err := w.client.ListTemplates(t.Context(), w.token)
	must(t, err)
	if len(own) != 25 {
		t.Errorf("the app has %d templates, want 25", len(own))
	}
	if _, err := w.AddTemplate(appid, "第二十六个", "姓名"); err == nil {
		t.Error("a 26th template was added")
	}
}
