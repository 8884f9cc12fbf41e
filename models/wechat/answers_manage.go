package wechat

var (
	tryShortly    = Wording{"请稍等片刻再试一次。", "Wait a moment and try again."}
	reportMistake = Wording{"这是本系统的问题，请把微信返回的原文交给技术人员；模板没有变化。", "This is a mistake of this software. Give WeChat's own words to your technician; no template was changed."}
)

// manageAnswers are what common codes mean where templates are listed, added and deleted.
var manageAnswers = []Answer{
	{Errcode: -1, Errmsg: "system error", Class: ClassBusy, Reaction: Fail,
		Meaning: Wording{"微信系统繁忙，这次操作没有完成。", "WeChat was busy and did not carry this out."}, Remedy: tryShortly},
	{Errcode: 20001, Errmsg: "system error", Class: ClassBusy, Reaction: Fail,
		Meaning: Wording{"微信模板服务出错，或账号里没有这个模板。", "WeChat's template service failed, or the account has no such template."}, Remedy: reloadTemplates},
	{Errcode: 20002, Errmsg: "parameter error", Class: ClassConfig, Reaction: Bug, Alert: true,
		Meaning: Wording{"删除模板的参数有误。", "The call to delete a template was malformed."}, Remedy: reportMistake},
	{Errcode: 40037, Errmsg: "invalid template_id", Class: ClassTemplate, Reaction: Fail,
		Meaning: Wording{"微信的模板库或账号里没有这个模板。", "Neither WeChat's library nor the account has this template."}, Remedy: reloadTemplates},
	{Errcode: 43100, Errmsg: "change template too frequently", Class: ClassQuota, Reaction: Fail,
		Meaning: Wording{"模板修改得太频繁。", "Templates were changed too often."},
		Remedy:  Wording{"请过一段时间再修改模板。", "Wait a while before you change templates again."}},
	{Errcode: 45009, Errmsg: "reach max api daily quota limit", Class: ClassQuota, Reaction: Fail,
		Meaning: Wording{"今天管理模板的次数已用完；发送消息不受影响。", "Today's number of template calls is used up; sending is not affected."},
		Remedy:  Wording{"请使用上次取得的列表，明天再刷新；急需时可在微信公众平台操作。", "Use the list fetched last and refresh tomorrow; if urgent, work at mp.weixin.qq.com."}},
	{Errcode: 45011, Errmsg: "api minute-quota reach limit, must slower, retry next minute", Class: ClassQuota, Reaction: Fail,
		Meaning: Wording{"一分钟内调用得太多。", "Too many calls within a minute."},
		Remedy:  Wording{"请一分钟后再试。", "Try again in a minute."}},
	{Errcode: 45103, Errmsg: "This API has been unsupported", Class: ClassConfig, Reaction: Fail,
		Meaning: Wording{"微信已停用旧的模板消息接口，旧模板库不能再用。", "WeChat has retired template messages, and with them this library."}, Remedy: useSubscribe},
	{Errcode: 47001, Errmsg: "data format error", Class: ClassContent, Reaction: Bug, Alert: true,
		Meaning: Wording{"发给微信的数据格式有误。", "The request to WeChat was malformed."}, Remedy: reportMistake},
}

var noAnswerManaging = Answer{Errmsg: "no answer", Class: ClassBusy, Reaction: Fail,
	Meaning: Wording{"请求已发出，但没有等到微信的答复，操作可能已经完成。", "The request went out but no answer came back. It may have been carried out."},
	Remedy:  Wording{"请先刷新模板列表，看看是否已经生效，再决定要不要重做。", "Reload the list of templates to see whether it took effect before you repeat it."}}

var notReachedManaging = Answer{Errcode: Unreachable, Errmsg: "not reached", Class: ClassBusy, Reaction: Fail,
	Meaning: Wording{"没有连上微信服务器，什么都没有改变。", "WeChat could not be reached; nothing was changed."},
	Remedy:  Wording{"请检查服务器的网络和微信接口地址的配置，然后再试。", "Check the server's network and the configured WeChat address, then try again."}}
