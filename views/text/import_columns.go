package text

import (
	"context"

	"xinshi/models"
	"xinshi/models/sheet"
)

// What the columns of a file are.
var (
	ImportColumns         = Text{"每一列是什么", "What the columns are"}
	ImportColumnsNote     = Text{"按列名猜的，请核对。“不导入”的列会被忽略。", "Guessed by their names: please check. Columns that are left out are ignored."}
	ImportColumnName      = Text{"文件里的列", "Column in the file"}
	ImportColumnSamples   = Text{"前几行的内容", "First values"}
	ImportColumnTarget    = Text{"导入为", "Taken as"}
	ImportColumnTargetOf  = Text{"“%s”导入为", "“%s” is taken as"}
	ImportColumnEmpty     = Text{"（空白）", "(empty)"}
	ImportCheck           = Text{"检查全部 %s 行", "Check all %s rows"}
	ImportCheckAgain      = Text{"按新的对应重新检查", "Check again with these columns"}
	ImportColumnsRefused  = Text{"列的对应还不对，请看标出的地方。", "The columns are not right yet: see what is marked."}
	ImportNoOpenid        = Text{"第 %d 行（列名）里没有认出 openid 列，请指定哪一列是 openid。", "No column of line %d (the header) is the openid. Please say which one is."}
	ImportNoCode          = Text{"请指定哪一列是发送码。", "Please say which column is the send code."}
	ImportTargetTaken     = Text{"已经有一列是它了。", "Another column is that already."}
	ImportTargetBad       = Text{"列名含有空格或符号，不能作为属性名。", "The name has blanks or signs in it and cannot be an attribute."}
	ImportPreview         = Text{"前 %d 行会这样导入", "How the first %d rows are taken"}
	ImportPreviewNote     = Text{"有问题的格子会标出来。", "Cells with problems are marked."}
	ImportPreviewOK       = Text{"可以导入", "Fine"}
	ImportLine            = Text{"行", "Line"}
	ImportColumn          = Text{"列", "Column"}
	ImportCell            = Text{"内容", "Value"}
	ImportWhy             = Text{"问题", "Problem"}
	ImportColumnOf        = Text{"第 %d 列 %s", "%d, %s"}
	ImportRefusedRows     = Text{"有问题的行", "Rows with problems"}
	ImportRefusedFirst    = Text{"前 %s 行，共 %s 行", "the first %s of %s"}
	ImportRefusedAll      = Text{"共 %s 行", "%s in all"}
	ImportRefusedUntil    = Text{"问题行保留到 %s，之后删除。", "These rows are kept until %s and deleted then."}
	ImportRefusedGone     = Text{"问题行已经过了保留期，不再可以下载。", "These rows are past their time and can no longer be downloaded."}
	ImportRefusedDownload = Text{"下载问题行（CSV）", "Download these rows (CSV)"}
	ImportRefusedFile     = Text{"问题行", "problems"}
	ImportAllKind         = Text{"全部发送码的类型", "Kind of all codes"}
	ImportAllKindHint     = Text{"文件里没有“类型”列时使用。", "Used when no column says the kind."}
	ImportAllKindByColumn = Text{"由文件里的列决定", "By a column of the file"}
	ImportAllTemplate     = Text{"订阅属于哪个模板", "Template of the subscriptions"}
	ImportAllTemplateHint = Text{"只用于订阅，文件里没有“模板”列时使用。", "For subscriptions only, when no column says the template."}
	ImportNoTemplate      = Text{"不指定", "None"}

	TargetNone      = Text{"不导入", "Left out"}
	TargetOpenid    = Text{"openid", "openid"}
	TargetNickname  = Text{"昵称", "Nickname"}
	TargetRemark    = Text{"备注", "Remark"}
	TargetPhone     = Text{"手机", "Phone"}
	TargetTags      = Text{"标签", "Tags"}
	TargetAttribute = Text{"属性（以列名为名）", "Attribute (named like the column)"}
	TargetKind      = Text{"发送码类型", "Kind of code"}
	TargetCode      = Text{"发送码", "Send code"}
	TargetTemplate  = Text{"模板 ID", "Template id"}
	TargetObtained  = Text{"获得时间", "Obtained at"}
	TargetOrder     = Text{"订单号", "Order number"}
	TargetScene     = Text{"场景", "Scene"}

	targets = map[models.ImportTarget]Text{
		models.TargetNone: TargetNone, models.TargetOpenid: TargetOpenid, models.TargetNickname: TargetNickname, models.TargetRemark: TargetRemark,
		models.TargetPhone: TargetPhone, models.TargetTags: TargetTags, models.TargetAttribute: TargetAttribute, models.TargetKind: TargetKind,
		models.TargetCode: TargetCode, models.TargetTemplateID: TargetTemplate, models.TargetObtainedAt: TargetObtained,
		models.TargetOrderNo: TargetOrder, models.TargetScene: TargetScene,
	}
)

// ImportTarget is what a target is called.
func ImportTarget(target models.ImportTarget) Text { return targets[target] }

// What is wrong with a cell, where a file needs other words than a form.
var (
	ImportCellMissing = Text{"不能为空。", "Must not be empty."}
	ImportCellOpenid  = Text{"openid 只能是字母、数字和符号，不能有空格或汉字。", "An openid is letters, digits and signs, without blanks."}
	ImportCellPhone   = Text{"这不像电话号码。", "This does not look like a phone number."}
	ImportCellKind    = Text{"不认识这种发送码，可以写 form_id、prepay_id、subscribe_once 或 subscribe_long。", "No such kind of code. Write form_id, prepay_id, subscribe_once or subscribe_long."}
	ImportLineIs      = Text{"第 %d 行", "Line %d"}
)

// ImportReason says why a row is not taken.
func ImportReason(ctx context.Context, r models.ImportRefusal) string {
	switch {
	case r.Reason == models.ReasonRequired:
		return ImportCellMissing.In(ctx)
	case r.Field == string(models.TargetOpenid) && r.Reason == models.ReasonBadFormat:
		return ImportCellOpenid.In(ctx)
	case r.Field == string(models.TargetPhone) && r.Reason == models.ReasonBadFormat:
		return ImportCellPhone.In(ctx)
	case r.Field == string(models.TargetKind) && r.Reason == models.ReasonBadChoice:
		return ImportCellKind.In(ctx)
	}
	return Reason(ctx, r.Reason, r.Limit)
}

// What is wrong with a whole file.
var (
	SheetRefused      = Text{"这个文件不能导入，什么都没有写入", "This file cannot be imported; nothing was written"}
	SheetRefusedMore  = Text{"只列出前 %d 个问题。请改好之后重新上传。", "Only the first %d problems are listed. Mend the file and send it again."}
	SheetRefusedDo    = Text{"请改好之后重新上传。", "Mend the file and send it again."}
	SheetWhole        = Text{"整个文件", "Whole file"}
	SheetNotText      = Text{"这不是文本文件，也不是 XLSX。请在 Excel 里另存为“CSV UTF-8”或“Excel 工作簿（.xlsx）”。", "This is neither text nor XLSX. Save it in Excel as “CSV UTF-8” or “Excel workbook (.xlsx)”."}
	SheetOldExcel     = Text{"这是旧版 Excel 文件（.xls），或者有密码保护。请去掉密码，另存为 .xlsx 或 CSV。", "This is an old Excel file (.xls), or one with a password. Take the password off and save it as .xlsx or CSV."}
	SheetBroken       = Text{"这个 XLSX 文件已损坏或不完整。请用 Excel 打开并另存一次，或另存为 CSV。", "This XLSX file is damaged or incomplete. Open it in Excel and save it anew, or save it as CSV."}
	SheetUnpacked     = Text{"这个 XLSX 文件展开之后太大（可能含有图片）。请只留下表格，或另存为 CSV。", "This XLSX file unpacks to too much (it may hold pictures). Leave only the table, or save it as CSV."}
	SheetEmpty        = Text{"文件是空的。", "The file is empty."}
	SheetNoRows       = Text{"只有列名，没有数据行。", "There is a header but no rows."}
	SheetTooLarge     = Text{"文件太大，最多 %s MB。", "The file is too large: at most %s MB."}
	SheetTooManyCols  = Text{"列太多，最多 %d 列。", "Too many columns: at most %d."}
	SheetRowTooLong   = Text{"这一行太长，最多 %s KB。", "This row is too long: at most %s KB."}
	SheetOpenQuote    = Text{"双引号打开之后没有关闭。如果内容里有双引号，要写成两个。", "A quote is opened and never closed. A quote within a value has to be doubled."}
	SheetTooManyRows  = Text{"行数太多，最多 %s 行。", "Too many rows: at most %s."}
	SheetBadBytes     = Text{"有不属于 %s 的字节，读不出文字。请用 UTF-8 或 GBK 重新保存。", "Has bytes that are not %s. Save the file as UTF-8 or GBK."}
	SheetBareQuote    = Text{"内容中间有双引号。请把整个格子用双引号括起来，里面的写成两个。", "A quote stands within a value. Put the whole value in quotes and double the one inside."}
	SheetAfterQuote   = Text{"双引号关闭之后还有内容。", "There is text after the closing quote."}
	SheetTooFew       = Text{"少了格子：这一行有 %d 个，列名有 %d 个。", "Cells are missing: the row has %d, the header %d."}
	SheetTooMany      = Text{"多了格子：这一行有 %d 个，列名有 %d 个。", "Cells too many: the row has %d, the header %d."}
	SheetUnnamed      = Text{"这一列没有列名。", "This column has no name."}
	SheetSameName     = Text{"列名“%s”和第 %d 列重复。", "The name “%s” is also that of column %d."}
	SheetNoSuchReason = Text{"读不出这个文件。", "The file cannot be read."}
)

// SheetProblem says what is wrong with a file at one place.
func SheetProblem(ctx context.Context, p sheet.Problem) string {
	switch p.Kind {
	case sheet.NotText:
		return SheetNotText.In(ctx)
	case sheet.OldExcel:
		return SheetOldExcel.In(ctx)
	case sheet.BrokenXLSX:
		return SheetBroken.In(ctx)
	case sheet.Unpacked:
		return SheetUnpacked.In(ctx)
	case sheet.Empty:
		return SheetEmpty.In(ctx)
	case sheet.NoRows:
		return SheetNoRows.In(ctx)
	case sheet.TooLarge:
		return SheetTooLarge.In(ctx, Number(p.Want>>20))
	case sheet.TooManyColumns:
		return SheetTooManyCols.In(ctx, p.Want)
	case sheet.RowTooLong:
		return SheetRowTooLong.In(ctx, Number(p.Want>>10))
	case sheet.OpenQuote:
		return SheetOpenQuote.In(ctx)
	case sheet.TooManyRows:
		return SheetTooManyRows.In(ctx, Number(p.Want))
	}
	return cellProblem(ctx, p)
}

func cellProblem(ctx context.Context, p sheet.Problem) string {
	switch p.Kind {
	case sheet.BadBytes:
		return SheetBadBytes.In(ctx, p.Text)
	case sheet.BareQuote:
		return SheetBareQuote.In(ctx)
	case sheet.AfterQuote:
		return SheetAfterQuote.In(ctx)
	case sheet.Ragged:
		if p.Got < p.Want {
			return SheetTooFew.In(ctx, p.Got, p.Want)
		}
		return SheetTooMany.In(ctx, p.Got, p.Want)
	case sheet.UnnamedColumn:
		return SheetUnnamed.In(ctx)
	case sheet.SameName:
		return SheetSameName.In(ctx, p.Text, p.Want)
	}
	return SheetNoSuchReason.In(ctx)
}
