package text

import (
	"context"
	"slices"
	"strings"

	"xinshi/models"
)

// CodeBadJSON is the API's word for a body that is no JSON; the place of the
// mistake stands in its sentence.
const CodeBadJSON = "bad_json"

// What the log of calls alone can say.
var (
	APICallerGone = Text{"调用方没有等到答复就断开了，请放宽超时时间后重试；重试时用同一个 idempotency_key。", "The caller hung up before the answer. Allow more time and try again, with the same idempotency_key."}
	APIAnyType    = Text{"类型不对，应为的类型见 message。", "The type is wrong; message names the right one."}
	APIBadChoice  = Text{"不是可用的值，可用的值见接口参考。", "Not one of the possible values; the API reference lists them."}
	APIOtherError = Text{"请求有误，请对照接口参考检查。", "The request is not right. Compare it with the API reference."}
)

var apiErrors = map[string]Text{
	"unauthorized": APIBadKey, "forbidden": ForbiddenText, "not_found": APINotFound, "method_not_allowed": APIMethod,
	"conflict": APIConflict, "invalid": APIInvalid, "too_large": APITooLarge, "rate_limited": APITooFast,
	"bad_request": APIBadRequest, "internal": InternalText, "client_gone": APICallerGone,

	CodeCollectOff: CollectOff, CodeLoginRequired: LoginRequired, CodeLoginBlocked: LoginBlocked, CodeReportTooLarge: ReportTooLarge,
	CodePlatformBusy: PlatformBusy, CodePlatformRefused: PlatformRefused, CodePayNotSet: PayNotSet, CodeNoPublicURL: NoPublicURL,
	CodePayNoAnswer: PayNoAnswer, CodePayRefused: PayRefused, CodeOrderPaid: OrderPaid, CodeOrderDiffers: OrderDiffers, CodeOrderRefused: OrderRefused,
}

// APIError is the sentence of an error of the API by its code, said in the
// answer and again in the log of calls; mib is the largest body.
func APIError(ctx context.Context, code string, mib int) string {
	t, ok := apiErrors[code]
	switch {
	case !ok:
		return APIOtherError.In(ctx)
	case code == "too_large":
		return t.In(ctx, mib)
	}
	return t.In(ctx)
}

// APIRefusal is the sentence beside a refused value. It is that of the pages,
// except for what only programs get wrong: types, names, and times, which people
// type in the shop's zone.
func APIRefusal(ctx context.Context, r models.CallRefusal) string {
	isTime := r.Field == "send_at" || strings.HasSuffix(r.Field, "obtained_at")
	switch {
	case r.Reason == CodeBadJSON:
		return APIBrokenJSON.In(ctx, r.Line, r.Column)
	case r.Reason == models.ReasonUnknownField:
		return APIUnknownField.In(ctx)
	case r.Reason == models.ReasonWrongType:
		return APIWrongType.In(ctx, r.Wanted)
	case r.Reason == models.ReasonBadChoice:
		return APIBadChoice.In(ctx)
	case isTime && r.Reason == models.ReasonBadFormat:
		return APIBadTime.In(ctx)
	}
	if _, ok := apiErrors[string(r.Reason)]; ok { // an item that failed as a whole
		return APIError(ctx, string(r.Reason), 0)
	}
	return Reason(ctx, r.Reason, r.Limit)
}

// APIReason is a word that a program reads, with its sentence.
type APIReason struct{ Word, Sentence string }

// APIReasons lists every reason that the API gives, in the order of the words.
func APIReasons(ctx context.Context) []APIReason {
	list := []APIReason{
		{string(models.ReasonUnknownField), APIUnknownField.In(ctx)},
		{string(models.ReasonWrongType), APIAnyType.In(ctx)},
	}
	for reason, t := range reasons {
		if !formReasons[reason] {
			list = append(list, APIReason{string(reason), strings.ReplaceAll(t.In(ctx), "%d", "N")})
		}
	}
	slices.SortFunc(list, func(a, b APIReason) int { return strings.Compare(a.Word, b.Word) })
	return list
}

// formReasons are reasons of the pages' own forms, which no API call meets.
var formReasons = map[models.Reason]bool{
	models.ReasonTooShort: true, models.ReasonTaken: true, models.ReasonLastAdmin: true,
}
