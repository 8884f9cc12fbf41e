package text

import "xinshi/models"

// The audit record.
var (
	AuditTitle       = Text{"审计", "Audit"}
	AuditNote        = Text{"谁在什么时候、从哪里、做了什么。只能查看，不能更改。", "Who did what, when and from where. Read-only for everyone."}
	AuditTime        = Text{"时间", "Time"}
	AuditActor       = Text{"操作者", "By"}
	AuditAction      = Text{"操作", "Action"}
	AuditObject      = Text{"对象", "Object"}
	AuditFrom        = Text{"来源", "From"}
	AuditChanges     = Text{"变化", "Changes"}
	AuditDetails     = Text{"%d 项", "%d"}
	AuditBefore      = Text{"之前", "Before"}
	AuditAfter       = Text{"之后", "After"}
	AuditAllActions  = Text{"全部操作", "All actions"}
	AuditActorSearch = Text{"操作者的全名", "Full name of who did it"}
	AuditNone        = Text{"还没有记录", "No entries yet"}
	AuditNoneText    = Text{"每一次登录、更改和发送都会记在这里。", "Every sign-in, change and send is recorded here."}
	AuditNoMatch     = Text{"没有符合条件的记录", "No entries match"}
	AuditNoMatchText = Text{"请放宽或清除筛选条件。", "Loosen or clear the filters."}
	AuditShown       = Text{"本页 %d 条，新的在前", "%d on this page, newest first"}
	FilterIs         = Text{"%s：%s", "%s: %s"}
)

// Who acts, where an actor has no name.
var (
	AuditByKey     = Text{"API 密钥", "API key"}
	AuditByCommand = Text{"命令行", "Command line"}
	AuditByClient  = Text{"小程序用户", "User of the mini program"}
	AuditByPay     = Text{"微信支付", "WeChat Pay"}
	AuditByWechat  = Text{"微信平台", "WeChat"}
	AuditByVisitor = Text{"未登录", "Not signed in"}
)

// AuditedActor is what an actor is called that has no name of its own.
func AuditedActor(kind models.ActorKind) Text {
	switch kind {
	case models.ActorAPIKey:
		return AuditByKey
	case models.ActorCLI:
		return AuditByCommand
	case models.ActorEngine:
		return ActorEngine
	case models.ActorClient:
		return AuditByClient
	case models.ActorPay:
		return AuditByPay
	case models.ActorPlatform:
		return AuditByWechat
	}
	return AuditByVisitor
}

// What was done.
var (
	ActionSignIn         = Text{"登录", "Signed in"}
	ActionSignInFailed   = Text{"登录失败", "Sign-in failed"}
	ActionStaffAdd       = Text{"添加员工", "Added staff"}
	ActionStaffUpdate    = Text{"更改员工", "Changed staff"}
	ActionAppAdd         = Text{"接入小程序", "Added app"}
	ActionAppUpdate      = Text{"更改小程序", "Changed app"}
	ActionAppIntake      = Text{"更改收码与支付", "Changed codes and payment"}
	ActionOrderPlace     = Text{"代为下单", "Placed order"}
	ActionAppPause       = Text{"暂停发送", "Paused sending"}
	ActionAppResume      = Text{"恢复发送", "Resumed sending"}
	ActionAppBlockCodes  = Text{"停用一类发送码", "Stopped a kind of code"}
	ActionKeyAdd         = Text{"新建 API 密钥", "Added API key"}
	ActionKeyRevoke      = Text{"吊销 API 密钥", "Revoked API key"}
	ActionTemplateAdd    = Text{"添加模板", "Added template"}
	ActionTemplateUpdate = Text{"更改模板", "Changed template"}
	ActionTemplateStop   = Text{"停用模板", "Stopped template"}
	ActionTemplateResume = Text{"启用模板", "Resumed template"}
	ActionTemplateSync   = Text{"同步模板", "Synced template"}
	ActionTemplateMoved  = Text{"改用订阅消息模板", "Moved to a subscribe template"}
	ActionLibraryAdd     = Text{"从模板库添加", "Added from the library"}
	ActionLibraryDelete  = Text{"在微信上删除模板", "Deleted template on WeChat"}
	ActionRecipientSave  = Text{"更改用户资料", "Changed user"}
	ActionCodeAdd        = Text{"收到发送码", "Received send codes"}
	ActionCodePaid       = Text{"订单已支付", "Order paid"}
	ActionMessageSend    = Text{"发送消息", "Sent message"}
	ActionMessageAgain   = Text{"重发消息", "Sent message again"}
	ActionMessageAssume  = Text{"视为已发", "Took message as sent"}
	ActionMessageCancel  = Text{"取消消息", "Cancelled message"}
	ActionBatchAdd       = Text{"新建发送任务", "Added batch"}
	ActionBatchRunning   = Text{"发送任务开始或继续", "Batch started or resumed"}
	ActionBatchPaused    = Text{"发送任务暂停", "Batch paused"}
	ActionBatchFinished  = Text{"发送任务完成", "Batch finished"}
	ActionBatchCancelled = Text{"发送任务取消", "Batch cancelled"}
	ActionBatchPace      = Text{"更改发送速度", "Changed pace of batch"}
	ActionFirstStep      = Text{"密码正确，等待验证码", "Gave the password, code to come"}
	ActionCodeFailed     = Text{"验证码错误", "Wrong code"}
	ActionStaffPassword  = Text{"修改密码", "Changed password"}
	ActionSecondStepOn   = Text{"开启两步验证", "Turned two-step sign-in on"}
	ActionSecondStepOff  = Text{"关闭两步验证", "Turned two-step sign-in off"}
	ActionRecoveryCodes  = Text{"更换恢复码", "Replaced recovery codes"}
	ActionSessionsEnded  = Text{"退出设备", "Signed devices out"}
	ActionSecondStepRule = Text{"更改两步验证要求", "Changed who must use two-step sign-in"}
	ActionRotate         = Text{"更换加密密钥", "Changed the secret key"}
	ActionAuditVerify    = Text{"核对审计链", "Checked the audit chain"}
	ActionAuditExport    = Text{"导出审计记录", "Exported the audit record"}
	ActionAlertRaise     = Text{"提出告警", "Raised alert"}
	ActionAlertClear     = Text{"解除告警", "Cleared alert"}
	ActionRobotAdd       = Text{"添加群机器人", "Added robot"}
	ActionRobotUpdate    = Text{"更改群机器人", "Changed robot"}
	ActionRobotDelete    = Text{"删除群机器人", "Deleted robot"}
	ActionRobotTest      = Text{"测试群机器人", "Tested robot"}
	ActionRecipientView  = Text{"查看用户", "Viewed user"}
)

// AuditedAction is an action's word in models and on the page.
type AuditedAction struct {
	Word string
	Text Text
}

// AuditedActions lists them in the order of the select box.
var AuditedActions = []AuditedAction{
	{"message.send", ActionMessageSend},
	{"message.send_again", ActionMessageAgain},
	{"message.take_as_sent", ActionMessageAssume},
	{"message.cancel", ActionMessageCancel},
	{"batch.add", ActionBatchAdd},
	{"batch.running", ActionBatchRunning},
	{"batch.paused", ActionBatchPaused},
	{"batch.finished", ActionBatchFinished},
	{"batch.cancelled", ActionBatchCancelled},
	{"batch.pace", ActionBatchPace},
	{"batch.draft", ActionBatchDraft},
	{"batch.edit", ActionBatchEdit},
	{"batch.delete", ActionBatchDelete},
	{"batch.list", ActionBatchList},
	{"batch.people", ActionBatchPeople},
	{"batch.submit", ActionBatchSubmit},
	{"batch.scheduled", ActionBatchScheduled},
	{"batch.pending_approval", ActionBatchPending},
	{"batch.rejected", ActionBatchRejected},
	{"batch.export", ActionCheckExport},
	{"batch.exported", ActionCheckExported},
	{"approval.ask", ActionApprovalAsk},
	{"approval.approve", ActionApprovalGiven},
	{"approval.reject", ActionApprovalRejected},
	{"approval.withdraw", ActionApprovalBack},
	{"approval.void", ActionApprovalVoid},
	{"app.words", ActionWords},
	{"app.sending", ActionSendingRules},
	{"app.callback", ActionCallback},
	{"recipient.tester", ActionTester},
	{"code.add", ActionCodeAdd},
	{"code.paid", ActionCodePaid},
	{"order.place", ActionOrderPlace},
	{"template.add", ActionTemplateAdd},
	{"template.update", ActionTemplateUpdate},
	{"template.stop", ActionTemplateStop},
	{"template.resume", ActionTemplateResume},
	{"template.sync", ActionTemplateSync},
	{"template.succeed", ActionTemplateMoved},
	{"library.add", ActionLibraryAdd},
	{"library.delete", ActionLibraryDelete},
	{"recipient.view", ActionRecipientView},
	{"recipient.save", ActionRecipientSave},
	{"recipient.import", ActionRecipientImport},
	{"recipient.tag", ActionRecipientTag},
	{"recipient.erase", ActionRecipientErase},
	{"tag.rename", ActionTagRename},
	{"tag.delete", ActionTagDelete},
	{"segment.save", ActionSegmentSave},
	{"segment.delete", ActionSegmentDelete},
	{"recipient.export", ActionRecipientExport},
	{"recipient.exported", ActionRecipientExported},
	{"message.export", ActionMessageExport},
	{"message.exported", ActionMessageExported},
	{"import.uploaded", ActionImportUploaded},
	{"import.checking", ActionImportChecking},
	{"import.checked", ActionImportChecked},
	{"import.running", ActionImportRunning},
	{"import.finished", ActionImportFinished},
	{"import.failed", ActionImportFailed},
	{"import.cancelled", ActionImportCancelled},
	{"import.export", ActionRefusedExport},
	{"import.exported", ActionRefusedExported},
	{"app.add", ActionAppAdd},
	{"app.update", ActionAppUpdate},
	{"app.intake", ActionAppIntake},
	{"app.pause", ActionAppPause},
	{"app.resume", ActionAppResume},
	{"app.block_codes", ActionAppBlockCodes},
	{"api_key.add", ActionKeyAdd},
	{"api_key.revoke", ActionKeyRevoke},
	{"staff.sign_in", ActionSignIn},
	{"staff.sign_in_failed", ActionSignInFailed},
	{"staff.first_step", ActionFirstStep},
	{"staff.code_failed", ActionCodeFailed},
	{"staff.add", ActionStaffAdd},
	{"staff.update", ActionStaffUpdate},
	{"staff.password", ActionStaffPassword},
	{"staff.second_step_on", ActionSecondStepOn},
	{"staff.second_step_off", ActionSecondStepOff},
	{"staff.recovery_codes", ActionRecoveryCodes},
	{"staff.sessions_ended", ActionSessionsEnded},
	{"settings.second_step", ActionSecondStepRule},
	{"secrets.rotate", ActionRotate},
	{"database.backup", ActionBackup},
	{"alert.raise", ActionAlertRaise},
	{"alert.clear", ActionAlertClear},
	{"robot.add", ActionRobotAdd},
	{"robot.update", ActionRobotUpdate},
	{"robot.delete", ActionRobotDelete},
	{"robot.test", ActionRobotTest},
	{"audit.verify", ActionAuditVerify},
	{"audit.export", ActionAuditExport},
}

// Action is what was done; a word we do not know is shown as it is.
func Action(word string) Text {
	for _, a := range AuditedActions {
		if a.Word == word {
			return a.Text
		}
	}
	return Text{word, word}
}
