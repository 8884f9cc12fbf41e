package models_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// tagNames lists an App's tags.
func tagNames(t *testing.T, db *modelstest.DB, app models.App) string {
	t.Helper()
	tags, err := db.Tags(t.Context(), app.ID)
	ok(t, err)
	var names []string
	for _, tag := range tags {
		names = append(names, tag.Name)
	}
	return strings.Join(names, " ")
}

func tagNamed(t *testing.T, db *modelstest.DB, app models.App, name string) models.Tag {
	t.Helper()
	tags, err := db.Tags(t.Context(), app.ID)
	ok(t, err)
	at := slices.IndexFunc(tags, func(tag models.Tag) bool { return tag.Name == name })
	if at < 0 {
		t.Fatalf("no tag %s", name)
	}
	return tags[at]
}

func TestTagPicked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		a, b, foreign := db.Recipient(t, app, "a"), db.Recipient(t, app, "b"), db.Recipient(t, db.App(t), "c")
		pick := func(ids []int64, add, remove []string) models.TagJob {
			job, err := db.TagPeople(ctx, modelstest.Tester, app.ID, models.PeopleSelection{IDs: ids}, add, remove)
			ok(t, err)
			return job
		}
		equal(t, "reached", pick([]int64{a.ID, b.ID, foreign.ID, 7}, []string{" vip ", "new"}, nil), models.TagJob{People: 2})
		equal(t, "again", pick([]int64{a.ID}, []string{"vip"}, []string{"new", "never heard of"}), models.TagJob{People: 1})
		equal(t, "tags", tagNames(t, db, app), "new vip")
		equal(t, "vip", found(ctx, t, db.Store, app.ID, models.RecipientFilter{Tags: []string{"vip"}}), "a b")
		equal(t, "new", found(ctx, t, db.Store, app.ID, models.RecipientFilter{Tags: []string{"new"}}), "b")
		of, err := db.TagsOf(ctx, app.ID, []int64{a.ID, b.ID, foreign.ID})
		ok(t, err)
		equal(t, "people with tags", len(of), 2)
		equal(t, "tags of b", fmt.Sprint(of[b.ID][0].Name, of[b.ID][1].Name), "newvip")
		equal(t, "nobody", pick([]int64{foreign.ID}, []string{"x"}, nil), models.TagJob{})
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'recipient.tag'"), 2)
	})
}

func TestTagPeopleRefuses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		one := models.PeopleSelection{IDs: []int64{1}}
		tests := []struct {
			name        string
			who         models.PeopleSelection
			add, remove []string
			want        models.FieldError
		}{
			{"no tags", one, nil, nil, refused("add", models.ReasonRequired)},
			{"an empty tag", one, []string{" "}, nil, refused("add", models.ReasonRequired)},
			{"the same both ways", one, []string{"a", "b"}, []string{"b"}, refused("remove", models.ReasonBadChoice)},
			{"nobody", models.PeopleSelection{}, []string{"a"}, nil, refused("people", models.ReasonRequired)},
			{"too many", models.PeopleSelection{IDs: make([]int64, 1001)}, []string{"a"}, nil, refused("people", models.ReasonTooMany, 1000)},
			{"a bad filter", models.PeopleSelection{Filter: &models.RecipientFilter{Kind: "x"}}, []string{"a"}, nil, refused("kind", models.ReasonBadChoice)},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				_, err := db.TagPeople(t.Context(), modelstest.Tester, app.ID, test.who, test.add, test.remove)
				wantRefused(t, err, test.want)
			})
		}
		equal(t, "tags", tagNames(t, db, app), "")
	})
}

// Everyone whom a filter finds, also when the tagging changes whom it finds.
func TestTagEveryoneMatching(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const people = 4600
		ctx, app := t.Context(), db.App(t)
		db.Recipient(t, db.App(t), "other")
		var in []models.RecipientInput
		for i := range people {
			in = append(in, models.RecipientInput{Openid: fmt.Sprint("o", i), Nickname: fmt.Sprint("单双"[3*(i%2):3*(i%2)+3], i)})
		}
		for part := range slices.Chunk(in, models.MaxPeople) {
			savedPeople(t, db, app, part...)
		}
		everyone := func(f models.RecipientFilter, add, remove []string) int64 {
			job, err := db.TagPeople(ctx, modelstest.Tester, app.ID, models.PeopleSelection{Filter: &f}, add, remove)
			ok(t, err)
			return job.People
		}
		count := func(tags ...string) int64 {
			n, err := db.CountRecipients(ctx, app.ID, models.RecipientFilter{Tags: tags})
			ok(t, err)
			return n.N
		}
		equal(t, "all", everyone(models.RecipientFilter{}, []string{"all"}, nil), people)
		equal(t, "have it", count("all"), people)
		equal(t, "half", everyone(models.RecipientFilter{Search: "双"}, []string{"even", "half"}, nil), people/2)
		equal(t, "have both", count("even", "half"), people/2)
		equal(t, "a tag takes itself away", everyone(models.RecipientFilter{Tags: []string{"even"}}, nil, []string{"even"}), people/2)
		equal(t, "have it still", count("even"), 0)
		equal(t, "nobody", everyone(models.RecipientFilter{Tags: []string{"unknown"}}, []string{"x"}, nil), 0)
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'recipient.tag'"), 3)
	})
}

func TestRenameTag(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		savedPeople(t, db, app, models.RecipientInput{Openid: "a", Tags: []string{"old", "taken"}}, models.RecipientInput{Openid: "b", Tags: []string{"taken"}})
		old := tagNamed(t, db, app, "old")
		segment, err := db.SaveSegment(ctx, modelstest.Tester, app.ID, 0, "s", models.RecipientFilter{Tags: []string{"old", "taken"}})
		ok(t, err)
		batch, err := db.AddBatch(ctx, modelstest.Tester, app, batchOf(db.Template(t, app), func(in *models.BatchInput) {
			in.Audience = models.Audience{Kind: models.AudienceTag, Filter: &models.RecipientFilter{Tags: []string{"old"}}}
		}))
		ok(t, err)

		_, err = db.RenameTag(ctx, modelstest.Tester, app.ID, old.ID, "taken")
		wantRefused(t, err, refused("name", models.ReasonTaken))
		_, err = db.RenameTag(ctx, modelstest.Tester, app.ID, old.ID, " ")
		wantRefused(t, err, refused("name", models.ReasonRequired))
		_, err = db.RenameTag(ctx, modelstest.Tester, db.App(t).ID, old.ID, "new")
		wantError(t, err, models.ErrNotFound)
		renamed, err := db.RenameTag(ctx, modelstest.Tester, app.ID, old.ID, "new")
		ok(t, err)
		equal(t, "name", renamed.Name, "new")
		equal(t, "tags", tagNames(t, db, app), "new taken")
		equal(t, "who has it", found(ctx, t, db.Store, app.ID, models.RecipientFilter{Tags: []string{"new"}}), "a")
		segment, err = db.Segment(ctx, app.ID, segment.ID)
		ok(t, err)
		equal(t, "whom the segment finds", found(ctx, t, db.Store, app.ID, segment.Filter), "a")
		equal(t, "whom the batch is for", audienceOf(t, db, keep(t, db, batch)), "a")
	})
}

func TestDeleteTag(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		savedPeople(t, db, app, models.RecipientInput{Openid: "a", Tags: []string{"x", "y"}})
		x := tagNamed(t, db, app, "x")
		wantError(t, db.DeleteTag(ctx, modelstest.Tester, db.App(t).ID, x.ID), models.ErrNotFound)
		ok(t, db.DeleteTag(ctx, modelstest.Tester, app.ID, x.ID))
		wantError(t, db.DeleteTag(ctx, modelstest.Tester, app.ID, x.ID), models.ErrNotFound)
		equal(t, "tags", tagNames(t, db, app), "y")
		equal(t, "rows left", db.Number(t, "SELECT COUNT(*) FROM recipient_tags"), 1)
		equal(t, "who has it", found(ctx, t, db.Store, app.ID, models.RecipientFilter{Tags: []string{"x"}}), "")
		savedPeople(t, db, app, models.RecipientInput{Openid: "b", Tags: []string{"x"}}) // a tag of that name, but another one
		equal(t, "who has the new one", found(ctx, t, db.Store, app.ID, models.RecipientFilter{Tags: []string{"x"}}), "b")
	})
}

// A column that is no tag at all does not fill the list of tags.
func TestTagsAreLimited(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		var in []models.RecipientInput
		for i := range models.MaxPeople {
			in = append(in, models.RecipientInput{Openid: fmt.Sprint("o", i), Tags: []string{fmt.Sprint("t", i)}})
		}
		savedPeople(t, db, app, in...)
		_, err := db.SaveRecipients(t.Context(), modelstest.Tester, app, []models.RecipientInput{{Openid: "x", Tags: []string{"one more"}}})
		wantRefused(t, err, refused("tags", models.ReasonTooMany, 1000))
		var bad *models.ValidationError
		if !errors.As(err, &bad) || db.Number(t, "SELECT COUNT(*) FROM recipients WHERE openid = 'x'") != 0 {
			t.Error("half of it is stored")
		}
	})
}
