package models_test

import (
	"database/sql"
	"fmt"
	"os"
	"testing"

	"github.com/pressly/goose/v3"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSearchWithinNames(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		savedPeople(t, db, app,
			models.RecipientInput{Openid: "zh", Nickname: "欢乐的小明", Remark: "订单202611，爱芒果"},
			models.RecipientInput{Openid: "en", Nickname: "Emily Chen", Remark: "VIP-Gold snake_case"},
			models.RecipientInput{Openid: "mix", Nickname: "阿Ben哥", Phone: "+86 138 0013 8000"},
			models.RecipientInput{Openid: "emoji", Nickname: "😀笑👨‍👩‍👧一家", Phone: "138****5678"},
			models.RecipientInput{Openid: "accent", Nickname: "E\u0301clair É", Phone: "110"},
			models.RecipientInput{Openid: "long", Nickname: "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十尾"},
			models.RecipientInput{Openid: "japan", Nickname: "さくら カフェ", Remark: "서울"},
			models.RecipientInput{Openid: "zh2", Nickname: "明"},
		)
		tests := []struct{ search, want string }{
			{"小明", "zh"}, {"明", "zh zh2"}, {"的小", "zh"}, {"芒果", "zh"}, {"2026", "zh"}, {"026", ""},
			{"chen", "en"}, {"EMILY C", "en"}, {"mily", ""}, {"gold", "en"}, {"case", "en"}, {"_case", "en"}, {"vip-g", "en"},
			{"ben", "mix"}, {"哥", "mix"}, {"138001", "mix"}, {"+86138", "mix"}, {"8000", "mix"}, {"000", ""},
			{"138*", "emoji"}, {"5678", "emoji"}, {"😀", "emoji"}, {"👨‍👩‍👧", "emoji"}, {"一家", "emoji"},
			{"é", "accent"}, {"e\u0301c", "accent"}, {"110", "accent"},
			{"一二三四五六七八九十一二三四五六七八九十一二三", "long"}, {"尾", ""},
			{"くら", "japan"}, {"カ", "japan"}, {"울", "japan"},
			{"zh", "zh zh2"}, {"ZH", ""},
		}
		for _, test := range tests {
			equal(t, test.search, found(t.Context(), t, db.Store, app.ID, models.RecipientFilter{Search: test.search}), test.want)
		}
	})
}

// A new name is found and the old one is not, whichever way it is written.
func TestTailsFollowNames(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		savedPeople(t, db, app, models.RecipientInput{Openid: "o", Nickname: "小明 Ming", Remark: "小王", Phone: "13800138000"})
		search := func(text string) string {
			return found(ctx, t, db.Store, app.ID, models.RecipientFilter{Search: text})
		}
		tails := func() int64 { return db.Number(t, "SELECT COUNT(*) FROM recipient_tails") }
		equal(t, "tails", tails(), 7)
		equal(t, "at first", search("明"), "o")
		savedPeople(t, db, app, models.RecipientInput{Openid: "o", Nickname: "小红"})
		equal(t, "by the old name", search("明"), "")
		equal(t, "by the new name", search("红"), "o")
		equal(t, "by what stayed", search("王"), "o")
		equal(t, "tails", tails(), 6)
		_, err := db.SaveRecipient(ctx, modelstest.Tester, app.ID, models.RecipientInput{Openid: "o", Remark: "王"})
		ok(t, err)
		equal(t, "tails of one character", db.Dump(t, "recipient_tails"), fmt.Sprintf("%d\t王\t%d\n", app.ID, db.Number(t, "SELECT id FROM recipients")))
		_, err = db.SaveRecipient(ctx, modelstest.Tester, app.ID, models.RecipientInput{Openid: "o"})
		ok(t, err)
		equal(t, "none left", tails(), 0)
	})
}

// lastBefore is the schema before there was a search index.
const lastBefore = 20

// People stored by an older release are found, also when the work was interrupted.
func TestOldPeopleAreFound(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]goose.Dialect{"sqlite": goose.DialectSQLite3, "mysql": goose.DialectMySQL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := modelstest.EmptySQLite(t)
			if name == "mysql" {
				url = modelstest.EmptyMySQL(t)
			}
			clock := modelstest.NewClock()
			store := modelstest.Open(t, url, clock.Now)
			pool := modelstest.Pool(t, url)
			provider, err := goose.NewProvider(dialect, pool, os.DirFS("../migrations/"+name))
			ok(t, err)
			_, err = provider.UpTo(t.Context(), lastBefore)
			ok(t, err)
			const people = 1203
			for i := range people {
				insertOldPerson(t, pool, i)
			}
			for range 2 { // once more changes nothing
				_, err = store.Migrate(t.Context())
				ok(t, err)
			}
			equal(t, "the last one", found(t.Context(), t, store, 7, models.RecipientFilter{Search: fmt.Sprint("n", people-1)}), fmt.Sprint("o", people-1))
			count, err := store.CountRecipients(t.Context(), 7, models.RecipientFilter{Search: "旧"})
			ok(t, err)
			equal(t, "all of them", count.N, people)
			_, err = pool.Exec("UPDATE settings SET value = '600' WHERE name = 'tails_filled'") // as after a crash
			ok(t, err)
			_, err = pool.Exec("DELETE FROM recipient_tails WHERE recipient_id > 600")
			ok(t, err)
			ok(t, store.FillTails(t.Context()))
			count, err = store.CountRecipients(t.Context(), 7, models.RecipientFilter{Search: "旧"})
			ok(t, err)
			equal(t, "all of them, in two goes", count.N, people)
		})
	}
}

func insertOldPerson(t *testing.T, pool *sql.DB, i int) {
	t.Helper()
	_, err := pool.Exec("INSERT INTO recipients (id, app_id, openid, nickname, remark) VALUES (?, 7, ?, ?, '旧')", i+1, fmt.Sprint("o", i), fmt.Sprint("n", i))
	ok(t, err)
}
