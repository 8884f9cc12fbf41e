// Package largeshop makes the shop of a million users on which pages are measured:
// the same on every run, save for the times, which end now.
package largeshop

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"xinshi/models"
)

// Shop is what Fill makes.
type Shop struct {
	Store    *models.Store
	App      models.App
	Shipped  models.Template // spends form and payment codes
	Result   models.Template // spends subscriptions
	Batches  []models.Batch
	People   int
	Progress io.Writer
	pool     *sql.DB
}

// What the shop is known by, and how many codes and messages each of its people has.
const (
	Appid     = "wxpages0000000000"
	Email     = "bench@example.com"
	Password  = "bench-pages-on-loopback" // #nosec G101 -- of a database made for measuring
	PerPerson = 5                         // codes, and messages, of each person
)

const (
	shippedID = "TPL-SHIPPED"
	resultID  = "TPL-RESULT"
)

// Actor is who the audit names for making the shop.
var Actor = models.Actor{Kind: models.ActorCLI, Name: "bench"}

// Connect opens a way to the server beside the models.
func (p *Shop) Connect(database *mysql.Config) error {
	config := *database
	config.ReadTimeout, config.WriteTimeout = 0, 0 // one statement makes fifty thousand rows
	connector, err := mysql.NewConnector(&config)
	if err == nil {
		p.pool = sql.OpenDB(connector)
	}
	return err
}

// Fill makes the shop. What counts and finds people goes through the models;
// codes and messages, of which there are millions, are made by the server itself.
// One message in a hundred thousand was refused with 40037.
func (p *Shop) Fill(ctx context.Context) error {
	steps := []struct {
		what string
		do   func(context.Context) error
	}{
		{"records", p.records}, {"people", p.addPeople}, {"codes", p.addCodes}, {"messages", p.addMessages}, {"counts", p.addCounts},
	}
	for _, step := range steps {
		began := time.Now()
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("make %s: %w", step.what, err)
		}
		fmt.Fprintf(p.Progress, "made %s in %v\n", step.what, time.Since(began).Round(time.Second/10))
	}
	return nil
}

func (p *Shop) records(ctx context.Context) error {
	_, err := p.Store.AddStaff(ctx, Actor, models.StaffInput{Email: Email, Name: "Bench", Role: models.RoleAdmin, Password: Password})
	if err != nil {
		return err
	}
	in := models.NewAppInput()
	in.Name, in.Appid, in.Secret = "大店", Appid, "bench"
	if p.App, err = p.Store.AddApp(ctx, Actor, in); err != nil {
		return err
	}
	p.Shipped, err = p.Store.AddTemplate(ctx, Actor, p.App.ID, models.TemplateInput{
		TemplateID: shippedID, Title: "订单发货通知", Kind: models.KindTemplate,
		Keywords: []models.KeywordInput{{Key: "keyword1", Name: "订单编号", Field: "order_no"}, {Key: "keyword2", Name: "姓名", Field: "customer_name"}},
	})
	if err != nil {
		return err
	}
	p.Result, err = p.Store.AddTemplate(ctx, Actor, p.App.ID, models.TemplateInput{
		TemplateID: resultID, Title: "报名结果通知", Kind: models.KindSubscribeOnce,
		Keywords: []models.KeywordInput{{Key: "thing1", Name: "活动名称", Field: "event"}},
	})
	if err != nil {
		return err
	}
	for i := range 3 {
		b, err := p.Store.AddBatch(ctx, Actor, p.App, models.BatchInput{
			Name: fmt.Sprintf("第 %d 批", i+1), TemplateID: p.Shipped.TemplateID, Audience: models.Audience{Kind: models.AudienceAll},
			Content: models.Content{Fields: map[string]string{"order_no": "1", "customer_name": "2"}},
		})
		if err != nil {
			return err
		}
		p.Batches = append(p.Batches, b)
	}
	return nil
}

var (
	surnames   = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗")
	givenNames = []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰文建国海燕")
)

// addPeople gives people names, remarks, phones and tags: 会员 is common, 大客户 rare.
func (p *Shop) addPeople(ctx context.Context) error {
	const size = models.MaxPeople
	for from := 0; from < p.People; from += size {
		in := make([]models.RecipientInput, 0, size)
		for i := from; i < min(from+size, p.People); i++ {
			in = append(in, Person(i))
		}
		result, err := p.Store.SaveRecipients(ctx, Actor, p.App, in)
		if err != nil {
			return err
		}
		if result.Added != len(in) {
			return fmt.Errorf("added %d of %d people", result.Added, len(in))
		}
	}
	return nil
}

// Person is the user of a number.
func Person(i int) models.RecipientInput {
	name := func(letters []rune, n int) string { return string(letters[n%len(letters)]) }
	person := models.RecipientInput{
		Openid:   fmt.Sprintf("oBench%022d", i),
		Nickname: name(surnames, i*7) + name(givenNames, i/3) + name(givenNames, i/89),
		Phone:    fmt.Sprintf("13%09d", i),
	}
	if i%4 == 0 {
		person.Remark = fmt.Sprintf("订单%06d", i)
	}
	if i%3 == 0 {
		person.Tags = append(person.Tags, "会员")
	}
	if i%5000 == 0 {
		person.Tags = append(person.Tags, "大客户")
	}
	if i%10 == 0 {
		person.Attributes = map[string]string{"city": []string{"上海", "北京", "广州"}[i/10%3]}
	}
	return person
}

// each runs an INSERT … SELECT over all people, one piece at a time. The
// statement names the piece's bounds as FROM_ID and UNTIL_ID.
func (p *Shop) each(ctx context.Context, statement string, args ...any) error {
	const piece = 50_000
	var last int64
	for {
		var until sql.NullInt64
		err := p.pool.QueryRowContext(ctx, `SELECT MAX(id) FROM (SELECT id FROM recipients WHERE app_id = ? AND id > ? ORDER BY id LIMIT ?) AS piece`, p.App.ID, last, piece).Scan(&until)
		if err != nil || !until.Valid {
			return err
		}
		bounded := strings.NewReplacer("FROM_ID", fmt.Sprint(last), "UNTIL_ID", fmt.Sprint(until.Int64)).Replace(statement)
		if _, err := p.pool.ExecContext(ctx, bounded, args...); err != nil {
			return err
		}
		last = until.Int64
	}
}

// spread makes ids of rows that belong to people: apart from each other and from
// all that are made later, in the order of people, a thousandth of a day and more each.
const spread = `(r.id - ?) * 50 + ?`

func (p *Shop) addCodes(ctx context.Context) error {
	var first int64
	if err := p.pool.QueryRowContext(ctx, "SELECT MIN(id) FROM recipients WHERE app_id = ?", p.App.ID).Scan(&first); err != nil {
		return err
	}
	now := models.At(time.Now())
	for k := range PerPerson {
		// Each piece spans a day: those of the fourth expire from now on, those of the fifth have.
		obtained := now.Add(-time.Duration(k+1) * 40 * time.Hour)
		kind, ref := models.CodeForm, int64(0)
		switch k {
		case 1:
			kind = models.CodePrepay
		case 2:
			kind, ref = models.CodeSubscribeOnce, p.Result.ID
		}
		// Most codes were used; form codes of the last days are there, and a few subscriptions.
		err := p.each(ctx, `INSERT INTO send_codes (id, app_id, recipient_id, kind, template_ref, code, use_no, source, state, message_id, obtained_at, usable_at, expires_at, created_at)
			SELECT `+spread+`, r.app_id, r.id, ?, ?, CONCAT('c', ?, '-', r.id), 1, 'bench',
				CASE WHEN MOD(r.id, 10) < ? THEN 'available' WHEN ? = 4 THEN 'expired' WHEN MOD(r.id, 97) = 0 THEN 'rejected' WHEN ? = 2 AND MOD(r.id, 89) = 0 THEN 'revoked' ELSE 'used' END,
				0, ? + MOD(r.id, 86400000), ? + MOD(r.id, 86400000), CASE WHEN ? = 2 THEN 9223372036854775807 ELSE ? + MOD(r.id, 86400000) END, ?
			FROM recipients r WHERE r.app_id = ? AND r.id > FROM_ID AND r.id <= UNTIL_ID`,
			first, models.FirstID(obtained), kind, ref, k, []int{5, 2, 1, 3, 0}[k], k, k, obtained, obtained, k, obtained.Add(models.CodeLife), obtained, p.App.ID)
		if err != nil {
			return err
		}
	}
	_, err := p.pool.ExecContext(ctx, `UPDATE recipients SET last_sent_at = ? - MOD(id, 2592000000) WHERE app_id = ? AND MOD(id, 3) > 0`, now, p.App.ID)
	return err
}

func (p *Shop) addMessages(ctx context.Context) error {
	var first int64
	if err := p.pool.QueryRowContext(ctx, "SELECT MIN(id) FROM recipients WHERE app_id = ?", p.App.ID).Scan(&first); err != nil {
		return err
	}
	now := models.At(time.Now())
	for k := range PerPerson {
		asked := now.Add(-time.Duration(k+1) * 5 * 24 * time.Hour)
		var batch *int64
		if k < len(p.Batches) {
			batch = &p.Batches[k].ID
		}
		template := p.Shipped.ID
		if k == PerPerson-1 {
			template = p.Result.ID // the oldest fifth
		}
		err := p.each(ctx, `INSERT INTO messages (id, app_id, template_ref, recipient_id, batch_id, state, data, page, actor_kind, actor_name, due_at, tries, code_kind, reason, errcode, errmsg, created_at, sending_at, settled_at)
			SELECT `+spread+`, r.app_id, ?, r.id, ?,
				CASE WHEN MOD(r.id, 100) < 94 THEN 'sent' WHEN MOD(r.id, 100) < 98 THEN 'failed' WHEN MOD(r.id, 100) < 99 THEN 'unknown' ELSE 'cancelled' END,
				'[{"Key":"keyword1","Value":"20261123000187"},{"Key":"keyword2","Value":"张小姐"}]', 'pages/order/show', 'cli', 'bench', ?, 1, 'form_id',
				CASE WHEN MOD(r.id, 100) BETWEEN 94 AND 97 THEN 'platform' ELSE '' END, CASE WHEN MOD(r.id, 100) NOT BETWEEN 94 AND 97 THEN 0 WHEN MOD(r.id DIV 100, 5003) = 0 THEN 40037 ELSE 41028 + MOD(r.id, 2) END,
				CASE WHEN MOD(r.id, 100) BETWEEN 94 AND 97 THEN 'invalid form id' ELSE '' END, ?, ?, ?
			FROM recipients r WHERE r.app_id = ? AND r.id > FROM_ID AND r.id <= UNTIL_ID`,
			first, models.FirstID(asked), template, batch, asked, asked, asked, asked, p.App.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// addCounts writes what the models would have kept while all this happened.
func (p *Shop) addCounts(ctx context.Context) error {
	for _, statement := range []string{
		"DELETE FROM code_counts",
		`INSERT INTO code_counts (app_id, kind, template_ref, unpaid, hour, n) SELECT app_id, kind, template_ref, 0,
			CASE WHEN expires_at = 9223372036854775807 THEN expires_at ELSE expires_at DIV 3600000 * 3600000 END, COUNT(*) FROM send_codes WHERE state = 'available' GROUP BY 1, 2, 3, 4, 5`,
		`INSERT INTO hourly_counts (app_id, hour, state, reason, errcode, n) SELECT app_id, settled_at DIV 3600000 * 3600000, state, reason, errcode, COUNT(*) FROM messages GROUP BY 1, 2, 3, 4, 5`,
		`UPDATE batches b JOIN (SELECT batch_id, COUNT(*) AS total, SUM(state = 'sent') AS sent, SUM(state = 'failed') AS failed, SUM(state = 'unknown') AS unsure, SUM(state = 'cancelled') AS cancelled
			FROM messages WHERE batch_id IS NOT NULL GROUP BY batch_id) m ON m.batch_id = b.id
			SET b.total = m.total, b.sent = m.sent, b.failed = m.failed, b.unknown = m.unsure, b.cancelled = m.cancelled, b.state = 'finished', b.expanded = 1`,
		"ANALYZE TABLE recipients, recipient_tails, recipient_tags, send_codes, messages",
	} {
		if _, err := p.pool.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the way beside the models.
func (p *Shop) Close() error { return p.pool.Close() }

// Find takes up the shop that a former run made.
func (p *Shop) Find(ctx context.Context) (err error) {
	if p.App, err = p.Store.AppByAppid(ctx, Appid); err != nil {
		return fmt.Errorf("find the shop of a former run: %w", err)
	}
	if p.Shipped, err = p.Store.TemplateByPlatformID(ctx, p.App.ID, shippedID); err != nil {
		return err
	}
	if p.Result, err = p.Store.TemplateByPlatformID(ctx, p.App.ID, resultID); err != nil {
		return err
	}
	newestFirst, err := p.Store.Batches(ctx, p.App.ID, "", models.Cursor{}, 10)
	if err != nil {
		return err
	}
	p.Batches = newestFirst.Rows
	slices.Reverse(p.Batches)
	return p.pool.QueryRowContext(ctx, "SELECT COUNT(*) FROM recipients WHERE app_id = ? AND openid LIKE 'oBench%'", p.App.ID).Scan(&p.People)
}

// Ends are the ids in the middle and near the end of a table.
func (p *Shop) Ends(ctx context.Context, table string) (ids [2]int64, err error) {
	err = p.pool.QueryRowContext(ctx, "SELECT (MIN(id) + MAX(id)) DIV 2, MIN(id) + (MAX(id) - MIN(id)) DIV 1000 FROM "+table+" WHERE app_id = ?", p.App.ID).Scan(&ids[0], &ids[1])
	return ids, err
}
