package simulator

import (
	"encoding/json"
	"fmt"
	"strings"

	"xinshi/models/wechat"
)

const (
	maxTemplates = 25 // of each family, legacy and subscribe
	maxKeywords  = 10
	maxPage      = 20
)

// decode reads a JSON body with the checks that all JSON calls share.
func decode[T any](q *request) (T, *refusal) {
	var in T
	switch {
	case len(q.body) == 0:
		return in, &refusal{code: 44002}
	case json.Unmarshal(q.body, &in) != nil:
		return in, &refusal{code: 47001}
	case escaped(q.body):
		return in, &refusal{code: 47002}
	}
	return in, nil
}

type pageRequest struct {
	Offset int `json:"offset"`
	Count  int `json:"count"`
}

// pageOf cuts the asked page out of a list.
func pageOf[T any](q *request, all []T) ([]T, *refusal) {
	in, refused := decode[pageRequest](q)
	if refused != nil {
		return nil, refused
	}
	if in.Offset < 0 || in.Count < 1 || in.Count > maxPage {
		return nil, &refusal{code: 40035}
	}
	from := min(in.Offset, len(all))
	return all[from:min(from+in.Count, len(all))], nil
}

type libraryTitle struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

func (s *Simulator) libraryList(q *request) (any, *refusal) {
	entries, refused := pageOf(q, catalogue)
	if refused != nil {
		return nil, refused
	}
	list := make([]libraryTitle, 0, len(entries))
	for _, e := range entries {
		list = append(list, libraryTitle{e.id, e.title})
	}
	return struct {
		ok
		List       []libraryTitle `json:"list"`
		TotalCount int            `json:"total_count"`
	}{okReply, list, len(catalogue)}, nil
}

func findEntry(id string) (libraryEntry, *refusal) {
	for _, e := range catalogue {
		if e.id == id {
			return e, nil
		}
	}
	return libraryEntry{}, &refusal{code: 40037}
}

type libraryKeyword struct {
	ID      int    `json:"keyword_id"`
	Name    string `json:"name"`
	Example string `json:"example"`
}

func (s *Simulator) libraryGet(q *request) (any, *refusal) {
	in, refused := decode[struct {
		ID string `json:"id"`
	}](q)
	if refused != nil {
		return nil, refused
	}
	entry, refused := findEntry(in.ID)
	if refused != nil {
		return nil, refused
	}
	list := make([]libraryKeyword, 0, len(entry.keywords))
	for i, k := range entry.keywords {
		list = append(list, libraryKeyword{i + 1, k.Name, k.Example})
	}
	return struct {
		ok
		ID       string           `json:"id"`
		Title    string           `json:"title"`
		Keywords []libraryKeyword `json:"keyword_list"`
	}{okReply, entry.id, entry.title, list}, nil
}

func (s *Simulator) libraryAdd(q *request) (any, *refusal) {
	in, refused := decode[struct {
		ID         string `json:"id"`
		KeywordIDs []int  `json:"keyword_id_list"`
	}](q)
	if refused != nil {
		return nil, refused
	}
	entry, refused := findEntry(in.ID)
	if refused != nil {
		return nil, refused
	}
	if len(in.KeywordIDs) < 1 || len(in.KeywordIDs) > maxKeywords {
		return nil, &refusal{code: 45100}
	}
	t := Template{TemplateID: s.newTemplateID(), Title: entry.title, Kind: KindTemplate}
	for i, id := range in.KeywordIDs {
		if id < 1 || id > len(entry.keywords) {
			return nil, &refusal{code: 40097}
		}
		k := entry.keywords[id-1]
		k.Key = fmt.Sprintf("keyword%d", i+1)
		t.Keywords = append(t.Keywords, k)
	}
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	if q.account.full(KindTemplate) {
		return nil, &refusal{code: 45026}
	}
	s.commit(event{Kind: templateAdded, Appid: q.account.appid, Template: &t})
	return struct {
		ok
		TemplateID string `json:"template_id"`
	}{okReply, t.TemplateID}, nil
}

// newTemplateID makes an id of the length that real ones have.
func (s *Simulator) newTemplateID() string {
	return s.random.text(idDigits, 43)
}

func (s *Simulator) listTemplates(q *request) (any, *refusal) {
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	templates, refused := pageOf(q, q.account.list(KindTemplate))
	if refused != nil {
		return nil, refused
	}
	list := make([]wechat.OwnTemplate, 0, len(templates))
	for _, t := range templates {
		list = append(list, wechat.OwnTemplate{TemplateID: t.TemplateID, Title: t.Title, Content: t.content(), Example: t.example()})
	}
	return struct {
		ok
		List []wechat.OwnTemplate `json:"list"`
	}{okReply, list}, nil
}

// content is the lines of a template with its blanks; those of subscribe templates have a colon.
func (t Template) content() string {
	colon := ":"
	if t.Kind == KindTemplate {
		colon = ""
	}
	var out strings.Builder
	for _, k := range t.Keywords {
		fmt.Fprintf(&out, "%s%s{{%s.DATA}}\n", k.Name, colon, k.Key)
	}
	return out.String()
}

func (t Template) example() string {
	var out strings.Builder
	for _, k := range t.Keywords {
		fmt.Fprintf(&out, "%s:%s\n", k.Name, k.Example)
	}
	return out.String()
}

func (s *Simulator) deleteTemplate(q *request) (any, *refusal) {
	in, refused := decode[struct {
		TemplateID string `json:"template_id"`
	}](q)
	if refused != nil {
		return nil, refused
	}
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	if t, known := q.account.template(in.TemplateID); !known || t.Kind != KindTemplate {
		return nil, &refusal{code: 40037}
	}
	s.commit(event{Kind: templateDeleted, Appid: q.account.appid, TemplateID: in.TemplateID})
	return okReply, nil
}
