package simulator

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"xinshi/models/wechat"
)

const maxBody = 1 << 20

// request is one call under way.
type request struct {
	call    wechat.Call
	http    *http.Request
	body    []byte
	account *account // whose token it carries; nil without one
	message message  // of the two send calls
	fault   fault
}

// answered says whether the caller will hear the outcome.
func (q *request) answered() bool {
	return q.fault != cutAfter && q.http.Context().Err() == nil
}

// serve takes one call through the checks that all calls share, and through the faults.
func (s *Simulator) serve(w http.ResponseWriter, r *http.Request, rt route) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	q := &request{call: rt.call, http: r, body: body}
	if rt.call == wechat.CallSendTemplate || rt.call == wechat.CallSendSubscribe {
		q.message = parseMessage(rt.call, body)
	}
	var payload any
	refused := s.check(q, rt)
	if refused == nil {
		var wait time.Duration
		q.fault, wait = s.faults.draw(rt.call)
		payload, refused = s.withinLatency(q, rt, wait)
	}
	switch q.fault {
	case hang:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case cutBefore, cutAfter:
		// Ends the connection without a reply; net/http does not log this one panic.
		panic(http.ErrAbortHandler)
	case http500:
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return
	}
	if refused != nil {
		payload = refused.reply(s, rt.call)
	}
	write(w, payload)
}

// check makes the two checks that come before all else: method and token.
func (s *Simulator) check(q *request, rt route) *refusal {
	var refused *refusal
	if q.http.Method != rt.method {
		refused = &refusal{code: 43002}
		if rt.method == http.MethodGet {
			refused.code = 43001
		}
	} else if rt.needToken {
		q.account, refused = s.authenticate(q.http.URL.Query().Get("access_token"))
	}
	if refused != nil {
		s.note(q, refused)
	}
	return refused
}

// withinLatency lets the simulated time pass without any lock, then gives the answer, unless a fault comes first.
func (s *Simulator) withinLatency(q *request, rt route, wait time.Duration) (any, *refusal) {
	if concurrent := q.enter(); concurrent != nil {
		s.note(q, concurrent)
		return nil, concurrent
	}
	defer q.leave()
	if wait > 0 {
		// A caller that leaves meanwhile does not stop the platform.
		time.Sleep(wait)
	}
	switch q.fault {
	case busy, hang, cutBefore, http500:
		refused := &refusal{code: -1}
		s.note(q, refused)
		return nil, refused
	}
	return rt.answer(s, q)
}

// refusal is an error of the platform. detail replaces the usual wording.
type refusal struct {
	code     int
	detail   string
	template string // the one that is there already
}

// ok is the head of a successful reply.
type ok struct {
	Errcode   int    `json:"errcode"`
	Errmsg    string `json:"errmsg"`
	PriTmplID string `json:"priTmplId,omitempty"`
}

var okReply = ok{Errmsg: "ok"}

// olderErrors are the codes that template sends answered before request ids existed, with a hint instead.
var olderErrors = map[int]bool{40003: true, 40037: true, 41028: true, 41029: true, 41030: true, 41031: true}

// reply gives the wording of the platform with a tail that never repeats, so that nobody compares it.
func (f *refusal) reply(s *Simulator, call wechat.Call) ok {
	text := f.detail
	if text == "" {
		text = wechat.Lookup(call, f.code).Errmsg
	}
	if call == wechat.CallSendTemplate && olderErrors[f.code] {
		return ok{Errcode: f.code, Errmsg: text + " hint: [" + s.random.text(idDigits[:62], 11) + "]"}
	}
	if f.code == 40125 || call == wechat.CallLogin {
		text += ","
	}
	id := s.random.text(hexDigits, 24)
	return ok{Errcode: f.code, Errmsg: text + " rid: " + strings.Join([]string{id[:8], id[8:16], id[16:]}, "-"), PriTmplID: f.template}
}

func write(w http.ResponseWriter, payload any) {
	w.Header().Set("Content-Type", "application/json; encoding=utf-8")
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(payload); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(out.Bytes())
}
