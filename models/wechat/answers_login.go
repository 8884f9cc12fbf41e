package wechat

var loginAgain = Wording{"请让用户在小程序里重新进入页面，换一个新的登录码。", "Let the person open the page in the app again, which makes a new sign-in code."}

// loginAnswers belong to the exchange of a wx.login code, never to a send.
var loginAnswers = []Answer{
	{Errcode: 40029, Errmsg: "invalid code", Class: ClassLogin, Reaction: Fail,
		Meaning: Wording{"小程序登录码无效或已过期。", "The sign-in code from the app is not valid or has expired."}, Remedy: loginAgain},
	{Errcode: 40163, Errmsg: "code been used", Class: ClassLogin, Reaction: Fail,
		Meaning: Wording{"小程序登录码已经用过。", "The sign-in code from the app was used before."}, Remedy: loginAgain},
	{Errcode: 40226, Errmsg: "code blocked", Class: ClassLogin, Reaction: Fail,
		Meaning: Wording{"微信认为这位用户有风险，拦截了登录。", "WeChat takes this person for a risk and blocked the sign-in."},
		Remedy:  Wording{"请不要让这位用户登录。", "Do not let this person sign in."}},
	{Errcode: 41008, Errmsg: "missing code", Class: ClassConfig, Reaction: Bug, Alert: true,
		Meaning: Wording{"登录请求里缺少登录码。", "The sign-in request carried no code."}, Remedy: tellDeveloper},
}
