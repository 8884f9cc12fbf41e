package simulator

// libraryEntry is one template of the public library; keyword ids count from 1.
type libraryEntry struct {
	id, title string
	keywords  []Keyword
}

// keywords builds a library entry's list from names and examples in turn.
func keywords(texts ...string) []Keyword {
	var out []Keyword
	for i := 0; i+1 < len(texts); i += 2 {
		out = append(out, Keyword{Name: texts[i], Example: texts[i+1]})
	}
	return out
}

// catalogue is a small public library of made-up entries, enough to page through.
var catalogue = []libraryEntry{
	{"AT9001", "订单发货通知", keywords("订单编号", "T1001", "发货时间", "2020年01月08日 12:30", "快递公司", "顺丰速运", "快递单号", "SF1234567890", "商品名称", "红富士苹果", "收货地址", "幸福路 8 号")},
	{"AT9002", "退款通知", keywords("订单编号", "T1001", "退款金额", "¥59.00", "退款原因", "缺货", "退款时间", "2020年01月08日 12:30")},
	{"AT9003", "活动报名结果", keywords("姓名", "小林", "活动名称", "周末采摘", "报名结果", "报名成功", "活动时间", "2020年01月11日 09:00", "活动地点", "东山果园")},
	{"AT9004", "订单支付成功通知", keywords("订单编号", "T1001", "支付金额", "¥59.00", "支付时间", "2020年01月08日 12:30")},
	{"AT9005", "订单取消通知", keywords("订单编号", "T1001", "取消原因", "超时未支付", "取消时间", "2020年01月08日 12:30")},
	{"AT9006", "订单评价提醒", keywords("商品名称", "红富士苹果", "完成时间", "2020年01月08日 12:30", "温馨提示", "评价可得积分")},
	{"AT9007", "取货通知", keywords("取货码", "8086", "取货地点", "东门自提点", "取货时间", "今天 18:00 前")},
	{"AT9008", "优惠券到期提醒", keywords("优惠券名称", "满 50 减 10", "到期时间", "2020年01月31日", "使用说明", "全场通用")},
	{"AT9009", "预约成功通知", keywords("预约人", "小林", "预约时间", "2020年01月11日 09:00", "预约项目", "果园参观", "门店地址", "幸福路 8 号")},
	{"AT9010", "会员积分变动提醒", keywords("变动积分", "+20", "当前积分", "320", "变动原因", "订单完成")},
	{"AT9011", "拼团成功通知", keywords("商品名称", "车厘子 2 斤", "拼团价", "¥99.00", "成团人数", "3", "预计发货", "明天")},
	{"AT9012", "售后进度通知", keywords("服务单号", "A2001", "处理进度", "已寄出换货", "处理时间", "2020年01月08日 12:30")},
}
