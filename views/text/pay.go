package text

// The API's words for what only reports of mini programs and orders meet.
const (
	CodeCollectOff      = "collect_off"
	CodeLoginRequired   = "login_required"
	CodeLoginBlocked    = "login_blocked"
	CodeReportTooLarge  = "report_too_large"
	CodePlatformBusy    = "platform_busy"
	CodePlatformRefused = "platform_refused"
	CodePayNotSet       = "payment_not_set"
	CodeNoPublicURL     = "no_public_url"
	CodePayNoAnswer     = "payment_no_answer"
	CodePayRefused      = "payment_refused"
	CodeOrderPaid       = "order_paid"
	CodeOrderDiffers    = "order_differs"
	CodeOrderRefused    = "order_refused"
)

// Their sentences.
var (
	CollectOff      = Text{"这个小程序没有开启小程序直接上报，请在设置的“收码与支付”页开启。", "Reports by the mini program are switched off. Switch them on under Settings, on the app's page Codes and payment."}
	LoginRequired   = Text{"请先用 wx.login 的 code 请求 /session，再用得到的 token 上报。token 两小时后失效。", "First post the code of wx.login to /session, then report with the token of its answer. A token is good for two hours."}
	LoginBlocked    = Text{"微信认为这位用户有风险，拦截了登录。", "WeChat takes this person for a risk and blocked the sign-in."}
	ReportTooLarge  = Text{"一次报得太多，请分几次上报。", "Too much in one report. Send it in parts."}
	PlatformBusy    = Text{"微信繁忙，请按 Retry-After 等待后重试。", "WeChat is busy. Wait as Retry-After says and try again."}
	PlatformRefused = Text{"微信没有接受这次登录，原因在这个小程序的设置里，请管理员查看 AppID 和 AppSecret。", "WeChat did not take this sign-in. The cause lies in the app's settings: an admin should check AppID and AppSecret."}
	PayNotSet       = Text{"这个小程序还没有填全微信支付的商户信息，请在设置的“收码与支付”页填写。", "The app's merchant account at WeChat Pay is not complete. Fill it in under Settings, on the app's page Codes and payment."}
	NoPublicURL     = Text{"没有配置 XINSHI_PUBLIC_URL，微信支付无法通知到这里。请配置它，或在请求里写 notify_url。", "XINSHI_PUBLIC_URL is not set, so WeChat Pay could not notify us. Set it, or name a notify_url in the request."}
	PayNoAnswer     = Text{"没有得到微信支付可信的答复，订单可能已经创建。请用同一个 order_no 原样重试。", "No answer of WeChat Pay came that can be believed; the order may have been placed. Repeat the call as it is, with the same order_no."}
	PayRefused      = Text{"微信支付拒绝了请求，原因在商户设置或权限里，请管理员查看。", "WeChat Pay refused. The cause lies in the merchant's settings or rights: an admin should look."}
	OrderPaid       = Text{"这个订单已经支付，不能再次下单。", "This order is paid and cannot be placed again."}
	OrderDiffers    = Text{"这个 order_no 已用于另一个订单，或订单已关闭。请为新的订单换一个订单号。", "This order_no was used for another order, or for one that is closed. Use a new number for a new order."}
	PaySaid         = Text{"%s（微信支付：%s）", "%s (WeChat Pay: %s)"}
	OrderRefused    = Text{"微信支付不接受这个订单的内容。", "WeChat Pay does not accept what stands in this order."}
)

// The settings page of how codes reach an App beside the API.
var (
	PayTitle          = Text{"收码与支付", "Codes and payment"}
	PayContext        = Text{"除了商城后端上报之外，发送码还可以从这里来。", "Where send codes come from beside the shop's backend."}
	PayCollectTitle   = Text{"小程序直接上报", "Reports by the mini program"}
	PayCollectNote    = Text{"没有后端的商家可以让小程序自己上报表单码。用户的身份由微信登录确认，不能冒充他人。", "A shop without a backend can let the mini program report form codes itself. Who reports is confirmed by WeChat's sign-in, so nobody can report for others."}
	PayCollect        = Text{"接受小程序上报的表单码", "Take form codes reported by the mini program"}
	PayCollectSubs    = Text{"也接受小程序上报的订阅结果", "Take subscription results reported by it, too"}
	PayCollectSubsDo  = Text{"用户可以伪造这项上报。“消息推送”里选择以微信事件为准时，这里的上报会被拒收。", "A user can forge these reports. Where WeChat's pushed events are what counts, see Message push, they are refused."}
	PayMerchantTitle  = Text{"微信支付商户", "Merchant account at WeChat Pay"}
	PayMerchantNote   = Text{"用于代为下单和核实支付通知，不用就全部留空。在微信支付商户平台的“账户中心 - API 安全”中查看。", "With it orders are placed and notifications verified; leave all of it empty if you need neither. Found at pay.weixin.qq.com under account centre, API security."}
	PayMchid          = Text{"商户号", "Merchant id"}
	PaySerial         = Text{"商户证书序列号", "Serial of the merchant certificate"}
	PaySerialHint     = Text{"十六进制，40 位。", "Hexadecimal, 40 digits."}
	PayPrivateKey     = Text{"商户私钥", "Private key of the merchant"}
	PayPrivateKeyHint = Text{"apiclient_key.pem 的全部内容。加密保存，之后不再显示。", "All of apiclient_key.pem. Stored encrypted and never shown again."}
	PayV3Key          = Text{"APIv3 密钥", "APIv3 key"}
	PayV3KeyHint      = Text{"32 个字符，用来解密新版通知。加密保存。", "32 characters; decrypts notifications of version 3. Stored encrypted."}
	PayV2Key          = Text{"APIv2 密钥", "APIv2 key"}
	PayV2KeyHint      = Text{"32 个字符，只有仍在收旧版 XML 通知时才需要。加密保存。", "32 characters; only needed while XML notifications of version 2 still come. Stored encrypted."}
	PaySecretKeep     = Text{"已保存，留空则保持不变。", "Stored; leave empty to keep it. "}
	PayPlatformID     = Text{"微信支付公钥 ID", "Id of WeChat Pay's public key"}
	PayPlatformIDHint = Text{"以 PUB_KEY_ID_ 开头；使用平台证书时留空。", "Begins with PUB_KEY_ID_; leave empty when you use platform certificates."}
	PayPlatformKey    = Text{"微信支付公钥或平台证书", "WeChat Pay's public key or platform certificates"}
	PayPlatformHint   = Text{"PEM 格式，以 -----BEGIN PUBLIC KEY----- 或 -----BEGIN CERTIFICATE----- 开头；切换期间可以都填。", "PEM, beginning with -----BEGIN PUBLIC KEY----- or -----BEGIN CERTIFICATE-----; while you move from one to the other, enter both."}
	PayNotifyTitle    = Text{"支付通知地址", "Address for payment notifications"}
	PayNotifyNote     = Text{"下单时把它填为 notify_url；由本系统代为下单的会自动填写。", "Give it as notify_url when you place orders; orders placed through us carry it by themselves."}
	PayNotifyMissing  = Text{"还没有配置 XINSHI_PUBLIC_URL，微信支付无法通知到这里。请配置为外部访问本系统的 https 地址后重启。", "XINSHI_PUBLIC_URL is not set, so WeChat Pay cannot notify us. Set it to the https address by which the outside reaches this system, and restart."}
	PayNotifyPlain    = Text{"XINSHI_PUBLIC_URL 不是 https 地址，微信支付不会通知到这里。", "XINSHI_PUBLIC_URL is no https address; WeChat Pay does not notify such."}
	PayReadyTitle     = Text{"现在可以", "What works now"}
	PayReadyPlace     = Text{"代为下单", "Placing orders"}
	PayReadyV3        = Text{"核实新版通知 (APIv3)", "APIv3 notifications"}
	PayReadyV2        = Text{"核实旧版通知 (APIv2)", "APIv2 notifications"}
	PayTrusted        = Text{"信任的公钥", "Trusted key"}
	PayReady          = Text{"可以", "Ready"}
	PayNotReady       = Text{"信息不全", "Incomplete"}
	PayKeyUntil       = Text{"证书有效期至 %s", "Certificate valid until %s"}
	PayKeyEnded       = Text{"证书已于 %s 过期，请更换", "Certificate ended on %s: replace it"}
	PaySaved          = Text{"已保存收码与支付设置。", "Saved."}
	PayRemove         = Text{"删除商户信息", "Remove the merchant account"}
	PayRemoveTitle    = Text{"删除商户号 %s 的全部信息？", "Remove everything of merchant %s?"}
	PayRemoveText     = Text{"私钥和密钥会被删除，不能恢复；之后不能代为下单，支付通知也不再被接受。", "Private key and API keys are deleted for good. Orders can no longer be placed and notifications are refused."}
	PayRemoved        = Text{"商户信息已删除。", "The merchant account was removed."}
	PayRefusedTitle   = Text{"最近 24 小时拒收", "Refused in the last 24 hours"}
	PayRefusedNone    = Text{"没有拒收。", "Nothing was refused."}
	PayRefusedWhy     = Text{"原因", "Why"}
	PayRefusedCount   = Text{"次数", "Times"}
)
