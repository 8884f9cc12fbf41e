package text

// What is done with files, in the words of the audit.
var (
	ActionRecipientExport   = Text{"开始导出用户", "Began to export users"}
	ActionRecipientExported = Text{"导出了用户", "Exported users"}
	ActionMessageExport     = Text{"开始导出历史", "Began to export the history"}
	ActionMessageExported   = Text{"导出了历史", "Exported the history"}
	ActionRefusedExport     = Text{"开始下载导入的问题行", "Began to download rows an import refused"}
	ActionRefusedExported   = Text{"下载了导入的问题行", "Downloaded rows an import refused"}
	ActionImportUploaded    = Text{"上传导入文件", "Sent a file to import"}
	ActionImportChecking    = Text{"检查导入文件", "Had an import checked"}
	ActionImportChecked     = Text{"导入检查完成", "Import was checked"}
	ActionImportRunning     = Text{"开始导入", "Started an import"}
	ActionImportFinished    = Text{"导入完成", "Import finished"}
	ActionImportFailed      = Text{"导入没有完成", "Import was not completed"}
	ActionImportCancelled   = Text{"取消导入", "Cancelled an import"}
)
