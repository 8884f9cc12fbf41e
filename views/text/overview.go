package text

// The numbers of the overview.
var (
	OverviewContext    = Text{"%s · 时间按 %s", "%s · times in %s"}
	OverviewSent       = Text{"今天已发送", "Sent today"}
	OverviewSame       = Text{"与昨日同时段持平", "as many as yesterday by now"}
	OverviewMore       = Text{"比昨日同时段多 %s", "%s more than yesterday by now"}
	OverviewFewer      = Text{"比昨日同时段少 %s", "%s fewer than yesterday by now"}
	OverviewRate       = Text{"今天成功率", "Success rate today"}
	OverviewRateNone   = Text{"今天还没有结果", "nothing settled today"}
	OverviewRateBefore = Text{"昨日同时段 %s", "%s yesterday by now"}
	OverviewFailed     = Text{"失败 %s · 昨日同时段 %s", "%s failed · %s yesterday by now"}
	OverviewQueued     = Text{"排队等待", "Waiting in the queue"}
	OverviewQueuedNone = Text{"没有积压", "nothing waits"}
	OverviewQueuedSome = Text{"到时间就会发出", "go out when due"}
	OverviewQueuedHeld = Text{"暂停中，不会发出", "held back while paused"}
	OverviewUnknown    = Text{"结果未知", "Unknown outcomes"}
	OverviewUnknownDo  = Text{"需要您判断：重发或视为已发", "for you to judge: send again or take as sent"}
	OverviewUnknownOK  = Text{"没有需要判断的", "nothing to judge"}
)

// The rest of the overview.
var (
	OverviewHours         = Text{"发送情况", "Sends"}
	OverviewHoursLabel    = Text{"%s的发送结果：已发送 %s，失败 %s，结果未知 %s", "Outcomes, %s: %s sent, %s failed, %s unknown"}
	OverviewHour          = Text{"时间", "Time"}
	OverviewNoSends       = Text{"这段时间没有发送", "Nothing was sent in this time"}
	OverviewNoSendsText   = Text{"有消息发出后，这里按时间显示结果。", "Once messages go out, their outcomes appear here over time."}
	OverviewSpan          = Text{"时间范围", "How far back"}
	OverviewDay           = Text{"近 24 小时", "last 24 hours"}
	OverviewWeek          = Text{"近 7 天", "last 7 days"}
	OverviewMonth         = Text{"近 30 天", "last 30 days"}
	OverviewBatches       = Text{"正在进行和即将开始", "Running and next"}
	OverviewBatchesAll    = Text{"全部发送任务", "All batches"}
	OverviewCodes         = Text{"发送码", "Send codes"}
	OverviewCodesNote     = Text{"一个发送码能发一条消息，过期作废。", "One code pays for one message; unused ones expire."}
	OverviewCodesAll      = Text{"现在可用", "Usable now"}
	OverviewCodes24       = Text{"24 小时内到期", "Expire within 24 h"}
	OverviewCodes48       = Text{"48 小时内到期", "Expire within 48 h"}
	OverviewCodes72       = Text{"72 小时内到期", "Expire within 72 h"}
	OverviewCodesPeople   = Text{"查看有发送码的用户", "See users who have one"}
	OverviewFailures      = Text{"近 24 小时失败原因", "Reasons of failure, last 24 hours"}
	OverviewFailuresNone  = Text{"近 24 小时没有失败。", "No failure in the last 24 hours."}
	OverviewReason        = Text{"原因", "Reason"}
	OverviewRemedy        = Text{"处理办法", "What to do"}
	OverviewCount         = Text{"条数", "Messages"}
	OverviewPausedTitle   = Text{"小程序已暂停发送", "Sending is paused for this app"}
	OverviewPausedUntil   = Text{"到 %s 自动恢复。", "It resumes by itself at %s."}
	OverviewPausedForever = Text{"处理好之后需要人工恢复。", "It stays so until someone resumes it."}
	OverviewPausedPerson  = Text{"由人工暂停，排队的消息在等待。", "A person paused it; queued messages wait."}
	OverviewPausedWords   = Text{"微信原文：%s", "WeChat's own words: %s"}
	OverviewPausedNote    = Text{"说明：%s", "Note: %s"}
	OverviewPausedAsk     = Text{"请联系管理员恢复。", "Ask an admin to resume it."}
	OverviewResume        = Text{"恢复发送", "Resume sending"}
	OverviewStoppedTitle  = Text{"已停用的模板：%s", "Template switched off: %s"}
	OverviewStoppedSee    = Text{"查看模板", "See the template"}
	OverviewStoppedPerson = Text{"由人工停用，它的消息在等待。", "A person switched it off; its messages wait."}
	OverviewBlockedTitle  = Text{"微信不再接受这类发送码：%s", "WeChat no longer takes these send codes: %s"}
	OverviewBlockedText   = Text{"系统已停止使用它们。确认账号恢复权限后，在设置里恢复发送。", "They are not used any more. Once the account may use them again, resume sending under Settings."}
)

// The first send of an empty shop.
var (
	FirstSendTitle     = Text{"三步发出第一条消息", "Your first message in three steps"}
	FirstSendNote      = Text{"发出之后，这里会显示当天的发送情况。", "After that, this page shows how sending goes."}
	FirstSendUser      = Text{"选一位用户", "Choose a user"}
	FirstSendUserText  = Text{"在“用户”里找一位有可用发送码的人，点“给 TA 发消息”。", "Under Users find someone with a usable send code and write to them."}
	FirstSendWrite     = Text{"填写内容", "Write it"}
	FirstSendWriteText = Text{"选模板，填关键词，右侧手机上就是用户将看到的样子，然后发送。", "Pick a template and fill it in; the phone beside shows what the user will see. Then send."}
	FirstSendPhone     = Text{"看模拟手机", "Watch the phone"}
	FirstSendPhoneText = Text{"几秒钟后，消息会出现在模拟手机上，结果记在“历史”里。", "Within seconds it appears on the simulated phone, and its outcome under History."}
	FirstSendTemplate  = Text{"添加模板", "Add a template"}
	FirstSendTplText   = Text{"把微信公众平台里的模板 ID 和关键词登记进来，配好颜色。", "Register the template id and keywords from mp.weixin.qq.com, with their colours."}
	FirstSendCodes     = Text{"接收发送码", "Collect send codes"}
	FirstSendCodesText = Text{"让商家后台把用户的 form_id 等发送码报到 POST /api/v1/send-codes。", "Have the shop's backend report form ids and the like to POST /api/v1/send-codes."}
	FirstSendHistory   = Text{"看结果", "See the outcome"}
	FirstSendHistText  = Text{"消息的结果、微信的答复和处理办法都记在“历史”里。", "Outcome, WeChat's answer and what to do stand under History."}
)
