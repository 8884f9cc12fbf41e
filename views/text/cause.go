package text

import (
	"context"

	"xinshi/models"
	"xinshi/models/wechat"
)

// Why a message is where it is, where the platform's code does not say it.
var (
	CauseQueued      = Text{"正在排队，即将发送。", "Waiting to be sent."}
	CauseSending     = Text{"正在发送。", "Being sent."}
	CauseSent        = Text{"微信已接受这条消息。", "WeChat has accepted this message."}
	CauseNoCode      = Text{"发送时该用户已没有可用的发送码。", "The user had no usable send code left when it was to be sent."}
	CauseNoCodeDo    = Text{"请等用户再次提交表单、支付或订阅后重新发送。", "Send it again once the user has submitted a form, paid or subscribed."}
	CauseRetry       = Text{"上一次没有成功，稍后会自动重试。", "The last try did not succeed; it will be tried again by itself."}
	CauseNextCode    = Text{"上一个发送码不能用，正在换下一个。", "The last send code was no good; another one is tried."}
	CausePaused      = Text{"小程序或模板已暂停，消息在等待。", "The app or the template is paused; the message waits."}
	CausePausedDo    = Text{"请处理暂停的原因，然后恢复发送。", "Deal with the cause of the pause, then resume sending."}
	CauseGaveUp      = Text{"多次尝试都连不上微信，已放弃。", "WeChat stayed out of reach; we gave up."}
	CauseGaveUpDo    = Text{"请检查服务器的网络，然后重新发送。", "Check the server's network, then send it again."}
	CauseNoAnswer    = Text{"微信没有应答，消息可能已送达，也可能没有。", "WeChat did not answer; the message may or may not have arrived."}
	CauseLeaseEnded  = Text{"发送它的进程中途退出，消息可能已送达，也可能没有。", "The process that sent it went away; the message may or may not have arrived."}
	CauseUnknownDo   = Text{"请在消息页选择“重发”或“视为已发”。", "Choose “Send again” or “Take as sent” on the message's page."}
	CauseProven      = Text{"用同一个发送码再试时微信答“已使用”，证明第一次已送达。", "A second try with the same code was answered “used”, which proves that the first one arrived."}
	CauseAssumed     = Text{"结果未知，由人工视为已发。", "The outcome was unknown; a person took it as sent."}
	CauseResent      = Text{"结果未知，由人工要求重发。", "The outcome was unknown; a person had it sent again."}
	CauseCancelled   = Text{"已取消，没有发送。", "Cancelled; it was not sent."}
	CauseExpired     = Text{"过了时限，没有发送。", "Too late; it was not sent."}
	CauseValues      = Text{"这位用户的内容会被微信拒绝，没有发送：%s", "The values for this user would be refused, so it was not sent: %s"}
	CauseValuesDo    = Text{"请缩短或更正这些值，再给这位用户单独发送。", "Shorten or correct the values and send to this user again."}
	CauseLate        = Text{"发送任务错过了允许的开始时间，没有发送。", "The batch missed the time by which it had to start; this was not sent."}
	CauseLateDo      = Text{"内容若仍有意义，请新建一个发送任务。", "If it still makes sense, create a new batch."}
	causesOfMessages = map[models.Cause][2]Text{
		models.CauseNoCode:     {CauseNoCode, CauseNoCodeDo},
		models.CauseRetry:      {CauseRetry},
		models.CauseNextCode:   {CauseNextCode},
		models.CausePaused:     {CausePaused, CausePausedDo},
		models.CauseGaveUp:     {CauseGaveUp, CauseGaveUpDo},
		models.CauseNoAnswer:   {CauseNoAnswer, CauseUnknownDo},
		models.CauseLeaseEnded: {CauseLeaseEnded, CauseUnknownDo},
		models.CauseProven:     {CauseProven},
		models.CauseAssumed:    {CauseAssumed},
		models.CauseResent:     {CauseResent},
		models.CausePerson:     {CauseCancelled},
		models.CauseLate:       {CauseLate, CauseLateDo},
		models.CauseVoid:       {CauseVoid, CauseVoidDo},
	}
	outcomesOfMessages = map[models.MessageState]Text{
		models.MessageQueued: CauseQueued, models.MessageSending: CauseSending, models.MessageSent: CauseSent,
		models.MessageCancelled: CauseCancelled, models.MessageExpired: CauseExpired,
	}
)

// Outcome says why a message is where it is and, where there is something to
// do, what. Our own cause comes first, since it is the more exact one; of a
// message that is still to be sent it also says what the platform answered.
func Outcome(ctx context.Context, m models.Message, kind models.TemplateKind) (explanation, remedy string) {
	if m.Reason == models.CauseValues {
		return CauseValues.In(ctx, m.Errmsg), CauseValuesDo.In(ctx)
	}
	words, ours := causesOfMessages[m.Reason]
	switch {
	case !ours && m.Errcode != 0:
		return Errcode(ctx, SendCall(kind), m.Errcode)
	case !ours:
		return outcomesOfMessages[m.State].In(ctx), ""
	}
	explanation, remedy = words[0].In(ctx), words[1].In(ctx)
	if m.Errcode != 0 && m.State == models.MessageQueued {
		meaning, todo := Errcode(ctx, SendCall(kind), m.Errcode)
		explanation += " " + meaning
		if remedy == "" {
			remedy = todo
		}
	}
	return explanation, remedy
}

// SendCall is the call that sends templates of a kind: the same code can mean
// different things in different calls.
func SendCall(kind models.TemplateKind) wechat.Call {
	if kind == models.KindTemplate {
		return wechat.CallSendTemplate
	}
	return wechat.CallSendSubscribe
}

// Errcode is what a code of the platform means and what to do about it.
func Errcode(ctx context.Context, call wechat.Call, errcode int) (meaning, remedy string) {
	answer := wechat.Lookup(call, errcode)
	return Wording(ctx, answer.Meaning), Wording(ctx, answer.Remedy)
}

// Wording picks the language of a sentence of models/wechat.
func Wording(ctx context.Context, w wechat.Wording) string { return Text{w.ZH, w.EN}.In(ctx) }

// Pause is what stopped an App and what to do about it. A code that a send
// would have dealt with by itself can only come from fetching the token.
func Pause(ctx context.Context, errcode int) (meaning, remedy string) {
	call := wechat.CallSendTemplate
	if wechat.Lookup(call, errcode).Reaction == wechat.Refresh {
		call = wechat.CallStableToken
	}
	return Errcode(ctx, call, errcode)
}
