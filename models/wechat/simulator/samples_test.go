package simulator_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

// shape reduces a reply to its keys and types, the errcode, and the wording without its tail.
func shape(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			text := shape(v[key])
			switch key {
			case "errcode":
				text = fmt.Sprint(v[key])
			case "errmsg":
				text = tail.ReplaceAllString(v[key].(string), "")
			}
			parts = append(parts, key+":"+text)
		}
		return "{" + strings.Join(parts, " ") + "}"
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		return "[" + shape(v[0]) + "]"
	}
	return fmt.Sprintf("%T", v)
}

var tail = regexp.MustCompile(`( hint: \[.*\]| rid: [0-9a-f-]{26})$`)

func (w *world) get(path string) map[string]any {
	w.t.Helper()
	resp, err := http.Get(w.url + path)
	must(w.t, err)
	defer resp.Body.Close()
	return decodeReply(w.t, resp.Body)
}

const credentials = "grant_type=client_credential&appid=" + appid + "&secret="

// sampled produces the situation of each sample. The name of a sample is that of its file.
var sampled = map[string]func(*world) map[string]any{
	"token.response": func(w *world) map[string]any { return w.get("/cgi-bin/token?" + credentials + secret) },
	"token.40013.response": func(w *world) map[string]any {
		return w.get("/cgi-bin/token?grant_type=client_credential&appid=x&secret=y")
	},
	"token.40125.response": func(w *world) map[string]any { return w.get("/cgi-bin/token?" + credentials + "wrong") },
	"token.40164.response": func(w *world) map[string]any {
		must(w.t, w.AddApp(simulator.App{Appid: appid, Secret: secret, AllowedIPs: []string{"203.0.113.9"}}))
		reply := w.get("/cgi-bin/token?" + credentials + secret)
		reply["errmsg"] = strings.ReplaceAll(reply["errmsg"].(string), "127.0.0.1", "203.0.113.7")
		return reply
	},
	"stable-token.response": func(w *world) map[string]any {
		return w.post("/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"`+appid+`","secret":"`+secret+`"}`)
	},

	"template-send.ok.response":    func(w *world) map[string]any { return w.template(openid, orderT, w.form(), "") },
	"template-send.40001.response": func(w *world) map[string]any { w.KillTokens(); return w.template(openid, orderT, "", "") },
	"template-send.40003.response": func(w *world) map[string]any { return w.template("oNobody", orderT, w.form(), "") },
	"template-send.40014.response": func(w *world) map[string]any { w.token = "x"; return w.template(openid, orderT, "", "") },
	"template-send.40037.response": func(w *world) map[string]any { return w.template(openid, "x", w.form(), "") },
	"template-send.41028.response": func(w *world) map[string]any { return w.template(openid, orderT, "x", "") },
	"template-send.41029.response": func(w *world) map[string]any {
		code := w.form()
		w.template(openid, orderT, code, "")
		return w.template(openid, orderT, code, "")
	},
	"template-send.41030.response": func(w *world) map[string]any { return w.template(openid, orderT, w.form(), "/pages/a") },
	"template-send.42001.response": func(w *world) map[string]any {
		w.Advance(2 * time.Hour)
		return w.template(openid, orderT, w.form(), "")
	},
	"template-send.45009.response": func(w *world) map[string]any {
		w.SetFaults(simulator.Faults{DailyQuota: 1})
		w.template(openid, orderT, w.form(), "")
		return w.template(openid, orderT, w.form(), "")
	},
	"template-send.45103.response": func(w *world) map[string]any { w.SetRetired(true); return w.template(openid, orderT, "x", "") },
	"template-send.47001.response": func(w *world) map[string]any { return w.call(wechat.CallSendTemplate, "{") },

	"template-library-list.response": func(w *world) map[string]any { return w.call(wechat.CallLibraryList, `{"offset":0,"count":5}`) },
	"template-library-get.response":  func(w *world) map[string]any { return w.call(wechat.CallLibraryGet, `{"id":"AT9001"}`) },
	"template-add.response": func(w *world) map[string]any {
		return w.call(wechat.CallAddTemplate, `{"id":"AT9001","keyword_id_list":[1,2,3,4]}`)
	},
	"template-list.response":   func(w *world) map[string]any { return w.call(wechat.CallListTemplates, `{"offset":0,"count":20}`) },
	"template-del.ok.response": func(w *world) map[string]any { return w.call(wechat.CallDelTemplate, `{"template_id":"`+orderT+`"}`) },

	"subscribe-send.ok.response":    func(w *world) map[string]any { return w.subscribe(openid, noticeT, "", "好") },
	"subscribe-send.40001.response": func(w *world) map[string]any { w.KillTokens(); return w.subscribe(openid, noticeT, "", "好") },
	"subscribe-send.40003.response": func(w *world) map[string]any { return w.subscribe("oNobody", noticeT, "", "好") },
	"subscribe-send.40037.response": func(w *world) map[string]any { return w.subscribe(openid, "x", "", "好") },
	"subscribe-send.41030.response": func(w *world) map[string]any { return w.subscribe(openid, noticeT, "/pages/a", "好") },
	"subscribe-send.43101.response": func(w *world) map[string]any {
		must(w.t, w.Refuse(appid, openid, noticeT))
		return w.subscribe(openid, noticeT, "", "好")
	},
	"subscribe-send.45009.response": func(w *world) map[string]any {
		w.SetFaults(simulator.Faults{DailyQuota: 1})
		w.subscribe(openid, noticeT, "", "好")
		return w.subscribe(openid, noticeT, "", "好")
	},
	"subscribe-send.45168.response": func(w *world) map[string]any {
		must(w.t, w.AddApp(simulator.App{Appid: appid, Secret: secret, Blacklist: []string{"坏"}}))
		return w.subscribe(openid, noticeT, "", "坏")
	},
	"subscribe-send.47003.response": func(w *world) map[string]any { return w.subscribe(openid, noticeT, "", strings.Repeat("长", 21)) },

	"quota-get.response": func(w *world) map[string]any {
		return w.call("/cgi-bin/openapi/quota/get", `{"cgi_path":"/cgi-bin/message/subscribe/send"}`)
	},
	"newtmpl-getcategory.response":            func(w *world) map[string]any { return w.ask(wechat.CallCategories, "") },
	"newtmpl-getpubtemplatetitles.response":   func(w *world) map[string]any { return w.ask(wechat.CallPublicTitles, "&ids=9001&start=0&limit=30") },
	"newtmpl-getpubtemplatekeywords.response": func(w *world) map[string]any { return w.ask(wechat.CallPublicKeywords, "&tid=9101") },
	"newtmpl-addtemplate.response": func(w *world) map[string]any {
		return w.call(wechat.CallAddSubscribe, `{"tid":"9101","kidList":[1,2],"sceneDesc":"付款通知"}`)
	},
	"newtmpl-addtemplate.200014.response": func(w *world) map[string]any {
		return w.call(wechat.CallAddSubscribe, `{"tid":9101,"kidList":[1,2],"sceneDesc":"付款通知"}`)
	},
	"newtmpl-addtemplate.200022.response": func(w *world) map[string]any {
		w.call(wechat.CallAddSubscribe, `{"tid":"9101","kidList":[1,2]}`)
		return w.call(wechat.CallAddSubscribe, `{"tid":"9101","kidList":[1,2]}`)
	},
	"newtmpl-gettemplate.response":  func(w *world) map[string]any { return w.ask(wechat.CallListSubscribe, "") },
	"jscode2session.40029.response": func(w *world) map[string]any { return w.exchange("x") },
	"jscode2session.40163.response": func(w *world) map[string]any {
		code, err := w.StartLogin(appid, openid)
		must(w.t, err)
		w.exchange(code)
		return w.exchange(code)
	},
}

func (w *world) call(call wechat.Call, body string) map[string]any {
	w.t.Helper()
	return w.post(string(call)+"?access_token="+w.token, body)
}

func (w *world) ask(call wechat.Call, query string) map[string]any {
	w.t.Helper()
	return w.get(string(call) + "?access_token=" + w.token + query)
}

func (w *world) template(touser, templateID, code, page string) map[string]any {
	w.t.Helper()
	return w.call(wechat.CallSendTemplate, fmt.Sprintf(`{"touser":%q,"template_id":%q,"form_id":%q,"page":%q}`, touser, templateID, code, page))
}

func (w *world) subscribe(touser, templateID, page, text string) map[string]any {
	w.t.Helper()
	return w.call(wechat.CallSendSubscribe, fmt.Sprintf(`{"touser":%q,"template_id":%q,"page":%q,"data":{"thing4":{"value":%q}}}`, touser, templateID, page, text))
}

func (w *world) exchange(code string) map[string]any {
	w.t.Helper()
	return w.get("/sns/jscode2session?grant_type=authorization_code&appid=" + appid + "&secret=" + secret + "&js_code=" + code)
}

func TestRepliesHaveTheShapeOfTheSamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) != len(sampled) {
		t.Fatalf("%d samples for %d situations, %v", len(files), len(sampled), err)
	}
	for name, produce := range sampled {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
			must(t, err)
			var want map[string]any
			must(t, json.Unmarshal(text, &want))
			w := newWorld(t)
			must(t, w.Subscribe(appid, openid, noticeT))
			must(t, w.Subscribe(appid, openid, noticeT))
			if got := shape(produce(w)); got != shape(want) {
				t.Errorf("got  %s\nwant %s", got, shape(want))
			}
		})
	}
}

func TestMsgIDCanBeOmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *simulator.Options, _ *simulator.App) { o.OmitMsgID = true })
	must(t, w.Subscribe(appid, openid, noticeT))
	if got := shape(w.subscribe(openid, noticeT, "", "好")); got != "{errcode:0 errmsg:ok}" {
		t.Errorf("got %s", got)
	}
}
