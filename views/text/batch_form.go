package text

// The form of a batch.
var (
	BatchChoose        = Text{"请选择模板", "Choose a template"}
	BatchWhom          = Text{"发给谁", "To whom"}
	BatchOpenids       = Text{"openid，每行一个", "Openids, one a line"}
	BatchOpenidsHint   = Text{"最多 %s 个；重复的只发一次，不属于本小程序的会跳过。", "At most %s. Repeated ones are sent to once; those of other apps are left out."}
	BatchSegment       = Text{"哪个人群", "Which segment"}
	BatchChooseSegment = Text{"请选择人群", "Choose a segment"}
	BatchFiltered      = Text{"刚才筛选的：%s", "As filtered just now: %s"}
	BatchTag           = Text{"哪个标签", "Which tag"}
	BatchChooseTag     = Text{"请选择标签", "Choose a tag"}
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
	BatchTooFar        = Text{"这个时间太远了，请选择近一些的时间。", "That is too far ahead. Choose an earlier time."}
)

// Checking before it is sent.
var (
	BatchPeople     = Text{"%s 位用户", "%s users"}
	BatchPeopleOver = Text{"超过 %s 位用户", "more than %s users"}
	BatchReachNow   = Text{"现在可达", "Reachable now"}
	BatchFrozen     = Text{"确认后受众就定下来，之后新来的用户不会加入；每人最多一条，每条用掉一个发送码。", "Once confirmed the audience is fixed; users who come later are not added. One message a person, one send code a message."}
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
