package text

import (
	"context"
	"strings"

	"xinshi/models"
)

// Approval by a second person.
var (
	ApprovalTitle       = Text{"审批", "Approval"}
	ApprovalContext     = Text{"下面就是将要发出的内容。通过后任何改动都会使审批作废。", "This is what will go out. Once approved, any change makes the approval void."}
	ApprovalCards       = Text{"内容", "Content"}
	ApprovalCardsNote   = Text{"最先几位用户会收到的消息，一字不差。", "The messages of the first few users, to the letter."}
	ApprovalCardsGone   = Text{"审批已结束，这里不再列出具体的人。", "The request is over; nobody is listed here any more."}
	ApprovalFacts       = Text{"申请", "The request"}
	ApprovalMessages    = Text{"消息数", "Messages"}
	ApprovalAskedBy     = Text{"申请人", "Asked by"}
	ApprovalAskedAt     = Text{"申请时间", "Asked at"}
	ApprovalStateName   = Text{"审批状态", "Approval"}
	ApprovalDecidedBy   = Text{"处理人", "Decided by"}
	ApprovalDecidedAt   = Text{"处理时间", "Decided at"}
	ApprovalReason      = Text{"驳回理由", "Reason"}
	ApprovalHash        = Text{"内容和受众的指纹", "Fingerprint of content and audience"}
	ApprovalStartNow    = Text{"通过后立即开始", "As soon as it is approved"}
	ApprovalPastStart   = Text{"原定的开始时间已过，通过后会立即开始；若超过允许的延迟，则会取消。", "Its start is over: approved, it starts at once, or is cancelled where that is later than it may be."}
	ApprovalChecked     = Text{"检查结果", "What the check found"}
	ApprovalDecide      = Text{"处理", "Decide"}
	ApprovalApprove     = Text{"通过", "Approve"}
	ApprovalApproveText = Text{"通过后按上面的时间发给 %s 人。", "Approved, it goes to %s people at the time above."}
	ApprovalReject      = Text{"驳回", "Reject"}
	ApprovalRejectLabel = Text{"驳回理由，申请人会看到", "Reason, which the author will read"}
	ApprovalNotYours    = Text{"你写过或申请了这个任务，要由另一位同事审批。", "You wrote or asked for this; somebody else has to approve it."}
	ApprovalNotRole     = Text{"你的角色不能审批，请找运营或管理员。", "Your role does not approve. Ask an operator or admin."}
	ApprovalAsk         = Text{"提交审批", "Ask for approval"}
	ApprovalAskNote     = Text{"这个小程序规定这样的发送要由另一位同事审批，通过后才会发出。", "This app has such sends approved by somebody else before they go out."}
	ApprovalAsked       = Text{"“%s”已提交审批，通过后才会发送。", "“%s” waits for approval and is sent after that."}
	ApprovalWasGiven    = Text{"已通过，会按计划发送。", "Approved; it is sent as planned."}
	ApprovalWasRejected = Text{"已驳回。", "Rejected."}
	ApprovalWasBack     = Text{"已撤回为草稿，可以修改后重新提交。", "Taken back as a draft; change it and submit again."}
	ApprovalWasOff      = Text{"已撤回，不会发送。", "Taken back; it is not sent."}
	ApprovalWasVoid     = Text{"审批作废：它和申请时不一样了。没有发送。", "The approval is void: this is not what it was asked for. Nothing is sent."}
	ApprovalStale       = Text{"它已被处理或撤回，下面是现在的状态。", "It was decided or taken back meanwhile; below is how it stands."}
	ApprovalSee         = Text{"查看审批", "See the approval"}
	ApprovalPlan        = Text{"发给谁、何时、多快", "To whom, when and how fast"}
	ApprovalWithdraw    = Text{"撤回修改", "Take back"}
	ApprovalWaitingList = Text{"%s 个待审批", "%s awaiting approval"}
	BatchesNoneSuch     = Text{"没有这个状态的任务", "No batch is in this state"}
	BatchesAllStates    = Text{"全部状态", "All states"}
	ApprovalFormer      = Text{"上次的审批：%s", "The former approval: %s"}
	ApprovalVoidOf      = Text{"作废，因为改动了%s。", "void, since this was changed: %s."}
	ApprovalRejectedOf  = Text{"%s 驳回：%s", "rejected by %s: %s"}
	ApprovalGivenOf     = Text{"%s 于 %s 通过", "by %s at %s"}
	ApprovalStateAsked  = Text{"等待审批", "waiting"}
	ApprovalStateGiven  = Text{"已通过", "approved"}
	ApprovalStateNo     = Text{"已驳回", "rejected"}
	ApprovalStateBack   = Text{"已撤回", "taken back"}
	ApprovalStateVoid   = Text{"已作废", "void"}
	ApprovalPartContent = Text{"内容", "content"}
	ApprovalPartPeople  = Text{"受众", "audience"}
	ApprovalPartTpl     = Text{"模板", "template"}
	ApprovalPartTiming  = Text{"时间和速度", "time and pace"}
	ApprovalPartRecord  = Text{"审批记录", "the request itself"}
	ApprovalPartsComma  = Text{"、", ", "}

	AlertApproval   = Text{"有发送任务等待审批", "Batches await approval"}
	AlertApprovalDo = Text{"%s 个发送任务要审批后才会发送。", "Batches that are sent only when approved: %s."}

	ReasonNeedsApproval = Text{"超过 %d 条的发送要由另一位同事审批：请在页面上建立草稿，检查后提交审批。", "More than %d messages have to be approved by somebody else: make a draft on the pages, check it, and ask for approval."}
	BatchIsVoid         = Text{"审批作废，因为改动了%s；没有发送。", "The approval is void, since this was changed: %s. Nothing was sent."}
	BatchIsVoidDo       = Text{"请再做一份草稿，检查后重新提交审批。", "Make a draft of it, check it, and ask for approval again."}
	BatchIsRejectedFor  = Text{"%s 驳回：%s", "Rejected by %s: %s"}
	BatchIsRejectedDo   = Text{"按理由改好后重新提交。", "Mend it and submit it again."}
	BatchMend           = Text{"取回修改", "Take back as a draft"}
	CauseVoid           = Text{"发送任务和审批时不一样，没有发送。", "The batch is not what was approved; this was not sent."}
	CauseVoidDo         = Text{"请重新提交审批。", "Ask for approval again."}
	CauseShortVoid      = Text{"审批作废", "Approval void"}

	RulesApproval       = Text{"哪些发送任务要另一位同事审批", "Which batches somebody else has to approve"}
	RulesApprovalHint   = Text{"撰写人和提交人不能审批。测试发送、写给一个人的消息不用审批；接口一次提交多条时，超过这个数（或选了“每一个”）会被拒绝。", "Nobody who wrote or submitted it can approve. Tests and messages to one person need none; one call of the API for more than this many, or for several where every one is approved, is refused."}
	RulesApprovalNever  = Text{"都不用", "None"}
	RulesApprovalAbove  = Text{"超过下面的条数", "Those of more messages than below"}
	RulesApprovalAlways = Text{"每一个", "Every one"}
	RulesApproveAbove   = Text{"超过多少条要审批", "Above how many messages"}
	RulesApproveHint    = Text{"0 到 1,000,000。", "0 to 1,000,000."}

	ActionApprovalAsk      = Text{"申请审批", "Asked for approval"}
	ActionApprovalGiven    = Text{"审批通过", "Approved"}
	ActionApprovalRejected = Text{"审批驳回", "Rejected"}
	ActionApprovalBack     = Text{"撤回审批申请", "Took back request for approval"}
	ActionApprovalVoid     = Text{"审批作废", "Approval made void"}
)

// ApprovalState is where a request for approval stands.
func ApprovalState(state models.ApprovalState) Text {
	switch state {
	case models.ApprovalGiven:
		return ApprovalStateGiven
	case models.ApprovalRejected:
		return ApprovalStateNo
	case models.ApprovalWithdrawn:
		return ApprovalStateBack
	case models.ApprovalVoid:
		return ApprovalStateVoid
	}
	return ApprovalStateAsked
}

// ApprovalParts names what was changed since approval was asked for.
func ApprovalParts(ctx context.Context, a models.Approval) string {
	names := map[string]Text{
		"content": ApprovalPartContent, "audience": ApprovalPartPeople, "template": ApprovalPartTpl, "timing": ApprovalPartTiming, "approval": ApprovalPartRecord,
	}
	var list []string
	for part := range strings.SplitSeq(a.Changed, ",") {
		list = append(list, names[part].In(ctx))
	}
	return strings.Join(list, ApprovalPartsComma.In(ctx))
}

// ApprovalOutcome says how a request ended; "" while it is open, or was given.
func ApprovalOutcome(ctx context.Context, a models.Approval) string {
	switch a.State {
	case models.ApprovalRejected:
		return ApprovalRejectedOf.In(ctx, a.DecidedName, a.Reason)
	case models.ApprovalVoid:
		return ApprovalVoidOf.In(ctx, ApprovalParts(ctx, a))
	}
	return ""
}
