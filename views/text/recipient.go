package text

import (
	"context"

	"xinshi/models"
)

// The kinds of send code, by where they come from.
var (
	CodeForm          = Text{"表单", "Form"}
	CodePrepay        = Text{"支付", "Payment"}
	CodeSubscribeOnce = Text{"一次性订阅", "One-time subscription"}
	CodeSubscribeLong = Text{"长期订阅", "Long-term subscription"}

	codeKinds = map[models.CodeKind]Text{
		models.CodeForm: CodeForm, models.CodePrepay: CodePrepay,
		models.CodeSubscribeOnce: CodeSubscribeOnce, models.CodeSubscribeLong: CodeSubscribeLong,
	}
)

// CodeKind is what a kind of code is called.
func CodeKind(kind models.CodeKind) Text { return codeKinds[kind] }

// The states of a send code.
var (
	CodeAvailable = Text{"可用", "Available"}
	CodeUnpaid    = Text{"待支付", "Not yet paid"}
	CodeSettling  = Text{"即将可用", "Usable soon"}
	CodeReserved  = Text{"占用中", "Reserved"}
	CodeUsed      = Text{"已用", "Used"}
	CodeRejected  = Text{"被微信拒绝", "Rejected"}
	CodeExpired   = Text{"已过期", "Expired"}
	CodeRevoked   = Text{"已作废", "Revoked"}
)

// CodeExpiry says when the soonest of several codes expires.
func CodeExpiry(ctx context.Context, soonest, now models.Millis) string {
	if soonest == models.Never {
		return NeverExpires.In(ctx)
	}
	return CodesSoonest.In(ctx, Relative(ctx, soonest, now))
}

// The list of users.
var (
	RecipientsContext    = Text{"小程序的用户，和各自还剩的发送码。", "The users of the mini program and the send codes left to each."}
	RecipientsCaption    = Text{"用户列表", "Users"}
	RecipientName        = Text{"昵称 / 备注", "Name / remark"}
	RecipientCodes       = Text{"可用发送码", "Send codes"}
	RecipientLastSent    = Text{"最近发送", "Last sent"}
	RecipientNeverSent   = Text{"从未", "never"}
	RecipientActions     = Text{"操作", "Actions"}
	RecipientWrite       = Text{"给 TA 发消息", "Write to this user"}
	RecipientSearch      = Text{"昵称、备注或 openid 开头", "Name, remark or start of the openid"}
	RecipientHasCode     = Text{"有可用发送码", "Has a usable code"}
	RecipientExpiring    = Text{"%d 小时内有码到期", "A code expires within %d h"}
	RecipientAnyCode     = Text{"全部用户", "All users"}
	RecipientCodeFilter  = Text{"发送码", "Send codes"}
	RecipientsShown      = Text{"本页 %d 位", "%d on this page"}
	RecipientsNone       = Text{"还没有用户", "No users yet"}
	RecipientsNoneText   = Text{"用户在小程序里提交表单、支付或订阅后，由商家后台调用 POST /api/v1/send-codes 上报发送码，用户就会出现在这里。", "When someone submits a form, pays or subscribes in the mini program, the shop's backend reports the send code to POST /api/v1/send-codes, and the user appears here."}
	RecipientsNonePhone  = Text{"打开模拟手机", "Open the simulated phone"}
	RecipientsNoMatch    = Text{"没有符合条件的用户", "No user matches"}
	RecipientsNoMatchDo  = Text{"换个词，或去掉筛选条件再试。搜索昵称与备注的任意部分，openid 只从开头匹配。", "Try another word or fewer filters. Names and remarks match anywhere, openids from their start."}
	RecipientNoCodes     = Text{"发送码", "Codes"}
	RecipientNamelessRow = Text{"未命名", "No name"}
	CodesSoonest         = Text{"最早 %s到期", "expires %s"}
)

// One user's page.
var (
	RecipientSince       = Text{"%s 起", "since %s"}
	RecipientProfile     = Text{"资料", "Profile"}
	RecipientNickname    = Text{"昵称", "Name"}
	RecipientRemark      = Text{"备注", "Remark"}
	RecipientRemarkHint  = Text{"只在信使台可见。", "Seen in Xinshi only."}
	RecipientSave        = Text{"保存", "Save"}
	RecipientSaved       = Text{"已保存。", "Saved."}
	RecipientLeft        = Text{"现在可用", "Usable now"}
	RecipientLeftNote    = Text{"每个发送码可发一条消息，先用最早到期的。", "Each send code pays for one message; the soonest to expire goes first."}
	RecipientLeftNone    = Text{"没有可用的发送码，现在发不出消息。等用户再次提交表单、支付或订阅。", "No usable send code, so nothing can be sent now. Wait until the user submits a form, pays or subscribes again."}
	RecipientAnyTemplate = Text{"任意模板消息", "any template message"}
	RecipientGone        = Text{"（模板已删除）", "(template gone)"}
	RecipientMessages    = Text{"最近的消息", "Latest messages"}
	RecipientAllMessages = Text{"全部历史", "Whole history"}
	RecipientNoMessages  = Text{"还没有给 TA 发过消息。", "Nothing has been sent to this user yet."}
	WalletTitle          = Text{"发送码钱包", "Wallet of send codes"}
	WalletNote           = Text{"得到过的全部发送码和它们的去向，新的在前。", "Every send code obtained and what became of it, newest first."}
	WalletNone           = Text{"还没有得到过发送码。", "No send code has been obtained yet."}
	WalletCode           = Text{"发送码", "Code"}
	WalletOrigin         = Text{"来源", "Origin"}
	WalletObtained       = Text{"获得", "Obtained"}
	WalletUsable         = Text{"可用期", "Usable"}
	WalletUntil          = Text{"至 %s", "until %s"}
	WalletFrom           = Text{"%s 起", "from %s"}
	WalletOrder          = Text{"订单 %s", "order %s"}
	WalletUse            = Text{"第 %d 次使用权", "use no. %d"}
	WalletMessage        = Text{"消息", "Message"}
	WalletSeeMessage     = Text{"查看消息", "See message"}
	WalletShown          = Text{"本页 %d 个", "%d on this page"}
)
