package wechat

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// EventKind is what a push tells of.
type EventKind string

// The events of subscribe messages.
const (
	EventPopup  EventKind = "subscribe_msg_popup_event"  // someone answered the dialog
	EventChange EventKind = "subscribe_msg_change_event" // someone changed the answer in the settings
	EventSent   EventKind = "subscribe_msg_sent_event"   // what became of a message in the end
)

// Event is a push, read. Of the two lists an event has the one that fits its kind; a push of another kind, such as a
// message to customer service, has neither.
type Event struct {
	Kind    EventKind
	Openid  string
	At      time.Time // to the second, by the platform's clock
	Choices []Choice
	Results []SendResult
}

// Choice is what a person said to one template.
type Choice struct {
	TemplateID string
	Status     string // as pushed: "accept", "reject"
	Scene      string // where the dialog stood: "0" is inside the app; empty in the settings
}

// Accepted tells whether the person agreed. The client knows further words that begin alike, with sound or with alert.
func (c Choice) Accepted() bool { return strings.HasPrefix(c.Status, "accept") }

// SendResult is what became of one message.
type SendResult struct {
	TemplateID string
	MsgID      int64
	Errcode    int
	Status     string // "success", or the platform's word for the failure
}

// DecodeEvent reads a message in XML or JSON, told apart by how it begins: the format is a setting of the console, and
// the label on the request says nothing about it.
func DecodeEvent(message []byte) (Event, error) {
	push, err := readPush(message)
	if err != nil {
		return Event{}, err
	}
	event := Event{Openid: push.FromUserName, At: time.Unix(int64(push.CreateTime), 0).UTC()}
	if push.MsgType != "event" {
		return event, nil
	}
	event.Kind = EventKind(push.Event)
	if event.Kind != EventPopup && event.Kind != EventChange && event.Kind != EventSent {
		return event, nil
	}
	if event.Openid == "" || push.CreateTime <= 0 {
		return Event{}, fmt.Errorf("%w: %s names no user or no time", ErrUnreadable, event.Kind)
	}
	// Only now: other events have lists of other shapes.
	var list pushList
	if err := decode(message, &list); err != nil {
		return Event{}, err
	}
	if event.Kind == EventSent {
		event.Results, err = results(list.of(event.Kind))
	} else {
		event.Choices, err = choices(event.Kind, list.of(event.Kind))
	}
	return event, err
}

func choices(kind EventKind, items []pushItem) ([]Choice, error) {
	list := make([]Choice, 0, len(items))
	for _, item := range items {
		if item.TemplateID == "" || item.Status == "" {
			return nil, fmt.Errorf("%w: %s without a template or an answer", ErrUnreadable, kind)
		}
		list = append(list, Choice{TemplateID: item.TemplateID, Status: item.Status, Scene: string(item.Scene)})
	}
	return list, nil
}

func results(items []pushItem) ([]SendResult, error) {
	list := make([]SendResult, 0, len(items))
	for _, item := range items {
		if item.TemplateID == "" || item.MsgID == 0 {
			return nil, fmt.Errorf("%w: %s without a template or a message", ErrUnreadable, EventSent)
		}
		list = append(list, SendResult{TemplateID: item.TemplateID, MsgID: int64(item.MsgID), Errcode: int(item.Errcode), Status: item.ErrorStatus})
	}
	return list, nil
}

// push is the head of a body as it arrives: of a message, of what is encrypted, or of both.
type push struct {
	Encrypt      string
	FromUserName string
	CreateTime   number
	MsgType      string
	Event        string
}

// pushList is the list of an event, wherever its format keeps it.
type pushList struct {
	List   items  // JSON as pushed today
	Popup  nested `json:"SubscribeMsgPopupEvent" xml:"SubscribeMsgPopupEvent"` // XML, and JSON of an older document
	Change nested `json:"SubscribeMsgChangeEvent" xml:"SubscribeMsgChangeEvent"`
	Sent   nested `json:"SubscribeMsgSentEvent" xml:"SubscribeMsgSentEvent"`
}

func (l pushList) of(kind EventKind) []pushItem {
	wrapped := map[EventKind]nested{EventPopup: l.Popup, EventChange: l.Change, EventSent: l.Sent}[kind]
	return slices.Concat(l.List, wrapped.List)
}

// pushItem is one entry of an event's list, of whichever kind.
type pushItem struct {
	TemplateID  string `json:"TemplateId" xml:"TemplateId"`
	Status      string `json:"SubscribeStatusString" xml:"SubscribeStatusString"`
	Scene       word   `json:"PopupScene" xml:"PopupScene"`
	MsgID       number `json:"MsgID" xml:"MsgID"`
	Errcode     number `json:"ErrorCode" xml:"ErrorCode"`
	ErrorStatus string `json:"ErrorStatus" xml:"ErrorStatus"`
}
