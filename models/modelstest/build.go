package modelstest

import (
	"fmt"
	"sync/atomic"
	"testing"

	"xinshi/models"
)

// Tester is who acts in tests that do not care who acts.
var Tester = models.Actor{Kind: models.ActorStaff, ID: 1, Name: "测试员", IP: "192.0.2.1", RequestID: "test"}

var serial atomic.Int64

// App adds an App with defaults; edit changes them.
func (db *DB) App(t *testing.T, edit ...func(*models.AppInput)) models.App {
	t.Helper()
	in := models.NewAppInput()
	in.Appid, in.Name, in.Secret = fmt.Sprintf("wxtest%010d", serial.Add(1)), "鲜果到家", "test-secret"
	for _, f := range edit {
		f(&in)
	}
	app, err := db.AddApp(t.Context(), Tester, in)
	if err != nil {
		t.Fatalf("add app: %v", err)
	}
	return app
}

// Template adds 订单发货通知 with two keywords; edit changes it.
func (db *DB) Template(t *testing.T, app models.App, edit ...func(*models.TemplateInput)) models.Template {
	t.Helper()
	in := models.TemplateInput{
		TemplateID: fmt.Sprintf("TEMPLATE-%d", serial.Add(1)), Title: "订单发货通知", Kind: models.KindTemplate,
		Keywords: []models.KeywordInput{
			{Key: "keyword1", Name: "订单编号", Field: "order_no", Colour: "#173177"},
			{Key: "keyword2", Name: "发货时间", Field: "shipped_at", Format: models.FormatDateTime},
		},
	}
	for _, f := range edit {
		f(&in)
	}
	template, err := db.AddTemplate(t.Context(), Tester, app.ID, in)
	if err != nil {
		t.Fatalf("add template: %v", err)
	}
	return template
}

// Recipient adds a user.
func (db *DB) Recipient(t *testing.T, app models.App, openid string) models.Recipient {
	t.Helper()
	r, err := db.SaveRecipient(t.Context(), Tester, app.ID, models.RecipientInput{Openid: openid, Nickname: "昵称" + openid})
	if err != nil {
		t.Fatalf("add recipient: %v", err)
	}
	return r
}

// Code gives a user a code, obtained now; the user is added when new.
func (db *DB) Code(t *testing.T, app models.App, openid string, kind models.CodeKind, code string) {
	t.Helper()
	db.Codes(t, app, models.CodeInput{Openid: openid, Kind: kind, Code: code})
}

// Codes stores codes and fails the test unless all are taken.
func (db *DB) Codes(t *testing.T, app models.App, in ...models.CodeInput) {
	t.Helper()
	result, err := db.AddCodes(t.Context(), Tester, app, "test", in)
	if err != nil || result.Accepted != len(in) {
		t.Fatalf("add codes: %+v, %v", result, err)
	}
}

// Queue queues a message with an order number as its first value.
func (db *DB) Queue(t *testing.T, app models.App, template models.Template, openid string) models.Message {
	t.Helper()
	m, err := db.Enqueue(t.Context(), Tester, app, models.MessageRequest{
		TemplateID: template.TemplateID, To: openid,
		Content: models.Content{Fields: map[string]string{"order_no": "20261123000187", "shipped_at": "2026-11-23 10:24"}},
	})
	if err != nil {
		t.Fatalf("queue message: %v", err)
	}
	return m
}

// Password is the password of everyone whom Staff adds.
const Password = "correct horse battery"

// Staff adds an admin; edit changes that.
func (db *DB) Staff(t *testing.T, edit ...func(*models.StaffInput)) models.Staff {
	t.Helper()
	in := models.StaffInput{Email: fmt.Sprintf("staff%d@example.com", serial.Add(1)), Name: "店长", Role: models.RoleAdmin, Password: Password}
	for _, f := range edit {
		f(&in)
	}
	member, err := db.AddStaff(t.Context(), Tester, in)
	if err != nil {
		t.Fatalf("add staff: %v", err)
	}
	return member
}
