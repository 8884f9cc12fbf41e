package importing

import (
	"time"

	"xinshi/models"
)

// Sample is the rows of a file to begin with. Its names are those that the
// import knows by itself.
func Sample(kind models.ImportKind, now models.Millis) [][]any {
	if kind == models.ImportCodes {
		at := now.Add(-time.Hour).Time().Format(time.RFC3339)
		return [][]any{
			{"openid", "类型", "发送码", "模板ID", "获得时间", "订单号", "场景"},
			{"oEXAMPLE00000000000000000001", string(models.CodeForm), "1698765432101-example", "", at, "", "活动报名"},
			{"oEXAMPLE00000000000000000002", string(models.CodePrepay), "wx201410272009395522657a690389285100", "", at, "20261123000187", "下单支付"},
			{"oEXAMPLE00000000000000000003", string(models.CodeSubscribeOnce), "", "TEMPLATE_ID", at, "", "到货提醒"},
		}
	}
	return [][]any{
		{"openid", "昵称", "备注", "手机", "标签", "属性:城市"},
		{"oEXAMPLE00000000000000000001", "安娜", "爱吃芒果", "13800138000", "会员;老客户", "杭州"},
		{"oEXAMPLE00000000000000000002", "小明", "", "", "会员", ""},
	}
}
