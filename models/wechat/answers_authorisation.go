package wechat

import "slices"

var (
	bindDirectly       = Wording{"请使用小程序自己的 AppID 和 AppSecret；若由第三方平台代管，请重新授权后再恢复发送。", "Use the app's own AppID and AppSecret. If a third-party platform manages it, authorise again, then resume sending."}
	administratorAgree = Wording{"请小程序管理员在微信上确认这次调用，确认后恢复发送。", "Ask the app's administrator to confirm the call in WeChat, then resume sending."}
)

// authorisationAnswers wait for a person with rights over the account.
var authorisationAnswers = slices.Concat(
	each(Answer{Errmsg: "third-party platform is not authorized by this account", Class: ClassConfig, Reaction: PauseApp, Alert: true,
		Meaning: Wording{"小程序对第三方平台的授权无效或已取消。", "The app's authorisation of a third-party platform is not valid or was withdrawn."}, Remedy: bindDirectly},
		61003, 61004, 61007, 61023),
	[]Answer{{Errcode: 61024, Errmsg: "must use api(api_component_token) to get token for component acct", Class: ClassConfig, Reaction: PauseApp, Alert: true,
		Meaning: Wording{"填写的是第三方平台的 AppID，不是小程序的。", "The AppID given is that of a third-party platform, not of an app."}, Remedy: bindDirectly}},
	each(Answer{Errmsg: "this call needs the administrator's confirmation", Class: ClassConfig, Reaction: PauseApp, Alert: true,
		Meaning: Wording{"这次调用要等小程序管理员确认。", "The call waits for the confirmation of the app's administrator."}, Remedy: administratorAgree},
		89501, 89502, 89503, 89504, 89505),
	[]Answer{
		{Errcode: 89506, Errmsg: "the administrator refused this IP, locked for 24 hours", Class: ClassConfig, Reaction: PauseApp, Alert: true,
			Meaning: Wording{"管理员拒绝了本服务器的 IP，24 小时内不能再试。", "The administrator refused this server's IP address; it is locked for 24 hours."},
			Remedy:  Wording{"请与管理员沟通，24 小时后由管理员确认，再恢复发送。", "Talk to the administrator; after 24 hours have it confirmed, then resume sending."}},
		{Errcode: 89507, Errmsg: "the administrator refused this IP, locked for 1 hour", Class: ClassConfig, Reaction: PauseApp, Alert: true,
			Meaning: Wording{"管理员拒绝了本服务器的 IP，1 小时内不能再试。", "The administrator refused this server's IP address; it is locked for 1 hour."},
			Remedy:  Wording{"请与管理员沟通，1 小时后由管理员确认，再恢复发送。", "Talk to the administrator; after 1 hour have it confirmed, then resume sending."}},
	},
)
