package text

// The page that moves a legacy template's mapping to a subscribe template.
var (
	SucceedOpen    = Text{"改用订阅消息", "Move to subscribe"}
	SucceedTitle   = Text{"“%s”改用订阅消息", "Move “%s” to a subscribe message"}
	SucceedContext = Text{"选一个订阅消息模板，把填写方式带过去；旧模板和它的记录不变。", "Choose a subscribe template and take the mapping along; the old template and its records stay."}
	SucceedChoose  = Text{"改用哪个模板", "Which template instead"}
	SucceedHint    = Text{"最像的排在最前面。换一个之后按“看对应关系”。", "The likeliest comes first. After another choice press “Show mapping”."}
	SucceedShow    = Text{"看对应关系", "Show mapping"}
	SucceedNone    = Text{"还没有订阅消息模板", "No subscribe template yet"}
	SucceedNoneDo  = Text{"先从公共模板库添加一个，或与微信同步，再回到这里。", "Add one from the public library, or sync with WeChat, then come back here."}
	SucceedMap     = Text{"对应关系", "Mapping"}
	SucceedMapNote = Text{"已按名称和类型猜好，请核对。只补上空着的填写方式，不覆盖已有的。", "Guessed by name and type; please check. Only what is empty is filled in, nothing is overwritten."}
	SucceedTarget  = Text{"订阅消息的关键词", "Keyword of the subscribe message"}
	SucceedLike    = Text{"照旧模板的", "Filled like"}
	SucceedLikeOf  = Text{"“%s”照旧模板的哪个关键词填", "Which old keyword fills “%s”"}
	SucceedNothing = Text{"不带过去", "Nothing"}
	SucceedHas     = Text{"现在的填写方式", "Filled with now"}
	SucceedSave    = Text{"带过去", "Take along"}
	SucceedDone    = Text{"已把“%s”的填写方式带到“%s”，请核对。", "The mapping of “%s” is taken along to “%s”. Please check it."}
	SucceedNow     = Text{"现在改用“%s”。", "“%s” is used instead now."}
	SucceedInstead = Text{"改用订阅消息模板", "Use a subscribe template instead"}
)
