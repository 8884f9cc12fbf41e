package text

import (
	"context"

	"xinshi/models"
	"xinshi/models/wechat"
)

// What became of a subscribe message after WeChat had accepted it.
var (
	MessageDelivered     = Text{"已送达", "Delivered"}
	MessageUndelivered   = Text{"未送达", "Not delivered"}
	MessageDeliveredText = Text{"微信推送：消息已送达用户。", "WeChat pushed: the message reached the user."}
	MessageUndelivText   = Text{"微信接受了这条消息，后来推送说没有送达：%s。", "WeChat accepted the message and later pushed that it was not delivered: %s."}
	MessageUndelivDo     = Text{"订阅次数可能已经用掉。重要的消息请用其他方式联系用户。", "The subscription may be used up. If it matters, reach the user in another way."}
	MessageLikely        = Text{"微信在 %s 推送了一条送达结果：同一位用户、同一个模板，又不属于任何其他消息，很可能就是这一条。", "At %s WeChat pushed a delivery to the same user with the same template that belongs to no other message: very likely this one."}
	StoryPushed          = Text{"微信推送的结果：%s", "WeChat's push said: %s"}
)

// Subscriptions on the simulated phone.
var (
	PhoneDialog         = Text{"申请给您发送以下消息", "Would like to send you these messages"}
	PhoneDialogNote     = Text{"小程序里点一下按钮就会弹出。每同意一次，商家可以发一条。", "Comes up at a tap in the mini program. Each accept allows one message."}
	PhoneDialogLong     = Text{"申请长期给您发送以下消息", "Would like to send you these messages for good"}
	PhoneDialogKeep     = Text{"总是保持以上选择，不再询问", "Always keep these choices, do not ask again"}
	PhoneAllow          = Text{"允许", "Allow"}
	PhoneDeny           = Text{"取消", "Cancel"}
	PhoneSettings       = Text{"订阅消息设置", "Subscription settings"}
	PhoneSettingsLine   = Text{"还可收 %d 条", "%d more messages"}
	PhoneSettingsLong   = Text{"已长期订阅", "subscribed for good"}
	PhoneSettingsOff    = Text{"已拒收", "refused"}
	PhoneSettingsKept   = Text{"保持上次的选择，不再弹窗", "keeps the last answer without asking"}
	PhoneRefuse         = Text{"拒收", "Refuse"}
	PhoneAllowAgain     = Text{"恢复接收", "Allow again"}
	PhoneTurnedOff      = Text{"%s 在设置里拒收了这个模板，微信会推送给商家。", "%s refused the template in the settings; WeChat pushes that to the shop."}
	PhoneAllowedAgain   = Text{"%s 恢复了接收，下次弹窗会再询问。", "%s allows it again; the dialog will ask the next time."}
	PhoneSubscribed     = Text{"%s 同意了 %d 个模板，每个可以发一条。", "%s accepted %d templates, one message each."}
	PhoneSubscribedNone = Text{"%s 没有同意，没有得到发送机会。", "%s did not accept: no message is allowed."}
	PhonePushFaults     = Text{"让推送出错", "Make pushes go wrong"}
	PhonePushTwice      = Text{"推送两遍（接下来 2 次）", "Push twice (next 2)"}
	PhonePushLate       = Text{"攒 3 条再倒着推送", "Gather 3 and push in reverse"}
	PhonePushLost       = Text{"丢掉 1 条推送", "Lose one push"}
	PhonePushFailed     = Text{"下一条消息推送为未送达", "Report the next message as not delivered"}
	PhonePushWell       = Text{"推送恢复正常", "Pushes as they should be"}
	PhonePushes         = Text{"微信推送给商家的事件", "Events pushed to the shop"}
	PhonePushesNone     = Text{"还没有推送。订阅、拒收、送达之后会出现在这里。", "Nothing pushed yet. Subscriptions, refusals and deliveries appear here."}
	PhonePushEvent      = Text{"事件", "Event"}
	PhonePushTries      = Text{"次数", "Tries"}
	PhonePushTaken      = Text{"已接收", "taken"}
	PhonePushFailure    = Text{"未接收", "not taken"}
	PhonePopup          = Text{"订阅弹窗", "Dialog answered"}
	PhoneChange         = Text{"修改订阅设置", "Settings changed"}
	PhoneSent           = Text{"送达结果", "Delivery result"}

	pushEvents = map[string]Text{
		string(wechat.EventPopup): PhonePopup, string(wechat.EventChange): PhoneChange, string(wechat.EventSent): PhoneSent,
	}
)

// PushEvent is what an event of the platform is called.
func PushEvent(event string) Text { return pushEvents[event] }

// Which version of the mini program a card opens, and in which language.
var (
	SubscribeOptions   = Text{"打开哪个版本、卡片语言（一般不用改）", "Version to open and language of the card (seldom changed)"}
	TemplateOpens      = Text{"点开卡片进入", "The card opens"}
	TemplateOpensHint  = Text{"只对订阅消息有效。", "For subscribe messages only."}
	StateFormal        = Text{"正式版", "Published version"}
	StateFormalHint    = Text{"所有用户都能打开。", "Everybody can open it."}
	StateTrial         = Text{"体验版", "Trial version"}
	StateTrialHint     = Text{"只有体验成员能打开，其他人会看到错误。", "Opens for trial members only; others see an error."}
	StateDeveloper     = Text{"开发版", "Development version"}
	StateDeveloperHint = Text{"只有开发者能打开，其他人会看到错误。", "Opens for developers only; others see an error."}
	ConfirmState       = Text{"我确认：收到的人打开的不是正式版", "I confirm: whoever receives this does not open the published version"}
	OpensOther         = Text{"这个模板的卡片打开的是%s，普通用户打不开。只在测试时这样发。", "This template's cards open the %s, which ordinary users cannot. Send so for trials only."}
	TemplateLang       = Text{"卡片语言", "Language of the card"}
	LangZhCN           = Text{"简体中文", "Simplified Chinese"}
	LangEnUS           = Text{"英语", "English"}
	LangZhHK           = Text{"繁体中文（香港）", "Traditional Chinese (Hong Kong)"}
	LangZhTW           = Text{"繁体中文（台湾）", "Traditional Chinese (Taiwan)"}
	ReasonConfirmState = Text{"打开的不是正式版，请再确认一次。", "This is not the published version. Please confirm it once more."}
	ReasonOtherState   = Text{"与模板设置的版本不同，请先修改模板。", "It differs from the version set for the template. Change the template first."}

	miniprogramStates = map[models.MiniprogramState][2]Text{
		models.StateFormal: {StateFormal, StateFormalHint}, models.StateTrial: {StateTrial, StateTrialHint}, models.StateDeveloper: {StateDeveloper, StateDeveloperHint},
	}
	cardLangs = map[string]Text{"zh_CN": LangZhCN, "en_US": LangEnUS, "zh_HK": LangZhHK, "zh_TW": LangZhTW}
)

// MiniprogramState is what a version of the mini program is called, and what it means.
func MiniprogramState(state models.MiniprogramState) (name, hint Text) {
	return miniprogramStates[state][0], miniprogramStates[state][1]
}

// CardLang is what a language of the card is called.
func CardLang(lang string) Text { return cardLangs[lang] }

// Delivery is what the platform pushed about a message, and what to do.
func Delivery(ctx context.Context, d models.Delivery) (meaning, remedy string) {
	if d.Good() {
		return MessageDeliveredText.In(ctx), ""
	}
	meaning = MessageUndelivText.In(ctx, d.Status)
	if d.Errcode == 0 {
		return meaning, MessageUndelivDo.In(ctx)
	}
	if answer := wechat.Lookup(wechat.CallSendSubscribe, d.Errcode); answer.Class != wechat.ClassUnknown {
		meaning += " " + Wording(ctx, answer.Meaning)
	}
	return meaning, MessageUndelivDo.In(ctx)
}
