package text

import "xinshi/models"

// The states of a batch, one word each.
var (
	BatchDraft     = Text{"草稿", "Draft"}
	BatchPending   = Text{"待审批", "Awaiting approval"}
	BatchRejected  = Text{"已驳回", "Rejected"}
	BatchScheduled = Text{"待开始", "Scheduled"}
	BatchRunning   = Text{"发送中", "Sending"}
	BatchPaused    = Text{"已暂停", "Paused"}
	BatchFinished  = Text{"已完成", "Finished"}
	BatchCancelled = Text{"已取消", "Cancelled"}

	batchStates = map[models.BatchState]Text{
		models.BatchDraft: BatchDraft, models.BatchPending: BatchPending, models.BatchRejected: BatchRejected,
		models.BatchScheduled: BatchScheduled, models.BatchRunning: BatchRunning, models.BatchPaused: BatchPaused,
		models.BatchFinished: BatchFinished, models.BatchCancelled: BatchCancelled,
	}
)

// BatchState is what a state is called.
func BatchState(state models.BatchState) Text { return batchStates[state] }

// Whom a batch is for.
var (
	AudienceAll           = Text{"全部用户", "Everyone"}
	AudienceAllHint       = Text{"没有可用发送码的用户会记为失败。", "Users without a usable send code count as failed."}
	AudienceReachable     = Text{"现在可达的用户", "Users who can be reached now"}
	AudienceReachableHint = Text{"只发给有这个模板可用发送码的用户。", "Only those with a usable send code for this template."}
	AudienceOne           = Text{"一位用户", "One user"}
	AudienceOneHint       = Text{"按昵称、备注或 openid 查找。", "Found by name, remark or openid."}
	AudiencePicked        = Text{"指定的用户", "Listed users"}
	AudienceSegment       = Text{"人群", "A segment"}
	AudienceSegmentHint   = Text{"存下来的筛选条件，开始发送时符合的人。", "A saved filter: whoever matches when sending starts."}
	AudienceTag           = Text{"标签", "A tag"}
	AudienceTagHint       = Text{"有这个标签的人。", "Whoever has the tag."}
	AudiencePickedHint    = Text{"逐行填写 openid。", "By openid, one a line."}
	AudienceRetry         = Text{"上一个任务中可重试的失败", "Failures of the earlier batch that can be retried"}
	AudienceListed        = Text{"指定的用户（列出 %s 个 openid）", "Listed users (%s openids)"}

	audiences = map[models.AudienceKind][2]Text{
		models.AudienceList: {AudienceFile, AudienceFileHint},
		models.AudienceAll:  {AudienceAll, AudienceAllHint}, models.AudienceReachable: {AudienceReachable, AudienceReachableHint},
		models.AudienceSegment: {AudienceSegment, AudienceSegmentHint}, models.AudienceTag: {AudienceTag, AudienceTagHint},
		models.AudiencePicked: {AudiencePicked, AudiencePickedHint}, models.AudienceRetry: {AudienceRetry},
	}
)

// Audience is what a kind of audience is called, and what it means.
func Audience(kind models.AudienceKind) (name, hint Text) {
	return audiences[kind][0], audiences[kind][1]
}

// The list.
var (
	NavBatches      = Text{"发送任务", "Batches"}
	BatchesContext  = Text{"一次发给很多人：定时、限速、随时暂停，每个人的结果都有记录。", "To many people at once: timed, paced, paused at will, with an outcome for each person."}
	BatchesCaption  = Text{"发送任务列表", "Batches"}
	BatchesNone     = Text{"还没有发送任务", "No batches yet"}
	BatchesNoneText = Text{"选好模板和受众，核对之后就可以一次发给很多人。", "Choose a template and an audience, check the numbers, and send to many at once."}
	BatchesNoneAsk  = Text{"运营或管理员创建的发送任务会出现在这里。", "Batches that operators and admins start appear here."}
	BatchAdd        = Text{"新建发送任务", "New batch"}
	BatchName       = Text{"任务名称", "Name"}
	BatchTemplate   = Text{"模板", "Template"}
	BatchStateName  = Text{"状态", "State"}
	BatchProgress   = Text{"进度", "Progress"}
	BatchStart      = Text{"开始时间", "Start"}
	BatchWho        = Text{"创建人", "By"}
	BatchesShown    = Text{"本页 %d 个任务", "%d on this page"}
	BatchOf         = Text{"%s / %s", "%s / %s"}
)

// Its progress.
var (
	BatchWaiting      = Text{"等待中", "Waiting"}
	BatchAllOutcomes  = Text{"逐人查看结果", "Outcome for each person"}
	BatchMeter        = Text{"共 %s 条：已发送 %s，失败 %s，结果未知 %s，等待 %s，未发 %s", "%s in all: %s sent, %s failed, %s unknown, %s waiting, %s not sent"}
	BatchMeterEmpty   = Text{"还没有消息", "No messages yet"}
	BatchDone         = Text{"已有结果 %s", "%s settled"}
	BatchRate         = Text{"平均每秒 %s 条", "%s a second on average"}
	BatchETA          = Text{"预计 %s完成", "expected to finish %s"}
	BatchTook         = Text{"用时 %s", "took %s"}
	BatchSeconds      = Text{"%d 秒", "%d s"}
	BatchMinutes      = Text{"%d 分 %d 秒", "%d min %d s"}
	BatchHours        = Text{"%d 小时 %d 分", "%d h %d min"}
	BatchExpanding    = Text{"正在整理受众，已列入 %s 人。", "The audience is being put together: %s people so far."}
	BatchRefresh      = Text{"刷新", "Refresh"}
	BatchNow          = Text{"任务现在的状态", "Where the batch stands"}
	BatchCounters     = Text{"按结果查看消息", "Messages by outcome"}
	BatchCounterLeads = Text{"查看消息", "show messages"}
)

// Why it stands where it does, and what to do.
var (
	BatchIsDraft       = Text{"这个任务还没有提交。", "This batch has not been submitted."}
	BatchIsPending     = Text{"等待审批，通过后才会发送。", "It waits for approval before anything is sent."}
	BatchIsRejected    = Text{"审批没有通过，不会发送。", "It was rejected; nothing is sent."}
	BatchStartsAt      = Text{"将在 %s 开始（%s）。", "Starts at %s (%s)."}
	BatchStartsLate    = Text{"如果到时没有进程在运行，最多晚 %s 分钟，再晚就不发了。", "If nothing is running then, it may start up to %s minutes late; after that it is not sent."}
	BatchIsRunning     = Text{"正在逐条发送，可以随时暂停。", "Going out one by one; it can be paused at any time."}
	BatchIsDone        = Text{"已全部处理完，没有失败。", "All done, without failures."}
	BatchIsDoneBut     = Text{"已全部处理完：失败 %s 条，结果未知 %s 条。", "All done: %s failed, %s unknown."}
	BatchIsDoneEmpty   = Text{"已完成，受众里一个人也没有。", "Finished: there was nobody in the audience."}
	BatchDoFailed      = Text{"点“失败”查看每一条的原因。", "Open “Failed” to see why, message by message."}
	BatchDoUnknown     = Text{"点“结果未知”，逐条选择重发或视为已发。", "Open “Unknown” and choose for each: send again or take as sent."}
	BatchHeldByPerson  = Text{"由员工暂停，已经在路上的消息会送达，其余等待。", "Paused by staff. What is on its way arrives; the rest waits."}
	BatchHeldByFails   = Text{"失败超过 %s，任务自动暂停。", "More than %s failed, so it paused by itself."}
	BatchHeldFailsDo   = Text{"请先点“失败”查看原因，处理后恢复，或取消剩下的消息。", "See “Failed” for the reasons first, then resume, or cancel what is left."}
	BatchHeldByWeChat  = Text{"微信拒绝了这个模板：%d · %s", "WeChat refused the template: %d · %s"}
	BatchHeldTemplate  = Text{"模板也已停用：先处理原因、启用模板，再恢复任务。", "The template is stopped too: mend the cause, start the template, then resume."}
	BatchHeld          = Text{"任务已暂停，其余消息等待。", "The batch is paused; the rest waits."}
	BatchTooLate       = Text{"错过了开始时间 %s 分钟以上，按迟到规则没有发送。", "It missed its start by more than %s minutes, so by its late rule nothing was sent."}
	BatchTooLateDo     = Text{"仍要发送的话，请新建一个任务。", "If it should still go out, start a new batch."}
	BatchCalledOff     = Text{"由员工取消，没有发出的消息不再发送。", "Cancelled by staff; what had not gone out is not sent."}
	BatchClearing      = Text{"正在取消等待中的消息。", "The waiting messages are being cancelled."}
	BatchAppPaused     = Text{"小程序已暂停发送，恢复之后任务才会继续。", "Sending is paused for this app; the batch goes on once that ends."}
	BatchTplStopped    = Text{"这个模板已停用，启用之后才会继续发送。", "This template is stopped; sending goes on once it is started."}
	BatchQuietHours    = Text{"现在是免打扰时段，%02d:%02d 之后继续发送。", "These are quiet hours; sending goes on after %02d:%02d."}
	BatchParentOf      = Text{"重发自“%s”", "Retry of “%s”"}
	BatchTemplateGone  = Text{"（模板已不存在）", "(template is gone)"}
	BatchContextOf     = Text{"%s · %s", "%s · %s"}
	BatchCardTitle     = Text{"消息卡片", "The card"}
	BatchCardNote      = Text{"花括号里的内容按每个人的资料填入。", "What stands in braces is filled in for each person."}
	BatchCardNickname  = Text{"{昵称}", "{nickname}"}
	BatchCardRemark    = Text{"{备注}", "{remark}"}
	BatchFacts         = Text{"详情", "Details"}
	BatchFactStarted   = Text{"实际开始", "Started"}
	BatchFactFinished  = Text{"结束时间", "Ended"}
	BatchFactID        = Text{"任务编号", "Batch id"}
	BatchFactPeople    = Text{"人数", "People"}
	BatchFactParent    = Text{"来自", "From"}
	BatchRuleLate      = Text{"迟到规则", "If late"}
	BatchRulePace      = Text{"速度", "Pace"}
	BatchRuleStop      = Text{"失败过多时", "If many fail"}
	BatchLateIs        = Text{"最多晚 %s 分钟", "at most %s minutes late"}
	BatchLateNone      = Text{"晚多久都发", "however late"}
	BatchPaceIs        = Text{"每秒最多 %s 条", "at most %s a second"}
	BatchPaceNone      = Text{"不限速", "no limit"}
	BatchStopPercentIs = Text{"超过 %s 时自动暂停", "pause when over %s"}
	BatchStopNone      = Text{"不自动暂停", "never by itself"}
)

// Why messages of a batch failed.
var (
	BatchFailures     = Text{"失败和未知的原因", "Reasons of failed and unknown outcomes"}
	BatchFailuresOver = Text{"失败和未知各只统计了 5,000 条。", "Counted among 5,000 failed and 5,000 unknown."}
	BatchValuesOwn    = Text{"这些用户的内容会被微信拒绝，没有发送。", "The values for these users would be refused, so they were not sent."}
)
