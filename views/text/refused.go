package text

import "xinshi/models"

// Where refused codes, sign-ins and payments came from.
var (
	SourceAPI     = Text{"商城后端", "Backend"}
	SourceCollect = Text{"小程序", "Mini program"}
	SourceOrder   = Text{"代为下单", "Placed order"}
	SourcePayment = Text{"支付通知", "Payment notification"}
	SourceImport  = Text{"导入", "Import"}
	SourcePhone   = Text{"模拟手机", "Simulated phone"}
	SourceOther   = Text{"其他", "Other"}
)

var sources = map[string]Text{
	"api": SourceAPI, models.SourceCollect: SourceCollect, models.SourceOrder: SourceOrder, models.SourcePayment: SourcePayment,
	"import": SourceImport, "phone": SourcePhone,
}

// Source is where something came from.
func Source(source string) Text {
	if t, ok := sources[source]; ok {
		return t
	}
	return SourceOther
}

// Why something was refused, in a few words for a list of counts.
var (
	RefusedDuplicate  = Text{"重复", "Duplicate"}
	RefusedEmpty      = Text{"空的发送码", "Empty code"}
	RefusedMock       = Text{"开发者工具的模拟码", "Mock code of the developer tools"}
	RefusedFailed     = Text{"小程序取码失败", "The mini program failed to obtain it"}
	RefusedForeign    = Text{"属于另一位用户", "Belongs to another user"}
	RefusedExpired    = Text{"已过期", "Expired"}
	RefusedNotHere    = Text{"不接受从这里上报", "Not taken from here"}
	RefusedTemplate   = Text{"没有这个模板", "No such template"}
	RefusedSignature  = Text{"签名不对，可能是伪造或密钥填错", "Bad signature: forged, or a key is wrong"}
	RefusedStale      = Text{"时间相差太多，可能是重放或服务器时钟不准", "Too old: replayed, or the server's clock is off"}
	RefusedMalformed  = Text{"内容不完整或格式不对", "Incomplete or malformed"}
	RefusedKey        = Text{"APIv3 密钥不对，解不开", "The APIv3 key does not open it"}
	RefusedNoMerchant = Text{"商户信息没有填全", "Merchant account not complete"}
	RefusedMerchant   = Text{"属于另一个商户或小程序", "Of another merchant or app"}
	RefusedOrder      = Text{"没有这个订单的支付码", "No payment code of that order"}
	RefusedMismatch   = Text{"金额或付款人与订单不符", "Amount or payer does not fit the order"}
	RefusedNotPaid    = Text{"没有支付成功", "Not paid"}
	RefusedEvent      = Text{"与支付无关的通知", "Not about a payment"}
	RefusedLogin      = Text{"登录码无效", "Invalid sign-in code"}
	RefusedPlatform   = Text{"微信没有接受登录，请检查 AppSecret", "WeChat refused the sign-in: check the AppSecret"}
	RefusedByEvent    = Text{"订阅以微信推送的事件为准", "Subscriptions count by WeChat's events"}
	RefusedValue      = Text{"内容填写有误", "A value is wrong"}
)

var refusals = map[models.Reason]Text{
	models.ReasonDuplicate: RefusedDuplicate, models.ReasonEmptyCode: RefusedEmpty, models.ReasonMockCode: RefusedMock, models.ReasonFailedCode: RefusedFailed,
	models.ReasonForeignCode: RefusedForeign, models.ReasonExpired: RefusedExpired, models.ReasonNotHere: RefusedNotHere, models.ReasonUnknownTemplate: RefusedTemplate,
	models.ReasonBadSignature: RefusedSignature, models.ReasonStale: RefusedStale, models.ReasonMalformed: RefusedMalformed, models.ReasonOtherKey: RefusedKey,
	models.ReasonNoMerchant: RefusedNoMerchant, models.ReasonOtherMerchant: RefusedMerchant, models.ReasonUnknownOrder: RefusedOrder, models.ReasonMismatch: RefusedMismatch,
	models.ReasonNotPaid: RefusedNotPaid, models.ReasonOtherEvent: RefusedEvent, models.ReasonLoginCode: RefusedLogin, models.ReasonPlatform: RefusedPlatform, models.ReasonCreditsByEvent: RefusedByEvent,
}

// Refused says in a few words why something was refused.
func Refused(reason models.Reason) Text {
	if t, ok := refusals[reason]; ok {
		return t
	}
	return RefusedValue
}
