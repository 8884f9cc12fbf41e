package wechat

// tellDeveloper is the remedy for mistakes of this software, which an operator cannot mend.
var tellDeveloper = Wording{"这是本系统的问题，不是您的操作错误；请把这一页和微信返回的原文交给技术人员。发送码没有浪费。", "This is a mistake of this software, not yours. Give this page with WeChat's own words to your technician. No send code was lost."}

var contentAnswers = []Answer{
	{Errcode: 40033, Errmsg: "invalid charset", Class: ClassContent, Reaction: Bug, Alert: true,
		Meaning: Wording{"消息内容的编码不被微信接受。", "WeChat does not accept the encoding of the message."}, Remedy: tellDeveloper},
	{Errcode: 44002, Errmsg: "empty post data", Class: ClassContent, Reaction: Bug, Alert: true,
		Meaning: Wording{"发给微信的请求没有内容。", "The request to WeChat was empty."}, Remedy: tellDeveloper},
	{Errcode: 45002, Errmsg: "content size out of limit", Class: ClassContent, Reaction: Fail,
		Meaning: Wording{"消息内容太长。", "The message is too long."}, Remedy: shortenValues},
	{Errcode: 45014, Errmsg: "template message size out of limit", Class: ClassContent, Reaction: Fail,
		Meaning: Wording{"模板消息的总长度超过限制。", "The template message as a whole is too long."}, Remedy: shortenValues},
	{Errcode: 45168, Errmsg: "keyword in blacklist", Class: ClassContent, Reaction: Fail, Alert: true,
		Meaning: Wording{"内容里有微信禁止的敏感词。", "The text holds a word that WeChat forbids."},
		Remedy:  Wording{"请修改文字后再发，不要原样重发：反复触发可能导致小程序被封。", "Change the text before you send again. Never repeat it as it is: repeated hits can get the app banned."}},
	{Errcode: 47001, Errmsg: "data format error", Class: ClassContent, Reaction: Bug, Alert: true,
		Meaning: Wording{"发给微信的数据格式有误。", "The request to WeChat was malformed."}, Remedy: tellDeveloper},
	{Errcode: 47002, Errmsg: "data format error, do NOT use json unicode encode", Class: ClassContent, Reaction: Bug, Alert: true,
		Meaning: Wording{"发给微信的文字用了不被接受的转义写法。", "The request to WeChat held text in an escaped form that it refuses."}, Remedy: tellDeveloper},
	{Errcode: codeArgumentInvalid, Errmsg: "argument invalid! data.KEY.value", Class: ClassContent, Reaction: Fail,
		Meaning: Wording{"有一个关键词的值不符合要求：为空、太长、缺少，或类型不对（例如“事物”最多 20 个字）。", "One value breaks the rule of its keyword: empty, too long, missing, or of the wrong type (a \"thing\" holds at most 20 characters)."},
		Remedy:  Wording{"请按微信返回的关键词名改正它的值后再发；若是固定文字，请改模板的映射。", "Correct the value of the keyword WeChat names and send again. If the text is fixed, correct it in the template's mapping."}},
}

var shortenValues = Wording{"请缩短各关键词的文字后再发。", "Shorten the values and send again."}
