package text

// The page a message is written on.
var (
	ComposeTitle    = Text{"撰写消息", "Compose a message"}
	ComposeContext  = Text{"给一位用户发一条消息，预览就是 TA 会看到的样子。", "One message to one user. The preview is what they will see."}
	ComposeNone     = Text{"还没有可用的模板", "No template yet"}
	ComposeTo       = Text{"发给谁", "To whom"}
	ComposeWith     = Text{"用哪个模板", "With which template"}
	ComposeChoose   = Text{"请选择模板", "Choose a template"}
	ComposeStopped  = Text{"%s（已停用）", "%s (stopped)"}
	ComposeRemoved  = Text{"%s（微信上已删除）", "%s (deleted on WeChat)"}
	ComposeChange   = Text{"换模板", "Change template"}
	ComposeNext     = Text{"下一步", "Next"}
	ComposeNothing  = Text{"选好模板，这里会显示消息的样子。", "Choose a template to see the message here."}
	ComposePause    = Text{"小程序已暂停发送", "This app has paused sending"}
	ComposePauseDo  = Text{"现在发出的消息会排队，等恢复发送后自动发出。", "A message sent now waits in the queue and goes out once sending resumes."}
	ComposePauseEnd = Text{"预计 %s 恢复。", "Expected to resume at %s."}
)

// Choosing the recipient.
var (
	PersonSearch     = Text{"搜索用户", "Search users"}
	PersonSearchHint = Text{"昵称、备注，或 openid 的开头", "Name, remark, or the start of the openid"}
	PersonFind       = Text{"查找", "Find"}
	PersonChange     = Text{"换一位用户", "Choose another user"}
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
	ComposeContent   = Text{"填写内容", "Content"}
	ComposeByKeyword = Text{"按关键词填写", "By keyword"}
	ComposeByField   = Text{"按业务字段填写", "By business field"}
	ComposeMode      = Text{"填写方式", "How to fill it in"}
	ComposeModeNotes = Text{"关键词方式：写什么就显示什么。业务字段方式：写原始值，由模板的格式转换。", "By keyword: what you type is what is shown. By field: type the raw value, the template formats it."}
	ComposeDefault   = Text{"留空则用默认值“%s”", "Left empty, the default “%s” is used"}
	ComposeOfPerson  = Text{"留空则填入这位用户的 %s", "Left empty, this user's %s is used"}
	ComposeNeeded    = Text{"不能为空", "Must not be empty"}
	ComposeShared    = Text{"与上面的 %s 相同", "Same as %s above"}
	ComposeFormatted = Text{"格式：%s", "Format: %s"}
	ComposeProblem   = Text{"%s：%s", "%s: %s"}
	ComposeJoin      = Text{"%s；%s", "%s. %s"}
	ComposeMore      = Text{"跳转与放大", "Page and large line"}
	ComposePage      = Text{"点开后进入的页面", "Page the card opens"}
	ComposeEmphasis  = Text{"放大显示", "Shown large"}
	ComposeNoLarge   = Text{"不放大", "None"}
)

// The preview, and sending.
var (
	PreviewFor        = Text{"预览给：%s", "Preview for: %s"}
	PreviewForNobody  = Text{"预览", "Preview"}
	PreviewView       = Text{"预览方式", "How to preview"}
	PreviewTyped      = Text{"按填写显示", "As written"}
	PreviewActual     = Text{"按微信实际显示", "As WeChat shows it"}
	PreviewActualNote = Text{"微信现在会忽略颜色和放大显示，用户看到的就是这样。", "WeChat now drops colours and the large line; this is what people see."}
	SendTitle         = Text{"检查并发送", "Check and send"}
	SendTo            = Text{"用户", "User"}
	SendCodeSpent     = Text{"将使用的发送码", "Code to be spent"}
	SendCodeIs        = Text{"%s · %s 获得 · %s", "%s · obtained %s · %s"}
	SendCodeExpires   = Text{"%s到期", "expires %s"}
	SendCodeSettling  = Text{"这个码 %s可用，消息会等到那时再发。", "This code is usable %s; the message waits until then."}
	SendNobody        = Text{"先在上面选择用户。", "Choose a user above first."}
	SendNoCodeTitle   = Text{"%s 没有可用于这个模板的发送码", "%s has no send code for this template"}
	SendNoCodeForm    = Text{"请等 TA 再次在小程序里提交表单或支付，每次会带来一个发送码。", "Wait until they submit a form or pay in the mini program again; each time brings a code."}
	SendNoCodeAsk     = Text{"请在小程序里引导 TA 再次订阅“%s”，同意后才能发送。", "Have the mini program ask them to subscribe to “%s” again; then it can be sent."}
	SendNow           = Text{"发送给 %s", "Send to %s"}
	Send              = Text{"发送", "Send"}
	SendNotYours      = Text{"您的角色可以撰写和预览；发送由运营或管理员来做。", "Your role can write and preview. Sending is for operators and admins."}
	SendQueued        = Text{"已交给发送队列，正在发给 %s。", "Queued; it is on its way to %s."}
	SendRefused       = Text{"还没有发送：有 %d 处需要修改，填写的内容都在。", "Not sent yet: %d things need a change. Everything you typed is still here."}
	SendTwice         = Text{"这一页已经发出过一条内容不同的消息", "Another message was already sent from this page"}
	SendTwiceText     = Text{"如果确实要再发一条，请核对后再点一次发送。", "If you mean to send one more, check it and press send again."}
)
