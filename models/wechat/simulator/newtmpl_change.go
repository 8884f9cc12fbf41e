package simulator

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"
)

// wanted is what a call to add or delete a subscribe template says, in either encoding.
type wanted struct {
	TID       string `json:"tid"`
	KidList   []int  `json:"kidList"`
	SceneDesc string `json:"sceneDesc"`
	PriTmplID string `json:"priTmplId"`
}

// readWanted reads a form with a bare label, or JSON. Anything else, a number where the tid belongs among it, is not
// read at all: the platform then misses what it looks for.
func readWanted(q *request) wanted {
	label := q.http.Header.Get("Content-Type")
	if label == "application/x-www-form-urlencoded" {
		return readWantedForm(q.body)
	}
	kind, params, err := mime.ParseMediaType(label)
	_, odd := params["encoding"] // seen in the wild, and answered as an unsupported type
	var in wanted
	if err != nil || kind != "application/json" || odd || json.Unmarshal(q.body, &in) != nil {
		return wanted{}
	}
	return in
}

func readWantedForm(body []byte) wanted {
	v, err := url.ParseQuery(string(body))
	if err != nil {
		return wanted{}
	}
	in := wanted{TID: v.Get("tid"), SceneDesc: v.Get("sceneDesc"), PriTmplID: v.Get("priTmplId")}
	texts := v["kidList"]
	for i := 0; v.Has(fmt.Sprintf("kidList[%d]", i)); i++ {
		texts = append(texts, v.Get(fmt.Sprintf("kidList[%d]", i)))
	}
	for _, text := range texts {
		id, err := strconv.Atoi(text)
		if err != nil {
			id = -1 // no keyword has it
		}
		in.KidList = append(in.KidList, id)
	}
	return in
}

func (s *Simulator) addSubscribe(q *request) (any, *refusal) {
	if refused := q.barred(); refused != nil {
		return nil, refused
	}
	in := readWanted(q)
	entry, refused := findPublic(in.TID)
	if refused != nil {
		return nil, refused
	}
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	switch {
	case slices.Contains(q.account.app.Banned, in.TID):
		return nil, &refusal{code: 200013}
	case utf8.RuneCountInString(in.SceneDesc) > 15:
		return nil, &refusal{code: 200021}
	}
	t, fits := entry.chosen(in.KidList)
	if !fits {
		return nil, &refusal{code: 200020, detail: "invalid keywords"}
	}
	for _, own := range q.account.list(KindSubscribeOnce) {
		if own.Title == t.Title && own.content() == t.content() {
			return nil, &refusal{code: 200022, template: own.TemplateID}
		}
	}
	if q.account.full(t.Kind) {
		return nil, &refusal{code: 200012}
	}
	t.TemplateID = s.newTemplateID()
	s.commit(event{Kind: templateAdded, Appid: q.account.appid, Template: &t})
	return struct {
		ok
		PriTmplID string `json:"priTmplId"`
	}{okReply, t.TemplateID}, nil
}

// chosen is a template of the entry's keywords in the given order. The number in a key is its place, not the keyword's.
func (e publicEntry) chosen(kids []int) (Template, bool) {
	t := Template{Title: e.title, Kind: KindSubscribeOnce}
	if e.long {
		t.Kind = KindSubscribeLong
	}
	fixed := e.tid >= newStyleFrom
	if fixed && len(kids) == 0 {
		for _, k := range e.keywords {
			kids = append(kids, k.ID)
		}
	} else if fixed || len(kids) < 2 || len(kids) > 5 {
		return t, false
	}
	for i, id := range kids {
		at := slices.IndexFunc(e.keywords, func(k publicKeyword) bool { return k.ID == id })
		if at < 0 || slices.Contains(kids[:i], id) {
			return t, false
		}
		k := e.keywords[at]
		t.Keywords = append(t.Keywords, Keyword{Key: k.Rule + strconv.Itoa(i+1), Name: k.Name, Example: k.Example, Choices: k.Choices})
	}
	return t, true
}

func (s *Simulator) deleteSubscribe(q *request) (any, *refusal) {
	if refused := q.barred(); refused != nil {
		return nil, refused
	}
	in := readWanted(q)
	if in.PriTmplID == "" {
		return nil, &refusal{code: 200014, detail: "missing parameter priTmplId"}
	}
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	if t, known := q.account.template(in.PriTmplID); !known || t.Kind == KindTemplate {
		return nil, &refusal{code: 20001}
	}
	s.commit(event{Kind: templateDeleted, Appid: q.account.appid, TemplateID: in.PriTmplID})
	return okReply, nil
}
