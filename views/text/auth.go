package text

// Signing in.
var (
	SignIn         = Text{"登录", "Sign in"}
	SignInEmail    = Text{"邮箱", "Email"}
	SignInPassword = Text{"密码", "Password"}
	SignInRefused  = Text{"邮箱或密码不正确，请检查后重试。", "Email or password is not right. Check them and try again."}
	SignInLocked   = Text{"登录失败次数过多，请 %d 分钟后再试。", "Too many failed sign-ins. Try again in %d minutes."}
	FirstRunTitle  = Text{"还没有员工账号", "There is no staff account yet"}
	FirstRunText   = Text{"打开启动时打印在服务器控制台上的链接创建第一位管理员，或者在服务器上运行下面的命令：", "Open the link that the server printed on its console to add the first admin, or run this command there:"}
	FirstRunLabel  = Text{"添加管理员的命令", "Command that adds an admin"}
	NoAppText      = Text{"请让管理员在“设置”中接入小程序，之后就可以从这里开始。", "Ask an admin to add one under Settings; then you can start from here."}
)
