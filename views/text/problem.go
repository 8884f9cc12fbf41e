package text

// Problem is an error as people read it: what happened, and what to do.
type Problem struct{ Title, Text Text }

// What can go wrong with a request as a whole.
var (
	ProblemNotFound     = Problem{NotFoundTitle, NotFoundText}
	ProblemForbidden    = Problem{ForbiddenTitle, ForbiddenText}
	ProblemUnauthorized = Problem{UnauthorizedTitle, UnauthorizedText}
	ProblemConflict     = Problem{ConflictTitle, ConflictText}
	ProblemInvalid      = Problem{InvalidTitle, InvalidText}
	ProblemTooLarge     = Problem{TooLargeTitle, TooLargeText}
	ProblemMethod       = Problem{MethodTitle, MethodText}
	ProblemBadRequest   = Problem{BadRequestTitle, BadRequestText}
	ProblemForeignForm  = Problem{ForeignFormTitle, ForeignFormText}
	ProblemTooFast      = Problem{TooFastTitle, TooFastText}
	ProblemInternal     = Problem{InternalTitle, InternalText}
)

// Their words.
var (
	NotFoundTitle     = Text{"没有找到", "Not found"}
	NotFoundText      = Text{"这个地址没有内容，可能已被删除，或属于另一个小程序。", "There is nothing at this address. It may be gone, or belong to another app."}
	ForbiddenTitle    = Text{"没有权限", "Not allowed"}
	ForbiddenText     = Text{"您的角色不能做这件事，如有需要请联系管理员。", "Your role does not include this. Ask an admin if you need it."}
	UnauthorizedTitle = Text{"需要登录", "Please sign in"}
	UnauthorizedText  = Text{"请登录后继续。", "Sign in to continue."}
	ConflictTitle     = Text{"情况已经变化", "Things have changed"}
	ConflictText      = Text{"在您操作期间它已被改变，请返回查看最新状态后再试。", "It was changed in the meantime. Go back, look at its present state and try again."}
	InvalidTitle      = Text{"有些值不被接受", "Some values are not accepted"}
	InvalidText       = Text{"请返回检查填写的内容。", "Go back and check what was entered."}
	TooLargeTitle     = Text{"内容太大", "Too large"}
	TooLargeText      = Text{"提交的内容超过了上限，请分成几次提交。", "What was sent is over the limit. Send it in several parts."}
	MethodTitle       = Text{"不支持这种请求", "Not possible here"}
	MethodText        = Text{"这个地址不接受这种请求方法，请从页面上操作。", "This address does not take this kind of request. Use the buttons of the page."}
	BadRequestTitle   = Text{"请求有误", "The request is not right"}
	BadRequestText    = Text{"地址或内容不完整，请从页面上重新操作。", "The address or its content is not complete. Start again from a page."}
	ForeignFormTitle  = Text{"页面已过期", "The page is out of date"}
	ForeignFormText   = Text{"无法确认这个表单来自本站。请返回上一页，刷新后重新提交。", "We cannot tell that this form came from here. Go back, reload the page and submit again."}
	TooFastTitle      = Text{"太频繁", "Too many requests"}
	TooFastText       = Text{"请求太频繁，请稍等片刻再试。", "Too many requests at once. Wait a moment and try again."}
	InternalTitle     = Text{"出错了", "Something went wrong"}
	InternalText      = Text{"系统没能完成这个请求。请稍后再试，如仍不行，请把请求编号告诉管理员。", "The request could not be completed. Try again later; if it fails again, give the request id to an admin."}
)
