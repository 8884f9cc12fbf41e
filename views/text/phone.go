package text

// The simulated phone, which stands in for the shop's mini program.
var (
	PhonePageTitle   = Text{"模拟手机", "Simulated phone"}
	PhonePageContext = Text{"替用户在小程序里提交表单、支付，并看到收到的消息。只在体验版中出现。", "Act as a user of the mini program and see what arrives. Exists in the demo only."}
	PhoneWho         = Text{"这是谁的手机", "Whose phone"}
	PhoneSwitch      = Text{"切换", "Switch"}
	PhoneActs        = Text{"在小程序里", "In the mini program"}
	PhoneActsNote    = Text{"每个动作给商家一个发送码，即一次发消息的权利。", "Each of these gives the shop a send code: the right to one message."}
	PhoneForm        = Text{"提交报名表单", "Submit the sign-up form"}
	PhoneFormNote    = Text{"得到 1 个表单码，7 天有效", "gives one form code, good for 7 days"}
	PhonePay         = Text{"下单并支付", "Order and pay"}
	PhonePayNote     = Text{"得到支付码，付款约 10 秒后可用", "gives a payment code, usable about 10 s after payment"}
	PhoneFaults      = Text{"让模拟微信出错", "Make the simulated platform fail"}
	PhoneFaultsNote  = Text{"看看信使台如何应对：消息不会丢，也不会重复。", "See how Xinshi copes: no message is lost, none is sent twice."}
	PhoneBusy        = Text{"系统繁忙（接下来 2 次）", "Busy (next 2 calls)"}
	PhoneCut         = Text{"送达后断线（接下来 1 次）", "Cut after delivery (next call)"}
	PhoneKillTokens  = Text{"接口凭证全部失效", "Kill all access tokens"}
	PhoneRetire      = Text{"停用旧版模板消息接口", "Retire the legacy API"}
	PhoneRevive      = Text{"恢复旧版模板消息接口", "Bring the legacy API back"}
	PhoneRetiredNow  = Text{"旧版模板消息接口已停用：微信会回答 45103。", "The legacy API is retired: it answers 45103."}
	PhoneEmpty       = Text{"还没有消息", "Nothing yet"}
	PhoneEmptyText   = Text{"在“撰写”里给 %s 发一条，几秒内会出现在这里。", "Compose one to %s and it will appear here within seconds."}
	PhoneNobody      = Text{"还没有用户", "No users yet"}
	PhoneCompose     = Text{"给 TA 发消息", "Write to this person"}
	PhoneCalls       = Text{"微信收到的请求", "Calls the platform received"}
	PhoneCallTime    = Text{"时间", "Time"}
	PhoneCallPerson  = Text{"用户", "User"}
	PhoneCallAnswer  = Text{"回答", "Answer"}
	PhoneCallFate    = Text{"结果", "Outcome"}
	PhoneAccepted    = Text{"已接受", "accepted"}
	PhoneRefusedCall = Text{"未接受", "not accepted"}
	PhoneUnanswered  = Text{"已接受，但没有答复", "accepted, never answered"}
	PhoneSubmitted   = Text{"%s 提交了表单，得到 1 个表单码。", "%s submitted the form: one form code."}
	PhonePaid        = Text{"%s 支付了订单 %s，支付码约 10 秒后可用。", "%s paid order %s; its code is usable in about 10 s."}
	PhoneFaultSet    = Text{"已设置，发一条消息看看。", "Done. Send a message and watch."}
)
