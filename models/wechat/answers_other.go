package wechat

import "slices"

var (
	notOurs  = Wording{"发送消息时不应出现这个错误；请把微信返回的原文交给技术人员。", "A send should never meet this error. Give WeChat's own words to your technician."}
	ignoreIt = Wording{"不影响消息发送，可以忽略。", "It does not affect sending and may be ignored."}
)

// otherAnswers are known codes of other products of the platform.
var otherAnswers = slices.Concat([]Answer{
	{Errcode: 40199, Errmsg: "waybill_id not found", Class: ClassOther, Reaction: Fail, Alert: true,
		Meaning: Wording{"微信答复“运单不存在”，这是物流接口的错误，与发消息无关。", "WeChat says a waybill does not exist. That is an error of the logistics call and has nothing to do with messages."}, Remedy: notOurs},
	{Errcode: 41003, Errmsg: "refresh_token missing", Class: ClassOther, Reaction: Fail, Alert: true,
		Meaning: Wording{"缺少 refresh_token，只在网页授权中出现。", "A refresh_token is missing; this occurs in web authorisation only."}, Remedy: notOurs},
	{Errcode: 42007, Errmsg: "access_token and refresh_token exception", Class: ClassOther, Reaction: Fail, Alert: true,
		Meaning: Wording{"用户授权的凭证异常，只在网页授权中出现。", "A person's authorisation is broken; this occurs in web authorisation only."}, Remedy: notOurs},
	{Errcode: 45015, Errmsg: "response out of time limit", Class: ClassOther, Reaction: Fail, Alert: true,
		Meaning: Wording{"超过了客服消息的回复时限，只在客服消息中出现。", "The time to reply is over; this occurs with customer-service messages only."}, Remedy: notOurs},
	{Errcode: 45047, Errmsg: "out of response count limit", Class: ClassOther, Reaction: Fail, Alert: true,
		Meaning: Wording{"超过了客服消息的条数限制，只在客服消息中出现。", "Too many replies; this occurs with customer-service messages only."}, Remedy: notOurs},
},
	each(Answer{Errmsg: "rid not found or expired", Class: ClassOther, Reaction: Fail,
		Meaning: Wording{"查询的请求编号不存在，或已超过 7 天。", "The request id is unknown or older than 7 days."}, Remedy: ignoreIt},
		76001, 76002, 76003, 76004),
	each(Answer{Errmsg: "cgi_path error", Class: ClassOther, Reaction: Fail,
		Meaning: Wording{"查询额度的接口路径有误。", "The path in a quota query is wrong."}, Remedy: ignoreIt},
		76021, 76022),
)
