// Package peer lets an independent client of the platform, one that many shops run, talk to our simulator, and read and
// write our pushes: what both take for the platform's ways is more than one party's misunderstanding.
package peer

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	peer "github.com/silenceper/wechat/v2"
	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/miniprogram"
	"github.com/silenceper/wechat/v2/miniprogram/config"
	"github.com/silenceper/wechat/v2/miniprogram/message"
	"github.com/silenceper/wechat/v2/miniprogram/subscribe"
	"github.com/silenceper/wechat/v2/util"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

const (
	appid     = "wx0123456789abcdef"
	appSecret = "0123456789abcdef0123456789abcdef"
	openid    = "oTestUser00000000000000000A1"
	noticeID  = "SubNotice_0123456789-abcdefghijklmnopqrstuv"
	pushToken = "exampletoken"
	pushKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
)

const platform = "https://api.weixin.qq.com"

// address is where the platform stands during these tests: the peer's modifier is one for the whole process.
var address string

var sim *simulator.Simulator

func TestMain(m *testing.M) {
	var err error
	if sim, err = simulator.New(simulator.Options{Seed: 1}); err != nil {
		panic(err)
	}
	server := httptest.NewServer(sim)
	address = server.URL
	util.SetURIModifier(func(uri string) string { return strings.Replace(uri, platform, address, 1) })
	code := m.Run()
	server.CloseClientConnections()
	server.Close()
	os.Exit(code)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// client is the peer, for a mini program that it and the simulator know.
func client(t *testing.T, stable bool) *miniprogram.MiniProgram {
	t.Helper()
	must(t, sim.AddApp(simulator.App{Appid: appid, Secret: appSecret}))
	must(t, sim.AddUser(appid, openid))
	if own, err := sim.Templates(appid); err != nil || len(own) == 0 {
		must(t, err)
		must(t, sim.AddTemplateWithID(appid, simulator.Template{TemplateID: noticeID, Title: "付款成功通知", Kind: simulator.KindSubscribeOnce, Keywords: []simulator.Keyword{
			{Key: "character_string1", Name: "订单号", Example: "T1"}, {Key: "enum_string2", Name: "状态", Example: "配送中", Choices: []string{"配送中", "已送达"}},
		}}))
	}
	return peer.NewWechat().GetMiniProgram(&config.Config{
		AppID: appid, AppSecret: appSecret, Token: pushToken, EncodingAESKey: pushKey, Cache: cache.NewMemory(), UseStableAK: stable,
	})
}

func TestPeerGetsTokens(t *testing.T) {
	for _, stable := range []bool{false, true} {
		token, err := client(t, stable).GetContext().GetAccessToken()
		if err != nil || len(token) < 64 {
			t.Errorf("stable %t: %q, %v", stable, token, err)
		}
	}
}

func TestPeerListsTemplates(t *testing.T) {
	own, err := client(t, true).GetSubscribe().ListTemplates()
	must(t, err)
	got := own.Data[0]
	if got.PriTmplID != noticeID || got.Type != 2 || got.Content != "订单号:{{character_string1.DATA}}\n状态:{{enum_string2.DATA}}\n" ||
		fmt.Sprint(got.KeywordEnumValueList) != "[{[配送中 已送达] enum_string2.DATA}]" {
		t.Errorf("got %+v", got)
	}
}

func TestPeerSends(t *testing.T) {
	c := client(t, true).GetSubscribe()
	must(t, sim.Subscribe(appid, openid, noticeID))
	send := func(state string) (int64, error) {
		return c.SendGetMsgID(&subscribe.Message{
			ToUser: openid, TemplateID: noticeID, Page: "pages/order/detail?id=1", MiniprogramState: "formal", Lang: "zh_CN",
			Data: map[string]*subscribe.DataItem{"character_string1": {Value: "T1001"}, "enum_string2": {Value: state}},
		})
	}
	if _, err := send("飞行中"); err == nil || !strings.Contains(err.Error(), "47003") || !strings.Contains(err.Error(), "data.enum_string2.value") {
		t.Errorf("a value that is no choice: %v", err)
	}
	msgid, err := send("配送中")
	must(t, err)
	inbox := sim.Inbox(appid, openid)
	if last := inbox[len(inbox)-1]; msgid <= 1<<53 || last.MsgID != msgid || last.Values()["enum_string2"].Value != "配送中" {
		t.Errorf("msgid %d, delivered %+v", msgid, last)
	}
	if _, err := send("配送中"); err == nil || !strings.Contains(err.Error(), "43101") {
		t.Errorf("without a credit: %v", err)
	}
}

func TestPeerUsesTheLibrary(t *testing.T) {
	c := client(t, true).GetSubscribe()
	categories, err := c.GetCategory()
	if err != nil || len(categories) == 0 {
		t.Fatalf("categories %+v, %v", categories, err)
	}
	keywords, err := c.GetPubTemplateKeywordsByID("9201")
	if err != nil || len(keywords.Data) != 3 || keywords.Data[0].Rule != "enum_string" {
		t.Errorf("keywords %+v, %v", keywords, err)
	}
	id, err := c.Add("9201", []int{1, 3}, "配送提醒") // as JSON, which the platform reads as well as the form
	if err != nil || len(id) != 43 {
		t.Fatalf("added %q, %v", id, err)
	}
	must(t, c.Delete(id))
	if err := c.Delete(id); err == nil || !strings.Contains(err.Error(), "20001") {
		t.Errorf("deleted twice: %v", err)
	}
}

// What our platform pushes, the peer verifies, decrypts and reads.
func TestPeerReadsOurPushes(t *testing.T) {
	for _, asXML := range []bool{false, true} {
		t.Run(fmt.Sprintf("xml=%t", asXML), func(t *testing.T) {
			receiver := message.NewPushReceiver(client(t, true).GetContext())
			var mu sync.Mutex
			var got []string
			shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if echo := r.URL.Query().Get("echostr"); echo != "" {
					if util.Signature(pushToken, r.FormValue("timestamp"), r.FormValue("nonce")) == r.FormValue("signature") {
						fmt.Fprint(w, echo)
					}
					return
				}
				_, event, data, err := receiver.GetMsgData(r)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				switch data := data.(type) {
				case *message.PushDataSubscribePopup:
					for _, item := range data.GetSubscribeMsgPopupEvents() {
						got = append(got, fmt.Sprint(event, " ", data.FromUserName, " ", item.TemplateID, " ", item.SubscribeStatusString, " ", item.PopupScene))
					}
				case *message.PushDataSubscribeMsgChange:
					for _, item := range data.GetSubscribeMsgChangeEvents() {
						got = append(got, fmt.Sprint(event, " ", data.FromUserName, " ", item.TemplateID, " ", item.SubscribeStatusString))
					}
				default:
					got = append(got, fmt.Sprintf("%s %T", event, data))
				}
			}))
			defer shop.Close()
			must(t, sim.SetCallback(t.Context(), appid, simulator.Callback{URL: shop.URL, Token: pushToken, AESKey: pushKey, Mode: wechat.CallbackSecure, XML: asXML}))
			must(t, sim.Subscribe(appid, openid, noticeID))
			sim.WaitPushes()
			must(t, sim.Refuse(appid, openid, noticeID))
			sim.WaitPushes()
			want := []string{
				"subscribe_msg_popup_event " + openid + " " + noticeID + " accept 0",
				"subscribe_msg_change_event " + openid + " " + noticeID + " reject",
			}
			mu.Lock()
			defer mu.Unlock()
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("the peer read %q, want %q", got, want)
			}
		})
	}
}

// What the peer encrypts, we verify and read.
func TestWeReadThePeersPushes(t *testing.T) {
	key, err := wechat.ParseAESKey(pushKey)
	must(t, err)
	ours := wechat.Callback{Appid: appid, Token: pushToken, Key: key, Mode: wechat.CallbackSecure, MaxAge: time.Minute}
	for n := range 70 { // every padding
		text := fmt.Sprintf(`{"FromUserName":"o1","CreateTime":7,"MsgType":"event","Event":"x","Fill":%q}`, strings.Repeat("满", n))
		encrypted, err := util.EncryptMsg([]byte("0123456789abcdef"), []byte(text), appid, pushKey)
		must(t, err)
		now := time.Now()
		q := wechat.CallbackQuery{Timestamp: fmt.Sprint(now.Unix()), Nonce: "4711"}
		q.MsgSignature = util.Signature(pushToken, q.Timestamp, q.Nonce, string(encrypted))
		got, err := ours.Open(q, []byte(`{"Encrypt":"`+string(encrypted)+`"}`), now)
		if err != nil || string(got) != text {
			t.Fatalf("%d characters: %q, %v", n, got, err)
		}
		if _, back, err := util.DecryptMsg(appid, key.Encrypt([]byte(text), appid), pushKey); err != nil || string(back) != text {
			t.Fatalf("%d characters, the other way: %q, %v", n, back, err)
		}
	}
}
