package wechat

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
)

// documentedCodes is every error code that the platform documents for these calls, ranges spelt out.
var documentedCodes = []int{
	-1, 0, 404, 20001, 20002, 40001, 40002, 40003, 40013, 40014, 40029, 40033, 40035, 40036, 40037, 40038, 40097, 40125,
	40163, 40164, 40165, 40166, 40199, 40226, 40243, 40400, 41001, 41002, 41003, 41004, 41008, 41009, 41028, 41029,
	41030, 41031, 41032, 41033, 41034, 41035, 42001, 42007, 43001, 43002, 43003, 43004, 43019, 43100, 43101, 43102,
	43104, 43105, 43106, 43107, 43108, 43116, 43117, 44002, 44990, 44993, 45002, 45009, 45011, 45012, 45013, 45014,
	45015, 45026, 45027, 45029, 45035, 45047, 45051, 45100, 45102, 45103, 45109, 45168, 46004, 47001, 47002, 47003,
	48001, 48002, 48004, 48006, 48008, 50001, 50002, 50003, 50004, 50005, 50007, 61003, 61004, 61007, 61023, 61024,
	76001, 76002, 76003, 76004, 76021, 76022, 85079, 89501, 89502, 89503, 89504, 89505, 89506, 89507, 200001, 200002,
	200011, 200012, 200013, 200014, 200016, 200017, 200018, 200019, 200020, 200021, 200022, 200100,
}

func TestEveryDocumentedCodeHasItsRow(t *testing.T) {
	t.Parallel()
	for _, code := range documentedCodes {
		if _, ok := answers[code]; !ok {
			t.Errorf("errcode %d has no row", code)
		}
	}
	if len(answers) != len(documentedCodes) {
		t.Errorf("the table has %d rows, the list %d codes", len(answers), len(documentedCodes))
	}
}

func TestEveryAnswerIsComplete(t *testing.T) {
	t.Parallel()
	all := []Answer{Lookup(CallSendTemplate, 12345), tokenRefusedTwice, noAnswer, notReached, noAnswerManaging, notReachedManaging}
	for _, a := range answers {
		all = append(all, a)
	}
	for _, table := range []map[int]Answer{tokenCallAnswers, manageCallAnswers} {
		for _, a := range table {
			all = append(all, a)
		}
	}
	for _, a := range all {
		if a.Errmsg == "" || a.Class == "" || a.Reaction == "" {
			t.Errorf("errcode %d lacks its errmsg, class or reaction: %+v", a.Errcode, a)
		}
		for _, w := range []Wording{a.Meaning, a.Remedy} {
			if !strings.ContainsFunc(w.ZH, isHan) || !strings.HasSuffix(w.ZH, "。") {
				t.Errorf("errcode %d: %q is not a Chinese sentence", a.Errcode, w.ZH)
			}
			if w.EN == "" || strings.ContainsFunc(w.EN, isHan) || !strings.HasSuffix(w.EN, ".") {
				t.Errorf("errcode %d: %q is not an English sentence", a.Errcode, w.EN)
			}
			if strings.ContainsRune(w.ZH+w.EN, '%') {
				t.Errorf("errcode %d: a verb is left in %q", a.Errcode, w)
			}
		}
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func TestReactions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		call     Call
		code     int
		reaction Reaction
		alert    bool
	}{
		{"accepted", CallSendTemplate, 0, Accept, false},
		{"busy", CallSendTemplate, -1, SameCode, false},
		{"invalid code", CallSendTemplate, 41028, NextCode, false},
		{"used code", CallSendTemplate, 41029, NextCode, false},
		{"blocked code", CallSendTemplate, 41031, NextCode, true},
		{"form codes forbidden", CallSendTemplate, 41034, StopFormCodes, true},
		{"payment codes forbidden", CallSendTemplate, 41035, StopPaymentCodes, true},
		{"old token", CallSendTemplate, 40001, Refresh, false},
		{"wrong secret", CallStableToken, 40001, PauseApp, true},
		{"wrong secret, classic", CallToken, 40001, PauseApp, true},
		{"appsecret", CallToken, 40125, PauseApp, true},
		{"template", CallSendTemplate, 40037, StopTemplate, true},
		{"page", CallSendTemplate, 41030, StopTemplate, true},
		{"no credit", CallSendSubscribe, 43101, NoCredit, false},
		{"concurrent", CallSendSubscribe, 43108, SameCode, false},
		{"daily quota", CallSendTemplate, 45009, PauseUntilTomorrow, true},
		{"daily frequency", CallSendTemplate, 44993, PauseUntilTomorrow, true},
		{"minute quota", CallStableToken, 45011, PauseMinute, false},
		{"retired", CallSendTemplate, 45103, Retired, true},
		{"quota of the list of templates", CallListSubscribe, 45009, Fail, false},
		{"deleting what is not there", CallDelSubscribe, 20001, Fail, false},
		{"malformed", CallSendTemplate, 47001, Bug, true},
		{"value", CallSendSubscribe, 47003, Fail, false},
		{"not in the table", CallSendTemplate, 99999, Fail, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := Lookup(tt.call, tt.code)
			if a.Reaction != tt.reaction || a.Alert != tt.alert || a.Errcode != tt.code {
				t.Errorf("got %d %s, alert %t; want %d %s, alert %t", a.Errcode, a.Reaction, a.Alert, tt.code, tt.reaction, tt.alert)
			}
		})
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	refused := &APIError{Call: CallSendTemplate, Errcode: 40001}
	tests := []struct {
		name     string
		err      error
		reaction Reaction
		known    bool
	}{
		{"nil", nil, Accept, true},
		{"refused", fmt.Errorf("send: %w", &APIError{Call: CallSendTemplate, Errcode: 41028}), NextCode, true},
		{"token refused twice", fmt.Errorf("%w: %w", ErrTokenRefusedTwice, refused), PauseMinute, true},
		{"no answer", &TransportError{Call: CallSendTemplate, MayHaveArrived: true}, Unproven, true},
		{"not reached", &TransportError{Call: CallSendTemplate}, SameCode, true},
		{"no answer to a change of templates", &TransportError{Call: CallAddSubscribe, MayHaveArrived: true}, Fail, true},
		{"not reached to change templates", &TransportError{Call: CallAddTemplate}, Fail, true},
		{"not ours", errors.New("database is gone"), "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, known := Explain(tt.err)
			if a.Reaction != tt.reaction || known != tt.known {
				t.Errorf("got %q, %t; want %q, %t", a.Reaction, known, tt.reaction, tt.known)
			}
		})
	}
}
