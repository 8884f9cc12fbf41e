package text

// A message's page: where it stands and what can be done.
var (
	MessageTo           = Text{"发给 %s", "To %s"}
	MessageNow          = Text{"现在的状态", "Where it stands"}
	MessageRefresh      = Text{"刷新", "Refresh"}
	MessageRetryAt      = Text{"第 %d 次重试将在 %s 进行。", "Retry %d is due at %s."}
	MessageDueAt        = Text{"将在 %s 发送。", "It goes out at %s."}
	MessageAppPaused    = Text{"小程序已暂停发送，恢复之后它才会发出。", "Sending is paused for this app; it goes out after that ends."}
	MessageTplStopped   = Text{"这个模板已停用，重新启用之后它才会发出。", "This template is switched off; it goes out once that is switched on."}
	MessageUnprovenNote = Text{"上一次发送没有等到答复，正在用同一个发送码核实。核实之前不能取消。", "The last try had no answer and is being verified with the same send code. It cannot be cancelled before that."}
	MessageCancel       = Text{"取消发送", "Cancel"}
	MessageAgain        = Text{"再次撰写", "Compose again"}
	MessageResend       = Text{"重发", "Send again"}
	MessageResendTitle  = Text{"确定重发？", "Send it again?"}
	MessageResendText   = Text{"上一次可能已经送达，用户可能会收到两次。重发会再用掉 1 个发送码。", "The last try may have arrived, so the user may receive it twice. Sending again spends one more send code."}
	MessageAssume       = Text{"视为已发", "Take as sent"}
	MessageDecideNote   = Text{"请向用户确认是否收到，再选择其一。选择会记入审计。", "Find out whether it arrived, then choose. The choice is kept in the audit."}
	MessageDecideAsk    = Text{"需要有发送权限的同事判断它是否送达。", "Someone who may send has to judge whether it arrived."}
	MessageWasResent    = Text{"已重新排队，将换一个发送码发送。", "Queued again, with another send code."}
	MessageWasAssumed   = Text{"已视为已发。", "Taken as sent."}
	MessageWasCancelled = Text{"已取消，发送码已退回。", "Cancelled. Its send code is free again."}
	MessageChanged      = Text{"这条消息的状态已经变化（现在是“%s”），没有再做改动。", "This message has changed meanwhile (now: %s), so nothing was done."}
	MessageErased       = Text{"不能重发：这位用户的资料已按要求删除，消息内容也不在了。", "It cannot be sent again: this user's data were erased on request, and what the message said with them."}
	MessageNoCodeLeft   = Text{"不能重发：这位用户没有可用的发送码。", "It cannot be sent again: this user has no usable send code."}
)

// Its story.
var (
	StoryTitle      = Text{"经过", "Story"}
	StoryCode       = Text{"获得发送码：%s", "Send code obtained: %s"}
	StoryAsked      = Text{"提出发送", "Asked for"}
	StoryAskedBy    = Text{"由 %s 提出", "by %s"}
	StoryTry        = Text{"第 %d 次尝试：%s", "Try %d: %s"}
	StoryHandedOver = Text{"占用发送码并交给微信", "Send code reserved, handed to WeChat"}
	StoryWaits      = Text{"等待发送", "Waiting to go out"}
	StoryAnswered   = Text{"微信已接受", "Accepted by WeChat"}
	StoryProven     = Text{"已证明送达", "Proven to have arrived"}
	StoryAssumed    = Text{"之后由人工视为已发，操作人与时间见审计记录。", "Later taken as sent by a person; the audit says who and when."}
)

// Its facts.
var (
	FactsTitle      = Text{"详情", "Details"}
	FactPage        = Text{"打开的页面", "Opens page"}
	FactNoPage      = Text{"不跳转", "none"}
	FactEmphasis    = Text{"放大显示", "Shown large"}
	FactNoEmphasis  = Text{"无", "nothing"}
	FactCode        = Text{"发送码", "Send code"}
	FactCodeGone    = Text{"已用，记录已按保留期限删除", "used; its record was deleted when its retention ended"}
	FactNoCode      = Text{"未占用", "none reserved"}
	FactTries       = Text{"调用微信", "Calls to WeChat"}
	FactTriesCount  = Text{"%d 次", "%d"}
	FactDue         = Text{"最早发送时间", "Not before"}
	FactSending     = Text{"交给微信", "Handed over"}
	FactSettled     = Text{"得到结果", "Settled"}
	FactID          = Text{"消息编号", "Message id"}
	FactIdempotency = Text{"幂等键", "Idempotency key"}
	FactMsgID       = Text{"微信 msgid", "WeChat msgid"}
	FactRID         = Text{"微信 rid", "WeChat rid"}
	AnswerTitle     = Text{"微信的答复", "WeChat's answer"}
	AnswerNone      = Text{"还没有答复。", "No answer yet."}
	AnswerNoCall    = Text{"没有向微信发出请求，所以没有答复。", "No request was made, so there is no answer."}
	AnswerErrcode   = Text{"errcode", "errcode"}
	AnswerErrmsg    = Text{"errmsg", "errmsg"}
	AnswerFault     = Text{"通信错误", "Transport error"}
	AnswerField     = Text{"没有通过的关键词", "Keyword refused"}
	AnswerKeyword   = Text{"%s（%s）", "%s (%s)"}
	AnswerMeaning   = Text{"含义", "Meaning"}
	AnswerRemedy    = Text{"处理办法", "What to do"}
	PayloadTitle    = Text{"请求内容", "Request"}
	PayloadSent     = Text{"POST %s · 仅为便于阅读而换行", "POST %s · only the line breaks are ours"}
	PayloadWaiting  = Text{"将要 POST %s · 发送码在发出时选定", "will POST %s · the send code is chosen when it goes out"}
	PayloadMasked   = Text{"发送码只对能发送的角色完整显示。", "The send code is shown in full only to roles that may send."}
	PayloadCodeGone = Text{"这次用的发送码已按保留期限删除，请求正文无法再现。", "The code it used was deleted when its retention ended, so the request cannot be shown again."}
	PayloadNone     = Text{"没有向微信发出请求。", "No request was made to WeChat."}
	SentCard        = Text{"消息卡片", "The card"}
	SentCardNote    = Text{"按填写的颜色与放大显示；微信目前统一显示为黑色、不放大。", "Colours and emphasis as written; WeChat at present shows all values black and in one size."}
)
