package main

import (
	"xinshi/models"
	"xinshi/models/wechat/simulator"
)

// sampleDrifted are templates here that the platform has otherwise, or no more.
var sampleDrifted = []models.TemplateInput{
	{TemplateID: "Qe2uHs5jVbYn8RtWk1LpXm7DcA9fGoZ4iT6xN0wKyCl", Title: "配送状态通知", Kind: models.KindSubscribeOnce, Page: "pages/order/detail", Keywords: []models.KeywordInput{
		{Key: "character_string1", Name: "订单号", Field: "order_no", Sample: "20261123000187"},
		{Key: "phrase2", Name: "状态", Field: "status", DefaultValue: "配送中", Sample: "配送中"},
		{Key: "thing3", Name: "备注", Field: "note", Sample: "请留意电话"},
	}},
	{TemplateID: "Gd4kTz7yPcRw1QnBs9VhJm3XeL6aFo8uI0lYtE5rHWx", Title: "双十一预售提醒", Kind: models.KindSubscribeOnce, Keywords: []models.KeywordInput{
		{Key: "thing1", Name: "活动名称", Field: "event", Sample: "双十一预售"},
		{Key: "time2", Name: "开始时间", Field: "event_at", Format: models.FormatDateTime, Sample: "2026-11-11 00:00"},
	}},
}

// sampleThere is what the platform has instead, and two templates that are new.
var sampleThere = []simulator.Template{
	{TemplateID: sampleDrifted[0].TemplateID, Kind: simulator.KindSubscribeOnce, Title: "配送状态通知", Keywords: []simulator.Keyword{
		{Key: "enum_string1", Name: "状态", Example: "配送中", Choices: []string{"配送中", "已送达", "已签收"}},
		{Key: "character_string2", Name: "订单号", Example: "T1001"},
		{Key: "phone_number3", Name: "骑手电话", Example: "0571-0000000"},
	}},
	{TemplateID: "Wn8cRf3xKmVp6YtGh2SjDq9LbE1aUo5zI7iXkT4wQPe", Kind: simulator.KindSubscribeOnce, Title: "订单发货通知", Keywords: []simulator.Keyword{
		{Key: "character_string1", Name: "订单编号", Example: "T1001"},
		{Key: "thing2", Name: "商品名称", Example: "红富士苹果"},
		{Key: "phrase3", Name: "快递公司", Example: "顺丰速运"},
		{Key: "character_string4", Name: "快递单号", Example: "SF1234567890"},
		{Key: "time5", Name: "发货时间", Example: "2026年11月23日 10:24"},
	}},
	{TemplateID: "Jb6vXp1mTsZc4NwRk7HqYd0GfL3aEo9uI2oPyS5tVBn", Kind: simulator.KindSubscribeOnce, Title: "活动报名结果通知", Keywords: []simulator.Keyword{
		{Key: "thing1", Name: "活动名称", Example: "周末采摘"},
		{Key: "phrase2", Name: "报名结果", Example: "报名成功"},
		{Key: "name3", Name: "报名人", Example: "小林"},
		{Key: "time4", Name: "活动时间", Example: "2026年11月28日 09:30"},
	}},
}
