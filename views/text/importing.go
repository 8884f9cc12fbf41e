package text

import "xinshi/models"

// Files of users and codes that come in.
var (
	Imports            = Text{"导入", "Imports"}
	ImportsContext     = Text{"把用户和发送码从 CSV 或 Excel 文件带进来。先检查，确认之后才写入。", "Users and send codes from CSV or Excel files. They are checked first and written once you confirm."}
	ImportsCaption     = Text{"导入列表", "Imports"}
	ImportsNone        = Text{"还没有导入", "No imports yet"}
	ImportsNoneText    = Text{"上传一个 CSV 或 Excel 文件，看清楚每一列和每一行的问题，再决定是否导入。", "Send a CSV or Excel file, see what each column is and which rows have problems, then decide."}
	ImportsShown       = Text{"本页 %d 次导入，新的在前", "%d on this page, newest first"}
	ImportUsers        = Text{"导入用户", "Import users"}
	ImportSendCodes    = Text{"导入发送码", "Import send codes"}
	ImportFile         = Text{"文件", "File"}
	ImportStateName    = Text{"状态", "State"}
	ImportProgress     = Text{"进度", "Progress"}
	ImportOutcome      = Text{"结果", "Outcome"}
	ImportWho          = Text{"操作者", "By"}
	ImportWhen         = Text{"上传时间", "Sent"}
	ImportOutcomeIs    = Text{"新增 %s · 更改 %s · 没有导入 %s", "%s added · %s changed · %s left out"}
	ImportCodesOutcome = Text{"新增 %s · 已有 %s · 没有导入 %s", "%s added · %s known · %s left out"}
	ImportOf           = Text{"%s / %s 行", "%s / %s rows"}
)

// Kinds of import, and the form for a file.
var (
	ImportKindPeople     = Text{"用户", "Users"}
	ImportKindPeopleHint = Text{"昵称、备注、手机、标签和属性。已有的用户会更新，空白的格子不改动原来的内容。", "Nicknames, remarks, phones, tags and attributes. Known users are updated; an empty cell leaves what is there."}
	ImportKindCodes      = Text{"发送码", "Send codes"}
	ImportKindCodesHint  = Text{"formId、prepay_id 或订阅次数，每行一个。已经存过的不会重复；订阅没有编号，同一份文件请不要导入两次。", "formIds, prepay_ids or subscriptions, one a row. Those stored already are not stored twice; subscriptions have no number, so do not import one file of them twice."}
	ImportWhat           = Text{"导入什么", "What to import"}
	ImportNewTitle       = Text{"导入文件", "Import a file"}
	ImportNewContext     = Text{"上传之后先对应列、检查，确认以前什么都不会写入。", "After the file is sent you say what its columns are and see the check. Nothing is written before you confirm."}
	ImportChoose         = Text{"选择文件", "Choose a file"}
	ImportFileHint       = Text{"CSV 或 XLSX，最大 %s MB、%s 行、%d 列。", "CSV or XLSX, at most %s MB, %s rows and %d columns."}
	ImportFileMissing    = Text{"请选择一个文件。", "Please choose a file."}
	ImportFileTooLarge   = Text{"这个文件超过 %s MB，请拆成几个再上传。", "This file is larger than %s MB. Split it and send the parts."}
	ImportUpload         = Text{"上传", "Send the file"}
	ImportAbout          = Text{"文件应该是什么样", "What the file should look like"}
	ImportAboutHeader    = Text{"第一行是列名，其中一列是 openid。列名和顺序都可以自己定，下一步再对应。", "The first row names the columns, one of which is the openid. Names and order are up to you; the next step asks what they are."}
	ImportAboutEncoding  = Text{"CSV 可以是 UTF-8、GBK（GB18030）或带 BOM 的 UTF-16，用逗号、分号或制表符分隔，会自动识别。", "CSV may be UTF-8, GBK (GB18030) or UTF-16 with a byte order mark, separated by commas, semicolons or tabs: it is recognised."}
	ImportAboutXLSX      = Text{"XLSX 只读第一个可见的工作表。", "Of an XLSX file the first visible sheet is read."}
	ImportAboutNumbers   = Text{"在 Excel 里请把 openid、发送码、订单号、手机设为文本格式，否则长数字会被改成科学计数。", "In Excel, format openids, codes, order numbers and phones as text; it shortens long numbers otherwise."}
	ImportAboutGuard     = Text{"从这里导出的文件可以直接再导入。导出时，以 = + - @ 开头的内容前面会加一个单引号，免得被当成公式；导入时会去掉，内容不变。", "Files exported here can be imported again. Values that begin with = + - @ get an apostrophe on the way out, so that no program runs them as formulas, and lose it on the way in."}
	ImportSampleFile     = Text{"下载示例", "Download a sample"}
	ImportSampleCSV      = Text{"示例 CSV", "Sample CSV"}
	ImportSampleXLSX     = Text{"示例 XLSX", "Sample XLSX"}
)

// ImportKind is what a kind of import is called, and what it means.
func ImportKind(kind models.ImportKind) (name, hint Text) {
	if kind == models.ImportCodes {
		return ImportKindCodes, ImportKindCodesHint
	}
	return ImportKindPeople, ImportKindPeopleHint
}

// The states of an import.
var (
	ImportUploaded  = Text{"待对应列", "Columns to match"}
	ImportChecking  = Text{"检查中", "Checking"}
	ImportChecked   = Text{"待确认", "To be confirmed"}
	ImportRunning   = Text{"导入中", "Importing"}
	ImportFinished  = Text{"已完成", "Finished"}
	ImportFailed    = Text{"没有完成", "Not completed"}
	ImportCancelled = Text{"已取消", "Cancelled"}

	importStates = map[models.ImportState]Text{
		models.ImportUploaded: ImportUploaded, models.ImportChecking: ImportChecking, models.ImportChecked: ImportChecked, models.ImportRunning: ImportRunning,
		models.ImportFinished: ImportFinished, models.ImportFailed: ImportFailed, models.ImportCancelled: ImportCancelled,
	}
)

// ImportState is what a state is called.
func ImportState(state models.ImportState) Text { return importStates[state] }

// Why an import stands where it does.
var (
	ImportIsUploaded    = Text{"文件完好，共 %s 行。请确认每一列是什么，然后检查。", "The file is sound and has %s rows. Say what each column is, then have it checked."}
	ImportIsChecking    = Text{"正在逐行检查，还没有写入任何内容。", "Row by row is being checked; nothing is written."}
	ImportIsGood        = Text{"%s 行都没有问题，确认后写入。", "All %s rows are fine. They are written once you confirm."}
	ImportIsMixed       = Text{"%s 行可以导入，%s 行有问题。默认什么都不导入：改好文件重新上传，或者选择跳过有问题的行。", "%s rows can be imported, %s have problems. By default nothing is: mend the file and send it again, or choose to leave those rows out."}
	ImportIsBad         = Text{"%s 行全部有问题，没有可以导入的内容。请检查列的对应，或改好文件重新上传。", "All %s rows have problems; there is nothing to import. Check what the columns are, or mend the file and send it again."}
	ImportIsRunning     = Text{"正在后台写入，可以离开这个页面。即使程序中断，重新启动后也会接着导入，不会重复。", "It is written in the background; you may leave this page. After an interruption it goes on where it stopped, without repeating anything."}
	ImportIsFinished    = Text{"全部 %s 行都已导入。", "All %s rows are imported."}
	ImportIsPartly      = Text{"已导入 %s 行，%s 行没有导入。", "%s rows are imported, %s are not."}
	ImportIsFailed      = Text{"导入没有完成，停在第 %s 行之后；已经写入的内容保留。请检查日志，然后重新上传文件：已写入的行不会重复。", "It could not be completed and stopped after %s rows; what was written stays. Look at the log, then send the file again: rows already written are not repeated."}
	ImportIsCancelled   = Text{"已取消，没有写入任何内容。", "Cancelled; nothing was written."}
	ImportIsStopped     = Text{"已取消。之前写入的 %s 行保留，其余没有导入。", "Cancelled. The %s rows written before stay; the rest is not imported."}
	ImportOtherSheets   = Text{"只读了工作表“%s”，另外 %d 个可见的工作表没有读。", "Only the sheet “%s” is read; %d other visible ones are not."}
	ImportIdleUntil     = Text{"如果不导入，这个文件会在 %s 自动删除。", "If it is not imported, the file is deleted on %s."}
	ImportNow           = Text{"导入现在的状态", "Where the import stands"}
	ImportRefresh       = Text{"刷新", "Refresh"}
	ImportContextOf     = Text{"%s · %s 行 · %s", "%s · %s rows · %s"}
	ImportFormatCSV     = Text{"%s，%s分隔", "%s, separated by %s"}
	ImportFormatXLSX    = Text{"XLSX，工作表“%s”", "XLSX, sheet “%s”"}
	ImportComma         = Text{"逗号", "commas"}
	ImportSemicolon     = Text{"分号", "semicolons"}
	ImportTab           = Text{"制表符", "tabs"}
	ImportDone          = Text{"已处理 %s", "%s done"}
	ImportMeter         = Text{"共 %s 行，已处理 %s 行", "%s rows in all, %s done"}
	ImportRate          = Text{"每秒 %s 行", "%s rows a second"}
	ImportETA           = Text{"预计 %s完成", "expected to finish %s"}
	ImportFacts         = Text{"详情", "Details"}
	ImportFactFile      = Text{"文件名", "File name"}
	ImportFactSize      = Text{"大小", "Size"}
	ImportFactFormat    = Text{"格式", "Format"}
	ImportFactRows      = Text{"行数", "Rows"}
	ImportFactBegan     = Text{"开始导入", "Started"}
	ImportFactEnded     = Text{"结束", "Ended"}
	ImportFactSkip      = Text{"有问题的行", "Rows with problems"}
	ImportFactSkipped   = Text{"按确认跳过", "left out, as confirmed"}
	ImportMegabytes     = Text{"%s MB", "%s MB"}
	ImportKilobytes     = Text{"%s KB", "%s KB"}
	ImportNewUsers      = Text{"新增用户", "Users added"}
	ImportChangedUsers  = Text{"更改用户", "Users changed"}
	ImportSameUsers     = Text{"没有变化", "Unchanged"}
	ImportNewCodes      = Text{"新增发送码", "Codes added"}
	ImportKnownCodes    = Text{"已经存过", "Stored already"}
	ImportNotImported   = Text{"没有导入", "Not imported"}
	ImportSeeUsers      = Text{"查看用户", "See the users"}
	ImportAnother       = Text{"导入另一个文件", "Import another file"}
	ImportStepFile      = Text{"上传", "File"}
	ImportStepColumns   = Text{"对应列", "Columns"}
	ImportStepCheck     = Text{"检查", "Check"}
	ImportStepRun       = Text{"导入", "Import"}
	ImportSteps         = Text{"导入的步骤", "Steps of the import"}
	ImportStepDone      = Text{"已完成", "done"}
	ImportActions       = Text{"这次导入可以做的事", "What can be done with this import"}
	ImportCancel        = Text{"取消导入", "Cancel import"}
	ImportDiscard       = Text{"丢弃文件", "Discard the file"}
	ImportCancelTitle   = Text{"停止导入？", "Stop importing?"}
	ImportCancelText    = Text{"已经写入的行保留，其余不再导入。", "Rows already written stay; the rest is not imported."}
	ImportDiscardText   = Text{"还没有写入任何内容，上传的文件会删除。", "Nothing has been written; the file is deleted."}
	ImportWasStarted    = Text{"已开始导入。", "The import has started."}
	ImportWasCancelled  = Text{"已取消导入。", "The import is cancelled."}
	ImportChanged       = Text{"这次导入现在是“%s”，没有做更改。", "This import is now “%s”; nothing was changed."}
	ImportStart         = Text{"导入 %s 行", "Import %s rows"}
	ImportSkip          = Text{"跳过有问题的 %s 行，只导入其余 %s 行", "Leave out the %s rows with problems and import only the other %s"}
	ImportSkipFirst     = Text{"有行存在问题，什么都没有导入。要跳过它们，请先勾选这里。", "Some rows have problems, so nothing was imported. To leave them out, tick this box first."}
	ImportConfirmPeople = Text{"标签列会替换用户原有的标签；其他空白格子不改动原来的内容。同一个 openid 出现多次时，以后面的行为准。", "A tags column replaces the user's tags; other empty cells leave what is there. When an openid comes more than once, the later row counts."}
)
