package models_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSegments(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app, other := t.Context(), db.App(t), db.App(t)
		all := models.RecipientFilter{
			Search: "明", Tags: []string{"a", "b"}, HasCode: true, Kind: models.CodeForm, TemplateID: "T", Expiring: 72 * time.Hour, NeverMessaged: true,
			SentBefore: 2, SentAfter: 1, Refused: true, Attribute: "city", AttributeValue: "上海",
		}
		saved, err := db.SaveSegment(ctx, modelstest.Tester, app.ID, 0, " 快到期的 ", all)
		ok(t, err)
		loaded, err := db.Segment(ctx, app.ID, saved.ID)
		ok(t, err)
		same(t, "loaded", loaded, saved)
		same(t, "filter", loaded.Filter, all)
		equal(t, "name", loaded.Name, "快到期的")
		_, err = db.SaveSegment(ctx, modelstest.Tester, app.ID, 0, "b", models.RecipientFilter{})
		ok(t, err)
		_, err = db.SaveSegment(ctx, modelstest.Tester, app.ID, 0, "快到期的", models.RecipientFilter{})
		wantRefused(t, err, refused("name", models.ReasonTaken))
		_, err = db.SaveSegment(ctx, modelstest.Tester, app.ID, 0, "", models.RecipientFilter{})
		wantRefused(t, err, refused("name", models.ReasonRequired))
		_, err = db.SaveSegment(ctx, modelstest.Tester, other.ID, saved.ID, "x", models.RecipientFilter{})
		wantError(t, err, models.ErrNotFound)
		_, err = db.SaveSegment(ctx, modelstest.Tester, other.ID, 0, "快到期的", models.RecipientFilter{})
		ok(t, err)

		db.Clock.Advance(time.Second)
		changed, err := db.SaveSegment(ctx, modelstest.Tester, app.ID, saved.ID, "快到期的", models.RecipientFilter{Expiring: time.Hour})
		ok(t, err)
		equal(t, "made at", changed.CreatedAt, saved.CreatedAt)
		equal(t, "changed at", changed.UpdatedAt, db.Now())
		names := func() string {
			segments, err := db.Segments(ctx, app.ID)
			ok(t, err)
			var names []string
			for _, g := range segments {
				names = append(names, g.Name)
			}
			return strings.Join(names, " ")
		}
		equal(t, "by name", names(), "b 快到期的")
		wantError(t, db.DeleteSegment(ctx, modelstest.Tester, other.ID, saved.ID), models.ErrNotFound)
		ok(t, db.DeleteSegment(ctx, modelstest.Tester, app.ID, saved.ID))
		equal(t, "left", names(), "b")
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE object = 'segment'"), 5)
	})
}

// A filter stands in a segment as short as it is, and comes back whole.
func TestFilterInJSON(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(models.RecipientFilter{Cursor: models.Cursor{Before: 1}})
	ok(t, err)
	equal(t, "nothing asked", string(raw), "{}")
	f := models.RecipientFilter{Tags: []string{"vip"}, Expiring: time.Minute, SentAfter: 5}
	raw, err = json.Marshal(f)
	ok(t, err)
	equal(t, "in JSON", string(raw), `{"tags":["vip"],"expiring":60000000000,"sent_after":5}`)
	var back models.RecipientFilter
	ok(t, json.Unmarshal(raw, &back))
	same(t, "back", back, f)
}

// audienceOf lists whom a batch made messages for.
func audienceOf(t *testing.T, db *modelstest.DB, b models.Batch) string {
	t.Helper()
	var got []string
	for _, row := range db.Raw(t, "SELECT r.openid FROM messages m JOIN recipients r ON r.id = m.recipient_id WHERE m.batch_id = ?", b.ID) {
		got = append(got, row[0])
	}
	slices.Sort(got)
	return strings.Join(got, " ")
}

func TestBatchForFilter(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		c := newCrowd(t, db)
		c.fill()
		newCrowd(t, db).fill()
		tests := []struct {
			name string
			in   models.Audience
			want string
		}{
			{"everyone", models.Audience{Kind: models.AudienceAll}, "anna bob chen dora emil"},
			{"whom the template reaches", models.Audience{Kind: models.AudienceReachable}, "anna bob"},
			{"a tag", models.Audience{Kind: models.AudienceTag, Filter: &models.RecipientFilter{Tags: []string{"vip"}}}, "anna bob"},
			{"an unknown tag", models.Audience{Kind: models.AudienceTag, Filter: &models.RecipientFilter{Tags: []string{"x"}}}, ""},
			{"an empty filter", models.Audience{Kind: models.AudienceSegment, Filter: &models.RecipientFilter{}}, "anna bob chen dora emil"},
			{"a search", models.Audience{Kind: models.AudienceSegment, Filter: &models.RecipientFilter{Search: "明"}}, "bob dora"},
			{"expiring", models.Audience{Kind: models.AudienceSegment, Filter: &models.RecipientFilter{Expiring: day}}, "anna chen"},
			{"several", models.Audience{Kind: models.AudienceSegment, Filter: &models.RecipientFilter{Tags: []string{"团长"}, HasCode: true, SentBefore: db.Now().Add(-day)}}, "chen"},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				b, err := db.AddBatch(t.Context(), modelstest.Tester, c.app, batchOf(c.shipped, func(in *models.BatchInput) { in.Audience = test.in }))
				ok(t, err)
				b = keep(t, db, b)
				equal(t, "people", audienceOf(t, db, b), test.want)
				equal(t, "expanded", b.Expanded, true)
				countersAgree(t, db, b)
				reach, err := db.Reach(t.Context(), c.app, c.shipped, test.in, 0)
				ok(t, err)
				equal(t, "counted", reach.People, models.CappedCount{N: int64(len(strings.Fields(test.want)))})
				reachable := 0
				for _, openid := range strings.Fields(test.want) {
					if openid == "anna" || openid == "bob" {
						reachable++
					}
				}
				equal(t, "reachable", reach.Reachable, models.CappedCount{N: int64(reachable)})
				first, err := db.FirstOf(t.Context(), c.app, c.shipped, test.in)
				if test.want == "" {
					wantError(t, err, models.ErrNotFound)
				} else if ok(t, err); !slices.Contains(strings.Fields(test.want), first.Openid) {
					t.Errorf("the first is %s", first.Openid)
				}
			})
		}
	})
}

// The time is that of the expansion; the filter that of the making.
func TestBatchKeepsItsFilter(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, c := t.Context(), newCrowd(t, db)
		c.fill()
		segment, err := db.SaveSegment(ctx, modelstest.Tester, c.app.ID, 0, "快到期", models.RecipientFilter{Expiring: day})
		ok(t, err)
		b, err := db.AddBatch(ctx, modelstest.Tester, c.app, batchOf(c.shipped, func(in *models.BatchInput) {
			in.Audience = models.Audience{Kind: models.AudienceSegment, Filter: &segment.Filter, Segment: segment.Name}
		}))
		ok(t, err)
		_, err = db.SaveSegment(ctx, modelstest.Tester, c.app.ID, segment.ID, "快到期", models.RecipientFilter{Tags: []string{"none"}})
		ok(t, err)
		db.Clock.Advance(60 * time.Hour)
		b = keep(t, db, b)
		equal(t, "people", audienceOf(t, db, b), "bob") // anna's and chen's codes are gone by now, bob's is about to
		equal(t, "the segment's name", b.Audience.Segment, "快到期")
	})
}

func TestBatchRefusesAudience(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		for name, test := range map[string]struct {
			in   models.Audience
			want models.Reason
		}{
			"no filter":    {models.Audience{Kind: models.AudienceSegment}, models.ReasonRequired},
			"no tag":       {models.Audience{Kind: models.AudienceTag, Filter: &models.RecipientFilter{HasCode: true}}, models.ReasonRequired},
			"bad filter":   {models.Audience{Kind: models.AudienceSegment, Filter: &models.RecipientFilter{Kind: "x"}}, models.ReasonBadChoice},
			"unknown kind": {models.Audience{Kind: "x"}, models.ReasonBadChoice},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := db.AddBatch(t.Context(), modelstest.Tester, app, batchOf(template, func(in *models.BatchInput) { in.Audience = test.in }))
				wantRefused(t, err, refused("audience", test.want))
			})
		}
	})
}

// Few among many: the pieces of work end where people were looked at, not where
// somebody was found, and everyone is in once.
func TestBatchForFewAmongMany(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const people = 3200
		app := db.App(t)
		var in []models.RecipientInput
		for i := range people {
			p := models.RecipientInput{Openid: fmt.Sprint("o", i), Nickname: fmt.Sprint("人", i)}
			if i%800 == 799 {
				p.Nickname, p.Attributes = "明", map[string]string{"city": "上海"}
			}
			in = append(in, p)
		}
		for part := range slices.Chunk(in, models.MaxPeople) {
			savedPeople(t, db, app, part...)
		}
		for _, filter := range []models.RecipientFilter{{Search: "明"}, {Attribute: "city"}} {
			b, err := db.AddBatch(t.Context(), modelstest.Tester, app, batchOf(db.Template(t, app), func(in *models.BatchInput) {
				in.Audience = models.Audience{Kind: models.AudienceSegment, Filter: &filter}
			}))
			ok(t, err)
			equal(t, "people", audienceOf(t, db, keep(t, db, b)), "o1599 o2399 o3199 o799")
		}
	})
}
