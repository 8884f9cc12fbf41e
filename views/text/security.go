package text

// The second step of signing in.
var (
	CodeTitle             = Text{"输入验证码", "Enter the code"}
	CodeNote              = Text{"密码正确。请打开身份验证器，输入它现在显示的验证码。", "The password is right. Open your authenticator and type the code it shows now."}
	CodeLabel             = Text{"验证码", "Code"}
	CodeHint              = Text{"6 位数字。手机不在身边时，可以输入一个恢复码。", "6 digits. Without your phone, type one of your recovery codes."}
	CodeBack              = Text{"换一个账号登录", "Sign in with another account"}
	CodeRefused           = Text{"验证码不正确或已用过，请输入最新显示的验证码。", "The code is not right or was used before. Type the latest one."}
	SecondStepTitle       = Text{"两步验证", "Two-step sign-in"}
	SecondStepNote        = Text{"登录时除密码外，还要输入手机身份验证器上的验证码。", "Signing in takes a code from the authenticator on your phone besides the password."}
	SecondStepOn          = Text{"已开启", "On"}
	SecondStepOff         = Text{"未开启", "Off"}
	SecondStepSince       = Text{"自 %s，剩余 %d 个恢复码", "since %s, %d recovery codes left"}
	SecondStepSetUp       = Text{"设置两步验证", "Set up two-step sign-in"}
	SecondStepMust        = Text{"请先设置两步验证", "Set up two-step sign-in first"}
	SecondStepMustText    = Text{"管理员要求你的角色使用两步验证，设置好之后才能继续。", "Your role has to use it. You can go on once it is set up."}
	SecondStepTurnOff     = Text{"关闭两步验证", "Turn two-step sign-in off"}
	SecondStepTurnOffText = Text{"之后只凭密码就能登录，恢复码也随之作废。", "The password alone then signs you in, and the recovery codes end."}
	SecondStepWasOff      = Text{"两步验证已关闭。", "Two-step sign-in is off."}
	SecondStepQR          = Text{"供身份验证器扫描的二维码", "QR code for your authenticator"}
	SecondStepInstall     = Text{"在手机上打开身份验证器，例如 Google Authenticator、Microsoft Authenticator 或密码管理器。", "Open an authenticator on your phone, such as Google Authenticator, Microsoft Authenticator or a password manager."}
	SecondStepScan        = Text{"扫描二维码，或手工输入密钥：", "Scan the code, or type this key:"}
	SecondStepType        = Text{"输入它显示的 6 位数字。", "Type the 6 digits it shows."}
	SecondStepConfirm     = Text{"确认并开启", "Confirm and turn on"}
	RecoveryCodesTitle    = Text{"恢复码", "Recovery codes"}
	RecoveryCodesOnce     = Text{"请现在保存恢复码", "Keep the recovery codes now"}
	RecoveryCodesOnceText = Text{"手机丢失时，每个恢复码可以代替验证码登录一次。它们只显示这一次。", "If you lose your phone, each of them signs you in once. They are not shown again."}
	RecoveryCodesSaved    = Text{"我已保存好", "I have kept them"}
	RecoveryCodesNew      = Text{"换一组恢复码", "Replace recovery codes"}
	RecoveryCodesNewText  = Text{"原来的恢复码会立即作废。", "The former ones end at once."}
)

// Browsers one is signed in with, and the password.
var (
	SecurityTitle        = Text{"账号安全", "Account security"}
	SecurityNote         = Text{"你的登录方式、登录中的设备和密码。", "How you sign in, where you are signed in, and your password."}
	SessionsTitle        = Text{"登录中的设备", "Signed-in devices"}
	SessionsNote         = Text{"不认识的设备，请立即退出并修改密码。", "Sign out what you do not know, and change your password."}
	SessionDevice        = Text{"设备", "Device"}
	SessionUnknownDevice = Text{"未知设备", "Unknown device"}
	SessionHere          = Text{"当前", "This one"}
	SessionIP            = Text{"地址", "Address"}
	SessionSeen          = Text{"最近使用", "Last used"}
	SessionBegan         = Text{"登录时间", "Signed in"}
	SessionEnd           = Text{"退出", "Sign out"}
	SessionEnded         = Text{"该设备已退出登录。", "The device is signed out."}
	SessionsEndOthers    = Text{"退出其他所有设备", "Sign out all others"}
	SessionsEnded        = Text{"其他设备都已退出登录。", "All other devices are signed out."}
	PasswordTitle        = Text{"修改密码", "Change password"}
	PasswordNote         = Text{"修改后，其他设备会退出登录。", "Other devices are then signed out."}
	PasswordCurrent      = Text{"当前密码", "Present password"}
	PasswordNew          = Text{"新密码", "New password"}
	PasswordHint         = Text{"至少 %d 个字，不要用常见的密码。几个不相干的词比符号更安全。", "At least %d characters, and not a common one. A few unrelated words are safer than signs."}
	PasswordChange       = Text{"修改密码", "Change password"}
	PasswordChanged      = Text{"密码已修改。", "The password is changed."}
)

// The first admin of an installation.
var (
	SetupTitle     = Text{"创建第一位管理员", "Add the first admin"}
	SetupNote      = Text{"这套系统还没有员工账号。创建后，这个页面就会关闭。", "Nobody can sign in yet. This page closes once the account exists."}
	SetupToken     = Text{"设置口令", "Set-up token"}
	SetupTokenHint = Text{"启动时打印在服务器的控制台上。", "Printed on the server's console when it starts."}
	SetupBadToken  = Text{"口令不正确，请从服务器的控制台复制。", "The token is not right. Copy it from the server's console."}
	SetupSubmit    = Text{"创建并登录", "Create and sign in"}
	SetupDone      = Text{"管理员账号已创建。建议现在就设置两步验证。", "The account exists. It is a good time to set up two-step sign-in."}
	CLISetup       = Text{"还没有员工账号。打开这个链接创建第一位管理员：", "Nobody can sign in yet. Open this link to add the first admin:"}
)

// What an admin sees of others' accounts.
var (
	StaffSecondStep      = Text{"两步验证", "Two-step"}
	StaffApps            = Text{"可见小程序", "Apps"}
	StaffAllApps         = Text{"全部", "All"}
	StaffLimit           = Text{"只能看到选中的小程序", "Sees only the chosen apps"}
	StaffLimitHint       = Text{"不勾选则可以看到全部，包括以后接入的。管理员总能看到全部。", "Without this, all of them, also later ones. Admins always see all."}
	StaffAppsOf          = Text{"选择小程序", "Choose apps"}
	StaffAccessTitle     = Text{"登录与设备", "Sign-in and devices"}
	StaffNoSessions      = Text{"目前没有登录。", "Not signed in anywhere."}
	StaffEndSessions     = Text{"让此人退出所有设备", "Sign out everywhere"}
	StaffSessionsEnded   = Text{"此人已在所有设备上退出登录。", "The person is signed out everywhere."}
	StaffResetStep       = Text{"重置两步验证", "Reset two-step sign-in"}
	StaffResetStepText   = Text{"手机和恢复码都丢失时使用。之后此人只凭密码就能登录，请先当面确认身份。", "For who has lost phone and recovery codes. The password alone then signs in: make sure who is asking."}
	StaffStepWasReset    = Text{"两步验证已重置。", "Two-step sign-in is reset."}
	SecondStepPolicy     = Text{"必须使用两步验证的角色", "Roles that must use two-step sign-in"}
	SecondStepPolicyNote = Text{"这些角色的员工下次打开页面时必须先设置好。", "Staff with these roles have to set it up before their next page."}
	SecondStepPolicySet  = Text{"已保存两步验证要求。", "The requirement is saved."}
)
