package models_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/sheet"
)

const importNode = "node/1"

// words puts what belongs together into one line.
func words(values ...any) string { return strings.TrimSpace(fmt.Sprintln(values...)) }

// uploadImport brings a file in.
func uploadImport(t *testing.T, db *modelstest.DB, app models.App, kind models.ImportKind, file string) models.Import {
	t.Helper()
	i, err := db.ReceiveImport(t.Context(), modelstest.Tester, app, kind, "用户.csv", strings.NewReader(file))
	ok(t, err)
	return i
}

// workThrough works on an import until there is nothing to do, and loads it again.
func workThrough(t *testing.T, db *modelstest.DB, i models.Import) models.Import {
	t.Helper()
	for more := true; more; {
		var err error
		more, err = db.KeepImport(t.Context(), importNode, i.ID)
		ok(t, err)
	}
	return reloadImport(t, db, i)
}

func reloadImport(t *testing.T, db *modelstest.DB, i models.Import) models.Import {
	t.Helper()
	i, err := db.Import(t.Context(), i.AppID, i.ID)
	ok(t, err)
	return i
}

// checkedImport uploads a file and checks it by a plan, the guessed one unless edit changes it.
func checkedImport(t *testing.T, db *modelstest.DB, app models.App, kind models.ImportKind, file string, edit ...func(*models.ImportPlan)) models.Import {
	t.Helper()
	i := uploadImport(t, db, app, kind, file)
	for _, f := range edit {
		f(&i.Plan)
	}
	ok(t, db.CheckImport(t.Context(), modelstest.Tester, app.ID, i.ID, i.Plan))
	return workThrough(t, db, i)
}

func refusedRows(t *testing.T, db *modelstest.DB, i models.Import) (list []string) {
	t.Helper()
	for r, err := range db.ImportRefusals(t.Context(), i) {
		ok(t, err)
		list = append(list, fmt.Sprintf("%d:%d %s %s", r.Line, r.Column, r.Field, r.Reason))
	}
	return list
}

// manyPeople is a file of more users than one piece takes.
func manyPeople(n int) string {
	var file strings.Builder
	file.WriteString("openid,昵称,标签,attr:city\n")
	for i := range n {
		fmt.Fprintf(&file, "o%05d,用户%d,会员;批次%d,杭州\n", i, i, i%3)
	}
	return file.String()
}

func TestImportPeople(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		known := db.Recipient(t, app, "o00007")
		i := uploadImport(t, db, app, models.ImportPeople, manyPeople(2500))
		equal(t, "state", i.State, models.ImportUploaded)
		if want := []models.ImportTarget{models.TargetOpenid, models.TargetNickname, models.TargetTags, models.TargetAttribute}; !slices.Equal(i.Plan.Targets, want) {
			t.Errorf("guessed %v", i.Plan.Targets)
		}
		equal(t, "rows and chunks", words(i.RowCount, i.ChunkCount), "2500 3")
		equal(t, "format", i.Format, sheet.Format{Kind: sheet.CSV, Encoding: sheet.UTF8, Separator: ","})
		wantError(t, db.StartImport(ctx, modelstest.Tester, app.ID, i.ID, true), models.ErrConflict)

		ok(t, db.CheckImport(ctx, modelstest.Tester, app.ID, i.ID, i.Plan))
		i = workThrough(t, db, i)
		equal(t, "checked", words(i.State, i.Good, i.Bad), "checked 2500 0")
		equal(t, "people before the start", db.Number(t, "SELECT COUNT(*) FROM recipients"), 1)

		ok(t, db.StartImport(ctx, modelstest.Tester, app.ID, i.ID, false))
		i = workThrough(t, db, i)
		equal(t, "done", words(i.State, i.Added, i.Changed, i.Unchanged, i.Refused), "finished 2499 1 0 0")
		equal(t, "people", db.Number(t, "SELECT COUNT(*) FROM recipients"), 2500)
		equal(t, "chunks left", db.Number(t, "SELECT COUNT(*) FROM import_chunks"), 0)
		equal(t, "due", i.Due, false)
		r, err := db.Store.Recipient(ctx, app.ID, known.ID)
		ok(t, err)
		equal(t, "known user", r.Nickname+r.Attributes["city"], "用户7杭州")
		tags, err := db.TagsOf(ctx, app.ID, []int64{known.ID})
		ok(t, err)
		if len(tags[known.ID]) != 2 {
			t.Errorf("tags %v", tags)
		}
		for _, action := range []string{"import.uploaded", "import.checking", "import.checked", "import.running", "import.finished"} {
			equal(t, action, db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = ?", action), 1)
		}
		again := checkedImport(t, db, app, models.ImportPeople, manyPeople(2500))
		ok(t, db.StartImport(ctx, modelstest.Tester, app.ID, again.ID, false))
		again = workThrough(t, db, again)
		equal(t, "the same file again", words(again.Added, again.Changed, again.Unchanged), "0 0 2500")
	})
}

func TestBrokenFileLeavesNothing(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		for _, file := range []string{manyPeople(2500) + "one cell too few\n", "openid,OPENID\na,b\n", ""} {
			_, err := db.ReceiveImport(t.Context(), modelstest.Tester, app, models.ImportPeople, "x.csv", strings.NewReader(file))
			var broken *sheet.UnreadableError
			if !errors.As(err, &broken) {
				t.Errorf("error %v", err)
			}
		}
		_, err := db.ReceiveImport(t.Context(), modelstest.Tester, app, "messages", "x.csv", strings.NewReader(manyPeople(1)))
		wantRefused(t, err, refused("kind", models.ReasonBadChoice))
		for _, table := range []string{"imports", "import_chunks", "recipients"} {
			equal(t, table, db.Number(t, "SELECT COUNT(*) FROM "+table), 0)
		}
	})
}

func TestNothingIsImportedWhileRowsAreBad(t *testing.T) {
	t.Parallel()
	file := "openid,昵称,手机,attr:city,备注,时间\n" +
		"o1,安娜,13800138000,杭州,,\n" +
		",无名,,,,\n" +
		"o 3,空格,,,,\n" +
		"o4,小明,不是电话,,,\n" +
		"#N/A,公式,,,,\n" +
		"1.5E+13,科学计数,,,,\n" +
		"o7,小红,,一" + strings.Repeat("长", 200) + ",,\n" +
		"o8," + strings.Repeat("名", 101) + ",,,,\n" +
		"'-o9,小刚,,,,\n"
	want := []string{
		"3:1 openid required", "4:1 openid bad_format", "5:3 phone bad_format", "6:1 openid formula_error",
		"7:1 openid short_number", "8:4 attributes too_long", "9:2 nickname too_long",
	}
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		i := checkedImport(t, db, app, models.ImportPeople, file)
		equal(t, "checked", words(i.State, i.Good, i.Bad), "checked 2 7")
		if got := refusedRows(t, db, i); !slices.Equal(got, want) {
			t.Errorf("refused\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		wantRefused(t, db.StartImport(ctx, modelstest.Tester, app.ID, i.ID, false), refused("skip_bad", models.ReasonRequired))
		equal(t, "people", db.Number(t, "SELECT COUNT(*) FROM recipients"), 0)
		ok(t, db.StartImport(ctx, modelstest.Tester, app.ID, i.ID, true))
		i = workThrough(t, db, i)
		equal(t, "done", words(i.State, i.Added, i.Refused), "finished 2 7")
		if got := refusedRows(t, db, i); !slices.Equal(got, want) {
			t.Errorf("after the run: %v", got)
		}
		if _, err := db.RecipientByOpenid(ctx, app.ID, "-o9"); err != nil {
			t.Errorf("an openid that was guarded against formulas: %v", err)
		}
	})
}

func TestAnotherPlanForgetsTheCheck(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		i := checkedImport(t, db, app, models.ImportPeople, "openid,电话\no1,没有\no2,13800138000\n")
		equal(t, "bad", i.Bad, 1)
		i.Plan.Targets[1] = models.TargetRemark
		ok(t, db.CheckImport(ctx, modelstest.Tester, app.ID, i.ID, i.Plan))
		i = workThrough(t, db, i)
		equal(t, "checked again", words(i.State, i.Good, i.Bad, len(refusedRows(t, db, i))), "checked 2 0 0")
	})
}

func TestImportCodes(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		once := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		db.Code(t, app, "o1", models.CodeForm, "form-known")
		db.Code(t, app, "o1", models.CodeForm, "form-of-o1")
		file := "openid,类型,发送码,模板ID,获取时间,订单号\n" +
			"o1,表单,form-known,,,\n" + // a duplicate
			"o2,form_id,form-of-o1,,,\n" + // another's
			"o2,formId,form-2,,2026/11/22 9:05,\n" +
			"o2,支付,wx201,,2026-11-23 08:00,A-1\n" +
			"o3,一次性订阅,," + once.TemplateID + ",,\n" +
			"o3,一次性订阅,,NO-SUCH,,\n" +
			"o4,form_id,the formId is a mock one,,,\n" +
			"o4,form_id,form-old,,2026-11-01 08:00,\n" +
			"o4,form_id,form-when,,昨天,\n" +
			"o4,其他,form-kind,,,\n" +
			"o5,form_id,form-2,,,\n" // of two users in one file
		i := checkedImport(t, db, app, models.ImportCodes, file)
		want := []string{
			"3:3 code foreign_code", "7:4 template_id unknown_template", "8:3 code mock_code", "9:5 obtained_at expired",
			"10:5 obtained_at bad_date", "11:2 kind bad_choice", "12:3 code foreign_code",
		}
		if got := refusedRows(t, db, i); !slices.Equal(got, want) {
			t.Errorf("refused\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		equal(t, "codes before", db.Number(t, "SELECT COUNT(*) FROM send_codes"), 2)
		ok(t, db.StartImport(ctx, modelstest.Tester, app.ID, i.ID, true))
		i = workThrough(t, db, i)
		equal(t, "done", words(i.State, i.Added, i.Unchanged, i.Refused), "finished 3 1 7")
		equal(t, "imported", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE source = 'import'"), 3)
		equal(t, "obtained at", db.CodeNamed(t, app, "form-2")[0].ObtainedAt.Time().Format("01-02 15:04"), "11-22 01:05")
	})
}

func TestOneKindForAWholeFile(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		i := checkedImport(t, db, app, models.ImportCodes, "touser,formid\no1,f1\no2,f2\n")
		equal(t, "guessed kind", i.Plan.Kind, models.CodeForm)
		ok(t, db.StartImport(ctx, modelstest.Tester, app.ID, i.ID, false))
		equal(t, "added", workThrough(t, db, i).Added, 2)
	})
}

// A credit has no code by which to know it again. The same file twice gives each
// person one credit a row all the same, and a file of further rows gives more.
func TestSameFileOfCreditsTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		file := "openid,模板\no1," + template.TemplateID + "\no1," + template.TemplateID + "\no2," + template.TemplateID + "\n"
		bring := func(file string) models.Import {
			i := checkedImport(t, db, app, models.ImportCodes, file, func(p *models.ImportPlan) { p.Kind = models.CodeSubscribeOnce })
			ok(t, db.StartImport(t.Context(), modelstest.Tester, app.ID, i.ID, false))
			return workThrough(t, db, i)
		}
		first, again := bring(file), bring(file)
		equal(t, "first", fmt.Sprint(first.Added, first.Unchanged, first.Refused), "3 0 0")
		equal(t, "again", fmt.Sprint(again.Added, again.Unchanged, again.Refused), "0 3 0")
		more := bring(file + "o2," + template.TemplateID + "\n")
		equal(t, "another file", fmt.Sprint(more.Added, more.Unchanged, more.Refused), "4 0 0")
		equal(t, "credits", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE app_id = ?", app.ID), 7)
	})
}
