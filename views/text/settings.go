package text

// Settings: the Apps.
var (
	SettingsNav       = Text{"设置分类", "Settings"}
	SettingsApps      = Text{"小程序", "Apps"}
	SettingsAppsNote  = Text{"接入的小程序、密钥状态和发送开关。", "The mini programs, how their secrets stand, and whether they send."}
	AppsEmpty         = Text{"填写 AppID 和 AppSecret，就可以开始收集发送码和发送消息。", "Enter AppID and AppSecret to begin collecting send codes and sending messages."}
	AppDetails        = Text{"基本信息", "Details"}
	AppName           = Text{"名称", "Name"}
	AppNameHint       = Text{"显示在每个页面上，免得发错小程序。", "Stands on every page, so that nobody sends from the wrong app."}
	AppAppid          = Text{"AppID", "AppID"}
	AppAppidHint      = Text{"在微信公众平台“开发管理”中查看，wx 开头。", "Under development settings at mp.weixin.qq.com; begins with wx."}
	AppAppidFixed     = Text{"接入后不能更改。", "Cannot be changed later."}
	AppSecret         = Text{"AppSecret", "AppSecret"}
	AppSecretHint     = Text{"加密保存，之后不再显示。", "Stored encrypted and never shown again."}
	AppSecretKeep     = Text{"留空则保持不变。填写新值会更换密钥并重新获取凭证。", "Leave empty to keep it. A new value replaces the secret and fetches a new token."}
	AppTokenMode      = Text{"接口凭证", "Access token"}
	TokenStable       = Text{"稳定版", "Stable"}
	TokenStableHint   = Text{"推荐。与其他系统同时使用也互不影响。", "Recommended. Other systems can fetch tokens too without harm."}
	TokenClassic      = Text{"经典版", "Classic"}
	TokenClassicHint  = Text{"每次获取都会让旧凭证失效，只应由本系统获取。", "Each fetch ends the former token, so nothing else may fetch one."}
	AppBand           = Text{"颜色", "Colour"}
	AppTimeZone       = Text{"时区", "Time zone"}
	AppTimeZoneHint   = Text{"页面上的时间和日期格式按此显示，例如 Asia/Shanghai。", "Times are shown and formatted in it, for example Asia/Shanghai."}
	AppCodesPerPay    = Text{"每次支付可发几条", "Messages per payment"}
	AppCodesPerPayDo  = Text{"微信允许 1 到 3 条，不确定时填 1。", "WeChat allows 1 to 3; when in doubt, 1."}
	AppPaymentDelay   = Text{"支付后等待（秒）", "Wait after payment (seconds)"}
	AppPace           = Text{"每秒最多发送（条）", "At most, messages a second"}
	AppPaceDo         = Text{"所有进程合计；留空则不限。", "All processes together; empty means no limit."}
	AppContentDays    = Text{"消息内容保留天数", "Keep message contents, days"}
	AppContentDaysDo  = Text{"有了结果的消息，过这么多天后清除填写的内容，发送记录仍在；7 到 3650，留空则一直保留。", "The values of messages with an outcome go after so many days; the record of the send stays. 7 to 3650; empty keeps them."}
	AppCodeDays       = Text{"失效发送码保留天数", "Keep dead send codes, days"}
	AppCodeDaysDo     = Text{"已用、过期、被拒的发送码，过这么多天后删除；30 到 3650，留空则一直保留。", "Codes that were used, refused or expired are deleted after so many days. 30 to 3650; empty keeps them."}
	AppQuietFrom      = Text{"免打扰开始", "Quiet from"}
	AppQuietUntil     = Text{"免打扰结束", "Quiet until"}
	AppQuietDo        = Text{"这段时间内发送任务暂缓，单条消息照常；两项都留空则不设。", "Batches wait during these hours, single messages do not; leave both empty for none."}
	AppPaymentDelayDo = Text{"微信得知支付成功需要片刻，等待后再使用支付发送码。", "WeChat takes a moment to learn of a payment; its send code is used after this."}
	AppState          = Text{"发送", "Sending"}
	AppSending        = Text{"正常", "Active"}
	AppPausedNow      = Text{"已暂停", "Paused"}
	AppPausedBy       = Text{"由员工暂停。", "Paused by staff."}
	AppPausedUntil    = Text{"将于 %s 自动恢复。", "Resumes by itself at %s."}
	PlatformSaid      = Text{"微信原文", "WeChat's own words"}
	PauseApp          = Text{"暂停发送", "Pause sending"}
	PauseAppTitle     = Text{"暂停这个小程序的发送？", "Pause sending for this app?"}
	PauseAppText      = Text{"排队的消息会等待，恢复后继续发送。", "Queued messages wait and go on when it is resumed."}
	ResumeApp         = Text{"恢复发送", "Resume sending"}
	AppAdded          = Text{"已接入“%s”。", "“%s” was added."}
	AppSaved          = Text{"已保存。", "Saved."}
	AppWasPaused      = Text{"已暂停发送，排队的消息会等待。", "Sending is paused; queued messages wait."}
	AppWasResumed     = Text{"已恢复发送。", "Sending is resumed."}
	Save              = Text{"保存", "Save"}
)

// The colours of the bands, in the order of models.Bands.
var (
	BandJade   = Text{"翠绿", "Jade"}
	BandBlue   = Text{"蓝", "Blue"}
	BandViolet = Text{"紫", "Violet"}
	BandRose   = Text{"玫红", "Rose"}
	BandAmber  = Text{"琥珀", "Amber"}
	BandTeal   = Text{"青", "Teal"}
	BandLime   = Text{"黄绿", "Lime"}
	BandSlate  = Text{"石灰", "Slate"}
	bands      = map[string]Text{
		"jade": BandJade, "blue": BandBlue, "violet": BandViolet, "rose": BandRose,
		"amber": BandAmber, "teal": BandTeal, "lime": BandLime, "slate": BandSlate,
	}
)

// Band is the name of a band's colour.
func Band(name string) Text { return bands[name] }

// The token of an App.
var (
	TokenTitle      = Text{"接口凭证", "Access token"}
	TokenNone       = Text{"还没有获取，第一次发送时会自动获取。", "None yet; it is fetched when the first message is sent."}
	TokenValidUntil = Text{"有效期至", "Valid until"}
	TokenObtained   = Text{"获取于", "Obtained"}
	TokenFailed     = Text{"最近一次获取失败", "The last attempt to fetch it failed"}
	TokenFailedAt   = Text{"失败于", "Failed at"}
	TokenNoAnswer   = Text{"没有连上微信。请检查服务器的网络，系统会自动重试。", "WeChat could not be reached. Check the server's network; it tries again by itself."}
	Actions         = Text{"操作", "Actions"}
)
