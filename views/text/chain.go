package text

import (
	"context"

	"xinshi/models"
)

// The chain of the audit record.
var (
	ChainWhole       = Text{"审计链完整", "The audit chain is whole"}
	ChainWholeText   = Text{"%s 核对了 %d 条记录，每一条都和写入时一样；员工、小程序、模板和 API 密钥也都与记录一致。", "Checked at %s: all %d entries are what they were when they were written, and staff, apps, templates and API keys are what they say."}
	ChainBroken      = Text{"审计链已损坏：记录被改动过", "The audit chain is damaged: the record was tampered with"}
	ChainBrokenText  = Text{"%s 核对时发现以下记录有问题。请保留数据库现状，从备份和锚点文件查证。", "A check at %s found these rows. Keep the database as it is, and compare it with backups and the anchor file."}
	ChainUnchecked   = Text{"审计链还没有核对过", "The audit chain has not been checked yet"}
	ChainUncheckText = Text{"系统每小时自动核对一次，也可以现在核对。", "It is checked every hour by itself; you can also check it now."}
	ChainWaiting     = Text{"另有 %d 条新记录稍后入链。", "%d new entries will be linked in a moment."}
	ChainHead        = Text{"第 %d 条 · %s", "No. %d · %s"}
	ChainHeadLabel   = Text{"链尾", "End of the chain"}
	ChainKeyLabel    = Text{"公钥（供第三方核对）", "Public key, for third parties"}
	ChainCheckNow    = Text{"立即核对", "Check now"}
	ChainExport      = Text{"导出（含链）", "Export with chain"}
	ChainProofs      = Text{"核对凭据", "Proofs"}
	ChainProofsText  = Text{"导出文件每行一条记录，末行是签名的锚点。第三方用这条命令核对，不需要数据库和密钥：", "The export has one entry a line and ends with a signed anchor. A third party checks it with this command, without database or secret:"}
	BreakOfEntry     = Text{"记录 %d（第 %d 条）：%s", "Entry %d (no. %d): %s"}
	BreakOfLoose     = Text{"记录 %d（未入链）：%s", "Entry %d (not in the chain): %s"}
	BreakOfRow       = Text{"%s %d：%s", "%s %d %s"}
)

// What a check finds.
var (
	BreakChanged   = Text{"内容被改动", "its content was changed"}
	BreakDeleted   = Text{"记录被删除", "it was deleted"}
	BreakMissing   = Text{"此处的链节被删除", "the link at this place was deleted"}
	BreakOrder     = Text{"顺序被调换", "it does not follow the one before it"}
	BreakForged    = Text{"链节不是本系统写入的", "its link was not written by this installation"}
	BreakPlanted   = Text{"记录不是本系统写入的", "it was not written by this installation"}
	BreakRow       = Text{"和最近一条审计记录不一致，被绕过本系统改动", "is not what the last entry about it says: it was changed behind this installation's back"}
	BreakRowGone   = Text{"被绕过本系统删除", "was deleted behind this installation's back"}
	BreakRowNew    = Text{"不是由本系统添加的", "was not added by this installation"}
	BreakTruncated = Text{"链尾被截断，本条及之前的若干条已丢失", "the end of the chain up to this entry was cut off"}
)

// BreakLine says which row is damaged, and how.
func BreakLine(ctx context.Context, b models.ChainBreak) string {
	what := breakKind(b.What).In(ctx)
	switch {
	case b.Object != "":
		return BreakOfRow.In(ctx, b.Object, b.ObjectID, what)
	case b.Seq == 0:
		return BreakOfLoose.In(ctx, b.EntryID, what)
	}
	return BreakOfEntry.In(ctx, b.EntryID, b.Seq, what)
}

func breakKind(kind models.BreakKind) Text {
	switch kind {
	case models.BreakChanged:
		return BreakChanged
	case models.BreakDeleted:
		return BreakDeleted
	case models.BreakMissing:
		return BreakMissing
	case models.BreakOrder:
		return BreakOrder
	case models.BreakForged:
		return BreakForged
	case models.BreakTruncated:
		return BreakTruncated
	case models.BreakRow:
		return BreakRow
	case models.BreakRowGone:
		return BreakRowGone
	case models.BreakRowPlanted:
		return BreakRowNew
	}
	return BreakPlanted
}

// The command line's side of it.
var (
	CLIAudit           = Text{"审计记录", "the audit record"}
	CLIAuditVerify     = Text{"核对审计链，损坏时以非零状态退出并指出记录", "walk the chain; a damage ends with a non-zero exit and names the row"}
	CLIAuditFile       = Text{"核对导出的文件，不需要数据库", "check an exported file instead, without a database"}
	CLIAuditKeyFlag    = Text{"本系统的公钥（见 xinshi audit key），与 --file 一起用", "the installation's public key (see xinshi audit key), with --file"}
	CLIAuditAnchors    = Text{"锚点文件，默认取 XINSHI_ANCHOR_FILE", "file of anchors; XINSHI_ANCHOR_FILE unless given"}
	CLIAuditAnchor     = Text{"输出签名的链尾（锚点）", "print the signed end of the chain: an anchor"}
	CLIAuditAnchorFile = Text{"追加到这个文件，不输出", "add it to this file instead"}
	CLIAuditExport     = Text{"导出审计链，每行一条 JSON", "export the chain, one JSON object a line"}
	CLIAuditFrom       = Text{"从第几条开始", "number of the first entry"}
	CLIAuditKey        = Text{"输出核对锚点用的公钥", "print the public key that checks anchors"}
	CLIAuditWhole      = Text{"审计链完整：%d 条已入链，%d 条待入链，核对了 %d 个锚点。", "The audit chain is whole: %d entries linked, %d waiting, %d anchors checked."}
	CLIAuditFileWhole  = Text{"文件完整：%d 条记录，第 %d 条至第 %d 条，由公钥 %s 签名。", "The file is whole: %d entries, no. %d to %d, signed by the key %s."}
	CLIAuditNoKey      = Text{"未提供 --key：只证明文件在签名后未被改动。请向系统所有者另行核实公钥。", "Without --key this proves only that the file was not changed since it was signed. Ask the owner for the public key another way."}
	CLIAuditDamaged    = Text{"审计记录已损坏，见上。", "The audit record is damaged, see above."}
	CLIForeignAnchor   = Text{"锚点不是本系统签名的，或已被改动。", "An anchor was not signed by this installation, or was changed."}
	CLINoAnchor        = Text{"文件末尾没有锚点：文件不完整。", "The file does not end with an anchor: it is not complete."}
)
