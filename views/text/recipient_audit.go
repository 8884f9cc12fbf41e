package text

// What was done about users.
var (
	ActionRecipientImport = Text{"批量写入用户", "Saved users in bulk"}
	ActionRecipientTag    = Text{"批量打标签", "Tagged users"}
	ActionRecipientErase  = Text{"抹除个人资料", "Erased personal data"}
	ActionTagRename       = Text{"重命名标签", "Renamed tag"}
	ActionTagDelete       = Text{"删除标签", "Deleted tag"}
	ActionSegmentSave     = Text{"保存人群", "Saved segment"}
	ActionSegmentDelete   = Text{"删除人群", "Deleted segment"}
)
