package wechat

// codeArgumentInvalid is the one code whose errmsg is read; see APIError.Field.
const codeArgumentInvalid = 47003

// Unreachable stands where an errcode does when the platform gave none: an App is paused for it while the platform
// is down. It is ours; the platform's own codes end at -1.
const Unreachable = -1000

var generalAnswers = []Answer{
	{Errcode: 0, Errmsg: "ok", Class: ClassAccepted, Reaction: Accept,
		Meaning: Wording{"微信已接受这条消息。", "WeChat has accepted the message."},
		Remedy:  Wording{"无需处理。", "Nothing to do."}},
	{Errcode: -1, Errmsg: "system error", Class: ClassBusy, Reaction: SameCode,
		Meaning: Wording{"微信系统繁忙，这次没有处理。", "WeChat was busy and did not process the call."},
		Remedy:  Wording{"系统会用同一个发送码自动重试。若持续出现，请过一会儿再发。", "It is retried by itself with the same send code. If this goes on, send again a little later."}},
	{Errcode: 20001, Errmsg: "system error", Class: ClassBusy, Reaction: SameCode,
		Meaning: Wording{"微信模板服务出错，或账号里没有这个模板。", "WeChat's template service failed, or the account has no such template."},
		Remedy:  Wording{"请稍后重试；若是删除模板，请先刷新模板列表。", "Try again shortly; when deleting a template, reload the list of templates first."}},
}

// unknownCode is completed with the code by Lookup.
var unknownCode = Answer{Errmsg: "unknown error code", Class: ClassUnknown, Reaction: Fail, Alert: true,
	Meaning: Wording{"微信返回了未收录的错误码 %d，消息没有发出，发送码保留。", "WeChat answered with an error code we do not know, %d. The message was not sent and its send code is kept."},
	Remedy:  Wording{"请查看微信返回的原文，在微信开放文档中搜索这个错误码；若连续出现，请先暂停发送。", "Read WeChat's own words below and look the code up in WeChat's documentation. If it keeps coming, pause sending."}}

// tokenRefusedTwice is what Tokens.Do makes of a refusal of the renewed token, too. Two systems that renew in turn bring
// that about for a moment; what lasts is met again after the pause.
var tokenRefusedTwice = Answer{Errcode: 40001, Errmsg: "invalid credential, access_token is invalid or not latest", Class: ClassToken, Reaction: PauseMinute, Alert: true,
	Meaning: Wording{"刚换的新接口凭证又被微信拒绝，小程序暂停发送一分钟。", "WeChat refused a token that had only just been renewed, so the app pauses for a minute."},
	Remedy:  Wording{"请检查是否有另一个系统也在为这个小程序刷新凭证，以及 AppID 与 AppSecret 是否属于同一个小程序；改用稳定版凭证可避免互相顶掉。", "Check whether another system also renews this app's token, and whether AppID and AppSecret belong to the same app. The stable token mode avoids the conflict."}}

var noAnswer = Answer{Errmsg: "no answer", Class: ClassBusy, Reaction: Unproven,
	Meaning: Wording{"请求已发出，但没有等到微信的答复，消息可能已经送达。", "The request went out but no answer came back. The message may have been delivered."},
	Remedy:  Wording{"能用同一个发送码核实的，系统会自动核实；不能核实的，请人工选择“重发”或“视为已发”。", "Where the same send code can prove the outcome, that happens by itself. Otherwise choose to send again or to count it as sent."}}

var notReached = Answer{Errcode: Unreachable, Errmsg: "not reached", Class: ClassBusy, Reaction: SameCode,
	Meaning: Wording{"没有连上微信服务器，消息没有发出。", "WeChat could not be reached, so nothing was sent."},
	Remedy:  Wording{"系统会自动重试。若持续出现，请检查服务器的网络、域名解析和微信接口地址的配置。", "It is retried by itself. If this goes on, check the server's network, its DNS and the configured WeChat address."}}
