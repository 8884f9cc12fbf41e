package text

// Numbers and times in words.
var (
	NeverExpires = Text{"不过期", "never expires"}
	JustNow      = Text{"刚刚", "just now"}
	InAMoment    = Text{"即将", "in a moment"}
	MinutesAgo   = Text{"%d 分钟前", "%d min ago"}
	InMinutes    = Text{"%d 分钟后", "in %d min"}
	HoursAgo     = Text{"%d 小时前", "%d h ago"}
	InHours      = Text{"%d 小时后", "in %d h"}
	DaysAgo      = Text{"%d 天前", "%d d ago"}
	InDays       = Text{"%d 天后", "in %d d"}
)
