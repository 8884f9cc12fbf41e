package text

// Words of the shared pieces, which know nothing of what they show.
var (
	Close           = Text{"关闭", "Close"}
	Cancel          = Text{"取消", "Cancel"}
	Copy            = Text{"复制", "Copy"}
	Copied          = Text{"已复制", "Copied"}
	Search          = Text{"搜索", "Search"}
	ApplyFilters    = Text{"筛选", "Apply"}
	ClearFilters    = Text{"清除筛选", "Clear filters"}
	ActiveFilters   = Text{"已用筛选", "Active filters"}
	RemoveFilter    = Text{"移除筛选：%s", "Remove filter: %s"}
	Pages           = Text{"翻页", "Pages"}
	LookStopped     = Text{"已经查了很久，还没有查完。", "This search takes long and is not finished."}
	GoOn            = Text{"继续查找", "Go on searching"}
	Newer           = Text{"较新", "Newer"}
	Older           = Text{"较早", "Older"}
	Required        = Text{"必填", "required"}
	Optional        = Text{"选填", "optional"}
	MoreActions     = Text{"更多操作", "More actions"}
	ShowAsTable     = Text{"以表格查看", "View as table"}
	ShowPassword    = Text{"显示密码", "Show password"}
	RepeatToConfirm = Text{"输入 %s 以确认", "Type %s to confirm"}
	BackHome        = Text{"返回首页", "Back to start"}
	Picked          = Text{"已选", "Picked"}
	PickedActions   = Text{"对已选的行", "With the picked rows"}
)

// The colour input and its presets, WeChat's own dark blue first.
var (
	ColorPresets = Text{"预设颜色", "Preset colours"}
	ColorHex     = Text{"%s（十六进制）", "%s (hex)"}
	ColorNavy    = Text{"藏青", "Navy"}
	ColorInk     = Text{"墨黑", "Ink"}
	ColorGrey    = Text{"石灰", "Grey"}
	ColorRed     = Text{"朱红", "Red"}
	ColorOrange  = Text{"橘橙", "Orange"}
	ColorGreen   = Text{"翠绿", "Green"}
	ColorBlue    = Text{"天蓝", "Blue"}
	ColorPurple  = Text{"雅紫", "Purple"}
)

// The phone as WeChat draws it. These stay Chinese in both languages where
// they are what the customer will see.
var (
	PhoneTitle      = Text{"服务通知", "服务通知"}
	PhoneOpen       = Text{"进入小程序查看", "进入小程序查看"}
	PhoneLabel      = Text{"手机预览", "Phone preview"}
	PhoneEmptyValue = Text{"（空）", "(empty)"}
	PhoneRefused    = Text{"会被拒绝：%s", "Would be refused: %s"}
)
