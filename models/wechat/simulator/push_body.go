package simulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// The events that are pushed.
const (
	popupEvent  = "subscribe_msg_popup_event"
	changeEvent = "subscribe_msg_change_event"
	sentEvent   = "subscribe_msg_sent_event"
)

// wrappers name the items of each event in XML, and in JSON of an older document.
var wrappers = map[string]string{
	popupEvent: "SubscribeMsgPopupEvent", changeEvent: "SubscribeMsgChangeEvent", sentEvent: "SubscribeMsgSentEvent",
}

// pushItem is one entry of an event's list; which fields are filled depends on the event.
type pushItem struct {
	TemplateID  string `json:"TemplateId"`
	Status      string `json:"SubscribeStatusString,omitempty"`
	Scene       string `json:"PopupScene,omitempty"`
	MsgID       string `json:"MsgID,omitempty"`
	Errcode     string `json:"ErrorCode,omitempty"`
	ErrorStatus string `json:"ErrorStatus,omitempty"`
}

// pushBody is an event before it is written in a format.
type pushBody struct {
	To, From string
	At       int64
	Event    string
	Items    []pushItem

	array   bool // JSON: a single item comes in a list
	wrapper bool // JSON: the list has the older document's name
}

// originalID is the account's gh_ name.
func originalID(appid string) string {
	sum := sha256.Sum256([]byte(appid))
	return "gh_" + hex.EncodeToString(sum[:6])
}

// render writes the event; encrypted stands beside it in compat mode.
func (b pushBody) render(asXML bool, encrypted string) []byte {
	if asXML {
		return b.xml(encrypted)
	}
	return b.json(encrypted)
}

func (b pushBody) json(encrypted string) []byte {
	var list any = b.Items
	if len(b.Items) == 1 && !b.array {
		list = b.Items[0]
	}
	name := "List"
	if b.wrapper {
		name = wrappers[b.Event]
	}
	out := map[string]any{
		"ToUserName": b.To, "FromUserName": b.From, "CreateTime": b.At, "MsgType": "event", "Event": b.Event, name: list,
	}
	if encrypted != "" {
		out["Encrypt"] = encrypted
	}
	return marshal(out)
}

func (b pushBody) xml(encrypted string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime><MsgType>%s</MsgType><Event>%s</Event><%s>",
		cdata(b.To), cdata(b.From), b.At, cdata("event"), cdata(b.Event), wrappers[b.Event])
	for _, i := range b.Items {
		out.WriteString("<List><TemplateId>" + cdata(i.TemplateID) + "</TemplateId>")
		for _, field := range []struct{ name, value string }{
			{"SubscribeStatusString", cdata(i.Status)}, {"PopupScene", i.Scene}, {"MsgID", i.MsgID}, {"ErrorCode", i.Errcode}, {"ErrorStatus", cdata(i.ErrorStatus)},
		} {
			if field.value != "" {
				fmt.Fprintf(&out, "<%s>%s</%s>", field.name, field.value, field.name)
			}
		}
		out.WriteString("</List>")
	}
	fmt.Fprintf(&out, "</%s>", wrappers[b.Event])
	if encrypted != "" {
		out.WriteString("<Encrypt>" + cdata(encrypted) + "</Encrypt>")
	}
	out.WriteString("</xml>")
	return out.Bytes()
}

// sealed is a body of secure mode: nothing but what is encrypted.
func (b pushBody) sealed(asXML bool, encrypted string) []byte {
	if asXML {
		return []byte("<xml><ToUserName>" + cdata(b.To) + "</ToUserName><Encrypt>" + cdata(encrypted) + "</Encrypt></xml>")
	}
	return marshal(map[string]string{"ToUserName": b.To, "Encrypt": encrypted})
}

// cdata quotes a word; an empty one is left out as a whole.
func cdata(text string) string {
	if text == "" {
		return ""
	}
	return "<![CDATA[" + strings.ReplaceAll(text, "]]>", "") + "]]>"
}

func marshal(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return raw
}
