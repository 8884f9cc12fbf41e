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

// CodeSource is how a code came to us; a word we do not know is shown as it is.
func CodeSource(source string) Text {
	switch source {
	case "api":
		return CodeFromAPI
	case "import":
		return CodeFromImport
	case "phone":
		return CodeFromPhone
	case "demo":
		return CodeFromDemo
	case models.SourceCollect:
		return CodeFromCollect
	case models.SourceOrder:
		return CodeFromOrder
	}
	return Text{source, source}
}

// Where codes come from.
var (
	CodeFromAPI     = Text{"商家后台上报", "Reported by the shop's backend"}
	CodeFromCollect = Text{"小程序直接上报", "Sent by the mini program"}
	CodeFromOrder   = Text{"微信支付下单", "Order placed at WeChat Pay"}
	CodeFromImport  = Text{"导入", "Imported"}
	CodeFromPhone   = Text{"模拟手机", "Simulated phone"}
	CodeFromDemo    = Text{"体验数据", "Sample data"}
)

// The list of users.
var (
	RecipientsContext    = Text{"小程序的用户，和各自还剩的发送码。", "The users of the mini program and the send codes left to each."}
	RecipientsCaption    = Text{"用户列表", "Users"}
	RecipientName        = Text{"用户", "User"}
	RecipientTags        = Text{"标签", "Tags"}
	RecipientCodes       = Text{"可用发送码", "Send codes"}
	RecipientLastSent    = Text{"最近发送", "Last sent"}
	RecipientNeverSent   = Text{"从未", "never"}
	RecipientActions     = Text{"操作", "Actions"}
	RecipientWrite       = Text{"发消息", "Write"}
	RecipientSearch      = Text{"昵称、备注、手机号或 openid", "Name, remark, phone or openid"}
	RecipientsShown      = Text{"本页 %d 位", "%d on this page"}
	RecipientsNone       = Text{"还没有用户", "No users yet"}
	RecipientsNoneText   = Text{"用户在小程序里提交表单、支付或订阅后，由商家后台调用 POST /api/v1/send-codes 上报发送码，用户就会出现在这里。", "When someone submits a form, pays or subscribes in the mini program, the shop's backend reports the send code to POST /api/v1/send-codes, and the user appears here."}
	RecipientsNonePhone  = Text{"打开模拟手机", "Open the simulated phone"}
	RecipientsNoMatch    = Text{"没有符合条件的用户", "No user matches"}
	RecipientsNoMatchDo  = Text{"换个词，或去掉一些条件再试。", "Try another word or fewer conditions."}
	RecipientNoCodes     = Text{"发送码", "Codes"}
	RecipientNamelessRow = Text{"未命名", "No name"}
	RecipientErased      = Text{"已抹除的用户", "Erased user"}
	CodesSoonest         = Text{"最早 %s到期", "expires %s"}
)

// Person is what somebody is called on a page.
func Person(ctx context.Context, r models.Recipient) string {
	if r.ErasedAt != 0 {
		return RecipientErased.In(ctx)
	}
	return r.Name()
}

// One user's page.
var (
	RecipientSince       = Text{"%s 起", "since %s"}
	RecipientProfile     = Text{"资料", "Profile"}
	RecipientNickname    = Text{"昵称", "Name"}
	RecipientRemark      = Text{"备注", "Remark"}
	RecipientRemarkHint  = Text{"短短一句，在列表里跟在昵称后面；只有员工看得到。", "A few words, shown after the name in lists; seen by staff only."}
	RecipientPhone       = Text{"手机号", "Phone"}
	RecipientAttributes  = Text{"属性", "Attributes"}
	RecipientNote        = Text{"笔记", "Note"}
	RecipientEdit        = Text{"编辑", "Edit"}
	RecipientSaved       = Text{"已保存。", "Saved."}
	RecipientAnyTemplate = Text{"任意模板消息", "any template message"}
	RecipientGone        = Text{"（模板已删除）", "(template gone)"}
	RecipientMessages    = Text{"消息记录", "Messages"}
	RecipientAllMessages = Text{"在历史中查看", "See in the history"}
	RecipientNoMessages  = Text{"还没有给这位用户发过消息。", "Nothing has been sent to this user yet."}
	WalletTitle          = Text{"发送码钱包", "Wallet of send codes"}
	WalletNote           = Text{"每个发送码可发一条消息，先用最早到期的。", "Each send code pays for one message; the soonest to expire goes first."}
	WalletNone           = Text{"还没有得到过发送码，现在发不出消息。等用户提交表单、支付或订阅。", "No send code has been obtained yet, so nothing can be sent. Wait until the user submits a form, pays or subscribes."}
	WalletNoneLeft       = Text{"现在没有可用的", "none usable now"}
	WalletCode           = Text{"发送码", "Code"}
	WalletOrigin         = Text{"来源", "Origin"}
	WalletLife           = Text{"经过", "Story"}
	WalletOrder          = Text{"订单 %s", "order %s"}
	WalletUse            = Text{"第 %d 次使用权", "use no. %d"}
	WalletShown          = Text{"本页 %d 个，新的在前", "%d on this page, newest first"}
)

// The moments in the life of a code.
var (
	LifeObtained = Text{"获得", "obtained"}
	LifePaid     = Text{"确认支付", "payment confirmed"}
	LifeUnpaid   = Text{"等待支付", "waits for the payment"}
	LifeUsable   = Text{"起可用", "usable from then"}
	LifeExpires  = Text{"到期", "expires"}
	LifeExpired  = Text{"过期，没有用上", "expired unused"}
	LifeReserved = Text{"被一条消息占用", "reserved by a message"}
	LifeUsed     = Text{"用于一条消息", "used by a message"}
	LifeRejected = Text{"被微信拒绝", "rejected by WeChat"}
	LifeRevoked  = Text{"作废", "revoked"}
)

// Editing a user.
var (
	RecipientEditTitle    = Text{"编辑用户", "Edit user"}
	RecipientEditContext  = Text{"openid 是微信给的，不能更改。", "The openid is WeChat's and cannot be changed."}
	RecipientSave         = Text{"保存", "Save"}
	RecipientTagsNew      = Text{"新标签", "New tags"}
	RecipientTagsHint     = Text{"新标签，几个之间用逗号分开。", "New tags, separated by commas."}
	RecipientAttrName     = Text{"属性名", "Attribute"}
	RecipientAttrOf       = Text{"第 %d 个属性的名称", "Name of attribute %d"}
	RecipientAttrValueOf  = Text{"第 %d 个属性的值", "Value of attribute %d"}
	RecipientAttrContent  = Text{"值", "Value"}
	RecipientAttrRowsHint = Text{"商家记在用户身上的事，例如 城市 = 杭州。清空值就是去掉这一行。", "What the shop keeps about a user, for example city = Hangzhou. Clear the value to take a row away."}
	RecipientAttrTwice    = Text{"属性名“%s”写了两次，请留下一个。", "The attribute “%s” is there twice. Keep one."}
	RecipientAttrMore     = Text{"再加一行", "Another row"}
	RecipientNoteHint     = Text{"给同事看的长一点的说明，不会发给用户。", "Longer words for colleagues, never sent to the user."}
	RecipientTagAdded     = Text{"已加上标签。", "Tag added."}
	RecipientTagTaken     = Text{"已去掉标签“%s”。", "Removed the tag “%s”."}
)

// Erasing a user's personal data.
var (
	EraseTitle     = Text{"抹除个人资料", "Erase personal data"}
	EraseNote      = Text{"应用户要求使用，只有管理员可以。", "On the user's request; admins only."}
	EraseOpen      = Text{"抹除…", "Erase…"}
	EraseAsk       = Text{"抹除“%s”的个人资料？", "Erase the personal data of “%s”?"}
	EraseWill      = Text{"昵称、备注、手机号、属性、标签、笔记、openid、消息内容和剩下的发送码会永久删除，不能恢复。审计里只留下抹除这件事。", "Name, remark, phone, attributes, tags, note, openid, the content of messages and the codes that are left are deleted for good. The audit keeps only that it was done."}
	EraseSubmit    = Text{"永久抹除", "Erase for good"}
	EraseWord      = Text{"抹除", "erase"}
	EraseDone      = Text{"已抹除个人资料。", "The personal data are erased."}
	EraseWrongWord = Text{"没有抹除：输入的确认词不对。", "Nothing was erased: the word typed was not right."}
	EraseBusy      = Text{"没有抹除：还有给这位用户的消息在排队或发送中，请等它结束或先取消。", "Nothing was erased: a message to this user is queued or on its way. Wait for its end or cancel it first."}
	EraseDoneTitle = Text{"个人资料已于 %s 抹除", "Personal data erased at %s"}
	EraseDoneText  = Text{"留下的只有次数和状态，看不出是谁。同一个人再来时是一位新用户。", "What is left are counts and states that do not tell who it was. The same person coming again is a new user."}
)
