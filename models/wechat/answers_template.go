package wechat

var templateAnswers = []Answer{
	{Errcode: 40036, Errmsg: "invalid template_id size", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"模板 ID 的长度不对。", "The template id has the wrong length."},
		Remedy:  Wording{"请从微信公众平台重新复制完整的模板 ID（43 个字符），前后不要带空格。", "Copy the whole template id, 43 characters without blanks, from mp.weixin.qq.com again."}},
	{Errcode: 40037, Errmsg: "invalid template_id", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"这个小程序里没有此模板 ID，可能填错、已删除，或对应的服务类目已移除。", "This app has no such template: mistyped, deleted, or its service category was removed."},
		Remedy:  Wording{"请在微信公众平台核对模板 ID，改正后恢复使用该模板；发送码没有浪费。", "Check the template id at mp.weixin.qq.com, correct it and resume the template. No send code was lost."}},
	{Errcode: 40165, Errmsg: "invalid weapp pagepath", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"跳转的小程序页面路径无效。", "The page path to open is not valid."}, Remedy: correctPage},
	{Errcode: 41030, Errmsg: "invalid page", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"跳转页面在已发布的小程序版本里不存在，或路径以斜杠开头。", "The page is not in the published version of the app, or its path begins with a slash."}, Remedy: correctPage},
	{Errcode: 43102, Errmsg: "the tempalte is not subscriptiontype", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"这个模板不是订阅消息模板。", "This template is not one for subscribe messages."},
		Remedy:  Wording{"请检查模板的类型，或换用订阅消息模板。", "Check the kind of the template, or choose one for subscribe messages."}},
	{Errcode: 43105, Errmsg: "news has no binding relation with template_id", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"内容没有与这个模板绑定（公众号）。", "The content is not bound to this template (official accounts)."},
		Remedy:  Wording{"请换用小程序自己的模板。", "Choose a template of the app itself."}},
	// The platform's wording of 43107 is not known; this one is ours.
	{Errcode: 43107, Errmsg: "subscribe capability has been banned", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"订阅消息能力或这个模板已被微信封禁。", "WeChat has banned subscribe messages for the app, or this template."},
		Remedy:  Wording{"请到微信公众平台查看站内通知，整改并申诉后再恢复。", "Read the notices at mp.weixin.qq.com; correct and appeal before you resume."}},
	{Errcode: 43116, Errmsg: "This template_id is banned", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"这个模板已被微信封禁。", "WeChat has banned this template."},
		Remedy:  Wording{"请换用别的模板，并到微信公众平台查看封禁原因。", "Choose another template, and read the reason at mp.weixin.qq.com."}},
	{Errcode: 45012, Errmsg: "template size out of limit", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"模板超过了大小限制。", "The template is larger than allowed."}, Remedy: chooseShorterTemplate},
	{Errcode: 45013, Errmsg: "too many template args", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"填写的关键词超过了模板允许的数量。", "More keywords were filled than the template has."}, Remedy: chooseShorterTemplate},
	{Errcode: 45027, Errmsg: "template conflict with industry", Class: ClassTemplate, Reaction: Fail, Alert: true,
		Meaning: Wording{"模板与账号设置的行业不符（公众号）。", "The template does not fit the account's industry (official accounts)."},
		Remedy:  Wording{"请换用与行业相符的模板。", "Choose a template that fits the industry."}},
	{Errcode: 45051, Errmsg: "template msg use invalid link", Class: ClassTemplate, Reaction: StopTemplate, Alert: true,
		Meaning: Wording{"模板消息里的链接无效（公众号）。", "The template message holds a link that is not allowed (official accounts)."},
		Remedy:  Wording{"请改正链接后再发。", "Correct the link and send again."}},
	{Errcode: 200013, Errmsg: "template banned", Class: ClassTemplate, Reaction: Fail, Alert: true,
		Meaning: Wording{"公共模板库里的这个模板已被封禁。", "This template of the public library is banned."},
		Remedy:  Wording{"请选择另一个模板。", "Choose another template."}},
}

var (
	correctPage           = Wording{"请把页面路径改成已发布版本里存在的页面，例如 pages/order/detail?id=1，开头不要斜杠；发送码没有浪费。", "Change the path to a page of the published version, such as pages/order/detail?id=1, without a leading slash. No send code was lost."}
	chooseShorterTemplate = Wording{"请核对模板的关键词是否与微信公众平台一致，或换用更短的模板。", "Check that the keywords match those at mp.weixin.qq.com, or choose a shorter template."}
)
