package wechat

import "slices"

var codeAnswers = slices.Concat([]Answer{
	{Errcode: 41028, Errmsg: "invalid form id", Class: ClassCodeInvalid, Reaction: NextCode,
		Meaning: Wording{"这个发送码无效：已过 7 天、不属于这位用户、订单未支付，或来自开发者工具。", "This send code is not valid: older than 7 days, another person's, of an unpaid order, or from the developer tools."},
		Remedy:  Wording{"系统已作废它，并换用这位用户的下一个发送码；若没有了，请等用户再次提交表单或付款。", "It is given up and the person's next send code is used. If there is none, wait until the person submits a form or pays again."}},
	{Errcode: 41029, Errmsg: "form id used count reach limit", Class: ClassCodeConsumed, Reaction: NextCode,
		Meaning: Wording{"这个发送码的次数已经用完。", "All uses of this send code are spent."},
		Remedy:  Wording{"系统会换用这位用户的下一个发送码；若没有了，请等用户再次提交表单或付款。", "The person's next send code is used. If there is none, wait until the person submits a form or pays again."}},
	{Errcode: 41031, Errmsg: "the form id have been blocked!", Class: ClassCodeInvalid, Reaction: NextCode, Alert: true,
		Meaning: Wording{"这个发送码已被微信封禁。", "WeChat has blocked this send code."},
		Remedy:  Wording{"系统会换用下一个发送码。若反复出现，请检查页面收集表单的方式是否违反了微信的规定。", "The next send code is used. If it repeats, check whether your pages collect forms in a way WeChat forbids."}},
	{Errcode: 41035, Errmsg: "not allow to send message with prepay id, for punishment", Class: ClassConfig, Reaction: StopPaymentCodes, Alert: true,
		Meaning: Wording{"小程序因违规被处罚，不能再用支付产生的发送码。", "The app is being punished and may not use send codes from payments."},
		Remedy:  Wording{"请到微信公众平台查看处罚通知并申诉；在此期间只使用表单发送码。", "Read the notice at mp.weixin.qq.com and appeal. Use codes from forms only in the meantime."}},
},
	each(Answer{Errmsg: "not allow to send message with submitted form id, for punishment", Class: ClassConfig, Reaction: StopFormCodes, Alert: true,
		Meaning: Wording{"小程序因违规被处罚，不能再用表单产生的发送码。", "The app is being punished and may not use send codes from forms."},
		Remedy:  Wording{"请到微信公众平台查看处罚通知并申诉；在此期间只使用支付发送码。", "Read the notice at mp.weixin.qq.com and appeal. Use codes from payments only in the meantime."}},
		41032, 41034),
)
