package text

import (
	"context"

	"xinshi/models"
)

// The kinds of template.
var (
	KindTemplate          = Text{"模板消息", "Template message"}
	KindTemplateHint      = Text{"旧版接口：凭表单码或支付码发送，用户提交表单或付款后才能收到。", "The legacy API: paid for with a form or payment code, which users give by submitting a form or paying."}
	KindSubscribeOnce     = Text{"一次性订阅", "One-time subscription"}
	KindSubscribeOnceHint = Text{"用户每同意一次，可以发一条。", "Each time a user agrees, one message may be sent."}
	KindSubscribeLong     = Text{"长期订阅", "Long-term subscription"}
	KindSubscribeLongHint = Text{"用户同意一次，可以一直发；仅向政务、医疗等开放。", "A user agrees once for good; open to public services, health care and the like."}

	templateKinds = map[models.TemplateKind][2]Text{
		models.KindTemplate:      {KindTemplate, KindTemplateHint},
		models.KindSubscribeOnce: {KindSubscribeOnce, KindSubscribeOnceHint},
		models.KindSubscribeLong: {KindSubscribeLong, KindSubscribeLongHint},
	}
)

// TemplateKind is what a kind of template is called, and what it means.
func TemplateKind(kind models.TemplateKind) (name, hint Text) {
	words := templateKinds[kind]
	return words[0], words[1]
}

// The formats.
var (
	FormatNone     = Text{"原样", "As it is"}
	FormatDate     = Text{"日期", "Date"}
	FormatDateTime = Text{"日期时间", "Date and time"}
	FormatDateCN   = Text{"中文日期", "Chinese date"}
	FormatYuan     = Text{"金额（元）", "Amount in yuan"}
	FormatFen      = Text{"金额（分）", "Amount in fen"}
	FormatUpper    = Text{"转大写", "Upper case"}
	FormatLower    = Text{"转小写", "Lower case"}
	FormatCut20    = Text{"截到 20 字", "Cut to 20 characters"}
	FormatExample  = Text{"%s：%s", "%s: %s"}

	formats = map[models.Format]Text{
		models.FormatNone: FormatNone, models.FormatDate: FormatDate, models.FormatDateTime: FormatDateTime,
		models.FormatDateCN: FormatDateCN, models.FormatYuan: FormatYuan, models.FormatFen: FormatFen,
		models.FormatUpper: FormatUpper, models.FormatLower: FormatLower, models.FormatCut20: FormatCut20,
	}
	formatExamples = map[models.Format]string{
		models.FormatDate: "2026-11-23", models.FormatDateTime: "2026-11-23 10:24", models.FormatDateCN: "2026年11月23日",
		models.FormatYuan: "12.5 → ¥12.50", models.FormatFen: "1250 → ¥12.50", models.FormatUpper: "sf01 → SF01", models.FormatLower: "SF01 → sf01",
	}
)

// Format is what a format is called; an unknown one keeps its own word.
func Format(ctx context.Context, f models.Format) string {
	if t, ok := formats[f]; ok {
		return t.In(ctx)
	}
	return string(f)
}

// FormatExplained is a format with an example of what it makes.
func FormatExplained(ctx context.Context, f models.Format) string {
	if example := formatExamples[f]; example != "" {
		return FormatExample.In(ctx, Format(ctx, f), example)
	}
	return Format(ctx, f)
}

// The list of templates and one template's page.
var (
	TemplatesContext      = Text{"每个模板的关键词如何填写、用什么颜色，都在这里设定。", "How the keywords of each template are filled and coloured."}
	TemplatesCaption      = Text{"模板列表", "Templates"}
	TemplatesNone         = Text{"还没有模板", "No templates yet"}
	TemplatesNoneText     = Text{"先在微信公众平台添加模板，再把它的模板 ID 和关键词登记到这里，就可以撰写消息了。", "Add a template on the WeChat platform, register its id and keywords here, and you can compose messages."}
	TemplatesNoneAsk      = Text{"请管理员或运营登记第一个模板，之后就可以撰写消息。", "Ask an admin or operator to register the first one; then messages can be composed."}
	TemplateAdd           = Text{"登记模板", "Add template"}
	TemplateName          = Text{"模板", "Template"}
	TemplateKindName      = Text{"类型", "Kind"}
	TemplateKeywords      = Text{"关键词", "Keywords"}
	TemplateStateName     = Text{"状态", "State"}
	TemplateActions       = Text{"操作", "Actions"}
	TemplateActive        = Text{"使用中", "Active"}
	TemplateStopped       = Text{"已停用", "Stopped"}
	TemplateStoppedByHand = Text{"由员工停用。", "Switched off by staff."}
	TemplateStoppedNote   = Text{"该模板已停用，它的消息在排队等待。", "This template is stopped; its messages wait in the queue."}
	TemplateStoppedSince  = Text{"%s 起停用 · ", "Stopped since %s · "}
	TemplateStoppedCode   = Text{"%d · %s", "%d · %s"}
	TemplateCompose       = Text{"用它撰写", "Compose with it"}
	TemplateEdit          = Text{"编辑", "Edit"}
	TemplateEditThis      = Text{"编辑“%s”", "Edit “%s”"}
	TemplateStop          = Text{"停用", "Stop"}
	TemplateStopTitle     = Text{"停用这个模板？", "Stop this template?"}
	TemplateStopText      = Text{"停用后不能再用它撰写；已在排队的消息会等到重新启用。", "Nothing more can be composed with it; messages already queued wait until it is started again."}
	TemplateStart         = Text{"启用", "Start"}
	TemplateStoppedDone   = Text{"已停用“%s”。", "“%s” is stopped."}
	TemplateStartedDone   = Text{"已启用“%s”，等待中的消息会继续发送。", "“%s” is active again; waiting messages go on."}
	TemplateMoreOf        = Text{"“%s”的更多操作", "More actions for “%s”"}
	TemplateMapping       = Text{"关键词与填写方式", "Keywords and what fills them"}
	TemplateFacts         = Text{"模板信息", "About this template"}
	TemplatePreview       = Text{"预览", "Preview"}
	TemplatePreviewNote   = Text{"用示例值和默认值渲染", "Rendered from samples and defaults"}
	TemplateLimit         = Text{"%d 字", "%d chars"}
	TemplatePlainType     = Text{"文本", "text"}
	TemplateNoColour      = Text{"微信默认", "WeChat's own"}
	TemplateEmphasised    = Text{"放大显示", "Shown large"}
)

// The form of a template.
var (
	TemplateNewTitle     = Text{"登记模板", "Add a template"}
	TemplateNewContext   = Text{"照着微信公众平台上的模板填写；保存后模板 ID 和类型不能再改。", "Copy it from the WeChat platform. Its id and kind stay once saved."}
	TemplateEditContext  = Text{"修改只影响之后的消息，已经排队的不变。", "Changes apply to messages composed from now on, not to those queued."}
	TemplateBasics       = Text{"基本信息", "Basics"}
	TemplateID           = Text{"模板 ID", "Template id"}
	TemplateIDHint       = Text{"微信公众平台“我的模板”里的那一串。", "The long string under “My templates” on the platform."}
	TemplateTitle        = Text{"标题", "Title"}
	TemplatePage         = Text{"默认跳转页面", "Default page"}
	TemplatePageHint     = Text{"用户点开卡片时进入的小程序页面，开头不带 /，可带参数。留空则卡片不能点开。", "The mini program page the card opens, without a leading slash; parameters allowed. Empty: the card opens nothing."}
	TemplateRowsNote     = Text{"顺序就是卡片上的顺序。业务字段由接口或撰写页提供，用来自动填关键词。", "In the order of the card. Business fields come from the API or the compose page and fill keywords by themselves."}
	KeywordRow           = Text{"关键词 %d", "Keyword %d"}
	KeywordKey           = Text{"键", "Key"}
	KeywordName          = Text{"名称", "Name"}
	KeywordField         = Text{"业务字段", "Business field"}
	KeywordDefault       = Text{"默认值", "Default"}
	KeywordFormat        = Text{"格式", "Format"}
	KeywordSample        = Text{"示例值", "Sample"}
	KeywordColour        = Text{"颜色", "Colour"}
	KeywordType          = Text{"类型与上限", "Type and limit"}
	KeywordTint          = Text{"上色", "Colour it"}
	KeywordColourOf      = Text{"%s的颜色", "Colour of %s"}
	KeywordLarge         = Text{"放大显示这一项", "Show this one large"}
	KeywordNoneLarge     = Text{"都不放大", "None is shown large"}
	KeywordAdd           = Text{"添加关键词", "Add keyword"}
	KeywordRemove        = Text{"删除关键词 %d", "Remove keyword %d"}
	KeywordUp            = Text{"上移关键词 %d", "Move keyword %d up"}
	KeywordDown          = Text{"下移关键词 %d", "Move keyword %d down"}
	KeywordColourDropped = Text{"微信现在显示时会忽略颜色和放大；接口仍然接受，颜色随消息一起发送和记录。", "WeChat now drops colours and the large line when it draws the card. The API still takes them, and they are sent and recorded."}
	TemplateSave         = Text{"保存", "Save"}
	TemplateAdded        = Text{"已登记模板“%s”。", "Added “%s”."}
	TemplateSaved        = Text{"已保存“%s”。", "Saved “%s”."}
	FormRefused          = Text{"还没有保存：有 %d 处需要修改，已在下面标出。", "Not saved yet: %d values need a change, marked below."}
	RefreshPreview       = Text{"刷新预览", "Refresh preview"}
)
