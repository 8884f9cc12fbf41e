package wechat

var quotaAnswers = []Answer{
	{Errcode: 43100, Errmsg: "change template too frequently", Class: ClassQuota, Reaction: Later,
		Meaning: Wording{"模板修改得太频繁。", "Templates were changed too often."},
		Remedy:  Wording{"请过一段时间再修改模板。", "Wait a while before you change templates again."}},
	{Errcode: 43108, Errmsg: "Cannot make concurrent calls to the same OpenID, please try again", Class: ClassBusy, Reaction: SameCode,
		Meaning: Wording{"同一时刻有两条消息发给同一位用户，微信只处理了一条。", "Two messages to the same person were sent at the same moment; WeChat handled only one."},
		Remedy:  Wording{"系统会稍等片刻自动重发，无需处理。", "It is repeated by itself after a short wait. Nothing to do."}},
	{Errcode: 43117, Errmsg: "Sending messages to this openid too frequently, please try later", Class: ClassQuota, Reaction: Later,
		Meaning: Wording{"短时间内给这位用户发得太多。", "Too many messages went to this person in a short time."},
		Remedy:  Wording{"系统会过一会儿再发；请减少对同一位用户的发送次数。", "It is sent again later by itself. Send less often to the same person."}},
	{Errcode: 44990, Errmsg: "reach max api second frequence limit", Class: ClassQuota, Reaction: SameCode,
		Meaning: Wording{"每秒调用次数超过微信的限制。", "More calls per second than WeChat allows."},
		Remedy:  Wording{"系统会放慢速度自动重发；若常出现，请在小程序设置里调低发送速度。", "It is repeated by itself at a slower pace. If it comes often, lower the sending rate in the app's settings."}},
	{Errcode: 44993, Errmsg: "reach max api day frequence limit", Class: ClassQuota, Reaction: PauseUntilTomorrow, Alert: true,
		Meaning: Wording{"今天的调用次数已达微信上限。", "Today's number of calls has reached WeChat's limit."}, Remedy: waitForTomorrow},
	{Errcode: 45009, Errmsg: "reach max api daily quota limit", Class: ClassQuota, Reaction: PauseUntilTomorrow, Alert: true,
		Meaning: Wording{"今天的发送额度已用完。", "Today's quota of messages is used up."}, Remedy: waitForTomorrow},
	{Errcode: 45011, Errmsg: "api minute-quota reach limit, must slower, retry next minute", Class: ClassQuota, Reaction: PauseMinute,
		Meaning: Wording{"一分钟内调用得太多。", "Too many calls within a minute."},
		Remedy:  Wording{"系统会暂停 60 秒后自动继续，无需处理。", "Sending pauses for 60 seconds and goes on by itself. Nothing to do."}},
	{Errcode: 45029, Errmsg: "qrcode count out of limit", Class: ClassQuota, Reaction: PauseApp, Alert: true,
		Meaning: Wording{"账号的调用数量超过了微信的限制。", "The account has reached a limit of WeChat."},
		Remedy:  Wording{"请到微信公众平台查看接口额度，确认后恢复发送。", "Look at the API quotas at mp.weixin.qq.com, then resume sending."}},
	{Errcode: 48006, Errmsg: "forbid to clear quota because of reaching the limit", Class: ClassQuota, Reaction: Fail, Alert: true,
		Meaning: Wording{"本月清零调用次数的机会（10 次）已用完。", "This month's ten chances to clear the call count are used up."},
		Remedy:  Wording{"请等到下个月，或等明天额度自动恢复。", "Wait for next month, or for tomorrow's fresh quota."}},
}

var waitForTomorrow = Wording{"小程序已暂停，明天零点后自动继续，发送码都会保留；急需时可在微信公众平台清零调用次数。", "The app is paused and goes on by itself after midnight; send codes are kept. If urgent, clear the call count at mp.weixin.qq.com."}
