package text

import (
	"context"
	"strconv"
	"strings"

	"xinshi/models"
)

// The states of a message, one word each.
var (
	MessageQueued    = Text{"排队中", "Queued"}
	MessageSending   = Text{"发送中", "Sending"}
	MessageSent      = Text{"已发送", "Sent"}
	MessageFailed    = Text{"失败", "Failed"}
	MessageUnknown   = Text{"结果未知", "Unknown"}
	MessageCancelled = Text{"已取消", "Cancelled"}
	MessageExpired   = Text{"已过期", "Expired"}

	messageStates = map[models.MessageState]Text{
		models.MessageQueued: MessageQueued, models.MessageSending: MessageSending, models.MessageSent: MessageSent,
		models.MessageFailed: MessageFailed, models.MessageUnknown: MessageUnknown,
		models.MessageCancelled: MessageCancelled, models.MessageExpired: MessageExpired,
	}
)

// MessageState is what a state is called.
func MessageState(state models.MessageState) Text { return messageStates[state] }

// The causes in a few words, for lists and filters; Outcome has the sentences.
var (
	CauseShortPlatform   = Text{"微信拒绝", "Refused by WeChat"}
	CauseShortNoCode     = Text{"没有可用的发送码", "No usable send code"}
	CauseShortRetry      = Text{"等待重试", "Will be tried again"}
	CauseShortNextCode   = Text{"换发送码再试", "Trying another code"}
	CauseShortPaused     = Text{"暂停中，等待恢复", "Paused, waiting"}
	CauseShortGaveUp     = Text{"连不上微信，已放弃", "WeChat out of reach, gave up"}
	CauseShortNoAnswer   = Text{"微信没有应答", "No answer from WeChat"}
	CauseShortProven     = Text{"由发送码证明已送达", "Proven by its send code"}
	CauseShortAssumed    = Text{"人工视为已发", "Taken as sent by a person"}
	CauseShortResent     = Text{"人工重发", "Sent again by a person"}
	CauseShortLeaseEnded = Text{"发送进程中途退出", "Sending process went away"}
	CauseShortCancelled  = Text{"人工取消", "Cancelled by a person"}
	CauseShortValues     = Text{"内容不符合要求", "Values would be refused"}
	CauseShortLate       = Text{"错过了发送任务的时限", "Its batch started too late"}
	CauseShortFailures   = Text{"发送任务失败过多，已停止", "Batch stopped: too many failures"}

	shortCauses = map[models.Cause]Text{
		models.CausePlatform: CauseShortPlatform, models.CauseNoCode: CauseShortNoCode, models.CauseRetry: CauseShortRetry,
		models.CauseNextCode: CauseShortNextCode, models.CausePaused: CauseShortPaused, models.CauseGaveUp: CauseShortGaveUp,
		models.CauseNoAnswer: CauseShortNoAnswer, models.CauseProven: CauseShortProven, models.CauseAssumed: CauseShortAssumed,
		models.CauseResent: CauseShortResent, models.CauseLeaseEnded: CauseShortLeaseEnded, models.CausePerson: CauseShortCancelled,
		models.CauseValues: CauseShortValues, models.CauseVoid: CauseShortVoid, models.CauseLate: CauseShortLate, models.CauseFailures: CauseShortFailures,
	}
)

// ShortCause is a cause in a few words.
func ShortCause(cause models.Cause) Text { return shortCauses[cause] }

// ShortOutcome is the reason of a message's state in a few words: 43101 ·
// 用户没有剩余的订阅次数. It is empty where the state says all.
func ShortOutcome(ctx context.Context, m models.Message, kind models.TemplateKind) string {
	words := shortCauses[m.Reason].In(ctx)
	if !Telling(m) {
		return words
	}
	if m.Reason == models.CausePlatform || m.Reason == "" {
		meaning, _ := Errcode(ctx, SendCall(kind), m.Errcode)
		words = FirstWords(meaning)
	}
	return strconv.Itoa(m.Errcode) + " · " + words
}

// Telling is whether a message's errcode is why it is where it is, and not only
// the last thing that the platform said before something else decided.
func Telling(m models.Message) bool {
	return m.Errcode != 0 && (m.State == models.MessageQueued || m.Reason == models.CausePlatform || m.Reason == "")
}

// FirstWords is a sentence up to its first stop or bracket, for a line of a list.
func FirstWords(sentence string) string {
	for _, stop := range []string{"（", "。", "；", "：", " (", ". ", "; ", ": "} {
		sentence, _, _ = strings.Cut(sentence, stop)
	}
	return strings.TrimSuffix(sentence, ".")
}

// The history.
var (
	MessagesContext    = Text{"每一条消息从提出到结果都在这里，新的在前。", "Every message from request to outcome, newest first."}
	MessagesCaption    = Text{"消息列表", "Messages"}
	MessageAskedAt     = Text{"提出时间", "Asked for"}
	MessageTemplate    = Text{"模板", "Template"}
	MessagePerson      = Text{"用户", "User"}
	MessageStateName   = Text{"状态", "State"}
	MessageReason      = Text{"原因", "Reason"}
	MessageAskedBy     = Text{"提出人", "Asked by"}
	MessageErrcode     = Text{"错误码", "Error code"}
	MessageFrom        = Text{"从", "From"}
	MessageUntil       = Text{"到", "Until"}
	MessageAnyState    = Text{"全部状态", "Any state"}
	MessageAnyTemplate = Text{"全部模板", "Any template"}
	MessageAnyReason   = Text{"全部原因", "Any reason"}
	MessageAnyAsker    = Text{"全部提出人", "Asked by anyone"}
	MessageByAPI       = Text{"接口（所有密钥）", "The API, any key"}
	MessageSearch      = Text{"用户的 openid（完整）", "The user's whole openid"}
	MessageShown       = Text{"本页 %d 条", "%d on this page"}
	MessagesNone       = Text{"还没有发过消息", "No messages yet"}
	MessagesNoneText   = Text{"在“撰写”里发出第一条，或由商家后台调用 POST /api/v1/messages，结果都会记录在这里。", "Compose the first one, or have the shop's backend call POST /api/v1/messages. Every outcome is recorded here."}
	MessagesNoMatch    = Text{"没有符合条件的消息", "No message matches"}
	MessagesSoFar      = Text{"目前没有找到符合条件的消息", "No message found so far"}
	MessagesSoFarText  = Text{"查过的消息里没有符合条件的，更早的还没查到。", "None of the messages looked at matches; there are more to look at."}
	MessagesNoMatchDo  = Text{"去掉一些筛选条件再试。", "Try with fewer filters."}
)

// Who asked for a message, where that is not a member of staff.
var (
	ActorAPIKey  = Text{"接口 · %s", "API · %s"}
	ActorCLI     = Text{"命令行 · %s", "Command line · %s"}
	ActorEngine  = Text{"发送引擎", "Send engine"}
	ActorUnnamed = Text{"未知", "unknown"}
)

// Asker names who asked for a message.
func Asker(ctx context.Context, m models.Message) string {
	switch {
	case m.ActorKind == models.ActorEngine:
		return ActorEngine.In(ctx)
	case m.ActorName == "":
		return ActorUnnamed.In(ctx)
	case m.ActorKind == models.ActorAPIKey:
		return ActorAPIKey.In(ctx, m.ActorName)
	case m.ActorKind == models.ActorCLI:
		return ActorCLI.In(ctx, m.ActorName)
	}
	return m.ActorName
}
