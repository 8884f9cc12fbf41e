package text

import "xinshi/models"

// What each role may do.
var (
	RightsTitle = Text{"各角色能做什么", "What each role may do"}
	RightsNote  = Text{"能写不等于能发，能发也不能审批自己的。限定了小程序的员工只在那些小程序里有这些权限。", "To write is not to send, and nobody approves their own. Who is limited to some apps may do this in these alone."}
	RightName   = Text{"权限", "Right"}
	RightYes    = Text{"可以", "yes"}
	RightNo     = Text{"–", "–"}

	RightView      = Text{"查看总览、模板和发送历史", "See the overview, templates and history"}
	RightCompose   = Text{"撰写、预览和检查", "Write, preview and check"}
	RightSend      = Text{"发送、重发、判定未知结果", "Send, send again, judge unknown outcomes"}
	RightApprove   = Text{"审批别人的发送任务", "Approve the batches of others"}
	RightEdit      = Text{"改用户资料、标签和测试员", "Change users, tags and testers"}
	RightTemplates = Text{"添加和修改模板", "Add and change templates"}
	RightPeople    = Text{"查看用户和发送码", "See users and their send codes"}
	RightImport    = Text{"导入用户和发送码", "Import users and codes"}
	RightExport    = Text{"导出", "Export"}
	RightErase     = Text{"抹去用户的个人数据", "Erase users' personal data"}
	RightApps      = Text{"管理小程序、密钥、告警和发送规则", "Manage apps, keys, alerts and sending rules"}
	RightStaff     = Text{"管理员工和角色", "Manage staff and roles"}
	RightAudit     = Text{"查看和核对审计记录", "See and check the audit record"}

	rights = map[models.Permission]Text{
		models.PermView: RightView, models.PermCompose: RightCompose, models.PermSend: RightSend, models.PermApprove: RightApprove,
		models.PermEdit: RightEdit, models.PermTemplates: RightTemplates, models.PermPeople: RightPeople, models.PermImport: RightImport,
		models.PermExport: RightExport, models.PermErase: RightErase, models.PermApps: RightApps, models.PermStaff: RightStaff, models.PermAudit: RightAudit,
	}
)

// Permission is what a permission lets people do.
func Permission(p models.Permission) Text { return rights[p] }

// Role is what a role is called on the pages; an unknown one keeps its own word.
func Role(role models.Role) Text {
	switch role {
	case models.RoleAdmin:
		return RoleAdmin
	case models.RoleOperator:
		return RoleOperator
	case models.RoleMarketer:
		return RoleMarketer
	case models.RoleAuditor:
		return RoleAuditor
	}
	return Text{string(role), string(role)}
}
