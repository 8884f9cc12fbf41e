package text

import (
	"context"
	"strings"

	"xinshi/models"
)

// Why a value was refused, and by that what to do. %d is the limit concerned.
var (
	ReasonRequired         = Text{"请填写此项。", "Please fill this in."}
	ReasonTooLong          = Text{"太长，最多 %d 个字。", "Too long: at most %d characters."}
	ReasonTooShort         = Text{"太短，至少 %d 个字。", "Too short: at least %d characters."}
	ReasonBadFormat        = Text{"格式不对，请检查后重填。", "The format is not right. Please check it."}
	ReasonControlChars     = Text{"含有不可见字符，请删除后重填。", "Contains invisible characters. Please remove them."}
	ReasonBadChoice        = Text{"请从列表中选择。", "Please choose from the list."}
	ReasonTaken            = Text{"已被使用，请换一个。", "Already taken. Please choose another."}
	ReasonUnknownTemplate  = Text{"没有这个模板，请先在“模板”中添加。", "There is no such template. Add it under Templates first."}
	ReasonTemplateStopped  = Text{"该模板已停用，请换一个或先启用。", "This template is switched off. Choose another or switch it on."}
	ReasonTooFew           = Text{"至少要 %d 个。", "At least %d are needed."}
	ReasonTemplateRemoved  = Text{"微信上已没有这个模板，请换一个，或重新同步。", "WeChat no longer has this template. Choose another, or sync again."}
	ReasonUnknownKeyword   = Text{"模板中没有这个关键词。", "The template has no such keyword."}
	ReasonUnknownRecipient = Text{"没有这个用户，请检查 openid。", "There is no such user. Please check the openid."}
	ReasonErased           = Text{"该用户的资料已按要求删除。", "This user's data were erased on request."}
	ReasonNoSendCode       = Text{"该用户没有可用的发送码，请等其再次提交表单、支付或订阅。", "This user has no usable send code. Wait until they submit a form, pay or subscribe again."}
	ReasonAllBlank         = Text{"至少填写一个关键词的值。", "Fill in the value of at least one keyword."}
	ReasonBadColour        = Text{"颜色应为 #RRGGBB，例如 #173177。", "A colour looks like #RRGGBB, for example #173177."}
	ReasonBadDate          = Text{"不是有效的日期或时间，例如 2026-11-23 10:24。", "Not a valid date or time, for example 2026-11-23 10:24."}
	ReasonBadNumber        = Text{"请填写数字。", "Please enter a number."}
	ReasonMockCode         = Text{"这是开发者工具产生的模拟码，不能用于发送。", "This is a mock code from the developer tools and cannot be used to send."}
	ReasonFailedCode       = Text{"小程序取码失败，请用真机重新获取。", "The mini program failed to obtain the code. Obtain it again on a real phone."}
	ReasonForeignCode      = Text{"该发送码属于另一位用户。", "This send code belongs to another user."}
	ReasonExpired          = Text{"已过期。", "Has expired."}
	ReasonInFuture         = Text{"时间在将来，请检查。", "The time lies in the future. Please check it."}
	ReasonTooMany          = Text{"太多，最多 %d 项。", "Too many: at most %d."}
	ReasonNotHere          = Text{"这里不接受这种上报，请由商城后端上报。", "This is not taken from here. Report it by the shop's backend."}
	ReasonBadKey           = Text{"不是有效的 PEM 密钥或证书：需要 RSA、至少 2048 位，并包含 BEGIN 和 END 两行。", "Not a valid key or certificate in PEM form: it has to be RSA, of at least 2048 bits, with its BEGIN and END lines."}
	ReasonBadAmount        = Text{"金额以分为单位，应为 1 到 1,000,000,000 的整数。", "The amount is in fen: a whole number from 1 to 1,000,000,000."}
	ReasonLoginCode        = Text{"登录码无效、已过期或已用过，请重新调用 wx.login。", "The sign-in code is not valid, has expired or was used. Call wx.login again."}
	ReasonLastAdmin        = Text{"这是最后一位管理员，请先指定另一位。", "This is the last admin. Appoint another one first."}
	ReasonFormulaError     = Text{"这是表格里出错的公式，不是值。", "This is a broken formula of the spreadsheet, not a value."}
	ReasonShortNumber      = Text{"长数字被 Excel 改成了科学计数，请把这一列设为文本后重新填写。", "Excel has cut a long number short. Format the column as text and fill it in again."}
	ReasonCommonPassword   = Text{"这个密码太常见或与邮箱、姓名相同，容易被猜到，请换一个。", "This password is too common, or the same as email or name, and easily guessed. Please choose another."}
	ReasonWrongPassword    = Text{"密码不正确，请重新输入。", "The password is not right. Please type it again."}
	ReasonWrongCode        = Text{"验证码不正确或已用过，请输入身份验证器当前显示的 6 位数字。", "The code is not right or was used before. Type the 6 digits your authenticator shows now."}
	ReasonRobotURL         = Text{"不是这种群机器人的 Webhook 地址，请从群机器人的设置里整段复制。", "Not the webhook address of such a robot. Copy it whole from the robot's settings."}
	ReasonOther            = Text{"这个值不被接受，请修改。", "This value is not accepted. Please change it."}
)

var reasons = map[models.Reason]Text{
	models.ReasonRequired:         ReasonRequired,
	models.ReasonRobotURL:         ReasonRobotURL,
	models.ReasonNeedsApproval:    ReasonNeedsApproval,
	models.ReasonTooLong:          ReasonTooLong,
	models.ReasonTooShort:         ReasonTooShort,
	models.ReasonBadFormat:        ReasonBadFormat,
	models.ReasonControlChars:     ReasonControlChars,
	models.ReasonBadChoice:        ReasonBadChoice,
	models.ReasonTaken:            ReasonTaken,
	models.ReasonUnknownTemplate:  ReasonUnknownTemplate,
	models.ReasonTemplateStopped:  ReasonTemplateStopped,
	models.ReasonTooFew:           ReasonTooFew,
	models.ReasonTemplateRemoved:  ReasonTemplateRemoved,
	models.ReasonUnknownKeyword:   ReasonUnknownKeyword,
	models.ReasonUnknownRecipient: ReasonUnknownRecipient,
	models.ReasonErased:           ReasonErased,
	models.ReasonNoSendCode:       ReasonNoSendCode,
	models.ReasonAllBlank:         ReasonAllBlank,
	models.ReasonBadColour:        ReasonBadColour,
	models.ReasonBadDate:          ReasonBadDate,
	models.ReasonBadNumber:        ReasonBadNumber,
	models.ReasonMockCode:         ReasonMockCode,
	models.ReasonFailedCode:       ReasonFailedCode,
	models.ReasonForeignCode:      ReasonForeignCode,
	models.ReasonExpired:          ReasonExpired,
	models.ReasonInFuture:         ReasonInFuture,
	models.ReasonTooMany:          ReasonTooMany,
	models.ReasonNotHere:          ReasonNotHere,
	models.ReasonBadKey:           ReasonBadKey,
	models.ReasonBadAmount:        ReasonBadAmount,
	models.ReasonLoginCode:        ReasonLoginCode,
	models.ReasonLastAdmin:        ReasonLastAdmin,
	models.ReasonCreditsByEvent:   ReasonCreditsByEvent,
	models.ReasonConfirmState:     ReasonConfirmState,
	models.ReasonOtherState:       ReasonOtherState,
	models.ReasonCommonPassword:   ReasonCommonPassword,
	models.ReasonWrongPassword:    ReasonWrongPassword,
	models.ReasonWrongCode:        ReasonWrongCode,
	models.ReasonFormulaError:     ReasonFormulaError,
	models.ReasonShortNumber:      ReasonShortNumber,
	models.ReasonNobody:           SubmitNobody,
	models.ReasonUnchecked:        SubmitUnchecked,
	models.ReasonOtherTotal:       SubmitOtherTotal,
	models.ReasonPast:             SubmitPast,
	models.ReasonTooFar:           BatchTooFar,
	models.ReasonNotTester:        SubmitNotTester,
	models.ReasonNoSource:         SubmitNoSource,
}

// Reason is the sentence under a refused field.
func Reason(ctx context.Context, reason models.Reason, limit int) string {
	t, ok := reasons[reason]
	if !ok {
		t = ReasonOther
	}
	if strings.Contains(t.ZH, "%d") {
		return t.In(ctx, limit)
	}
	return t.In(ctx)
}
