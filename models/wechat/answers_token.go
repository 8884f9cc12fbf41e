package wechat

var renewedByItself = Wording{"系统会自动更换凭证，并用同一个发送码重发一次。若反复出现，是另有系统也在为这个小程序换取凭证：请让它停下，或双方都改用稳定版。",
	"The token is renewed by itself and the message repeated once with the same send code. If it comes back again and again, another system renews this mini program's token too: stop that one, or let both use the stable mode."}

var tokenAnswers = []Answer{
	{Errcode: 40001, Errmsg: "invalid credential, access_token is invalid or not latest", Class: ClassToken, Reaction: Refresh,
		Meaning: Wording{"接口凭证已失效，或已被更新的凭证取代。", "The access token is no longer valid, or a newer one has replaced it."}, Remedy: renewedByItself},
	{Errcode: 40014, Errmsg: "invalid access_token", Class: ClassToken, Reaction: Refresh,
		Meaning: Wording{"接口凭证格式不对，或属于另一个小程序。", "The access token is malformed or belongs to another app."}, Remedy: renewedByItself},
	{Errcode: 42001, Errmsg: "access_token expired", Class: ClassToken, Reaction: Refresh,
		Meaning: Wording{"接口凭证已过期。", "The access token has expired."}, Remedy: renewedByItself},
	{Errcode: 41001, Errmsg: "access_token missing", Class: ClassToken, Reaction: Bug, Alert: true,
		Meaning: Wording{"请求里缺少接口凭证。", "The request carried no access token."}, Remedy: tellDeveloper},
}

// secretAnswers are codes that mean something else when a token is being fetched.
var secretAnswers = []Answer{
	{Errcode: 40001, Errmsg: "invalid credential", Class: ClassConfig, Reaction: PauseApp, Alert: true,
		Meaning: Wording{"微信不认这个小程序的 AppSecret，拿不到接口凭证。", "WeChat does not accept this app's AppSecret, so no access token can be fetched."},
		Remedy:  Wording{"请在微信公众平台“开发管理”中核对或重置 AppSecret，填到小程序设置里，再恢复发送。", "Check or reset the AppSecret under development settings at mp.weixin.qq.com, enter it in the app's settings, then resume sending."}},
	{Errcode: 45009, Errmsg: "reach max api daily quota limit", Class: ClassQuota, Reaction: PauseUntilTomorrow, Alert: true,
		Meaning: Wording{"今天获取接口凭证的次数已用完。", "Today's allowance for fetching access tokens is used up."},
		Remedy:  Wording{"请检查是否有别的系统在频繁获取凭证；明天零点后自动恢复，也可在微信公众平台清零调用次数。", "Check whether another system keeps fetching tokens. It resumes by itself after midnight, or clear the call count at mp.weixin.qq.com."}},
}
