package text

// Data that goes out as a file.
var (
	Export          = Text{"导出", "Export"}
	ExportCSV       = Text{"CSV 文件", "CSV file"}
	ExportXLSX      = Text{"Excel 文件", "Excel file"}
	ExportFiltered  = Text{"按当前筛选条件导出全部结果，不止本页。谁导出了什么会记入审计。", "Everything that the filters find, not only this page. Who takes what out is noted in the audit."}
	ExportBatch     = Text{"这个任务每个人的结果。谁导出了什么会记入审计。", "The outcome for each person of this batch. Who takes what out is noted in the audit."}
	ExportSheets    = Text{"Excel 每个工作表最多 1,048,576 行，超出的放在后面的工作表里。", "A sheet of Excel holds 1,048,576 rows; what is over goes on in further sheets."}
	ExportAttribute = Text{"属性:%s", "attr:%s"}
	ExportCodes     = Text{"可用发送码（%s）", "Usable codes (%s)"}
	ExportExpiry    = Text{"最早到期", "Soonest expiry"}
	ExportAddedAt   = Text{"加入时间", "Added"}
	ExportMeaning   = Text{"说明", "Explanation"}
	ExportContent   = Text{"内容", "Content"}
)
