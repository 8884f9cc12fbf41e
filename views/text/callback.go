package text

import (
	"context"

	"xinshi/models"
	"xinshi/models/wechat"
)

// The platform's pushes to an App.
var (
	CallbackTitle      = Text{"消息推送", "Message push"}
	CallbackContext    = Text{"微信把订阅、拒收和送达结果推送到这里。", "WeChat pushes subscriptions, refusals and delivery results here."}
	CallbackURLTitle   = Text{"填到微信公众平台", "Enter at mp.weixin.qq.com"}
	CallbackURLNote    = Text{"开发管理 → 开发设置 → 消息推送。先在这里保存，再到那边提交：提交时微信会来检查地址。", "Development settings → message push. Save here first, then submit there: WeChat checks the URL as you submit."}
	CallbackURL        = Text{"URL（服务器地址）", "URL"}
	CallbackURLGuessed = Text{"没有配置 XINSHI_PUBLIC_URL，这个地址是按您现在的访问方式推测的；微信只访问公网的 80 和 443 端口。", "XINSHI_PUBLIC_URL is not set, so this address is guessed from how you came here. WeChat reaches public ports 80 and 443 only."}
	CallbackAgreed     = Text{"约定", "What is agreed"}
	CallbackAgreedNote = Text{"与微信公众平台上填写的保持一致。数据格式选 JSON 或 XML 都可以。", "The same as at mp.weixin.qq.com. Either data format, JSON or XML, will do."}
	CallbackMode       = Text{"消息加密方式", "Encryption"}
	CallbackSecure     = Text{"安全模式", "Secure"}
	CallbackSecureHint = Text{"推荐。内容全部加密，别人伪造不了。", "Recommended. All is encrypted; nobody can forge it."}
	CallbackCompat     = Text{"兼容模式", "Compatible"}
	CallbackCompatHint = Text{"明文和密文都有；本系统只相信密文。", "Plain and encrypted side by side; only the encrypted half is believed."}
	CallbackPlain      = Text{"明文模式", "Plain"}
	CallbackPlainHint  = Text{"签名不保护内容，只宜在调试时使用。", "The signature does not protect the content; for trials only."}
	CallbackToken      = Text{"Token（令牌）", "Token"}
	CallbackTokenHint  = Text{"3 到 32 个字母或数字。", "3 to 32 letters or digits."}
	CallbackKey        = Text{"EncodingAESKey（消息加密密钥）", "EncodingAESKey"}
	CallbackKeyHint    = Text{"43 个字母或数字；明文模式可不填。", "43 letters or digits; not needed in plain mode."}
	CallbackKeep       = Text{"已保存，留空则保持不变。", "Stored; leave empty to keep it."}
	CallbackCredits    = Text{"订阅次数从哪里得知", "Where subscriptions are learnt from"}
	CreditsByEvent     = Text{"微信推送的事件", "WeChat's events"}
	CreditsByEventHint = Text{"收到推送之后推荐用它：用户伪造不了；小程序或后台再上报的订阅不重复计数。", "Recommended once pushes arrive: users cannot forge them, and what the mini program or the backend reports as well is not counted again."}
	CreditsByReport    = Text{"小程序或后台上报", "Reports of the mini program or backend"}
	CreditsByReportDo  = Text{"没有接通推送时使用；推送来的同意只作记录。", "While pushes are not set up; pushed accepts are only recorded."}
	CallbackSaved      = Text{"已保存，请到微信公众平台提交同样的内容。", "Saved. Now submit the same at mp.weixin.qq.com."}
	CallbackMake       = Text{"生成新的 Token 和密钥", "Make a new token and key"}
	CallbackMakeTitle  = Text{"换掉现在的 Token 和密钥？", "Replace the present token and key?"}
	CallbackMakeText   = Text{"在微信公众平台换成新的之前，收到的推送会被拒绝。", "Until they are entered at mp.weixin.qq.com, pushes are refused."}
	CallbackNewTitle   = Text{"请现在复制，离开本页后不再显示", "Copy them now; they are not shown again"}
	CallbackNewText    = Text{"填到微信公众平台的“消息推送”里，然后提交。", "Enter them under message push at mp.weixin.qq.com and submit."}
	CallbackState      = Text{"接通情况", "How it stands"}
	CallbackChecked    = Text{"微信检查地址", "URL checked by WeChat"}
	CallbackPushed     = Text{"最近一次推送", "Last push"}
	CallbackRefusedAt  = Text{"最近一次拒绝", "Last refusal"}
	CallbackSilent     = Text{"还没有收到过推送，而订阅次数以推送为准：现在的订阅都不会计数。请先接通推送，或暂时改用上报。", "No push has arrived yet, but subscriptions are learnt from pushes: none are counted now. Set pushes up, or use reports for the time being."}
	CallbackNever      = Text{"还没有", "Not yet"}
	CallbackRefused    = Text{"最近的推送没有被接受", "The latest push was not accepted"}
	CallbackOpen       = Text{"消息推送", "Message push"}

	ReasonCreditsByEvent = Text{"这个小程序的订阅次数以微信推送的事件为准，上报的订阅不再计数。", "This app learns subscriptions from WeChat's events; reported ones are not counted."}
)

// Why a push was refused, and what to do.
var (
	PushSignature  = Text{"签名不符：Token 与微信公众平台上的不一致，或者不是微信发来的。请重新填写两边的 Token。", "The signature does not fit: the token differs from the one at mp.weixin.qq.com, or it was not WeChat. Enter the same token on both sides."}
	PushStale      = Text{"推送的时间与本服务器相差太多。请校准服务器的时钟。", "Its time is too far from this server's. Set the server's clock."}
	PushForeign    = Text{"推送是给另一个小程序的。请检查地址里的 AppID。", "It is for another mini program. Check the AppID in the URL."}
	PushEncryption = Text{"内容解不开：EncodingAESKey 与微信公众平台上的不一致。请重新填写。", "It cannot be decrypted: the EncodingAESKey differs from the one at mp.weixin.qq.com. Enter it again."}
	PushPlain      = Text{"推送没有加密，而这里选的是加密方式。请把两边的加密方式改成一致。", "It is not encrypted, but encryption is chosen here. Choose the same on both sides."}
	PushBody       = Text{"推送的内容读不懂。若反复出现，请联系技术人员。", "It cannot be read. If this goes on, tell your technician."}

	pushRefusals = map[models.PushRefusal]Text{
		models.RefusedSignature: PushSignature, models.RefusedStale: PushStale, models.RefusedForeign: PushForeign,
		models.RefusedEncryption: PushEncryption, models.RefusedPlain: PushPlain, models.RefusedBody: PushBody,
	}
	callbackModes = map[wechat.CallbackMode][2]Text{
		wechat.CallbackSecure: {CallbackSecure, CallbackSecureHint}, wechat.CallbackCompat: {CallbackCompat, CallbackCompatHint},
		wechat.CallbackPlain: {CallbackPlain, CallbackPlainHint},
	}
	creditSources = map[models.CreditSource][2]Text{
		models.CreditsByEvent: {CreditsByEvent, CreditsByEventHint}, models.CreditsByReport: {CreditsByReport, CreditsByReportDo},
	}
)

// PushRefusal is why a push was refused, and what to do.
func PushRefusal(ctx context.Context, refusal models.PushRefusal) string {
	return pushRefusals[refusal].In(ctx)
}

// PushMode is what a mode is called, and what it means.
func PushMode(mode wechat.CallbackMode) (name, hint Text) {
	return callbackModes[mode][0], callbackModes[mode][1]
}

// CreditSource is what a source of credits is called, and what it means.
func CreditSource(source models.CreditSource) (name, hint Text) {
	return creditSources[source][0], creditSources[source][1]
}
