package text

// The page a message is written on.
var (
	ComposeNone    = Text{"还没有可用的模板", "No template yet"}
	ComposeStopped = Text{"%s（已停用）", "%s (stopped)"}
	ComposeRemoved = Text{"%s（微信上已删除）", "%s (deleted on WeChat)"}
	ComposeNothing = Text{"选好模板，这里会显示消息的样子。", "Choose a template to see the message here."}
)

// Choosing the recipient.
var (
	PersonSearch     = Text{"搜索用户", "Search users"}
	PersonSearchHint = Text{"昵称、备注，或 openid 的开头", "Name, remark, or the start of the openid"}
	PersonFind       = Text{"查找", "Find"}
	PersonMatches    = Text{"可选的用户", "Users to choose from"}
	PersonMore       = Text{"还有更多，请输入更多字来缩小范围。", "There are more; type on to narrow it down."}
	PersonNoMatch    = Text{"没有找到这样的用户。", "No such user."}
	PersonNobody     = Text{"还没有用户。用户在小程序里提交表单、支付或订阅后会出现在这里。", "No users yet. They appear once they submit a form, pay or subscribe in the mini program."}
	PersonNoCode     = Text{"没有发送码", "No send code"}
	PersonOtherCodes = Text{"有发送码，但不能用于这个模板", "Has send codes, but none for this template"}
	PersonSettling   = Text{"发送码 %s可用", "Code usable %s"}
)

// What the message says.
var (
	ComposeDefault   = Text{"留空则用默认值“%s”", "Left empty, the default “%s” is used"}
	ComposeNeeded    = Text{"不能为空", "Must not be empty"}
	ComposeFormatted = Text{"照模板会转成“%s”；要照字面显示就选“固定文字”", "By template it becomes “%s”; choose “Fixed text” to show it as typed"}
	ComposeMore      = Text{"跳转与放大", "Page and large line"}
	ComposeEmphasis  = Text{"放大显示", "Shown large"}
	ComposeNoLarge   = Text{"不放大", "None"}
)

// The preview, and sending.
var (
	PreviewView       = Text{"预览方式", "How to preview"}
	PreviewTyped      = Text{"按填写显示", "As written"}
	PreviewActual     = Text{"按微信实际显示", "As WeChat shows it"}
	PreviewActualNote = Text{"微信现在会忽略颜色和放大显示，用户看到的就是这样。", "WeChat now drops colours and the large line; this is what people see."}
	SendTo            = Text{"用户", "User"}
	SendCodeSpent     = Text{"将使用的发送码", "Code to be spent"}
	SendCodeIs        = Text{"%s · %s 获得 · %s", "%s · obtained %s · %s"}
	SendCodeExpires   = Text{"%s到期", "expires %s"}
	SendCodeSettling  = Text{"这个码 %s可用，消息会等到那时再发。", "This code is usable %s; the message waits until then."}
	SendNoCodeTitle   = Text{"%s 没有可用于这个模板的发送码", "%s has no send code for this template"}
	SendNoCodeForm    = Text{"请等 TA 再次在小程序里提交表单或支付，每次会带来一个发送码。", "Wait until they submit a form or pay in the mini program again; each time brings a code."}
	SendNoCodeAsk     = Text{"请在小程序里引导 TA 再次订阅“%s”，同意后才能发送。", "Have the mini program ask them to subscribe to “%s” again; then it can be sent."}
)
