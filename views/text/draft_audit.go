package text

// What is done on the way to a batch, and to what an App listens to, in the words of the audit.
var (
	ActionBatchDraft     = Text{"新建草稿", "Began a draft"}
	ActionBatchEdit      = Text{"接手修改草稿", "Took over a draft"}
	ActionBatchDelete    = Text{"删除草稿", "Deleted a draft"}
	ActionBatchList      = Text{"上传名单", "Uploaded a list"}
	ActionBatchPeople    = Text{"从名单建立用户", "Added users from a list"}
	ActionBatchScheduled = Text{"发送任务排定", "Batch scheduled"}
	ActionBatchRejected  = Text{"发送任务被驳回", "Batch rejected"}
	ActionBatchPending   = Text{"发送任务提交审批", "Batch submitted for approval"}
	ActionCallback       = Text{"更改消息推送设置", "Changed server push settings"}
)
