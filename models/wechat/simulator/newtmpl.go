package simulator

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"xinshi/models/wechat"
)

// listQuota is how often a day the subscribe templates may be listed, unless the app says otherwise.
const listQuota = 1000

// listed is the reply of every call that reads a list here.
type listed[T any] struct {
	ok
	Count *int `json:"count,omitempty"`
	Data  []T  `json:"data"`
}

func (s *Simulator) getCategories(q *request) (any, *refusal) {
	if refused := q.barred(); refused != nil {
		return nil, refused
	}
	return listed[category]{ok: okReply, Data: categories}, nil
}

type publicTitle struct {
	TID        int    `json:"tid"`
	Title      string `json:"title"`
	Type       int    `json:"type"`
	CategoryID string `json:"categoryId"`
}

func (s *Simulator) getPublicTitles(q *request) (any, *refusal) {
	if refused := q.barred(); refused != nil {
		return nil, refused
	}
	v := q.http.URL.Query()
	ids, refused := categoryIDs(v)
	if refused != nil {
		return nil, refused
	}
	start, err := strconv.Atoi(v.Get("start"))
	if err != nil || start < 0 {
		return nil, &refusal{code: 200016}
	}
	limit, err := strconv.Atoi(v.Get("limit"))
	if err != nil || limit < 1 || limit > 30 {
		return nil, &refusal{code: 200017}
	}
	all := []publicTitle{}
	for _, e := range publicLibrary {
		if slices.Contains(ids, e.category) {
			all = append(all, publicTitle{e.tid, e.title, e.kind(), strconv.Itoa(e.category)})
		}
	}
	count, from := len(all), min(start, len(all))
	return listed[publicTitle]{okReply, &count, all[from:min(from+limit, count)]}, nil
}

func categoryIDs(v url.Values) ([]int, *refusal) {
	if v.Get("ids") == "" {
		return nil, &refusal{code: 200018}
	}
	var ids []int
	for text := range strings.SplitSeq(v.Get("ids"), ",") {
		id, err := strconv.Atoi(text)
		if err != nil || !slices.ContainsFunc(categories, func(c category) bool { return c.ID == id }) {
			return nil, &refusal{code: 200019}
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (e publicEntry) kind() int {
	if e.long {
		return wechat.TypeLong
	}
	return wechat.TypeOnce
}

func (s *Simulator) getPublicKeywords(q *request) (any, *refusal) {
	if refused := q.barred(); refused != nil {
		return nil, refused
	}
	e, refused := findPublic(q.http.URL.Query().Get("tid"))
	if refused != nil {
		return nil, refused
	}
	return listed[publicKeyword]{ok: okReply, Data: e.keywords}, nil
}

// findPublic finds an entry by its number, which has to come as text.
func findPublic(tid string) (publicEntry, *refusal) {
	if tid == "" {
		return publicEntry{}, &refusal{code: 200014, detail: "missing parameter tid"}
	}
	i := slices.IndexFunc(publicLibrary, func(e publicEntry) bool { return strconv.Itoa(e.tid) == tid })
	if i < 0 {
		return publicEntry{}, &refusal{code: 200014, detail: "tid does not exist"}
	}
	return publicLibrary[i], nil
}

// ownSubscribe is a template of the account as the list shows it.
type ownSubscribe struct {
	PriTmplID string       `json:"priTmplId"`
	Title     string       `json:"title"`
	Content   string       `json:"content"`
	Example   string       `json:"example"`
	Enums     []enumValues `json:"keywordEnumValueList,omitempty"`
	Type      int          `json:"type"`
}

type enumValues struct {
	Code   string   `json:"keywordCode"`
	Values []string `json:"enumValueList"`
}

func (s *Simulator) listSubscribe(q *request) (any, *refusal) {
	if refused := q.barred(); refused != nil {
		return nil, refused
	}
	a := q.account
	a.mu.Lock()
	defer a.mu.Unlock()
	limit := listQuota
	if a.app.ListQuota > 0 {
		limit = a.app.ListQuota
	}
	if a.used(q.call, s.Now()) >= limit {
		return nil, &refusal{code: 45009}
	}
	a.count(q.call, s.Now())
	list := []ownSubscribe{}
	for _, t := range a.list(KindSubscribeOnce) {
		own := ownSubscribe{PriTmplID: t.TemplateID, Title: t.Title, Content: t.content(), Example: t.example(), Type: wechat.TypeOnce}
		if t.Kind == KindSubscribeLong {
			own.Type = wechat.TypeLong
		}
		for _, k := range t.Keywords {
			if len(k.Choices) > 0 {
				own.Enums = append(own.Enums, enumValues{k.Key + ".DATA", k.Choices})
			}
		}
		list = append(list, own)
	}
	return listed[ownSubscribe]{ok: okReply, Data: list}, nil
}

// barred is what the account as a whole is refused with.
func (q *request) barred() *refusal {
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	if code := q.account.app.Refusal; code != 0 {
		return &refusal{code: code}
	}
	return nil
}
