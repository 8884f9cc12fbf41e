package text

import "xinshi/models"

// Staff and roles.
var (
	StaffTitle          = Text{"员工", "Staff"}
	StaffNote           = Text{"谁可以登录，各能做什么。", "Who can sign in, and what each may do."}
	StaffAdd            = Text{"添加员工", "Add staff"}
	StaffEmail          = Text{"邮箱", "Email"}
	StaffEmailHint      = Text{"用于登录。", "Used to sign in."}
	StaffName           = Text{"姓名", "Name"}
	StaffRole           = Text{"角色", "Role"}
	StaffState          = Text{"状态", "State"}
	StaffActive         = Text{"可登录", "Can sign in"}
	StaffDisabled       = Text{"已停用", "Disabled"}
	StaffSignedIn       = Text{"最近登录", "Last sign-in"}
	StaffNeverSignedIn  = Text{"从未登录", "never"}
	StaffDisable        = Text{"停用账号：立即退出登录，之后不能再登录", "Disable: signed out at once, cannot sign in again"}
	StaffPassword       = Text{"密码", "Password"}
	StaffPasswordHint   = Text{"至少 %d 个字，请当面告知本人。", "At least %d characters. Tell the person in private."}
	StaffPasswordTitle  = Text{"设置新密码", "Set a new password"}
	StaffPasswordNote   = Text{"设置后，此人在所有设备上退出登录。", "The person is then signed out on every device."}
	StaffSetPassword    = Text{"设置密码", "Set password"}
	StaffAdded          = Text{"已添加 %s。", "%s was added."}
	StaffSaved          = Text{"已保存。", "Saved."}
	StaffPasswordWasSet = Text{"密码已更新。", "The password is set."}
)

// What each role is for.
var (
	RoleAdminHint    = Text{"全部权限，包括小程序密钥和员工。", "Everything, including secrets and staff."}
	RoleOperatorHint = Text{"维护模板、撰写并发送消息、查看用户。", "Keeps templates, writes and sends messages, sees users."}
	RoleMarketerHint = Text{"撰写和预览消息，不能发送。", "Writes and previews messages, cannot send."}
	RoleAuditorHint  = Text{"查看消息、用户和审计记录，不能更改。", "Sees messages, users and the audit record, changes nothing."}
)

// RoleHint says what a role is for.
func RoleHint(role models.Role) Text {
	switch role {
	case models.RoleAdmin:
		return RoleAdminHint
	case models.RoleOperator:
		return RoleOperatorHint
	case models.RoleMarketer:
		return RoleMarketerHint
	}
	return RoleAuditorHint
}
