package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"xinshi/models"
	"xinshi/views/paths"
)

// importPages are those of a file on its way in, each reached as a person would.
func importPages() []sitePage {
	people := paths.ImportNew(demoAppid, string(models.ImportPeople))
	good := "openid,昵称,手机,城市\noBrowser001,安娜,13800138000,杭州\noBrowser002,小明,不详,\n"
	return []sitePage{
		{name: "import new", path: people},
		{name: "import refused", path: people, prepare: uploading("openid,昵称\no1\no2,\"a\"b\n", "problems")},
		{name: "import columns", path: people, prepare: uploading(good, "mapping")},
		{name: "import checked", path: people, prepare: func(t *testing.T, b *tab) {
			uploading(good, "mapping")(t, b)
			b.click(t, testID("check"))
			b.until(t, "the check", testID("refused"))
		}},
		{name: "import codes", path: paths.ImportNew(demoAppid, string(models.ImportCodes)), prepare: uploading("openid,form_id\noBrowser001,f1\n", "mapping")},
		{name: "import finished", path: people, prepare: importAll},
		{name: "imports", path: paths.Imports(demoAppid)},
		{name: "export users", path: paths.Recipients(demoAppid), prepare: func(t *testing.T, b *tab) {
			b.click(t, find(`[data-testid="export"] summary`))
			b.until(t, "the choice of files", find(`[data-testid="export"][open]`))
		}},
	}
}

// importAll goes the whole way, leaving the bad row out.
func importAll(t *testing.T, b *tab) {
	t.Helper()
	uploading("openid,昵称\noBrowser001,安娜\no 2,小明\n", "mapping")(t, b)
	b.click(t, testID("check"))
	b.until(t, "the check", testID("start"))
	b.click(t, find(`[name="skip_bad"]`))
	b.click(t, testID("go"))
	b.until(t, "the outcome without a reload", testID("n-refused"))
}

// uploading sends a file and waits for what it leads to.
func uploading(content, leadsTo string) func(*testing.T, *tab) {
	return func(t *testing.T, b *tab) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "用户.csv")
		must(t, os.WriteFile(file, []byte(content), 0o600))
		b.do(t, "choose a file", chromedp.SetUploadFiles(testID("file"), []string{file}))
		b.click(t, testID("send"))
		b.until(t, leadsTo, testID(leadsTo))
	}
}
