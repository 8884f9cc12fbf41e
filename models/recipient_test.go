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

func TestSaveRecipient(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		save := func(openid, nickname, remark string) (models.Recipient, error) {
			return db.SaveRecipient(ctx, modelstest.Tester, app.ID, models.RecipientInput{Openid: openid, Nickname: nickname, Remark: remark})
		}
		first, err := save(" oAbC ", " 小明😀 ", "老客户")
		ok(t, err)
		db.Clock.Advance(time.Second)
		again, err := save("oAbC", "小明", "")
		ok(t, err)
		equal(t, "same row", again.ID, first.ID)
		stored, err := db.Store.Recipient(ctx, app.ID, first.ID)
		ok(t, err)
		same(t, "stored", stored, again)
		equal(t, "openid", stored.Openid, "oAbC")
		equal(t, "nickname", stored.Nickname, "小明")
		equal(t, "remark", stored.Remark, "")
		equal(t, "changed at", stored.UpdatedAt, db.Now())

		other, err := save("oabc", "", "")
		ok(t, err)
		if other.ID == first.ID {
			t.Error("openids that differ in case are one user")
		}
		_, err = db.RecipientByOpenid(ctx, app.ID, "OABC")
		wantError(t, err, models.ErrNotFound)
		_, err = save("a b", strings.Repeat("昵", 101), "x\ny")
		wantRefused(t, err, refused("openid", models.ReasonBadFormat), refused("nickname", models.ReasonTooLong, 100), refused("remark", models.ReasonControlChars))
		_, err = save(strings.Repeat("o", 64), strings.Repeat("😀", 100), strings.Repeat("😀", 200))
		ok(t, err)
	})
}

func TestRecipientsSearch(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		people := []models.RecipientInput{
			{Openid: "oPercent", Nickname: "100%折扣"},
			{Openid: "oUnder_score", Nickname: "snake_case"},
			{Openid: "oUnderXscore", Nickname: "snakeXcase"},
			{Openid: "oBang", Nickname: "wow!"},
			{Openid: "oBack", Nickname: `back\slash`},
			{Openid: "oQuote", Nickname: `it's "quoted"`},
			{Openid: "oAlice", Nickname: "Alice", Remark: "喜欢Ananas"},
			{Openid: "oEclair", Nickname: "ÉCLAIR"},
			{Openid: "xoAlice", Nickname: "小红"},
		}
		for _, in := range people {
			_, err := db.SaveRecipient(ctx, modelstest.Tester, app.ID, in)
			ok(t, err)
		}
		db.Recipient(t, db.App(t), "oAliceOfAnotherShop")
		tests := []struct {
			name, search, want string
		}{
			{"percent is itself", "100%折", "oPercent"},
			{"a lone percent", "%", "oPercent"},
			{"from within a word", "00", ""},
			{"underscore is itself in nicknames", "snake_", "oUnder_score"},
			{"underscore is itself in openids", "oUnder_", "oUnder_score"},
			{"a sign is a word", "!", "oBang"},
			{"backslash is itself", `\`, "oBack"},
			{"quotes are themselves", `'s "`, "oQuote"},
			{"not the whole table", `x' OR '1'='1`, ""},
			{"nickname in any case", "aLiCe", "oAlice"},
			{"remark in any case", "喜欢aNANAS", "oAlice"},
			{"its very own letters", "ÉCLAIR", "oEclair"},
			{"Chinese", "红", "xoAlice"},
			{"openid from its start only", "oAlice", "oAlice"},
			{"openid by case", "OALICE", ""},
			{"blanks around do not count", "  小红 ", "xoAlice"},
			{"nothing fits", "没有", ""},
			{"broken text fits nobody", "\xff", ""},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				page, err := db.Recipients(ctx, app.ID, models.RecipientFilter{Search: test.search}, 50)
				ok(t, err)
				var found []string
				for _, r := range page.Rows {
					found = append(found, r.Openid)
				}
				equal(t, "found", strings.Join(found, " "), test.want)
			})
		}
		page, err := db.Recipients(ctx, app.ID, models.RecipientFilter{Search: " "}, 50)
		ok(t, err)
		equal(t, "a blank search finds all", len(page.Rows), len(people))
	})
}

func TestRecipientsWithCode(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		db.Recipient(t, app, "none")
		db.Code(t, app, "usable", models.CodeForm, "f1")
		db.Code(t, app, "settling", models.CodePrepay, "p1")
		db.Codes(t, app, models.CodeInput{Openid: "unpaid", Kind: models.CodePrepay, Code: "p2", OrderNo: "1"})
		db.Codes(t, app, models.CodeInput{Openid: "old", Kind: models.CodeForm, Code: "f2", ObtainedAt: db.Now().Add(-models.CodeLife + time.Second)})
		find := func() string {
			page, err := db.Recipients(ctx, app.ID, models.RecipientFilter{HasCode: true}, 50)
			ok(t, err)
			var found []string
			for _, r := range page.Rows {
				found = append(found, r.Openid)
			}
			slices.Sort(found)
			return strings.Join(found, " ")
		}
		equal(t, "at first", find(), "old usable")
		db.Clock.Advance(time.Second)
		equal(t, "after one expired", find(), "usable")
		db.Clock.Advance(app.PaymentDelay())
		equal(t, "after the settling delay", find(), "settling usable")
	})
}

func TestRecipientsPages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		for total := range 8 {
			t.Run(fmt.Sprint(total), func(t *testing.T) {
				app := db.App(t)
				var all []string // newest first
				for i := range total {
					all = slices.Insert(all, 0, db.Recipient(t, app, fmt.Sprintf("o%d", i)).Openid)
				}
				const size = 3
				var pages [][]string
				load := func(at models.Cursor) models.Slice[models.Recipient] {
					page, err := db.Recipients(t.Context(), app.ID, models.RecipientFilter{Cursor: at}, size)
					ok(t, err)
					return page
				}
				openids := func(page models.Slice[models.Recipient]) (list []string) {
					for _, r := range page.Rows {
						list = append(list, r.Openid)
					}
					return list
				}
				page := load(models.Cursor{})
				equal(t, "newer than the first page", page.Newer, models.Cursor{})
				for pages = append(pages, openids(page)); page.Older != (models.Cursor{}); pages = append(pages, openids(page)) {
					page = load(page.Older)
				}
				equal(t, "number of pages", len(pages), max(1, (total+size-1)/size))
				if got := slices.Concat(pages...); !slices.Equal(got, all) {
					t.Errorf("forth: %v, want %v", got, all)
				}
				for i := len(pages) - 2; i >= 0; i-- {
					if page.Newer == (models.Cursor{}) {
						t.Fatalf("page %d has no way back", i+1)
					}
					older := page
					page = load(page.Newer)
					if got := openids(page); !slices.Equal(got, pages[i]) {
						t.Errorf("back on page %d: %v, want %v", i, got, pages[i])
					}
					if got := openids(load(page.Older)); !slices.Equal(got, openids(older)) {
						t.Errorf("forth again from page %d: %v, want %v", i, got, openids(older))
					}
				}
				equal(t, "newer than the first page, coming back", page.Newer, models.Cursor{})
			})
		}
	})
}

func TestRecipientNames(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		mine, foreign := db.Recipient(t, app, "mine"), db.Recipient(t, db.App(t), "foreign")
		names, err := db.RecipientNames(t.Context(), app.ID, []int64{mine.ID, foreign.ID, 7})
		ok(t, err)
		equal(t, "found", len(names), 1)
		same(t, "mine", names[mine.ID], mine)
		names, err = db.RecipientNames(t.Context(), app.ID, nil)
		ok(t, err)
		equal(t, "none asked", len(names), 0)
	})
}
