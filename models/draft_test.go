package models_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// newDraft makes a draft for some openids with the usual template.
func newDraft(t *testing.T, db *modelstest.DB, app models.App, template models.Template, edit ...func(*models.DraftChange)) models.Draft {
	t.Helper()
	c := models.DraftChange{
		TemplateID: &template.TemplateID, Audience: &models.Audience{Kind: models.AudienceAll},
		Content: &models.Content{Fields: fields{"order_no": "A1", "shipped_at": "2026-11-23"}}, Plan: &models.DraftPlan{Name: "双十一发货"},
	}
	for _, f := range edit {
		f(&c)
	}
	d, err := db.NewDraft(t.Context(), modelstest.Tester, app, c)
	ok(t, err)
	return d
}

func picked(openids ...string) func(*models.DraftChange) {
	return func(c *models.DraftChange) {
		c.Audience = &models.Audience{Kind: models.AudiencePicked, Openids: openids}
	}
}

// problems lists a draft's problems as text.
func problems(d models.Draft) string {
	all := d.Problems.All()
	var list []string
	for _, fe := range all.Fields {
		list = append(list, fmt.Sprintf("%s:%s", fe.Field, fe.Reason))
	}
	return strings.Join(list, " ")
}

func save(t *testing.T, db *modelstest.DB, app models.App, d models.Draft, c models.DraftChange) models.Draft {
	t.Helper()
	saved, err := db.SaveDraft(t.Context(), modelstest.Tester, app, d.ID, d.Version, c)
	ok(t, err)
	return saved
}

func TestDraftStepByStep(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		db.Recipient(t, app, "o1")
		d, err := db.NewDraft(ctx, modelstest.Tester, app, models.DraftChange{})
		ok(t, err)
		equal(t, "state", d.State, models.BatchDraft)
		equal(t, "of nothing", problems(d), "template:required audience:required")
		equal(t, "whoever was messaged lately is left out", d.Plan.LeaveOut, true)
		_, err = db.CheckDraft(ctx, app, d)
		wantRefused(t, err, refused("template", models.ReasonRequired), refused("audience", models.ReasonRequired))

		d = save(t, db, app, d, models.DraftChange{TemplateID: &template.TemplateID})
		equal(t, "with a template", problems(d), "audience:required data:all_blank")
		d = save(t, db, app, d, models.DraftChange{Audience: &models.Audience{Kind: models.AudienceAll}})
		d = save(t, db, app, d, models.DraftChange{Content: &models.Content{Data: typed{"keyword1": {Value: "A1"}}}})
		equal(t, "complete", problems(d), "")
		again, err := db.Draft(ctx, app, d.ID)
		ok(t, err)
		equal(t, "what was saved", again.Content.Data["keyword1"].Value, "A1")
		equal(t, "version", again.Version, d.Version)

		same := save(t, db, app, d, models.DraftChange{Content: &models.Content{Data: typed{"keyword1": {Value: "A1"}}}})
		equal(t, "saving the same changes nothing", same.Version, d.Version)

		drafts, err := db.Drafts(ctx, app.ID, models.Cursor{}, 10)
		ok(t, err)
		equal(t, "drafts", len(drafts.Rows), 1)
		batches, err := db.Batches(ctx, app.ID, "", models.Cursor{}, 10)
		ok(t, err)
		equal(t, "batches", len(batches.Rows), 0)
		unfinished, err := db.UnfinishedBatches(ctx)
		ok(t, err)
		equal(t, "batches to keep", len(unfinished), 0)
		equal(t, "a draft makes no messages", keep(t, db, d.Batch).Total, 0)
		lanes, err := db.Lanes(ctx)
		ok(t, err)
		equal(t, "lanes", len(lanes), 0)

		unknown := "NO-SUCH"
		_, err = db.SaveDraft(ctx, modelstest.Tester, app, d.ID, d.Version, models.DraftChange{TemplateID: &unknown})
		wantRefused(t, err, refused("template", models.ReasonUnknownTemplate))
		_, err = db.Draft(ctx, db.App(t), d.ID)
		wantError(t, err, models.ErrNotFound)
	})
}

// Whatever is typed comes back, however wrong.
func TestDraftKeepsWhatWasTyped(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		long := strings.Repeat("名", 300)
		plan := models.DraftPlan{Name: long, Start: "明天", Late: "x", Pace: "1e3", StopPercent: "101", Quiet: models.QuietOwn, QuietFrom: "25:00", QuietUntil: "8"}
		content := models.Content{
			Data: typed{
				"keyword1": {Value: strings.Repeat("字", 201), Colour: "rot", Cut: -1, Format: "wide"},
				"keyword2": {From: models.ColumnSource("单号")},
			},
			Page: new("pages/x?id={nothing}"), Emphasis: new("keyword1"),
		}
		openids := make([]string, 10_001)
		for i := range openids {
			openids[i] = "o o"
		}
		d := newDraft(t, db, app, template, func(c *models.DraftChange) { c.Plan, c.Content = &plan, &content }, picked(openids...))
		want := "audience:too_many data.keyword1.format:bad_choice data.keyword1.cut:bad_choice data.keyword1.colour:bad_colour data.keyword1:too_long " +
			"data.keyword2:no_source page:no_source pace:bad_number stop_percent:bad_choice late:bad_number start_at:bad_date quiet_from:bad_format quiet_until:bad_format name:too_long"
		sameWords(t, "problems", problems(d), want)
		again, err := db.Draft(t.Context(), app, d.ID)
		ok(t, err)
		equal(t, "plan", again.Plan, plan)
		equal(t, "value", again.Content.Data["keyword1"], content.Data["keyword1"])
		equal(t, "page", *again.Content.Page, "pages/x?id={nothing}")
		equal(t, "people", len(again.Audience.Openids), 10_001)
		equal(t, "name in lists", again.Name, strings.Repeat("名", 100))
		sameWords(t, "problems when it is opened again", problems(again), want)

		d = save(t, db, app, d, models.DraftChange{Plan: &models.DraftPlan{Start: "2026-11-23T09:59", Pace: "10001", Late: "-1"}})
		past, _ := d.Problems.Plan.Of("start_at")
		equal(t, "a time that is over", past.Reason, models.ReasonPast)
		pace, _ := d.Problems.Plan.Of("pace")
		equal(t, "too fast", pace.Reason, models.ReasonBadChoice)
		late, _ := d.Problems.Plan.Of("late")
		equal(t, "late below zero", late.Reason, models.ReasonBadChoice)
		_, err = db.CheckDraft(t.Context(), app, d)
		if err == nil {
			t.Error("a broken draft was checked")
		}
	})
}

// sameWords compares lists of words in any order.
func sameWords(t *testing.T, what, got, want string) {
	t.Helper()
	sorted := func(s string) string {
		words := strings.Fields(s)
		for i := range words {
			for j := i; j > 0 && words[j] < words[j-1]; j-- {
				words[j], words[j-1] = words[j-1], words[j]
			}
		}
		return strings.Join(words, " ")
	}
	equal(t, what, sorted(got), sorted(want))
}

// Only what is wrong for everyone is a problem of the draft.
func TestDraftContentProblems(t *testing.T) {
	db := modelstest.SQLite(t)
	app := db.App(t)
	template := db.Template(t, app, func(in *models.TemplateInput) {
		in.Kind = models.KindSubscribeOnce
		in.Keywords = []models.KeywordInput{{Key: "thing1", Name: "商品", Field: "product"}, {Key: "name2", Name: "称呼", Field: "nickname"}}
	})
	tests := []struct {
		name    string
		content models.Content
		want    string
	}{
		{"a text for everyone is missing", models.Content{}, "data.thing1:required"},
		{"the value of a business field is too long", models.Content{Fields: fields{"product": strings.Repeat("果", 21)}}, "data.thing1:too_long"},
		{"it may be cut", models.Content{Fields: fields{"product": strings.Repeat("果", 21)}, Data: typed{"thing1": {Cut: 20}}}, ""},
		{"what comes from the person is left to the check", models.Content{Data: typed{"thing1": {From: models.AttributeSource("product")}}}, ""},
		{"a nickname for everyone is judged", models.Content{Fields: fields{"product": "草莓", "nickname": strings.Repeat("字", 21)}}, "data.name2:too_long"},
		{"words of another template are kept, not judged", models.Content{Fields: fields{"product": "草莓"}, Data: typed{"thing9": {Value: "x"}}, Emphasis: new("thing9")}, ""},
		{"a parameter of the person", models.Content{Fields: fields{"product": "草莓"}, Page: new("pages/x?o={openid}&c={attribute:city}")}, ""},
		{"a source of no kind", models.Content{Data: typed{"thing1": {From: "moon:full"}}}, "data.thing1:bad_choice"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDraft(t, db, app, template, func(c *models.DraftChange) { c.Content = &test.content })
			equal(t, "problems", problems(d), test.want)
		})
	}
	ok(t, db.StopTemplate(t.Context(), modelstest.Tester, app.ID, template.ID, 40037, "invalid template_id"))
	d := newDraft(t, db, app, template, func(c *models.DraftChange) { c.Content = &models.Content{Fields: fields{"product": "草莓"}} })
	equal(t, "of a stopped template", problems(d), "template:template_stopped")
}

func TestDraftOfTwoPeople(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		d := newDraft(t, db, app, template)
		other := modelstest.Tester
		other.ID, other.Name = 2, "小李"
		mine := save(t, db, app, d, models.DraftChange{Plan: &models.DraftPlan{Name: "甲"}})
		theirs, err := db.SaveDraft(ctx, other, app, d.ID, d.Version, models.DraftChange{Plan: &models.DraftPlan{Name: "乙"}})
		wantError(t, err, models.ErrConflict)
		equal(t, "what comes with the conflict", theirs.Plan.Name, "甲")
		equal(t, "and by whom", theirs.ActorName, "测试员")
		theirs, err = db.SaveDraft(ctx, other, app, d.ID, mine.Version, models.DraftChange{Plan: &models.DraftPlan{Name: "乙"}})
		ok(t, err)
		equal(t, "by whom now", theirs.ActorName, "小李")
		equal(t, "handed over, in the audit", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'batch.edit'"), 1)
		wantError(t, db.DeleteDraft(ctx, modelstest.Tester, app.ID, d.ID, mine.Version), models.ErrConflict)
		ok(t, db.DeleteDraft(ctx, modelstest.Tester, app.ID, d.ID, theirs.Version))
		_, err = db.Draft(ctx, app, d.ID)
		wantError(t, err, models.ErrNotFound)
	})
}

// Many save at once: each save that is confirmed is a version of its own, and the
// last one is what stays.
func TestDraftSavedByManyAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		d := newDraft(t, db, app, db.Template(t, app))
		stores := []*models.Store{db.Store, db.Second(t), db.Second(t)}
		var saved atomic.Int64
		var last sync.Map
		var wg sync.WaitGroup
		for w := range 6 {
			wg.Go(func() {
				store := stores[w%len(stores)]
				for i := range 8 {
					seen, err := store.Draft(t.Context(), app, d.ID)
					if err != nil {
						t.Error(err)
						return
					}
					name := fmt.Sprintf("%d-%d", w, i)
					now, err := store.SaveDraft(t.Context(), modelstest.Tester, app, d.ID, seen.Version, models.DraftChange{Plan: &models.DraftPlan{Name: name}})
					switch {
					case err == nil:
						saved.Add(1)
						if _, twice := last.LoadOrStore(now.Version, name); twice {
							t.Errorf("version %d was given twice", now.Version)
						}
					case !isConflict(err):
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		now, err := db.Draft(t.Context(), app, d.ID)
		ok(t, err)
		equal(t, "version", now.Version, d.Version+saved.Load())
		name, _ := last.Load(now.Version)
		equal(t, "name", any(now.Plan.Name), name)
	})
}

func TestCopyBatch(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 2)
		b := kept(t, db, app, batchOf(template, func(in *models.BatchInput) {
			in.Audience = models.Audience{Kind: models.AudiencePicked, Openids: []string{"o1"}}
			in.Content.Data = typed{"keyword2": {Value: "今天", Colour: models.ColourNone}}
			in.Pace, in.StopPercent, in.StartAt, in.Quiet = 5, 30, db.Now().Add(time.Hour), &models.QuietHours{From: 22*60 + 30, Until: 8 * 60}
		}))
		d, err := db.CopyBatch(ctx, modelstest.Tester, app, b.ID, "再发一次")
		ok(t, err)
		equal(t, "problems", problems(d), "")
		equal(t, "name", d.Plan.Name, "再发一次")
		equal(t, "plan", fmt.Sprint(d.Plan.Start, d.Plan.Pace, d.Plan.StopPercent, d.Plan.Quiet, d.Plan.QuietFrom, d.Plan.QuietUntil), "530own22:3008:00")
		equal(t, "content", d.Content.Data["keyword2"], models.TypedValue{Value: "今天", Colour: models.ColourNone})
		equal(t, "audience", strings.Join(d.Audience.Openids, " "), "o1")
		equal(t, "template", d.Template.TemplateID, template.TemplateID)

		again, err := db.CopyBatch(ctx, modelstest.Tester, app, d.ID, "草稿的副本")
		ok(t, err)
		equal(t, "a draft's plan", again.Plan.Pace, "5")
		_, err = db.CopyBatch(ctx, modelstest.Tester, db.App(t), b.ID, "别人的")
		wantError(t, err, models.ErrNotFound)
	})
}
