package wechat

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

const pushedBy = "oTestUser00000000000000000A1"

func second(n int64) time.Time { return time.Unix(n, 0).UTC() }

func TestDecodeEvent(t *testing.T) {
	t.Parallel()
	both := []Choice{{noticeID, "accept", "0"}, {deliveryID, "reject", "0"}}
	sent := []SendResult{{noticeID, 2100010000200003456, 0, "success"}}
	for file, want := range map[string]Event{
		"subscribe-popup.event.json":         {EventPopup, pushedBy, second(1714550400), both, nil},
		"subscribe-popup.event.xml":          {EventPopup, pushedBy, second(1714550400), both, nil},
		"subscribe-popup.single.event.json":  {EventPopup, pushedBy, second(1714550401), both[:1], nil},
		"subscribe-change.event.json":        {EventChange, pushedBy, second(1714550500), []Choice{{noticeID, "reject", ""}, {deliveryID, "reject", ""}}, nil},
		"subscribe-change.event.xml":         {EventChange, pushedBy, second(1714550500), []Choice{{noticeID, "reject", ""}}, nil},
		"subscribe-change.single.event.json": {EventChange, pushedBy, second(1714550501), []Choice{{noticeID, "reject", ""}}, nil},
		"subscribe-sent.event.json":          {EventSent, pushedBy, second(1714550600), nil, sent},
		"subscribe-sent.event.xml":           {EventSent, pushedBy, second(1714550600), nil, sent},
	} {
		got, err := DecodeEvent([]byte(readFile(t, file)))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v\nwant %+v", file, got, err, want)
		}
	}
}

// The vectors' messages, as they come out of the encryption.
func TestDecodeDecryptedEvents(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"own_popup_event", "own_popup_event_xml"} {
		got, err := DecodeEvent([]byte(vectors(t)[name].Msg))
		if want := (Event{EventPopup, pushedBy, second(1714550401), []Choice{{noticeID, "accept", "0"}}, nil}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func TestDecodeOtherShapes(t *testing.T) {
	t.Parallel()
	head := `{"FromUserName":"o1","MsgType":"event","CreateTime":`
	popup := Event{EventPopup, "o1", second(7), []Choice{{"T1", "acceptWithAudio", "2"}}, nil}
	item := `{"TemplateId":"T1","SubscribeStatusString":"acceptWithAudio","PopupScene":2}`
	for name, tt := range map[string]struct {
		message string
		want    Event
	}{
		"the time as text":                {head + `"7","Event":"subscribe_msg_popup_event","List":` + item + `}`, popup},
		"the wrapper's name for the list": {head + `7,"Event":"subscribe_msg_popup_event","SubscribeMsgPopupEvent":[` + item + `]}`, popup},
		"the wrapper's name for one item": {head + `7,"Event":"subscribe_msg_popup_event","SubscribeMsgPopupEvent":` + item + `}`, popup},
		"the wrapper around the list":     {head + `7,"Event":"subscribe_msg_popup_event","SubscribeMsgPopupEvent":{"List":` + item + `}}`, popup},
		"blanks around":                   {"\r\n " + head + `7,"Event":"subscribe_msg_popup_event","List":[` + item + "]}\n", popup},
		"a failed message": {head + `7,"Event":"subscribe_msg_sent_event","List":[{"TemplateId":"T1","MsgID":9223372036854775807,"ErrorCode":"43101","ErrorStatus":"user refuse"}]}`,
			Event{EventSent, "o1", second(7), nil, []SendResult{{"T1", 9223372036854775807, 43101, "user refuse"}}}},
		"nothing in it":     {head + `7,"Event":"subscribe_msg_change_event"}`, Event{EventChange, "o1", second(7), []Choice{}, nil}},
		"another event":     {head + `7,"Event":"debug_demo","List":[{"TemplateId":3}]}`, Event{"debug_demo", "o1", second(7), nil, nil}},
		"another event too": {`{"MsgType":"event","Event":"user_enter_tempsession"}`, Event{"user_enter_tempsession", "", second(0), nil, nil}},
		"a person's words":  {`{"FromUserName":"o1","CreateTime":7,"MsgType":"text","Content":"subscribe_msg_popup_event","MsgId":1}`, Event{"", "o1", second(7), nil, nil}},
		"words about types": {`<xml><FromUserName>o1</FromUserName><CreateTime> 7 </CreateTime><MsgType>text</MsgType><Content><![CDATA[<!DOCTYPE x>]]></Content></xml>`, Event{"", "o1", second(7), nil, nil}},
	} {
		got, err := DecodeEvent([]byte(tt.message))
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %+v, %v\nwant %+v", name, got, err, tt.want)
		}
	}
	if !popup.Choices[0].Accepted() || (Choice{Status: "reject"}).Accepted() || (Choice{Status: "ban"}).Accepted() {
		t.Error("what begins with accept is an accept, and nothing else")
	}
}

func TestUnreadablePushes(t *testing.T) {
	t.Parallel()
	for name, message := range map[string]string{
		"nothing": "", "blanks": " \n", "neither": "hello", "cut JSON": `{"MsgType":"ev`, "cut XML": "<xml><MsgType>",
		"a list that is none":     `{"MsgType":"event","Event":"subscribe_msg_popup_event","List":7}`,
		"a list of numbers":       `{"MsgType":"event","Event":"subscribe_msg_popup_event","List":[7]}`,
		"no template":             `{"FromUserName":"o","CreateTime":7,"MsgType":"event","Event":"subscribe_msg_popup_event","List":{"SubscribeStatusString":"accept"}}`,
		"no answer":               `{"FromUserName":"o","CreateTime":7,"MsgType":"event","Event":"subscribe_msg_popup_event","List":{"TemplateId":"T"}}`,
		"no message":              `{"FromUserName":"o","CreateTime":7,"MsgType":"event","Event":"subscribe_msg_sent_event","List":{"TemplateId":"T"}}`,
		"a message beyond 64 bit": `{"FromUserName":"o","CreateTime":7,"MsgType":"event","Event":"subscribe_msg_sent_event","List":{"TemplateId":"T","MsgID":9223372036854775808}}`,
		"nobody":                  `{"CreateTime":7,"MsgType":"event","Event":"subscribe_msg_popup_event","List":[]}`,
		"never":                   `{"FromUserName":"o","MsgType":"event","Event":"subscribe_msg_popup_event","List":[]}`,
		"too long":                `{"Content":"` + strings.Repeat("x", MaxPush) + `"}`,
		"a file of ours":          `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><MsgType>&e;</MsgType></xml>`,
		"a laugh":                 `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xml><MsgType>&b;</MsgType></xml>`,
		"an unknown entity":       `<xml><MsgType>&e;</MsgType></xml>`,
		"too deep":                strings.Repeat("<a>", 9) + strings.Repeat("</a>", 9),
		"deep JSON":               `{"X":` + strings.Repeat("[", 30000) + strings.Repeat("]", 30000) + `}`,
		"another encoding":        `<?xml version="1.0" encoding="gbk"?><xml><MsgType>event</MsgType></xml>`,
	} {
		if got, err := DecodeEvent([]byte(message)); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

// Whatever arrives, decoding ends with an event that is whole or with a refusal, and never with a crash.
func FuzzDecodeEvent(f *testing.F) {
	for _, name := range []string{
		"subscribe-popup.event.json", "subscribe-popup.event.xml", "subscribe-popup.single.event.json", "subscribe-change.event.xml",
		"subscribe-sent.event.json", "subscribe-sent.event.xml", "callback-encrypted.event.json", "callback-encrypted.event.xml",
	} {
		f.Add([]byte(readFile(f, name)))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		event, err := DecodeEvent(message)
		if err != nil {
			if !errors.Is(err, ErrUnreadable) {
				t.Errorf("an error of no known kind: %v", err)
			}
			return
		}
		for _, c := range event.Choices {
			if c.TemplateID == "" || c.Status == "" || event.Openid == "" {
				t.Errorf("half an event: %+v", event)
			}
		}
		for _, r := range event.Results {
			if r.MsgID == 0 || r.TemplateID == "" || event.Openid == "" {
				t.Errorf("half an event: %+v", event)
			}
		}
	})
}

// Nothing but what was closed with the key for this app opens.
func FuzzDecodePush(f *testing.F) {
	v := vectors(f)["own_popup_event"]
	key := v.key(f)
	f.Add([]byte(readFile(f, "callback-encrypted.event.json")), v.Encrypt)
	f.Add([]byte(readFile(f, "callback-encrypted.event.xml")), "")
	f.Fuzz(func(t *testing.T, body []byte, encrypted string) {
		if message, err := key.Decrypt(encrypted, v.Appid); err == nil && len(message) == 0 && encrypted == v.Encrypt {
			t.Error("the message is lost")
		}
		c := Callback{Appid: v.Appid, Token: v.Token, Key: key, Mode: CallbackSecure}
		message, err := c.Open(v.query(), body, v.at(t))
		if err == nil && string(message) != v.Msg {
			t.Errorf("a forged push opened to %q", message)
		}
	})
}
