package text

import "xinshi/models"

// The step 检查.
var (
	CheckTitle        = Text{"检查", "Check"}
	CheckContext      = Text{"逐人核对“%s”：不会发送，也不会占用发送码。", "Everyone is gone through for “%s”: nothing is sent, and no code is reserved."}
	CheckRunning      = Text{"正在逐人核对，已核对 %s 人。", "Going through everyone: %s so far."}
	CheckRefresh      = Text{"刷新", "Refresh"}
	CheckReach        = Text{"可达预测", "Reach forecast"}
	CheckReachNote    = Text{"按开始发送时还有没有可用的发送码计算。点数字看是哪些人。", "By whether a usable code is left when sending starts. Each number opens the list of these people."}
	CheckSelected     = Text{"已选", "Selected"}
	CheckReachable    = Text{"现在可达", "Reachable"}
	CheckNoCode       = Text{"无发送码", "No send code"}
	CheckExpiring     = Text{"发送前到期", "Expire before the start"}
	CheckRefused      = Text{"已拒收", "Refused"}
	CheckRecent       = Text{"近 %d 天收到过", "Messaged within %d days"}
	CheckLeftOut      = Text{"不发给", "Left out"}
	CheckBlocked      = Text{"内容会被拒", "Values refused"}
	CheckWarned       = Text{"内容要留意", "Values to look at"}
	CheckExpected     = Text{"预计发出", "Expected to be sent"}
	CheckUnknown      = Text{"名单中有 %s 个 openid 不是这个小程序的用户，不会发送。", "%s of the listed openids are no users of this app; nothing is sent to them."}
	CheckValues       = Text{"内容问题", "Problems of values"}
	CheckValuesNote   = Text{"有问题的只影响那个人，其他人照发；不会悄悄截断。", "A problem concerns that person only, all others get theirs; nothing is cut silently."}
	CheckValuesNone   = Text{"每个人的内容都符合关键词类型。", "Everyone's values fit the types of the keywords."}
	CheckValuesAll    = Text{"查看全部", "See all"}
	CheckPerson       = Text{"用户", "User"}
	CheckKeyword      = Text{"关键词", "Keyword"}
	CheckValue        = Text{"填入的值", "Value"}
	CheckProblem      = Text{"问题", "Problem"}
	CheckFix          = Text{"建议改为", "Suggestion"}
	CheckVerdict      = Text{"结果", "Verdict"}
	CheckWillFail     = Text{"会失败", "Will fail"}
	CheckMayFail      = Text{"可能失败", "May fail"}
	CheckFine         = Text{"没有问题", "Nothing wrong"}
	CheckWords        = Text{"留意用词", "Words to look at"}
	CheckWordsNote    = Text{"微信会处罚用服务通知做营销：轻则封模板，重则停止发送。下面的词容易被认定为营销。", "WeChat punishes notices that advertise: first the template is lost, then the right to send. These words read like advertising."}
	CheckWord         = Text{"“%s”写在%s", "“%s” stands in %s"}
	CheckPlan         = Text{"时间", "Time"}
	CheckStarts       = Text{"开始", "Start"}
	CheckEnds         = Text{"预计完成", "Expected end"}
	CheckTakes        = Text{"预计用时", "Takes about"}
	CheckRate         = Text{"速度", "Pace"}
	CheckRateIs       = Text{"每秒 %s 条", "%s a second"}
	CheckRateGuess    = Text{"没有限速，按每秒 %s 条估计", "No limit; reckoned with %s a second"}
	CheckQuiet        = Text{"免打扰", "Quiet hours"}
	CheckQuietIs      = Text{"%02d:%02d 到 %02d:%02d 不发送", "Nothing is sent from %02d:%02d to %02d:%02d"}
	CheckQuietNone    = Text{"没有", "None"}
	CheckRecentText   = Text{"这次的 %s 人中，有 %s 人在近 %d 天内收到过消息。", "Of these %s people, %s got a message within the last %d days."}
	CheckLeaveOut     = Text{"不发给他们", "Leave them out"}
	CheckTakeIn       = Text{"也发给他们", "Send to them too"}
	CheckLeftOutSet   = Text{"近期收到过的人已排除。", "Those who got a message lately are left out."}
	CheckTakenInSet   = Text{"近期收到过的人也会收到。", "Those who got a message lately get this one too."}
	CheckMust         = Text{"还不能检查", "Not ready to be checked"}
	CheckMustNote     = Text{"请先回到前面的步骤改好这些。", "Please mend these in the steps before."}
	CheckExportNote   = Text{"整批试运行的结果：每个人会不会发出、填入的内容、问题和建议。不会发送任何消息。", "The dry run of the whole batch: for each person whether it will be sent, the values, problems and suggestions. Nothing is sent."}
	CheckExportFile   = Text{"检查结果", "Check"}
	CheckNext         = Text{"下一步：发送", "Next: send"}
	CheckBack         = Text{"回到检查", "Back to the check"}
	CheckDone         = Text{"检查于 %s", "Checked at %s"}
	CheckGroupTitle   = Text{"检查：%s", "Check: %s"}
	CheckGroupNone    = Text{"这一组没有人", "Nobody is in this group"}
	CheckGroupNoneDo  = Text{"可以回到检查看其他数字。", "Go back to the check for the other numbers."}
	CheckPeopleTable  = Text{"检查过的人", "People of the check"}
	CheckTest         = Text{"测试发送", "Test send"}
	CheckTestNote     = Text{"发一条真的消息给测试员，会用掉他们的一个发送码。", "Sends a real message to testers and spends one of their codes each."}
	CheckTestNone     = Text{"还没有测试员。", "There are no testers yet."}
	CheckTestSend     = Text{"发送测试", "Send the test"}
	CheckTestSent     = Text{"已发给 %s。", "Sent to %s."}
	CheckTestRefused  = Text{"没有发给 %s：%s", "Not sent to %s: %s"}
	CheckTestChoose   = Text{"请选择至少一位测试员。", "Please choose at least one tester."}
	CheckDraftChanged = Text{"草稿刚被别人改过，请看过现在的内容再继续。", "Somebody has just changed the draft. Please look at it as it is now."}
	CheckNotDraft     = Text{"这个任务已经不是草稿。", "This is no longer a draft."}
	CheckColon        = Text{"%s：%s", "%s: %s"}
	CheckFieldPage    = Text{"跳转页面", "Page"}
	CheckUntitled     = Text{"未命名的草稿", "Untitled draft"}

	checkGroups = map[models.CheckGroup]Text{
		models.GroupReachable: CheckReachable, models.GroupNoCode: CheckNoCode, models.GroupExpiring: CheckExpiring, models.GroupRefused: CheckRefused,
		models.GroupLeftOut: CheckLeftOut, models.GroupBlocked: CheckBlocked, models.GroupWarned: CheckWarned,
	}
)

// CheckGroup is what a group of a check is called; days is the App's RestDays.
func CheckGroup(group models.CheckGroup) Text { return checkGroups[group] }

// The step 发送.
var (
	SubmitTitle        = Text{"发送", "Send"}
	SubmitContext      = Text{"定下时间和速度，确认人数，然后发送。", "Set time and pace, confirm the number, and send."}
	SubmitPlan         = Text{"时间和速度", "Time and pace"}
	SubmitName         = Text{"任务名称", "Name"}
	SubmitNameHint     = Text{"只有员工看得到。留空则用模板的名称。", "Seen by staff only. Empty: the title of the template."}
	SubmitSavePlan     = Text{"保存时间和速度", "Save time and pace"}
	SubmitPlanSaved    = Text{"已保存，人数按新的时间重新核对。", "Saved; the numbers are those of the new time."}
	SubmitConfirm      = Text{"确认发送", "Confirm"}
	SubmitWillNow      = Text{"现在开始，发给 %s 人。", "Starts now, to %s people."}
	SubmitWillLater    = Text{"%s 开始，发给 %s 人。", "Starts at %s, to %s people."}
	SubmitWillSplit    = Text{"预计发出 %s 条；%s 条会失败：%s 人发送时没有可用的发送码，%s 人内容会被拒。", "%s will probably be sent; %s will fail: %s people have no usable code at that time, the values of %s are refused."}
	SubmitWillAll      = Text{"预计 %s 条全部发出。", "All %s will probably be sent."}
	SubmitWillLeaveOut = Text{"另有 %s 人近期收到过消息，不发给他们。", "%s more got a message lately and are left out."}
	SubmitNow          = Text{"发送", "Send"}
	SubmitSchedule     = Text{"定时发送", "Schedule"}
	SubmitTyped        = Text{"输入 %s 以确认", "Type %s to confirm"}
	SubmitTypedHint    = Text{"超过 %s 人要亲手输入人数。", "Above %s people the number has to be typed."}
	SubmitNobody       = Text{"没有可以发送的人。", "There is nobody to send to."}
	SubmitNotYours     = Text{"你可以编写和检查，不能发送", "You may write and check, but not send"}
	SubmitNotYoursText = Text{"请把下面的地址交给有发送权限的同事（运营或管理员）：他们打开后看到同样的内容和人数，核对后发送。", "Hand this address to a colleague who may send (an operator or admin): they see the same content and numbers, and send after a look."}
	SubmitHandOver     = Text{"草稿地址", "Address of the draft"}
	SubmitSubmitted    = Text{"“%s”已提交，可以在这里看进度。", "“%s” is submitted; its progress stands here."}
	SubmitUnchecked    = Text{"检查还没有完成或已失效，请先完成检查。", "The check is not complete or holds no longer. Please finish it first."}
	SubmitOtherTotal   = Text{"和要发送的条数不一致，请看清人数后重新输入。", "This is not the number of messages. Look at the number and type it again."}
	SubmitPast         = Text{"这个时间已经过去，请选将来的时间。", "This time is over. Choose one that is to come."}
	SubmitNotTester    = Text{"不是测试员。", "Not a tester."}
	SubmitNoSource     = Text{"没有这一列或这个业务字段。", "There is no such column or field."}
)
