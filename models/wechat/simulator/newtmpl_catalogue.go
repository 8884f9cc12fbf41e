package simulator

import "slices"

// category is a service category of every app.
type category struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// publicEntry is one template of the public library of subscribe templates.
type publicEntry struct {
	tid      int
	category int
	title    string
	long     bool
	keywords []publicKeyword
}

type publicKeyword struct {
	ID      int      `json:"kid"`
	Name    string   `json:"name"`
	Example string   `json:"example"`
	Rule    string   `json:"rule"`
	Choices []string `json:"enumValueList,omitempty"`
}

// offers builds an entry's keywords from names, rules and examples in turn; their numbers count from 1.
func offers(texts ...string) []publicKeyword {
	var out []publicKeyword
	for i := 0; i+2 < len(texts); i += 3 {
		out = append(out, publicKeyword{ID: i/3 + 1, Name: texts[i], Rule: texts[i+1], Example: texts[i+2]})
	}
	return out
}

// choose makes the named keyword one with fixed values.
func choose(list []publicKeyword, name string, choices ...string) []publicKeyword {
	i := slices.IndexFunc(list, func(k publicKeyword) bool { return k.Name == name })
	list[i].Choices = choices
	return list
}

var categories = []category{{9001, "电商平台"}, {9002, "快递物流"}, {9003, "休闲娱乐"}, {9004, "医疗服务"}}

// newStyleFrom begins the numbers of templates whose keywords are fixed.
const newStyleFrom = 10_000_001

// publicLibrary is a small library of made-up entries, enough to page through. It is sorted by category.
var publicLibrary = []publicEntry{
	{9101, 9001, "付款成功通知", false, offers("订单号", "character_string", "T1001", "付款金额", "amount", "¥59.00", "付款时间", "time", "2024年05月01日 12:30", "商品名称", "thing", "红富士苹果", "温馨提示", "thing", "尽快发货")},
	{9102, 9001, "订单发货通知", false, offers("订单编号", "character_string", "T1001", "商品名称", "thing", "红富士苹果", "快递公司", "phrase", "顺丰速运", "快递单号", "character_string", "SF1234567890", "发货时间", "time", "2024年05月01日 12:30", "收货地址", "thing", "幸福路 8 号")},
	{9103, 9001, "退款通知", false, offers("订单编号", "character_string", "T1001", "退款金额", "amount", "¥59.00", "退款原因", "thing", "缺货", "退款时间", "time", "2024年05月01日 12:30")},
	{9104, 9001, "到货提醒", false, offers("商品名称", "thing", "丹东草莓", "价格", "amount", "¥59.90", "备注", "thing", "数量有限")},
	{9105, 9001, "优惠券到期提醒", false, offers("优惠券名称", "thing", "满 50 减 10", "到期时间", "time", "2024年05月31日", "使用说明", "thing", "全场通用")},
	{9201, 9002, "配送状态通知", false, choose(offers("状态", "enum_string", "配送中", "订单号", "character_string", "T1001", "备注", "thing", "请留意电话"), "状态", "配送中", "已送达", "已签收")},
	{9202, 9002, "取件通知", false, offers("取件码", "character_string", "8086", "取件地点", "thing", "东门自提点", "截止时间", "time", "2024年05月03日 18:00", "联系电话", "phone_number", "0571-0000000")},
	{9301, 9003, "活动报名结果通知", false, offers("活动名称", "thing", "周末采摘", "报名结果", "phrase", "报名成功", "报名人", "name", "小林", "活动时间", "time", "2024年05月11日 09:00", "活动地点", "thing", "东山果园")},
	{9302, 9003, "活动开始提醒", false, offers("活动名称", "thing", "周末采摘", "开始时间", "time", "2024年05月11日 09:00", "活动地点", "thing", "东山果园", "温馨提示", "thing", "请带好雨具")},
	{9401, 9004, "就诊提醒", true, offers("就诊人", "name", "小林", "就诊时间", "time", "2024年05月11日 09:00", "科室", "thing", "内科", "医生", "name", "王医生")},
	{newStyleFrom, 9001, "订单完成通知", false, offers("订单号", "character_string", "T1001", "完成时间", "time", "2024年05月01日 12:30")},
}
