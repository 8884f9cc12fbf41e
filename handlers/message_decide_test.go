package handlers_test

import (
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestDecideUnknownOutcome(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		action func(appid string, id int64) string
		spare  bool // the person has another code
		state  models.MessageState
		said   string
		woken  int
	}{
		{"send again", paths.MessageResend, true, models.MessageQueued, "已重新排队，将换一个发送码发送。", 1},
		{"send again without a code", paths.MessageResend, false, models.MessageUnknown, "不能重发：这位用户没有可用的发送码。", 0},
		{"take as sent", paths.MessageAssume, false, models.MessageSent, "已视为已发。", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, modelstest.SQLite(t))
			app, template := s.shop(t, "anna")
			m := s.settled(t, app, template, "anna", models.MessageUnknown, unanswered)
			if c.spare {
				s.Code(t, app, "anna", models.CodeForm, "a-second-code-of-anna")
			}
			b := s.as(t, models.RoleOperator)
			page, action := paths.Message(app.Appid, m.ID), c.action(app.Appid, m.ID)
			if b.get(t, page).doc(t).Find(`form[action="`+action+`"]`).Length() != 1 {
				t.Fatal("the page does not offer it")
			}
			b.post(t, action, nil).leadsTo(t, page)
			if got := b.get(t, page).text(t, "flash"); got != c.said {
				t.Errorf("says %q, want %q", got, c.said)
			}
			if got := s.Reload(t, m).State; got != c.state || s.woken != c.woken {
				t.Errorf("state %s, engine woken %d times", got, s.woken)
			}
			if c.state == models.MessageUnknown {
				return
			}
			b.post(t, action, nil).leadsTo(t, page)
			if got := b.get(t, page).text(t, "flash"); !strings.Contains(got, "状态已经变化") {
				t.Errorf("the second click says %q", got)
			}
			if got := s.Reload(t, m).State; got != c.state || s.woken != c.woken {
				t.Errorf("the second click changed it: %s, woken %d times", got, s.woken)
			}
		})
	}
}

func TestTakenAsSentStaysInTheStory(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	m := s.settled(t, app, template, "anna", models.MessageUnknown, unanswered)
	b := s.as(t, models.RoleOperator)
	b.post(t, paths.MessageAssume(app.Appid, m.ID), nil)
	page := b.get(t, paths.Message(app.Appid, m.ID))
	for testID, want := range map[string]string{"sentence": "由人工视为已发", "story": "微信没有应答", "state-sent": "已发送"} {
		if got := page.text(t, testID); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", testID, got, want)
		}
	}
}

func TestCancelMessage(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	m := s.Queue(t, app, template, "anna")
	b := s.as(t, models.RoleOperator)
	page := paths.Message(app.Appid, m.ID)
	if b.get(t, page).doc(t).Find(`[data-testid="cancel"]`).Length() != 1 {
		t.Fatal("the page does not offer it")
	}
	b.post(t, paths.MessageCancel(app.Appid, m.ID), nil).leadsTo(t, page)
	cancelled := b.get(t, page)
	if cancelled.text(t, "state-cancelled") != "已取消" || !strings.Contains(cancelled.text(t, "flash"), "已取消") {
		t.Errorf("says %q", cancelled.text(t, "flash"))
	}
	b.post(t, paths.MessageCancel(app.Appid, m.ID), nil).leadsTo(t, page)
	if got := b.get(t, page).text(t, "flash"); !strings.Contains(got, "现在是“已取消”") {
		t.Errorf("the second click says %q", got)
	}
}

func TestDecideAboutSomebodyErased(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	m := s.settled(t, app, template, "anna", models.MessageUnknown, unanswered)
	if err := s.EraseRecipient(t.Context(), modelstest.Tester, app.ID, m.RecipientID); err != nil {
		t.Fatal(err)
	}
	b, page := s.as(t, models.RoleOperator), paths.Message(app.Appid, m.ID)
	shown := b.get(t, page)
	if offered := shown.doc(t).Find(`form[action="` + paths.MessageResend(app.Appid, m.ID) + `"]`).Length(); offered != 0 {
		t.Error("the page offers to send again")
	}
	if offered := shown.doc(t).Find(`form[action="` + paths.MessageAssume(app.Appid, m.ID) + `"]`).Length(); offered != 1 {
		t.Error("the page does not offer to take it as sent")
	}
	if got := shown.text(t, "remedy"); !strings.Contains(got, "资料已按要求删除") {
		t.Errorf("remedy says %q", got)
	}
	b.post(t, paths.MessageResend(app.Appid, m.ID), nil).leadsTo(t, page)
	if got := b.get(t, page).text(t, "flash"); !strings.Contains(got, "不能重发：这位用户的资料已按要求删除") {
		t.Errorf("says %q", got)
	}
}
