package models_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSaveRecipientsJudgesEachAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		long := func(n int) string { return strings.Repeat("长", n) }
		many := map[string]string{}
		for i := range 51 {
			many[fmt.Sprint("k", i)] = "v"
		}
		bad := []struct {
			in     models.RecipientInput
			field  string
			reason models.Reason
			limit  int
		}{
			{models.RecipientInput{}, "openid", models.ReasonRequired, 0},
			{models.RecipientInput{Openid: "a b"}, "openid", models.ReasonBadFormat, 0},
			{models.RecipientInput{Openid: "erased-x"}, "openid", models.ReasonBadFormat, 0},
			{models.RecipientInput{Openid: "o", Nickname: long(101)}, "nickname", models.ReasonTooLong, 100},
			{models.RecipientInput{Openid: "o", Remark: "a\x00b"}, "remark", models.ReasonControlChars, 0},
			{models.RecipientInput{Openid: "o", Phone: "张三"}, "phone", models.ReasonBadFormat, 0},
			{models.RecipientInput{Openid: "o", Phone: "+"}, "phone", models.ReasonBadFormat, 0},
			{models.RecipientInput{Openid: "o", Phone: strings.Repeat("1", 33)}, "phone", models.ReasonTooLong, 32},
			{models.RecipientInput{Openid: "o", Attributes: map[string]string{"": "x"}}, "attributes", models.ReasonRequired, 0},
			{models.RecipientInput{Openid: "o", Attributes: map[string]string{`a"`: "x"}}, "attributes", models.ReasonBadFormat, 0},
			{models.RecipientInput{Openid: "o", Attributes: map[string]string{long(65): "x"}}, "attributes", models.ReasonTooLong, 64},
			{models.RecipientInput{Openid: "o", Attributes: map[string]string{"a": long(201)}}, "attributes", models.ReasonTooLong, 200},
			{models.RecipientInput{Openid: "o", Attributes: many}, "attributes", models.ReasonTooMany, 50},
			{models.RecipientInput{Openid: "o", Tags: []string{"x", " "}}, "tags", models.ReasonRequired, 0},
			{models.RecipientInput{Openid: "o", Tags: []string{long(33)}}, "tags", models.ReasonTooLong, 32},
			{models.RecipientInput{Openid: "o", Note: new(long(2001))}, "note", models.ReasonTooLong, 2000},
		}
		in := []models.RecipientInput{{Openid: "first"}}
		for _, b := range bad {
			in = append(in, b.in)
		}
		in = append(in, models.RecipientInput{Openid: "last", Phone: "138-0013 8000", Note: new("两行\n的备注")})
		result, err := db.SaveRecipients(t.Context(), modelstest.Tester, app, in)
		ok(t, err)
		equal(t, "added", result.Added, 2)
		for i, b := range bad {
			same(t, fmt.Sprint("refusal ", i), result.Rejected[i], models.RejectedPerson{Index: i + 1, Field: b.field, Reason: b.reason, Limit: b.limit})
		}
		equal(t, "stored", found(t.Context(), t, db.Store, app.ID, models.RecipientFilter{}), "first last")
		last, err := db.RecipientByOpenid(t.Context(), app.ID, "last")
		ok(t, err)
		equal(t, "phone", last.Phone, "13800138000")
		equal(t, "note", last.Note, "两行\n的备注")

		_, err = db.SaveRecipients(t.Context(), modelstest.Tester, app, make([]models.RecipientInput, 1001))
		wantRefused(t, err, refused("recipients", models.ReasonTooMany, 1000))
		result, err = db.SaveRecipients(t.Context(), modelstest.Tester, app, nil)
		ok(t, err)
		same(t, "nothing", result, models.PeopleResult{})
	})
}

// An import changes what it carries; the rest stays.
func TestSaveRecipientsMerges(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		savedPeople(t, db, app, models.RecipientInput{
			Openid: "o", Nickname: "小明", Remark: "老客户", Phone: "13800138000", Note: new("常来"),
			Attributes: map[string]string{"city": "上海", "level": "3"}, Tags: []string{"vip", "团长"},
		})
		stored := func() (models.Recipient, string) {
			r, err := db.RecipientByOpenid(ctx, app.ID, "o")
			ok(t, err)
			tags, err := db.TagsOf(ctx, app.ID, []int64{r.ID})
			ok(t, err)
			var names []string
			for _, tag := range tags[r.ID] {
				names = append(names, tag.Name)
			}
			return r, strings.Join(names, " ")
		}
		before, _ := stored()
		tests := []struct {
			name    string
			in      models.RecipientInput
			changes func(r *models.Recipient)
			tags    string
		}{
			{"nothing", models.RecipientInput{}, nil, "vip 团长"},
			{"what is there already", models.RecipientInput{Nickname: "小明", Attributes: map[string]string{"city": "上海"}, Tags: []string{"团长", "vip", "vip"}}, nil, "vip 团长"},
			{"a nickname", models.RecipientInput{Nickname: "明"}, func(r *models.Recipient) { r.Nickname = "明" }, "vip 团长"},
			{"an attribute", models.RecipientInput{Attributes: map[string]string{"level": "4"}}, func(r *models.Recipient) { r.Attributes = map[string]string{"city": "上海", "level": "4"} }, "vip 团长"},
			{"an attribute taken away", models.RecipientInput{Attributes: map[string]string{"level": ""}}, func(r *models.Recipient) { r.Attributes = map[string]string{"city": "上海"} }, "vip 团长"},
			{"tags", models.RecipientInput{Tags: []string{"new", "vip"}}, func(*models.Recipient) {}, "new vip"},
			{"no tags any more", models.RecipientInput{Tags: []string{}}, func(*models.Recipient) {}, ""},
			{"the note taken away", models.RecipientInput{Note: new("")}, func(r *models.Recipient) { r.Note = "" }, ""},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				db.Clock.Advance(time.Second)
				test.in.Openid = "o"
				result, err := db.SaveRecipients(ctx, modelstest.Tester, app, []models.RecipientInput{test.in})
				ok(t, err)
				want := models.PeopleResult{Unchanged: 1}
				if test.changes != nil {
					want = models.PeopleResult{Changed: 1}
					test.changes(&before)
				}
				same(t, "result", result, want)
				after, tags := stored()
				if test.changes != nil {
					before.UpdatedAt = after.UpdatedAt
				}
				same(t, "stored", after, before)
				equal(t, "tags", tags, test.tags)
			})
		}
	})
}

func TestSaveRecipientsTwiceInOneCall(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		result, err := db.SaveRecipients(t.Context(), modelstest.Tester, app, []models.RecipientInput{
			{Openid: "o", Nickname: "旧", Phone: "110", Tags: []string{"a"}}, {Openid: "O"}, {Openid: "o", Nickname: "新", Tags: []string{"b"}}, {Openid: "o"},
		})
		ok(t, err)
		same(t, "result", result, models.PeopleResult{Added: 2, Changed: 1, Unchanged: 1})
		r, err := db.RecipientByOpenid(t.Context(), app.ID, "o")
		ok(t, err)
		equal(t, "nickname", r.Nickname, "新")
		equal(t, "phone", r.Phone, "110")
		equal(t, "tagged", found(t.Context(), t, db.Store, app.ID, models.RecipientFilter{Tags: []string{"b"}}), "o")
		equal(t, "tagged before", found(t.Context(), t, db.Store, app.ID, models.RecipientFilter{Tags: []string{"a"}}), "")
	})
}

// A merge may not pass the limit by adding to what is stored.
func TestSaveRecipientsKeepsTheLimit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		keys := func(from, to int) map[string]string {
			attributes := map[string]string{}
			for i := from; i < to; i++ {
				attributes[fmt.Sprint("k", i)] = strings.Repeat("<", 200) // six bytes each in JSON
			}
			return attributes
		}
		savedPeople(t, db, app, models.RecipientInput{Openid: "o", Attributes: keys(0, 40)})
		result, err := db.SaveRecipients(t.Context(), modelstest.Tester, app, []models.RecipientInput{{Openid: "o", Nickname: "x", Attributes: keys(40, 51)}})
		ok(t, err)
		same(t, "rejected", result.Rejected, []models.RejectedPerson{{Index: 0, Field: "attributes", Reason: models.ReasonTooMany, Limit: 50}})
		equal(t, "nothing of it is stored", db.Number(t, "SELECT COUNT(*) FROM recipients WHERE nickname = 'x'"), 0)
		savedPeople(t, db, app, models.RecipientInput{Openid: "o", Attributes: keys(40, 50)})
	})
}

// Many at once, also with much to say, and from two sides.
func TestSaveRecipientsInBulk(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app, other := db.App(t), db.Second(t)
		people := func(nickname string) (in []models.RecipientInput) {
			for i := range models.MaxPeople {
				in = append(in, models.RecipientInput{
					Openid: fmt.Sprint("o", i), Nickname: fmt.Sprint(nickname, i), Remark: strings.Repeat("备", 200), Tags: []string{nickname},
					Note: new(strings.Repeat("注", 2000)), Attributes: map[string]string{"a": strings.Repeat("值", 200)},
				})
			}
			return in
		}
		var wg sync.WaitGroup
		for i, store := range []*models.Store{db.Store, other} {
			wg.Go(func() {
				if _, err := store.SaveRecipients(t.Context(), modelstest.Tester, app, people(fmt.Sprint("n", i))); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		equal(t, "people", db.Number(t, "SELECT COUNT(*) FROM recipients"), models.MaxPeople)
		last := "n" + fmt.Sprint(db.Number(t, "SELECT COUNT(*) FROM recipients WHERE nickname LIKE 'n1%'")/models.MaxPeople)
		equal(t, "of the later one", db.Number(t, "SELECT COUNT(*) FROM recipients WHERE nickname LIKE '"+last+"%'"), models.MaxPeople)
		equal(t, "tags", db.Number(t, "SELECT COUNT(*) FROM recipient_tags"), models.MaxPeople)
		count, err := db.CountRecipients(t.Context(), app.ID, models.RecipientFilter{Tags: []string{last}, Search: last})
		ok(t, err)
		equal(t, "found by the later name and tag", count.N, models.MaxPeople)
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'recipient.import'"), 2)
	})
}

// The record of changes says which fields, and nothing that stands in them.
func TestAuditHoldsNoPersonalData(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		in := models.RecipientInput{
			Openid: "oSecret", Nickname: "秘密甲", Remark: "秘密乙", Phone: "13812345678", Note: new("秘密丙"),
			Attributes: map[string]string{"city": "秘密丁"}, Tags: []string{"vip"},
		}
		savedPeople(t, db, app, in)
		in.Nickname, in.Attributes["city"] = "秘密戊", "秘密己"
		r, err := db.SaveRecipient(ctx, modelstest.Tester, app.ID, in)
		ok(t, err)
		_, err = db.SaveSegment(ctx, modelstest.Tester, app.ID, 0, "找人", models.RecipientFilter{Search: "秘密", Attribute: "city", AttributeValue: "秘密己"})
		ok(t, err)
		template := db.Template(t, app)
		_, err = db.AddBatch(ctx, modelstest.Tester, app, batchOf(template, func(in *models.BatchInput) {
			in.Audience = models.Audience{Kind: models.AudienceSegment, Filter: &models.RecipientFilter{Search: "秘密"}}
		}))
		ok(t, err)
		dump := db.Dump(t, "audit_entries")
		for _, word := range []string{"秘密", "13812345678", "oSecret"} {
			if strings.Contains(dump, word) {
				t.Errorf("%q stands in the audit:\n%s", word, dump)
			}
		}
		changed := db.Raw(t, "SELECT after_json FROM audit_entries WHERE action = 'recipient.save' AND object_id = ?", r.ID)
		equal(t, "what is recorded", changed[0][0], `{"added":false,"changed":["nickname","attributes"]}`)
	})
}
