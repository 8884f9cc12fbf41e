package text

// Tags and saved segments.
var (
	GroupsTitle        = Text{"标签与人群", "Tags and segments"}
	GroupsContext      = Text{"标签贴在用户身上；人群是存下来的筛选条件，用的时候再算有谁。", "A tag is put on users; a segment is a saved filter that is worked out when it is used."}
	GroupRenamed       = Text{"已改名。", "Renamed."}
	SegmentsTitle      = Text{"人群", "Segments"}
	SegmentsNote       = Text{"存下来的筛选条件。", "Saved filters."}
	SegmentsNone       = Text{"还没有人群。在用户列表里筛选，再点“存为人群”。", "No segments yet. Filter the list of users, then choose “Save as segment”."}
	SegmentName        = Text{"人群名称", "Name of the segment"}
	SegmentNameHint    = Text{"例如“杭州的老客户”。", "For example “Regulars in Hangzhou”."}
	SegmentAll         = Text{"全部用户", "All users"}
	SegmentMore        = Text{"全部 %d 个人群", "All %d segments"}
	SegmentViews       = Text{"人群", "Segments"}
	SegmentSave        = Text{"存为人群", "Save as segment"}
	SegmentSaveSubmit  = Text{"保存", "Save"}
	SegmentSaved       = Text{"已存为人群“%s”。", "Saved as segment “%s”."}
	SegmentConditions  = Text{"条件", "Conditions"}
	SegmentCompose     = Text{"给这个人群撰写", "Write to this segment"}
	SegmentRename      = Text{"改名", "Rename"}
	SegmentDelete      = Text{"删除", "Delete"}
	SegmentDeleteTitle = Text{"删除人群“%s”？", "Delete the segment “%s”?"}
	SegmentDeleteText  = Text{"只删除存下来的条件，用户和已创建的发送任务不受影响。", "Only the saved filter goes; users and existing batches stay as they are."}
	SegmentDeleted     = Text{"已删除人群。", "The segment is deleted."}
	TagsTitle          = Text{"标签", "Tags"}
	TagsNote           = Text{"在用户列表里勾选用户，就能加标签。", "Pick users in the list to tag them."}
	TagsNone           = Text{"还没有标签。", "No tags yet."}
	TagName            = Text{"标签", "Tag"}
	TagNewName         = Text{"新名称", "New name"}
	TagCompose         = Text{"给有此标签的人撰写", "Write to this tag"}
	TagRename          = Text{"改名", "Rename"}
	TagDelete          = Text{"删除", "Delete"}
	TagDeleteTitle     = Text{"删除标签“%s”？", "Delete the tag “%s”?"}
	TagDeleteText      = Text{"会从所有用户身上去掉，不能恢复。", "It is taken from every user, and that cannot be undone."}
	TagDeleted         = Text{"已删除标签。", "The tag is deleted."}
	TagAddHere         = Text{"加标签", "Add tag"}
	TagTake            = Text{"去掉标签：%s", "Remove tag: %s"}
)
