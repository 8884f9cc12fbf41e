package models

import (
	"slices"
	"strings"
)

// ImportTarget is what a column of a file is taken for; the empty one leaves the
// column out.
type ImportTarget string

// The targets. TargetAttribute is an attribute named like the column.
const (
	TargetNone       ImportTarget = ""
	TargetOpenid     ImportTarget = "openid"
	TargetNickname   ImportTarget = "nickname"
	TargetRemark     ImportTarget = "remark"
	TargetPhone      ImportTarget = "phone"
	TargetTags       ImportTarget = "tags"
	TargetAttribute  ImportTarget = "attribute"
	TargetKind       ImportTarget = "kind"
	TargetCode       ImportTarget = "code"
	TargetTemplateID ImportTarget = "template_id"
	TargetObtainedAt ImportTarget = "obtained_at"
	TargetOrderNo    ImportTarget = "order_no"
	TargetScene      ImportTarget = "scene"
)

// ImportTargets lists what the columns of a kind can be.
func ImportTargets(kind ImportKind) []ImportTarget {
	if kind == ImportCodes {
		return []ImportTarget{TargetNone, TargetOpenid, TargetKind, TargetCode, TargetTemplateID, TargetObtainedAt, TargetOrderNo, TargetScene}
	}
	return []ImportTarget{TargetNone, TargetOpenid, TargetNickname, TargetRemark, TargetPhone, TargetTags, TargetAttribute}
}

// ImportPlan says what a file's columns are, and what holds for all its rows.
type ImportPlan struct {
	Targets    []ImportTarget // of each column, in order
	Kind       CodeKind       // of every code, when no column says it
	TemplateID string         // of every subscription, when no column says it
}

// column finds the column of a target, -1 when there is none.
func (p ImportPlan) column(target ImportTarget) int { return slices.Index(p.Targets, target) }

// attributeMarks begin the names of attribute columns in our own exports.
var attributeMarks = []string{"attr:", "属性:", "属性："}

// attributeName is what an attribute is called whose column has this name.
func attributeName(column string) string {
	for _, mark := range attributeMarks {
		if name, marked := strings.CutPrefix(column, mark); marked {
			return strings.TrimSpace(name)
		}
	}
	return strings.TrimSpace(column)
}

// headerWords are the names that columns have in practice: ours, the platform's
// and those of shop systems.
var headerWords = map[ImportTarget][]string{
	TargetOpenid:     {"openid", "wxopenid", "微信openid", "用户openid", "小程序openid", "openid微信", "touser", "微信标识", "用户标识"},
	TargetNickname:   {"nickname", "nick", "name", "昵称", "微信昵称", "用户昵称", "姓名", "称呼", "用户名"},
	TargetRemark:     {"remark", "memo", "comment", "备注", "备注名", "说明"},
	TargetPhone:      {"phone", "mobile", "tel", "telephone", "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式"},
	TargetTags:       {"tag", "tags", "label", "labels", "标签", "用户标签", "分组"},
	TargetKind:       {"kind", "type", "codekind", "类型", "种类", "发送码类型", "码类型"},
	TargetCode:       {"code", "formid", "prepayid", "sendcode", "发送码", "表单码", "支付码", "码"},
	TargetTemplateID: {"templateid", "template", "模板", "模板id", "模板编号"},
	TargetObtainedAt: {"obtainedat", "createdat", "time", "date", "获得时间", "获取时间", "时间", "日期", "提交时间", "创建时间"},
	TargetOrderNo:    {"orderno", "order", "orderid", "outtradeno", "订单", "订单号", "订单编号", "商户订单号"},
	TargetScene:      {"scene", "source", "场景", "来源", "页面"},
}

// foldHeader leaves of a name what tells it from others: 微信 OpenID* is 微信openid.
func foldHeader(name string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "\u3000", "", "_", "", "-", "", "*", "", ":", "", "：", "", "(", "", ")", "", "（", "", "）", "", ".", "").Replace(name))
}

// guessPlan takes each target once, for the first column that is named so. A
// formId column says of what kind the codes are.
func guessPlan(kind ImportKind, columns []string) ImportPlan {
	plan := ImportPlan{Targets: make([]ImportTarget, len(columns))}
	taken := map[ImportTarget]bool{}
	for i, name := range columns {
		folded := foldHeader(name)
		for _, target := range ImportTargets(kind) {
			if !taken[target] && slices.Contains(headerWords[target], folded) {
				plan.Targets[i], taken[target] = target, true
				break
			}
		}
		if kind == ImportPeople && attributeName(name) != strings.TrimSpace(name) {
			plan.Targets[i] = TargetAttribute
		}
		switch {
		case plan.Targets[i] != TargetCode:
		case folded == "formid" || folded == "表单码":
			plan.Kind = CodeForm
		case folded == "prepayid" || folded == "支付码":
			plan.Kind = CodePrepay
		}
	}
	if taken[TargetKind] {
		plan.Kind = ""
	}
	return plan
}

// targetField is the field of the n-th column in a refused plan.
func targetField(n int) string { return "targets." + decimal(int64(n)) }

// validate refuses a plan that says nothing, or two things, about who a row is for.
func (p *ImportPlan) validate(i Import) error {
	var bad ValidationError
	allowed, taken := ImportTargets(i.Kind), map[string]bool{}
	if len(p.Targets) != len(i.Columns) {
		bad.Add("targets", ReasonBadFormat)
		return bad.Err()
	}
	for n, target := range p.Targets {
		key := string(target)
		if target == TargetAttribute {
			name := attributeName(i.Columns[n])
			key = "attribute " + name
			checkAttributeKey(&bad, targetField(n), name)
		}
		switch {
		case !slices.Contains(allowed, target):
			bad.Add(targetField(n), ReasonBadChoice)
		case target != TargetNone && taken[key]:
			bad.Add(targetField(n), ReasonTaken)
		}
		taken[key] = true
	}
	if p.column(TargetOpenid) < 0 {
		bad.Add("openid", ReasonRequired)
	}
	if i.Kind == ImportCodes {
		p.validateCodes(&bad)
	}
	return bad.Err()
}

func (p *ImportPlan) validateCodes(bad *ValidationError) {
	p.TemplateID = strings.TrimSpace(p.TemplateID)
	if p.column(TargetKind) >= 0 {
		p.Kind = ""
	} else if !slices.Contains(CodeKinds, p.Kind) {
		bad.Add("kind", ReasonRequired)
	}
	if p.column(TargetTemplateID) >= 0 {
		p.TemplateID = ""
	}
	single := p.Kind == CodeForm || p.Kind == CodePrepay
	if single && p.column(TargetCode) < 0 {
		bad.Add("code", ReasonRequired)
	}
	if p.Kind != "" && !single && p.column(TargetTemplateID) < 0 && p.TemplateID == "" {
		bad.Add("template_id", ReasonRequired)
	}
}
