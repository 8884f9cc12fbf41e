package text

// How subscriptions go.
var (
	StatsTitle       = Text{"订阅分析", "Subscriptions"}
	StatsContext     = Text{"用户同意和拒绝了多少，次数用掉了多少，现在能发给多少人。", "How often users agree and refuse, what is spent, and how many can be reached now."}
	StatsSpan        = Text{"看多久", "How far back"}
	StatsDays        = Text{"近 %d 天", "Last %d days"}
	StatsDaily       = Text{"每天得到和用掉的次数", "Credits earned and spent per day"}
	StatsDay         = Text{"日期", "Day"}
	StatsEarned      = Text{"得到", "Earned"}
	StatsSpent       = Text{"用掉", "Spent"}
	StatsLabel       = Text{"近 %d 天：得到 %s 次，用掉 %s 次", "Last %d days: %s earned, %s spent"}
	StatsNone        = Text{"这段时间没有订阅", "No subscriptions in this time"}
	StatsNoneText    = Text{"用户在小程序里同意订阅之后，这里就有数字。", "Numbers appear once users agree in the mini program."}
	StatsTemplates   = Text{"各模板", "By template"}
	StatsAccepted    = Text{"同意", "Agreed"}
	StatsRejected    = Text{"拒绝", "Refused"}
	StatsRate        = Text{"同意率", "Agree rate"}
	StatsLeft        = Text{"剩余次数", "Credits left"}
	StatsReach       = Text{"现在可达", "Reachable now"}
	StatsExpires     = Text{"会到期", "Expiring"}
	StatsNeverEnds   = Text{"不过期", "Never"}
	StatsIn72        = Text{"72 小时内 %s", "%s within 72 h"}
	StatsReachNote   = Text{"可达人数数到一万为止；旧版模板共用同一批发送码。", "People are counted up to ten thousand; legacy templates share their codes."}
	StatsScenes      = Text{"各场景", "By scene"}
	StatsScene       = Text{"场景", "Scene"}
	StatsScenesNone  = Text{"这段时间没有人回答过订阅弹窗。", "Nobody has answered the dialog in this time."}
	ScenePopupName   = Text{"订阅弹窗（微信推送）", "Dialog (pushed by WeChat)"}
	SceneInSettings  = Text{"小程序设置", "Settings of the mini program"}
	SceneOthers      = Text{"其他场景", "Other scenes"}
	StatsNoTemplates = Text{"先登记模板，再回来看。", "Register a template first."}
)
