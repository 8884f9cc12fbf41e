package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/views/paths"
)

func TestDeliveryIsShownOnTheMessage(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app, subscribes)
	b := s.as(t, models.RoleOperator)
	for i, to := range []string{"o1", "o2", "o3"} {
		s.Codes(t, app, models.CodeInput{Openid: to, Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID})
		s.Queue(t, app, template, to)
		state, msgid := models.MessageSent, int64(2100010000200003450+i)
		if i == 2 {
			state, msgid = models.MessageUnknown, 0
		}
		s.Settled(t, s.Outcome(s.ClaimedOne(t, app), state, models.CodeUsed, func(o *models.Outcome) { o.MsgID = msgid }))
	}
	pushed := func(openid string, msgid int64, errcode int, status string) {
		t.Helper()
		err := s.TakePush(t.Context(), modelstest.Tester, app, wechat.Event{Kind: wechat.EventSent, Openid: openid, At: s.Clock.Now().Add(time.Second),
			Results: []wechat.SendResult{{TemplateID: template.TemplateID, MsgID: msgid, Errcode: errcode, Status: status}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	messages, err := s.Messages(t.Context(), app.ID, models.MessageFilter{}, 10)
	if err != nil || len(messages.Rows) != 3 {
		t.Fatalf("%+v, %v", messages, err)
	}
	unknown, second, first := messages.Rows[0], messages.Rows[1], messages.Rows[2]
	if got := b.get(t, paths.Message(app.Appid, first.ID)).want(t, http.StatusOK); got.text(t, "state-sent") != "已发送" {
		t.Errorf("before a push it is %q", got.text(t, "state"))
	}
	pushed("o1", first.MsgID, 0, "success")
	pushed("o2", second.MsgID, 43101, "failed: user refuse")
	pushed("o3", 77, 0, "success")

	page := b.get(t, paths.Message(app.Appid, first.ID)).want(t, http.StatusOK)
	if page.text(t, "state-delivered") != "已送达" || !strings.Contains(page.text(t, "sentence"), "已送达用户") || !strings.Contains(page.text(t, "story"), "微信推送的结果：success") {
		t.Errorf("a delivered message is %q with the story %q", page.text(t, "state"), page.text(t, "story"))
	}
	page = b.get(t, paths.Message(app.Appid, second.ID)).want(t, http.StatusOK)
	if page.text(t, "state-undelivered") != "未送达" || !strings.Contains(page.text(t, "sentence"), "failed: user refuse") || !strings.Contains(page.text(t, "sentence"), "没有剩余的订阅次数") {
		t.Errorf("an undelivered message is %q: %q", page.text(t, "state"), page.text(t, "sentence"))
	}
	page = b.get(t, paths.Message(app.Appid, unknown.ID)).want(t, http.StatusOK)
	if got := page.text(t, "note"); !strings.Contains(got, "很可能就是这一条") || page.text(t, "state-unknown") == "" {
		t.Errorf("an unknown outcome with a likely delivery says %q", got)
	}
	list := b.get(t, paths.Messages(app.Appid)).want(t, http.StatusOK)
	for _, id := range []string{"state-delivered", "state-undelivered", "state-unknown"} {
		if list.doc(t).Find(`[data-testid="messages"] [data-testid="`+id+`"]`).Length() != 1 {
			t.Errorf("the history does not show %s once", id)
		}
	}
}
