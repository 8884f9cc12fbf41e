package main

import (
	"context"
	"fmt"
	"time"

	"xinshi/models"
	"xinshi/models/wechat/simulator"
)

const (
	demoAppid  = "wx5a3f8c21d09e7b46"
	demoSecret = "demo-secret-of-the-simulated-app"
)

// sampleShop is 鲜果到家, with which the demo begins: the same shop in our
// database and on the simulated platform.
type sampleShop struct {
	store    *models.Store
	platform *simulator.Simulator
	app      models.App
}

var demoActor = models.Actor{Kind: models.ActorCLI, Name: "xinshi demo"}

func (s sampleShop) open(ctx context.Context) error {
	for _, member := range sampleStaff {
		member.Password = demoPassword
		if _, err := s.store.AddStaff(ctx, demoActor, member); err != nil {
			return fmt.Errorf("sample staff: %w", err)
		}
	}
	in := models.NewAppInput()
	in.Appid, in.Name, in.Secret = demoAppid, "鲜果到家", demoSecret
	err := s.platform.AddApp(simulator.App{Appid: demoAppid, Secret: demoSecret, Name: in.Name, PrepayUses: in.CodesPerPayment})
	if err != nil {
		return fmt.Errorf("sample app: %w", err)
	}
	if s.app, err = s.store.AddApp(ctx, demoActor, in); err != nil {
		return fmt.Errorf("sample app: %w", err)
	}
	for _, t := range sampleTemplates {
		if err := s.addTemplate(ctx, t); err != nil {
			return fmt.Errorf("sample template: %w", err)
		}
	}
	if err := s.drift(ctx); err != nil {
		return fmt.Errorf("sample template: %w", err)
	}
	for i, person := range samplePeople {
		person.Openid = fmt.Sprintf("oXg5A0demo%04dXianGuoDaoJia", i+1)
		if err := s.addPerson(ctx, person); err != nil {
			return fmt.Errorf("sample user: %w", err)
		}
	}
	for _, segment := range sampleSegments {
		if _, err := s.store.SaveSegment(ctx, demoActor, s.app.ID, 0, segment.name, segment.filter); err != nil {
			return fmt.Errorf("sample segment: %w", err)
		}
	}
	return nil
}

func (s sampleShop) addTemplate(ctx context.Context, in models.TemplateInput) error {
	there := simulator.Template{TemplateID: in.TemplateID, Title: in.Title, Kind: string(in.Kind)}
	for _, k := range in.Keywords {
		there.Keywords = append(there.Keywords, simulator.Keyword{Key: k.Key, Name: k.Name, Example: k.Sample})
	}
	if err := s.platform.AddTemplateWithID(demoAppid, there); err != nil {
		return err
	}
	_, err := s.store.AddTemplate(ctx, demoActor, s.app.ID, in)
	return err
}

// drift lets the platform's list differ from ours, as it comes to in time: a
// template that was changed there, one that was deleted, two that were added.
func (s sampleShop) drift(ctx context.Context) error {
	for _, t := range sampleDrifted {
		if _, err := s.store.AddTemplate(ctx, demoActor, s.app.ID, t); err != nil {
			return err
		}
	}
	for _, t := range sampleThere {
		if err := s.platform.AddTemplateWithID(demoAppid, t); err != nil {
			return err
		}
	}
	return nil
}

// person is a sample user and the codes to give: forms submitted, hours until
// the first of them expires, and whether an order was paid or only placed.
type person struct {
	models.RecipientInput
	forms      int
	expiresIn  time.Duration
	paid, open bool
}

func (s sampleShop) addPerson(ctx context.Context, p person) error {
	if err := s.platform.AddUser(demoAppid, p.Openid); err != nil {
		return err
	}
	if _, err := s.store.SaveRecipient(ctx, demoActor, s.app.ID, p.RecipientInput); err != nil {
		return err
	}
	var codes []models.CodeInput
	for i := range p.forms {
		form, err := s.platform.SubmitForm(demoAppid, p.Openid)
		if err != nil {
			return err
		}
		code := models.CodeInput{Openid: p.Openid, Kind: models.CodeForm, Code: form, Scene: "活动报名"}
		if i == 0 && p.expiresIn > 0 {
			code.ObtainedAt = s.store.Now().Add(p.expiresIn - models.CodeLife)
		}
		codes = append(codes, code)
	}
	if p.paid || p.open {
		order := "2026112300" + p.Openid[10:14]
		prepay, err := s.platform.PlaceOrder(demoAppid, p.Openid, order)
		if err != nil {
			return err
		}
		codes = append(codes, models.CodeInput{Openid: p.Openid, Kind: models.CodePrepay, Code: prepay, OrderNo: order, Scene: "下单支付"})
	}
	if len(codes) > 0 {
		if _, err := s.store.AddCodes(ctx, demoActor, s.app, "demo", codes); err != nil {
			return err
		}
	}
	if !p.paid {
		return nil
	}
	order := codes[len(codes)-1].OrderNo
	if err := s.platform.Pay(order); err != nil {
		return err
	}
	_, err := s.store.MarkPaid(ctx, demoActor, s.app, order)
	return err
}

var sampleStaff = []models.StaffInput{
	{Email: demoEmail, Name: "林晓", Role: models.RoleAdmin},
	{Email: "operator@example.com", Name: "陈运营", Role: models.RoleOperator},
	{Email: "marketer@example.com", Name: "周市场", Role: models.RoleMarketer},
	{Email: "auditor@example.com", Name: "吴审计", Role: models.RoleAuditor},
}

var sampleTemplates = []models.TemplateInput{
	{TemplateID: "Xs7fQm2kPzVd9RtLb4WnYc6HjA1eGuS0oI3xK8yTqZw", Title: "订单发货通知", Kind: models.KindTemplate, Page: "pages/order/detail", Keywords: []models.KeywordInput{
		{Key: "keyword1", Name: "订单编号", Field: "order_no", Colour: "#173177", Sample: "20261123000187"},
		{Key: "keyword2", Name: "商品名称", Field: "product", Sample: "海南金煌芒 5 斤装"},
		{Key: "keyword3", Name: "快递公司", Field: "carrier", DefaultValue: "顺丰速运", Sample: "顺丰速运"},
		{Key: "keyword4", Name: "快递单号", Field: "tracking_no", Sample: "SF1390024471856"},
		{Key: "keyword5", Name: "发货时间", Field: "shipped_at", Format: models.FormatDateTime, Sample: "2026-11-23 10:24"},
		{Key: "keyword6", Name: "温馨提示", Field: "note", DefaultValue: "请保持电话畅通，签收前请检查外包装", Sample: "请保持电话畅通，签收前请检查外包装"},
	}},
	{TemplateID: "Bh5rJv8cMxNa2GpTq7DsEk0LwF4uYi9oZ1tRbC6mVQe", Title: "活动报名结果", Kind: models.KindTemplate, Page: "pages/event/result", Emphasis: "keyword2", Keywords: []models.KeywordInput{
		{Key: "keyword1", Name: "活动名称", Field: "event", Sample: "周末果园采摘"},
		{Key: "keyword2", Name: "报名结果", Field: "result", Colour: "#0a7d4f", Sample: "报名成功"},
		{Key: "keyword3", Name: "报名人", Field: "customer_name", Sample: "张三"},
		{Key: "keyword4", Name: "活动时间", Field: "event_at", Format: models.FormatDateTime, Sample: "2026-11-28 09:30"},
		{Key: "keyword5", Name: "活动地点", Field: "place", DefaultValue: "城南果园东门集合", Sample: "城南果园东门集合"},
	}},
	{TemplateID: "Ky3dWn6zQoUc1PfXr9HbMt5SvE8gJl2aI7xTkL0pRNs", Title: "到货提醒", Kind: models.KindSubscribeOnce, Page: "pages/product/detail", Keywords: []models.KeywordInput{
		{Key: "thing1", Name: "商品名称", Field: "product", Format: models.FormatCut20, Sample: "丹东红颜草莓 3 斤"},
		{Key: "amount2", Name: "价格", Field: "price", Format: models.FormatYuan, Sample: "¥59.90"},
		{Key: "thing3", Name: "备注", Field: "note", DefaultValue: "数量有限，先到先得", Sample: "数量有限，先到先得"},
	}},
}

var samplePeople = []person{
	{RecipientInput: models.RecipientInput{
		Nickname: "张三", Remark: "老客户，爱芒果", Phone: "13800001111", Tags: []string{"老客户", "芒果"}, Attributes: map[string]string{"城市": "杭州", "等级": "金卡"},
	}, forms: 3, paid: true},
	{RecipientInput: models.RecipientInput{
		Nickname: "李小满", Remark: "企业团购", Tags: []string{"团购"}, Attributes: map[string]string{"城市": "宁波", "公司": "小满科技"},
	}, forms: 2, expiresIn: 9 * time.Hour},
	{RecipientInput: models.RecipientInput{Nickname: "王五", Tags: []string{"老客户"}}, forms: 1},
	{RecipientInput: models.RecipientInput{Nickname: "赵敏", Remark: "已下单未支付"}, open: true},
	{RecipientInput: models.RecipientInput{
		Nickname: "孙阿姨", Remark: "只接受周末送货", Tags: []string{"老客户", "社区"}, Attributes: map[string]string{"城市": "杭州"},
	}, forms: 1, expiresIn: 40 * time.Hour, paid: true},
	{RecipientInput: models.RecipientInput{Nickname: "周大福"}},
	{RecipientInput: models.RecipientInput{Nickname: "Emily Chen", Remark: "English please", Attributes: map[string]string{"语言": "en"}}, forms: 1},
	{RecipientInput: models.RecipientInput{
		Nickname: "吴师傅", Remark: "社区团长", Phone: "13900002222", Tags: []string{"团购", "社区"}, Attributes: map[string]string{"城市": "杭州", "小区": "城南花园"},
	}, forms: 5, expiresIn: 60 * time.Hour},
}

// sampleSegments are what a shop might want to come back to.
var sampleSegments = []struct {
	name   string
	filter models.RecipientFilter
}{
	{"三天内有码到期", models.RecipientFilter{Expiring: 72 * time.Hour}},
	{"杭州的老客户", models.RecipientFilter{Tags: []string{"老客户"}, Attribute: "城市", AttributeValue: "杭州"}},
}
