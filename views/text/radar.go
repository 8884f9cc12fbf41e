package text

// The radar of codes that expire.
var (
	RadarTitle       = Text{"到期雷达", "Expiry radar"}
	RadarContext     = Text{"今后 7 天每小时有多少发送码到期：用掉它，或失去它。", "How many send codes expire in each hour of the next 7 days: use them or lose them."}
	RadarChart       = Text{"今后 7 天，每小时到期的发送码", "Send codes expiring, per hour of the next 7 days"}
	RadarLabel       = Text{"今后 7 天每小时到期的发送码，共 %s 个；最多的一小时从 %s 开始，有 %s 个。", "Send codes expiring per hour of the next 7 days: %s in all, most in the hour from %s: %s."}
	RadarHour        = Text{"小时", "Hour"}
	RadarSoonSeries  = Text{"24 小时内", "within 24 h"}
	RadarLaterSeries = Text{"24 小时以后", "later"}
	RadarNone        = Text{"今后 7 天没有发送码到期", "No send code expires in the next 7 days"}
	RadarNoneText    = Text{"表单和支付得到的发送码有效 7 天；订阅得到的不过期。", "Codes from forms and payments live 7 days; those from subscriptions do not expire."}
	RadarWithin      = Text{"%d 小时内到期", "Within %d hours"}
	RadarWithinDays  = Text{"%d 天内到期", "Within %d days"}
	RadarCodes       = Text{"个发送码", "codes"}
	RadarSee         = Text{"看用户", "Users"}
	RadarWrite       = Text{"给他们撰写", "Write to them"}
	RadarKeep        = Text{"存为人群“%s”", "Save as “%s”"}
	RadarSaved       = Text{"已存为人群“%s”", "Saved as “%s”"}
	RadarSegment     = Text{"%d 小时内有码到期", "Code expires within %d h"}
	RadarSegmentDays = Text{"%d 天内有码到期", "Code expires within %d days"}
	RadarAvailable   = Text{"现有的发送码", "Codes in stock"}
	RadarAvailNote   = Text{"没有到期的全部发送码，支付后还在等待生效的也在内。", "All that have not expired, those settling after a payment included."}
	RadarNoStock     = Text{"现在没有发送码。", "There is no send code now."}
	RadarNever       = Text{"其中不过期的 %s 个", "%s of them never expire"}
	RadarUnpaid      = Text{"另有 %s 个在等待支付", "%s more wait for a payment"}
	RadarKind        = Text{"发送码", "Send code"}
	RadarFor         = Text{"可以发", "Pays for"}
	RadarCount       = Text{"个数", "Count"}
)
