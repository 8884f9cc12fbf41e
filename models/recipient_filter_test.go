package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// crowd is a few people of one App, each with something of their own.
type crowd struct {
	t             *testing.T
	db            *modelstest.DB
	app           models.App
	shipped, once models.Template
	codes         int
	many          bool
}

func newCrowd(t *testing.T, db *modelstest.DB) *crowd {
	c := &crowd{t: t, db: db, app: db.App(t)}
	c.shipped = db.Template(t, c.app)
	c.once = db.Template(t, c.app, func(in *models.TemplateInput) {
		in.Kind, in.Keywords = models.KindSubscribeOnce, []models.KeywordInput{{Key: "thing1", Name: "活动", Field: "event"}}
	})
	return c
}

// code gives somebody a code that expires after a while; state is what became of it.
func (c *crowd) code(openid string, kind models.CodeKind, life time.Duration, state models.CodeState) {
	c.t.Helper()
	c.codes++
	in := models.CodeInput{Openid: openid, Kind: kind, Code: fmt.Sprintf("c%d", c.codes)}
	if kind == models.CodeSubscribeOnce {
		in.TemplateID = c.once.TemplateID
	}
	c.db.Codes(c.t, c.app, in)
	now := c.db.Now()
	ok(c.t, c.db.Exec("UPDATE send_codes SET state = ?, usable_at = ?, expires_at = ? WHERE app_id = ? AND code = ?", state, now, now.Add(life), c.app.ID, in.Code))
	c.recount()
}

func (c *crowd) sent(openid string, ago time.Duration) {
	c.t.Helper()
	ok(c.t, c.db.Exec("UPDATE recipients SET last_sent_at = ? WHERE app_id = ? AND openid = ?", c.db.Now().Add(-ago), c.app.ID, openid))
}

const day = 24 * time.Hour

// fill makes people of whom each filter finds some.
func (c *crowd) fill() {
	savedPeople(c.t, c.db, c.app,
		models.RecipientInput{Openid: "anna", Nickname: "Anna Ng", Phone: "138 0013 8000", Tags: []string{"vip", "团长"}, Attributes: map[string]string{"city": "上海", "level": "3"}},
		models.RecipientInput{Openid: "bob", Nickname: "王小明", Remark: "老客户，爱芒果", Tags: []string{"vip"}, Attributes: map[string]string{"city": "北京"}},
		models.RecipientInput{Openid: "chen", Nickname: "陈晨", Tags: []string{"团长"}, Attributes: map[string]string{"note": `"city":"上海"`}},
		models.RecipientInput{Openid: "dora", Nickname: "明明", Phone: "+8613900001234", Attributes: map[string]string{"city": `a"b\c<d>`}},
		models.RecipientInput{Openid: "emil"},
	)
	c.code("anna", models.CodeForm, 2*time.Hour, models.CodeAvailable)
	c.code("anna", models.CodeForm, 5*day, models.CodeAvailable)
	c.code("bob", models.CodePrepay, 3*day, models.CodeAvailable)
	c.code("bob", models.CodeForm, time.Hour, models.CodeReserved)
	c.code("chen", models.CodeSubscribeOnce, 20*time.Hour, models.CodeAvailable)
	c.code("chen", models.CodeForm, -time.Hour, models.CodeAvailable) // the sweep has not come yet
	c.code("dora", models.CodeSubscribeOnce, 5*day, models.CodeRevoked)
	c.code("dora", models.CodeForm, time.Hour, models.CodeUsed)
	c.code("emil", models.CodeForm, 5*day, models.CodeRevoked) // not a subscription
	c.sent("anna", time.Hour)
	c.sent("bob", 10*day)
	c.sent("chen", 30*day)
	ok(c.t, c.db.Exec("UPDATE send_codes SET usable_at = ? WHERE app_id = ? AND code = 'c2'", models.Never, c.app.ID)) // not paid yet
	c.recount()
}

func TestRecipientFilters(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		c := newCrowd(t, db)
		c.fill()
		other := newCrowd(t, db) // another shop with the same people
		other.fill()
		now := db.Now()
		tests := []struct {
			name   string
			filter models.RecipientFilter
			want   string
		}{
			{"none", models.RecipientFilter{}, "anna bob chen dora emil"},
			{"tag", models.RecipientFilter{Tags: []string{"vip"}}, "anna bob"},
			{"both tags", models.RecipientFilter{Tags: []string{"vip", "团长"}}, "anna"},
			{"tag in other case", models.RecipientFilter{Tags: []string{"VIP"}}, ""},
			{"unknown tag", models.RecipientFilter{Tags: []string{"vip", "没有"}}, ""},
			{"any code", models.RecipientFilter{HasCode: true}, "anna bob chen"},
			{"form code", models.RecipientFilter{Kind: models.CodeForm}, "anna"},
			{"payment code", models.RecipientFilter{Kind: models.CodePrepay}, "bob"},
			{"subscription", models.RecipientFilter{Kind: models.CodeSubscribeOnce}, "chen"},
			{"long subscription", models.RecipientFilter{Kind: models.CodeSubscribeLong}, ""},
			{"code for the template", models.RecipientFilter{TemplateID: c.shipped.TemplateID}, "anna bob"},
			{"code for the subscription", models.RecipientFilter{TemplateID: c.once.TemplateID}, "chen"},
			{"of this kind for the template", models.RecipientFilter{TemplateID: c.shipped.TemplateID, Kind: models.CodePrepay}, "bob"},
			{"of a kind that does not pay for it", models.RecipientFilter{TemplateID: c.once.TemplateID, Kind: models.CodeForm}, ""},
			{"unknown template", models.RecipientFilter{TemplateID: "none"}, ""},
			{"expiring soon", models.RecipientFilter{Expiring: 3 * time.Hour}, "anna"},
			{"expiring within a day", models.RecipientFilter{Expiring: day}, "anna chen"},
			{"expiring, of a kind", models.RecipientFilter{Expiring: day, Kind: models.CodeSubscribeOnce}, "chen"},
			{"expiring, for the template", models.RecipientFilter{Expiring: 4 * day, TemplateID: c.shipped.TemplateID}, "anna bob"},
			{"never messaged", models.RecipientFilter{NeverMessaged: true}, "dora emil"},
			{"last message long ago", models.RecipientFilter{SentBefore: now.Add(-5 * day)}, "bob chen"},
			{"last message lately", models.RecipientFilter{SentAfter: now.Add(-10 * day)}, "anna bob"},
			{"between", models.RecipientFilter{SentAfter: now.Add(-20 * day), SentBefore: now.Add(-5 * day)}, "bob"},
			{"never and lately", models.RecipientFilter{SentAfter: now.Add(-day), NeverMessaged: true}, ""},
			{"refused", models.RecipientFilter{Refused: true}, "dora"},
			{"attribute", models.RecipientFilter{Attribute: "city"}, "anna bob dora"},
			{"attribute and value", models.RecipientFilter{Attribute: "city", AttributeValue: "上海"}, "anna"},
			{"part of a value", models.RecipientFilter{Attribute: "city", AttributeValue: "上"}, ""},
			{"value of another attribute", models.RecipientFilter{Attribute: "level", AttributeValue: "上海"}, ""},
			{"value with quotes", models.RecipientFilter{Attribute: "city", AttributeValue: `a"b\c<d>`}, "dora"},
			{"end of a key", models.RecipientFilter{Attribute: "ity"}, ""},
			{"search", models.RecipientFilter{Search: "明"}, "bob dora"},
			{"search and tag", models.RecipientFilter{Search: "明", Tags: []string{"vip"}}, "bob"},
			{"search and code", models.RecipientFilter{Search: "陈", HasCode: true}, "chen"},
			{"search and expiring", models.RecipientFilter{Search: "an", Expiring: day}, "anna"},
			{"search, tag, code, sent", models.RecipientFilter{Search: "王小", Tags: []string{"vip"}, Kind: models.CodePrepay, SentBefore: now.Add(-day)}, "bob"},
			{"tag and expiring", models.RecipientFilter{Tags: []string{"团长"}, Expiring: day}, "anna chen"},
			{"tag and refused", models.RecipientFilter{Tags: []string{"vip"}, Refused: true}, ""},
			{"refused and never messaged", models.RecipientFilter{Refused: true, NeverMessaged: true}, "dora"},
			{"tag and attribute", models.RecipientFilter{Tags: []string{"vip"}, Attribute: "city", AttributeValue: "北京"}, "bob"},
		}
		impatient := hasty(t, db)
		for _, c.many = range []bool{false, true} {
			c.recount()
			for _, test := range tests {
				t.Run(test.name, func(t *testing.T) {
					equal(t, "found", found(t.Context(), t, db.Store, c.app.ID, test.filter), test.want)
					for _, size := range []int{1, 2} {
						for _, store := range []*models.Store{db.Store, impatient} {
							list := walked(t.Context(), t, store, c.app.ID, test.filter, size)
							slices.Sort(list)
							equal(t, fmt.Sprint("found by ", size), strings.Join(list, " "), test.want)
						}
					}
					count, err := db.CountRecipients(t.Context(), c.app.ID, test.filter)
					ok(t, err)
					equal(t, "counted", count, models.CappedCount{N: int64(len(strings.Fields(test.want)))})
				})
			}
		}
	})
}

// A person with several codes or names that fit is shown once, in the order of the
// list: the code that expires soonest, the word that comes first.
func TestRecipientOrder(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		c := newCrowd(t, db)
		savedPeople(t, db, c.app,
			models.RecipientInput{Openid: "o1", Nickname: "小李小李子", Remark: "李小"},
			models.RecipientInput{Openid: "o2", Nickname: "李"},
			models.RecipientInput{Openid: "o3", Nickname: "李"},
		)
		c.code("o1", models.CodeForm, 2*time.Hour, models.CodeAvailable)
		c.code("o1", models.CodeForm, 4*time.Hour, models.CodeAvailable)
		c.code("o3", models.CodeForm, time.Hour, models.CodeAvailable)
		c.code("o2", models.CodeForm, 3*time.Hour, models.CodeAvailable)
		c.code("o2", models.CodeForm, 3*time.Hour, models.CodeAvailable)
		c.code("o2", models.CodePrepay, time.Minute, models.CodeAvailable)
		tests := []struct {
			name   string
			filter models.RecipientFilter
			want   string
		}{
			{"newest first", models.RecipientFilter{}, "o3 o2 o1"},
			{"by the word", models.RecipientFilter{Search: "李"}, "o2 o3 o1"},
			{"the openid after the words", models.RecipientFilter{Search: "o"}, "o1 o2 o3"},
			{"by expiry", models.RecipientFilter{Expiring: day}, "o2 o3 o1"},
			{"by the word, with a code", models.RecipientFilter{Search: "李", HasCode: true}, "o2 o3 o1"},
			{"the openid after the words, with a code", models.RecipientFilter{Search: "o", HasCode: true}, "o1 o2 o3"},
			{"by expiry of the kind", models.RecipientFilter{Expiring: day, Kind: models.CodeForm}, "o3 o1 o2"},
		}
		for _, c.many = range []bool{false, true} { // the order is the same however it is found
			c.recount()
			for _, test := range tests {
				t.Run(test.name, func(t *testing.T) {
					for size := 1; size < 5; size++ {
						equal(t, "order", strings.Join(walked(t.Context(), t, db.Store, c.app.ID, test.filter, size), " "), test.want)
					}
				})
			}
		}
	})
}

// People with one kind of code stand among those with another: where the first are
// many, the others are not passed over.
func TestRecipientsOfSeveralKinds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		c := newCrowd(t, db)
		var in []models.RecipientInput
		for i := range 12 {
			in = append(in, models.RecipientInput{Openid: fmt.Sprintf("o%02d", i)})
		}
		savedPeople(t, db, c.app, in...)
		for i, p := range in {
			kind := models.CodeForm
			if i < 4 {
				kind = models.CodePrepay
			}
			c.code(p.Openid, kind, day, models.CodeAvailable)
			if i != 1 && i != 6 {
				c.sent(p.Openid, day)
			}
		}
		for size := 1; size < 4; size++ {
			list := walked(t.Context(), t, db.Store, c.app.ID, models.RecipientFilter{HasCode: true, NeverMessaged: true}, size)
			equal(t, "found", strings.Join(list, " "), "o06 o01")
		}
	})
}

func TestRecipientFilterIsChecked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		tests := []struct {
			name   string
			filter models.RecipientFilter
			want   []models.FieldError
		}{
			{"kind", models.RecipientFilter{Kind: "x"}, []models.FieldError{refused("kind", models.ReasonBadChoice)}},
			{"past", models.RecipientFilter{Expiring: -1}, []models.FieldError{refused("expiring", models.ReasonBadChoice)}},
			{"value without a name", models.RecipientFilter{AttributeValue: "x"}, []models.FieldError{refused("attribute", models.ReasonRequired)}},
			{"name with a quote", models.RecipientFilter{Attribute: `a"`}, []models.FieldError{refused("attribute", models.ReasonBadFormat)}},
			{"tag too long", models.RecipientFilter{Tags: []string{strings.Repeat("长", 33)}}, []models.FieldError{refused("tags", models.ReasonTooLong, 32)}},
			{"nothing wrong", models.RecipientFilter{Search: strings.Repeat("长", 500)}, nil},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				_, err := db.Recipients(t.Context(), app.ID, test.filter, 10)
				wantRefused(t, err, test.want...)
				_, err = db.SaveSegment(t.Context(), modelstest.Tester, app.ID, 0, test.name, test.filter)
				wantRefused(t, err, test.want...)
			})
		}
	})
}
