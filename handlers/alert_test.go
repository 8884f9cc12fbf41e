package handlers_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/herald"
	"xinshi/models/modelstest"
	"xinshi/models/robot"
	"xinshi/views/alert"
	"xinshi/views/paths"
)

// chatRoom is a robot's host that takes down what is said.
type chatRoom struct {
	*httptest.Server
	said   []string
	answer string
}

func newChatRoom(t *testing.T) *chatRoom {
	t.Helper()
	room := &chatRoom{answer: `{"errcode":0,"errmsg":"ok"}`}
	room.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		room.said = append(room.said, string(body))
		_, _ = io.WriteString(w, room.answer)
	}))
	t.Cleanup(room.Close)
	return room
}

// alarmed is a site whose herald may write to the room.
func alarmed(t *testing.T, db *modelstest.DB, room *chatRoom) (*site, *herald.Herald) {
	t.Helper()
	var h *herald.Herald
	s := newSite(t, db, func(c *handlers.Config) {
		h = herald.New(herald.Config{
			Store: db.Store, Robots: robot.New(robot.Hosts{strings.TrimPrefix(room.URL, "http://")}, db.Clock.Now), Say: alert.Says("https://push.example.com"), Log: c.Log,
		})
		c.Herald = h
	})
	return s, h
}

func robotForm(address string) url.Values {
	return url.Values{"kind": {"wecom"}, "name": {"运营群"}, "url": {address}, "lang": {"zh"}, "alerts": {"paused", "token"}}
}

func TestRobotFromFormToChat(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		room := newChatRoom(t)
		s, h := alarmed(t, db, room)
		app, b := s.App(t), s.as(t, models.RoleAdmin)
		b.get(t, "/settings/alerts").want(t, http.StatusOK)
		b.get(t, "/settings/alerts/robots/new").want(t, http.StatusOK)
		bad := robotForm("http://127.0.0.1:22/robot/send?access_token=TYPEDKEY")
		bad.Del("alerts")
		refused := b.post(t, "/settings/alerts/robots/new", bad).want(t, http.StatusUnprocessableEntity)
		if refused.text(t, "error-url") == "" || refused.text(t, "error-alerts") == "" || refused.value(t, "name") != "运营群" || strings.Contains(refused.body, "TYPEDKEY") {
			t.Error("does not say what is wrong, loses what was typed, or shows a secret")
		}
		b.post(t, "/settings/alerts/robots/new", robotForm(room.URL+"/send?key=ROBOTKEY")).leadsTo(t, "/settings/alerts")
		list := b.get(t, "/settings/alerts").want(t, http.StatusOK)
		path := list.doc(t).Find(`[data-testid="robot"] .row-link`).AttrOr("href", "")
		form := b.get(t, path).want(t, http.StatusOK)
		if strings.Contains(list.body+form.body, "ROBOTKEY") || form.doc(t).Find(`input[name="alerts"][checked]`).Length() != 2 {
			t.Error("shows the address, or not what was chosen")
		}

		b.post(t, path+"/test", nil).leadsTo(t, "/settings/alerts")
		if got := b.get(t, "/settings/alerts"); len(room.said) != 1 || !strings.Contains(room.said[0], "测试消息") || got.text(t, "notice-state") != "已发出" {
			t.Errorf("said %q, page says %q", room.said, got.text(t, "notice-state"))
		}
		room.answer = `{"errcode":93000,"errmsg":"invalid webhook url"}`
		b.post(t, path+"/test", nil).leadsTo(t, "/settings/alerts")
		if got := b.get(t, "/settings/alerts"); !strings.Contains(got.text(t, "flash"), "93000 invalid webhook url") {
			t.Errorf("says %q", got.text(t, "flash"))
		}
		room.answer = `{"errcode":0}`

		must(t, s.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{Errcode: 50001}))
		must(t, h.Look(t.Context()))
		must(t, h.CarryAll(t.Context()))
		if last := room.said[len(room.said)-1]; len(room.said) != 3 || !strings.Contains(last, "鲜果到家：小程序已暂停发送") || !strings.Contains(last, "https://push.example.com/settings/apps/") {
			t.Errorf("said %q", room.said)
		}
		if got := b.get(t, paths.DraftNew(app.Appid)).text(t, "alert-paused"); !strings.Contains(got, "小程序已暂停发送") || !strings.Contains(got, "去处理") {
			t.Errorf("the compose page says %q", got)
		}
		if got := b.get(t, "/settings/alerts").text(t, "standing"); !strings.Contains(got, "鲜果到家") {
			t.Errorf("the list says %q", got)
		}
		must(t, s.ResumeApp(t.Context(), modelstest.Tester, app.ID))
		must(t, h.Look(t.Context()))
		must(t, h.CarryAll(t.Context()))
		if last := room.said[len(room.said)-1]; len(room.said) != 4 || !strings.Contains(last, "已解除") {
			t.Errorf("said %q", room.said)
		}
		if b.get(t, paths.DraftNew(app.Appid)).text(t, "alert-paused") != "" {
			t.Error("the compose page still warns")
		}
		b.post(t, path+"/delete", nil).leadsTo(t, "/settings/alerts")
		b.get(t, path).want(t, http.StatusNotFound)
		if all := everything(t, db) + s.log.String(); strings.Contains(all, "ROBOTKEY") || strings.Contains(all, "TYPEDKEY") {
			t.Error("the address stands in a table or in the log")
		}
	})
}

// Who cannot see to an alert is told whom to ask, and the chain is for those who
// may see the record.
func TestAlertsByRole(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	operator, auditor := s.as(t, models.RoleOperator), s.as(t, models.RoleAuditor)
	now := s.Clock.Now().UnixMilli()
	for _, a := range []struct {
		app  int64
		kind models.AlertKind
	}{{0, models.AlertChain}, {app.ID, models.AlertToken}, {app.ID, models.AlertUnknown}} {
		must(t, s.Exec("INSERT INTO alerts (app_id, kind, object_id, n, raised_at) VALUES (?, ?, 0, 1, ?)", a.app, a.kind, now))
	}
	page := operator.get(t, "/apps/"+app.Appid).want(t, http.StatusOK)
	if got := page.text(t, "alert-token"); !strings.Contains(got, "请联系管理员") || page.text(t, "alert-chain") != "" {
		t.Errorf("an operator reads %q, and of the chain %q", got, page.text(t, "alert-chain"))
	}
	if to := page.doc(t).Find(`[data-testid="alert-unknown"] a`).AttrOr("href", ""); to == "" {
		t.Error("nothing leads to what an operator may judge")
	} else {
		operator.get(t, to).want(t, http.StatusOK)
	}
	if auditor.get(t, "/apps/"+app.Appid).text(t, "alert-chain") == "" {
		t.Error("an auditor is not told of the chain")
	}
}

// A process that runs carries by itself, and stops when it is told to.
func TestHeraldRuns(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	room := newChatRoom(t)
	s, _ := alarmed(t, db, room)
	app := s.App(t)
	hosts := robot.Hosts{strings.TrimPrefix(room.URL, "http://")}
	_, err := s.SaveRobot(t.Context(), modelstest.Tester, 0, models.RobotInput{Kind: robot.Feishu, Name: "x", URL: room.URL + "/h", Lang: "en", Alerts: models.AlertKinds}, hosts)
	must(t, err)
	must(t, s.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{}))
	h := herald.New(herald.Config{Store: db.Store, Robots: robot.New(hosts, db.Clock.Now), Say: alert.Says(""), Watch: 10 * time.Millisecond, Carry: 10 * time.Millisecond})
	h.Start()
	h.Start()
	deadline := time.Now().Add(10 * time.Second)
	for db.Number(t, "SELECT COUNT(*) FROM alert_notices WHERE state = 'sent'") == 0 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	must(t, h.Stop(t.Context()))
	must(t, h.Stop(t.Context()))
	if len(room.said) != 1 || !strings.Contains(room.said[0], "Sending is paused") {
		t.Errorf("said %q", room.said)
	}
}
