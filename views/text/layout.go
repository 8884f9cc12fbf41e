package text

// The frame around every page.
var (
	Product        = Text{"信使台", "Xinshi"}
	ProductLine    = Text{"小程序消息推送", "Mini program messages"}
	SkipToContent  = Text{"跳到正文", "Skip to content"}
	OpenMenu       = Text{"打开菜单", "Open menu"}
	SideBar        = Text{"侧栏", "Side bar"}
	MainNavigation = Text{"主导航", "Main navigation"}
	Breadcrumb     = Text{"路径", "Breadcrumb"}
	SwitchApp      = Text{"切换小程序", "Switch app"}
	NoApp          = Text{"还没有小程序", "No app yet"}
	AddApp         = Text{"接入小程序", "Add an app"}
	AppPaused      = Text{"已暂停", "Paused"}
	SignedInAs     = Text{"当前登录", "Signed in"}
	SignOut        = Text{"退出登录", "Sign out"}
	Theme          = Text{"外观", "Theme"}
	ThemeSystem    = Text{"跟随系统", "Follow system"}
	ThemeLight     = Text{"浅色", "Light"}
	ThemeDark      = Text{"深色", "Dark"}
	Language       = Text{"语言", "Language"}
	RequestID      = Text{"请求编号 %s", "Request id %s"}
	KeyboardKeys   = Text{"键盘快捷键", "Keyboard shortcuts"}
	KeySearch      = Text{"聚焦搜索框", "Focus search"}
	KeyHelp        = Text{"显示快捷键", "Show shortcuts"}
	Unreachable    = Text{"服务器没有答复，填写的内容没有丢失，请稍后再试。", "The server did not answer. Nothing you typed is lost; please try again shortly."}
	Notices        = Text{"提示", "Notices"}
)

// Where the side bar leads.
var (
	NavOverview   = Text{"总览", "Overview"}
	NavCompose    = Text{"撰写", "Compose"}
	NavRecipients = Text{"用户", "Users"}
	NavTemplates  = Text{"模板", "Templates"}
	NavMessages   = Text{"历史", "History"}
	NavPhone      = Text{"模拟手机", "Simulated phone"}
	NavAudit      = Text{"审计", "Audit"}
	NavSettings   = Text{"设置", "Settings"}
)

// The roles as the signed-in person sees them.
var (
	RoleAdmin    = Text{"管理员", "Admin"}
	RoleOperator = Text{"运营", "Operator"}
	RoleMarketer = Text{"市场", "Marketing"}
	RoleAuditor  = Text{"审计", "Auditor"}
)
