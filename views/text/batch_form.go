package text

// The form of a batch.
var (
	BatchNewContext    = Text{"填好后先核对一遍，确认了才会发送。", "Fill it in, check the numbers, and only then is it sent."}
	BatchBasics        = Text{"任务", "Batch"}
	BatchNameHint      = Text{"只有员工看得到，例如“周末采摘活动通知”。", "Seen by staff only, for example “Weekend picking notice”."}
	BatchChoose        = Text{"请选择模板", "Choose a template"}
	BatchLoadTemplate  = Text{"显示它的内容", "Show its content"}
	BatchWhom          = Text{"发给谁", "To whom"}
	BatchOpenids       = Text{"openid，每行一个", "Openids, one a line"}
	BatchOpenidsHint   = Text{"最多 %s 个；重复的只发一次，不属于本小程序的会跳过。", "At most %s. Repeated ones are sent to once; those of other apps are left out."}
	BatchSegment       = Text{"哪个人群", "Which segment"}
	BatchChooseSegment = Text{"请选择人群", "Choose a segment"}
	BatchFiltered      = Text{"刚才筛选的：%s", "As filtered just now: %s"}
	BatchTag           = Text{"哪个标签", "Which tag"}
	BatchChooseTag     = Text{"请选择标签", "Choose a tag"}
	BatchContent       = Text{"内容", "Content"}
	BatchContentNote   = Text{"填写的值对所有人相同；昵称（nickname）、openid 和备注（remark）三个业务字段会按每个人自动填入。", "Each value is the same for everyone. The business fields nickname, openid and remark are filled in from each person."}
	BatchContentFirst  = Text{"先选择模板，再填写内容。", "Choose a template first."}
	BatchOfEach        = Text{"按每个人的 %s 自动填入；填写后对所有人相同", "Filled in with each person's %s; if you type here, it is the same for everyone"}
	BatchPage          = Text{"点开后进入的页面", "Page the card opens"}
	BatchTiming        = Text{"时间与速度", "Time and pace"}
	BatchStartNow      = Text{"立即开始", "Start now"}
	BatchStartLater    = Text{"定时开始", "Start at a time"}
	BatchStartAt       = Text{"开始时间（%s）", "Start at (%s)"}
	BatchLate          = Text{"最多晚多少分钟", "Minutes it may be late"}
	BatchLateHint      = Text{"超过就不发了。留空：晚多久都发。", "Later than that, nothing is sent. Empty: however late."}
	BatchPace          = Text{"每秒最多多少条", "Messages a second at most"}
	BatchQuiet         = Text{"免打扰时段", "Quiet hours"}
	BatchQuietHint     = Text{"选“自定时段”后填写右边两个时间。", "The times beside count for hours of its own."}
	BatchQuietAsApp    = Text{"同小程序设置", "As the App's settings say"}
	BatchQuietNever    = Text{"不避开任何时段", "None"}
	BatchQuietOwn      = Text{"自定时段", "Hours of its own"}
	BatchPaceHint      = Text{"留空：不限速。", "Empty: no limit."}
	BatchStopPercent   = Text{"失败超过百分之几时暂停", "Pause when failures pass, in percent"}
	BatchStopHint      = Text{"有 20 条结果以后开始判断。留空：不自动暂停。", "Judged from 20 outcomes on. Empty: never by itself."}
	BatchRange         = Text{"请填 1 到 %s 的整数，或留空。", "A whole number from 1 to %s, or empty."}
	BatchPast          = Text{"这个时间已经过去，请选择以后的时间。", "This time has passed. Choose a later one."}
	BatchTooFar        = Text{"这个时间太远了，请选择近一些的时间。", "That is too far ahead. Choose an earlier time."}
	BatchCheckNext     = Text{"下一步：核对", "Next: check"}
	BatchRefused       = Text{"有 %d 处需要修改，填写的内容都在。", "Still to change: %d. Everything you typed is here."}
	BatchNobody        = Text{"现在没有人符合这个受众，预览里个人资料为空。", "Nobody is in this audience now, so the preview has no personal data."}
	BatchPreviewEmpty  = Text{"选好模板，这里会显示消息的样子。", "Choose a template to see the message here."}
)

// Checking before it is sent.
var (
	BatchCheckTitle    = Text{"核对发送任务", "Check the batch"}
	BatchCheckContext  = Text{"还没有发送。请核对下面的数字，确认后开始。", "Nothing is sent yet. Check the numbers below, then confirm."}
	BatchCheckHappens  = Text{"确认后会发生什么", "What happens when you confirm"}
	BatchWillNow       = Text{"立即发送“%s”：%s。", "Sends “%s” at once: %s."}
	BatchWillLater     = Text{"%s 发送“%s”：%s。", "At %s, sends “%s”: %s."}
	BatchPeople        = Text{"%s 位用户", "%s users"}
	BatchPeopleOver    = Text{"超过 %s 位用户", "more than %s users"}
	BatchReachNow      = Text{"现在可达", "Reachable now"}
	BatchReachRest     = Text{"其余 %s 人没有可用的发送码，到时会记为失败。", "The other %s have no usable send code and will count as failed."}
	BatchReachNone     = Text{"受众里现在没有人能收到，任务会没有结果。", "Nobody in the audience can be reached now; the batch would send nothing."}
	BatchListedNote    = Text{"名单里有 %s 个 openid 不是这个小程序的用户，会略过。", "%s of the listed openids are no users of this app and are left out."}
	BatchFrozen        = Text{"确认后受众就定下来，之后新来的用户不会加入；每人最多一条，每条用掉一个发送码。", "Once confirmed the audience is fixed; users who come later are not added. One message a person, one send code a message."}
	BatchTakes         = Text{"用时", "Takes"}
	BatchAtLeast       = Text{"按这个速度至少 %s", "at least %s at this pace"}
	BatchBack          = Text{"返回修改", "Go back and change"}
	BatchConfirmNow    = Text{"确认并开始发送", "Confirm and send"}
	BatchConfirmLater  = Text{"确认并定时发送", "Confirm and schedule"}
	BatchAdded         = Text{"已创建发送任务“%s”。", "Batch “%s” is set up."}
	BatchPreviewPerson = Text{"预览给：%s（受众中的第一位）", "Preview for: %s (first of the audience)"}
)

// What can be done with a batch.
var (
	BatchPause         = Text{"暂停", "Pause"}
	BatchResume        = Text{"恢复发送", "Resume"}
	BatchCancel        = Text{"取消任务", "Cancel"}
	BatchCancelTitle   = Text{"取消这个任务？", "Cancel this batch?"}
	BatchCancelText    = Text{"已经发出的收不回来；取消后不能恢复。", "What has gone out cannot be taken back, and a cancelled batch cannot be resumed."}
	BatchCancelLeft    = Text{"还没发出的 %s 条将不再发送。", "%s messages that have not gone out will not be sent."}
	BatchCancelAll     = Text{"受众还没有整理完，所有没发出的消息都不再发送。", "The audience is not complete yet; nothing that has not gone out will be sent."}
	BatchCancelSubmit  = Text{"取消任务，不再发送", "Cancel it, send no more"}
	BatchSetPace       = Text{"更改速度", "Change pace"}
	BatchSetPaceText   = Text{"几秒内生效，已发出的不受影响。", "Takes effect within seconds; what has gone out is not touched."}
	BatchSavePace      = Text{"保存速度", "Save pace"}
	BatchRetry         = Text{"重发可重试的失败", "Retry what failed"}
	BatchRetryTitle    = Text{"为可重试的失败新建任务？", "A new batch for what can be retried?"}
	BatchRetryText     = Text{"失败 %s 条中，%s 条因连不上微信或当时没有发送码，会再发一次；其余的原因不会因重发而改变。", "Of %s failures, %s were out of reach or without a send code and are sent once more; for the others another try would change nothing."}
	BatchRetryMany     = Text{"失败 %s 条，没有逐条数过；其中因连不上微信或当时没有发送码的会再发一次，其余的原因不会因重发而改变。", "Of %s failures, too many to count by cause, those that were out of reach or without a send code are sent once more; for the others another try would change nothing."}
	BatchRetryName     = Text{"%s · 重发", "%s · retry"}
	BatchWasPaused     = Text{"已暂停，已在路上的消息会送达。", "Paused. What is on its way arrives."}
	BatchWasResumed    = Text{"已恢复发送。", "Resumed."}
	BatchWasCancelled  = Text{"已取消，没有发出的消息不再发送。", "Cancelled. Nothing more is sent."}
	BatchPaceWasSet    = Text{"速度已更改。", "The pace is changed."}
	BatchRetryWasAdded = Text{"已新建重发任务。", "A batch for the retry is set up."}
	BatchChanged       = Text{"任务状态已经变化（现在是“%s”），没有再做改动。", "The batch has changed meanwhile (now: %s), so nothing was done."}
	BatchNothingRetry  = Text{"任务还没有完成，或没有失败的消息，不能重发。", "The batch is not finished, or nothing failed, so there is nothing to retry."}
	BatchActions       = Text{"任务操作", "Actions of the batch"}
)
