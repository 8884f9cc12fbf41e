package text

// The log of API calls.
var (
	CallsContext    = Text{"商城后端最近的调用和它得到的答复，成功和出错的各保留最近 %s 次；不保存请求内容、密钥和发送码。", "The backend's last calls and their answers; %s that went well and as many that did not are kept. Bodies, keys and send codes are not."}
	CallsCaption    = Text{"API 调用", "API calls"}
	CallsAll        = Text{"全部", "All"}
	CallsFailed     = Text{"只看出错的", "Errors only"}
	CallsShow       = Text{"显示哪些调用", "Which calls to show"}
	CallsMore       = Text{"全部调用记录", "All calls"}
	CallsNone       = Text{"还没有调用", "No calls yet"}
	CallsNoneText   = Text{"程序用这个小程序的密钥调用后，会出现在这里。用错密钥的调用不属于任何小程序，不会出现。", "They appear once a program calls with a key of this app. A call with a wrong key belongs to no app and does not."}
	CallsNoneFailed = Text{"没有出错的调用", "No call went wrong"}
	CallsNoneOK     = Text{"最近的调用都被接受了。", "All of the last calls were accepted."}
	CallsShown      = Text{"本页 %d 次", "%d on this page"}
	CallsLive       = Text{"每 2 秒自动更新", "Refreshes every 2 seconds"}
	CallTime        = Text{"时间", "Time"}
	CallWhat        = Text{"调用", "Call"}
	CallAnswer      = Text{"答复", "Answer"}
	CallDetail      = Text{"说明", "What happened"}
	CallTook        = Text{"用时", "Took"}
	CallMillis      = Text{"%s 毫秒", "%s ms"}
	CallNoRoute     = Text{"没有这个地址", "no such address"}
	CallNoRouteDo   = Text{"没有这个地址，请对照接口参考检查路径。", "There is no such address. Compare the path with the API reference."}
	CallPartly      = Text{"%d 部分未收", "%d in part"}
	CallItems       = Text{"收下 %s 项", "%s accepted"}
	CallDuplicates  = Text{"重复 %s 项", "%s duplicates"}
	CallRejected    = Text{"未收 %s 项", "%s refused"}
	CallTimes       = Text{"%s 项", "%s items"}
	CallRevoked     = Text{"这个密钥已经吊销，请换成可用的。", "This key is revoked; use one that is active."}
	CallKeyGone     = Text{"密钥已删除", "key gone"}
	CallRequest     = Text{"请求编号", "Request id"}
)

// Codes refused as they came from the mini program.
var (
	RefusalsTitle = Text{"今天未收下的发送码", "Send codes refused today"}
	RefusalsNote  = Text{"小程序和后端交来、但没有收下的码，按原因计数。", "Codes that mini program and backend brought and that were not taken, by reason."}
)
