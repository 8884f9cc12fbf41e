package handlers_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/sheet"
	"xinshi/views/paths"
)

// upload sends a file with the form it belongs to; an empty name sends none.
func (b *browser) upload(t *testing.T, path, kind, name, content string, csrf ...string) reply {
	t.Helper()
	if b.cookies["xinshi_csrf"] == "" {
		b.get(t, "/login")
	}
	token := b.cookies["xinshi_csrf"]
	if len(csrf) > 0 {
		token = csrf[0]
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("_csrf", token)
	_ = w.WriteField("kind", kind)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, &body)
	r.Header = b.header.Clone()
	r.Header.Set("Content-Type", w.FormDataContentType())
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	b.site.handler.ServeHTTP(answer, r)
	return reply{status: answer.Code, header: answer.Header(), body: answer.Body.String()}
}

// keepImports does the background work of all imports.
func (s *site) keepImports(t *testing.T) {
	t.Helper()
	due, err := s.DueImports(t.Context())
	for _, id := range due {
		for more := true; more && err == nil; {
			more, err = s.KeepImport(t.Context(), "engine", id)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// mapped is the mapping form as the page offers it.
func (r reply) mapped(t *testing.T) url.Values {
	t.Helper()
	form := url.Values{}
	fields := r.doc(t).Find(`[data-testid="mapping"] select`)
	for i := range fields.Nodes {
		form.Set(fields.Eq(i).AttrOr("name", ""), fields.Eq(i).Find("option[selected]").AttrOr("value", ""))
	}
	return form
}

// TestImportUsersFromUploadToEnd walks the whole way without script.
func TestImportUsersFromUploadToEnd(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app := s.App(t)
		b := s.as(t, models.RoleOperator)
		if got := b.get(t, paths.Imports(app.Appid)).want(t, http.StatusOK).text(t, "nothing-yet"); !strings.Contains(got, "还没有导入") {
			t.Errorf("an empty list says %q", got)
		}
		form := b.get(t, paths.ImportNew(app.Appid, "")).want(t, http.StatusOK)
		if form.doc(t).Find(`[name="kind"][value="people"]`).AttrOr("checked", "no") == "no" || form.doc(t).Find(`form[enctype="multipart/form-data"] [type=file]`).Length() != 1 {
			t.Error("the form has no file, or another kind first")
		}
		gbk, err := simplifiedchinese.GBK.NewEncoder().String("微信昵称;OpenID;城市;手机\r\n安娜;o1;杭州;13800138000\r\n小明;o 2;;电话\r\n小红;o3;北京;\r\n")
		if err != nil {
			t.Fatal(err)
		}
		sent := b.upload(t, paths.Imports(app.Appid), "people", `C:\用户\会员.csv`, gbk).want(t, http.StatusSeeOther)
		page := sent.header.Get("Location")
		shown := b.get(t, page).want(t, http.StatusOK)
		if got := shown.text(t, "format"); got != "GB18030，分号分隔" {
			t.Errorf("format %q", got)
		}
		if got := shown.mapped(t); got.Get("targets.0") != "nickname" || got.Get("targets.1") != "openid" || got.Get("targets.2") != "" || got.Get("targets.3") != "phone" {
			t.Errorf("offers %v", got)
		}
		if got := shown.doc(t).Find(`[data-testid="preview-line"]`).Eq(1).Find(".cell-bad").Text(); got != "o 2" {
			t.Errorf("the preview marks %q", got)
		}
		plan := shown.mapped(t)
		plan.Set("targets.2", "attribute")
		b.post(t, page+"/check", plan).leadsTo(t, page)
		checked := b.get(t, page)
		if got := checked.text(t, "sentence"); !strings.Contains(got, "2 行可以导入，1 行有问题") {
			t.Errorf("the check says %q", got)
		}
		if got := checked.text(t, "refused-row"); got != "第 3 行第 2 列 OpenIDo 2openid 只能是字母、数字和符号，不能有空格或汉字。" {
			t.Errorf("refused row %q", got)
		}
		refused := b.post(t, page+"/start", nil).want(t, http.StatusUnprocessableEntity)
		if got := refused.text(t, "error-skip_bad"); !strings.Contains(got, "什么都没有导入") {
			t.Errorf("says %q", got)
		}
		b.post(t, page+"/start", url.Values{"skip_bad": {"1"}}).leadsTo(t, page)
		running := b.get(t, page)
		if running.text(t, "flash") != "已开始导入。" || running.doc(t).Find(`#import-live[hx-get]`).Length() != 1 || running.doc(t).Find(`[data-testid="refresh"]`).Length() != 1 {
			t.Error("the running import does not look for news, or cannot be refreshed by hand")
		}
		s.keepImports(t)
		done := b.get(t, page)
		if done.text(t, "n-added") != "新增用户2" || done.text(t, "n-refused") != "没有导入1" || done.doc(t).Find(`#import-live[hx-get]`).Length() != 0 {
			t.Errorf("done: %s, %s", done.text(t, "n-added"), done.text(t, "n-refused"))
		}
		anna, err := db.RecipientByOpenid(t.Context(), app.ID, "o1")
		if err != nil || anna.Nickname != "安娜" || anna.Attributes["城市"] != "杭州" {
			t.Errorf("%+v %v", anna, err)
		}
		file := b.post(t, page+"/refused", url.Values{}).want(t, http.StatusOK)
		if want := "\uFEFF行,列,问题,微信昵称,OpenID,城市,手机\r\n3,第 2 列 OpenID,openid 只能是字母、数字和符号，不能有空格或汉字。,小明,o 2,,电话\r\n"; file.body != want {
			t.Errorf("the refused rows are\n%q, want\n%q", file.body, want)
		}
		if got := b.get(t, paths.Imports(app.Appid)).text(t, "import"); !strings.Contains(got, "会员.csv") || !strings.Contains(got, "新增 2") {
			t.Errorf("the list says %q", got)
		}
		b.get(t, paths.Import(s.App(t).Appid, mustID(t, page))).want(t, http.StatusNotFound)
	})
}

func mustID(t *testing.T, path string) int64 {
	t.Helper()
	id, err := models.ParseID(path[strings.LastIndex(path, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleAdmin)
	cases := []struct{ name, content, want string }{ // line, column and sentence
		{"not square", "openid,昵称\no1,安娜\no2\n", "第 3 行2少了格子：这一行有 1 个，列名有 2 个。"},
		{"an open quote", "openid,昵称\no1,\"安娜\n", "第 2 行2双引号打开之后没有关闭。如果内容里有双引号，要写成两个。"},
		{"broken bytes", "openid,昵称\no1,安娜小明\xFF\n", "第 2 行2有不属于 UTF-8 的字节，读不出文字。请用 UTF-8 或 GBK 重新保存。"},
		{"a name twice", "openid,昵称,openid\no1,a,b\n", "第 1 行3列名“openid”和第 1 列重复。"},
		{"an old workbook", "\xD0\xCF\x11\xE0....", "整个文件这是旧版 Excel 文件（.xls），或者有密码保护。请去掉密码，另存为 .xlsx 或 CSV。"},
	}
	for _, c := range cases {
		page := b.upload(t, paths.Imports(app.Appid), "codes", "x.csv", c.content).want(t, http.StatusUnprocessableEntity)
		if got := page.text(t, "problem"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if page.doc(t).Find(`[name="kind"][value="codes"]`).AttrOr("checked", "no") == "no" {
			t.Errorf("%s: the kind is forgotten", c.name)
		}
	}
	if got := b.upload(t, paths.Imports(app.Appid), "people", "", "").want(t, http.StatusUnprocessableEntity).text(t, "error-file"); got != "请选择一个文件。" {
		t.Errorf("no file: %q", got)
	}
	b.upload(t, paths.Imports(app.Appid), "messages", "x.csv", "a\nb\n").want(t, http.StatusBadRequest)
	if n := s.Number(t, "SELECT COUNT(*) FROM imports"); n != 0 {
		t.Errorf("%d imports are left", n)
	}
}

func TestUploadProvesItself(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	file := "openid\no1\n"
	list := paths.Imports(app.Appid)
	s.as(t, models.RoleOperator).upload(t, list, "people", "x.csv", file, "a foreign token").want(t, http.StatusForbidden)
	for _, role := range []models.Role{models.RoleMarketer, models.RoleAuditor} {
		b := s.as(t, role)
		b.upload(t, list, "people", "x.csv", file).want(t, http.StatusForbidden)
		b.get(t, list).want(t, http.StatusForbidden)
	}
	if got := s.browser().upload(t, list, "people", "x.csv", file).want(t, http.StatusSeeOther).header.Get("Location"); !strings.HasPrefix(got, "/login") {
		t.Errorf("a stranger is led to %q", got)
	}
	if n := s.Number(t, "SELECT COUNT(*) FROM imports"); n != 0 {
		t.Errorf("%d imports", n)
	}
}

func TestColumnsHaveToMakeSense(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	page := b.upload(t, paths.Imports(app.Appid), "people", "x.csv", "编号,名字\no1,安娜\n").want(t, http.StatusSeeOther).header.Get("Location")
	refused := b.post(t, page+"/check", url.Values{"targets.0": {""}, "targets.1": {"nickname"}}).want(t, http.StatusUnprocessableEntity)
	if got := refused.text(t, "plan-refused"); got != "第 1 行（列名）里没有认出 openid 列，请指定哪一列是 openid。" {
		t.Errorf("without an openid it says %q", got)
	}
	if refused.mapped(t).Get("targets.1") != "nickname" {
		t.Error("what was chosen is forgotten")
	}
	twice := b.post(t, page+"/check", url.Values{"targets.0": {"openid"}, "targets.1": {"openid"}}).want(t, http.StatusUnprocessableEntity)
	if got := twice.text(t, "error-targets.1"); got != "已经有一列是它了。" {
		t.Errorf("two openids: %q", got)
	}
	b.post(t, page+"/start", nil).leadsTo(t, page)
	if got := b.get(t, page).text(t, "flash"); !strings.Contains(got, "待对应列") {
		t.Errorf("a start before the check says %q", got)
	}
	b.post(t, page+"/cancel", nil).leadsTo(t, page)
	if got := b.get(t, page).text(t, "sentence"); got != "已取消，没有写入任何内容。" {
		t.Errorf("cancelled: %q", got)
	}
}

func TestLargeFileIsCheckedInTheBackground(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	var file strings.Builder
	file.WriteString("openid,昵称\n")
	for i := range 2001 {
		fmt.Fprintf(&file, "o%d,用户\n", i)
	}
	page := b.upload(t, paths.Imports(app.Appid), "people", "x.csv", file.String()).header.Get("Location")
	b.post(t, page+"/check", b.get(t, page).mapped(t)).leadsTo(t, page)
	checking := b.get(t, page)
	if got := checking.text(t, "state-checking"); got != "检查中" {
		t.Fatalf("state %q", got)
	}
	s.keepImports(t)
	b.header.Set("HX-Request", "true")
	news := b.get(t, page+"?shown=checking").want(t, http.StatusOK)
	if news.doc(t).Find(`#import-live[hx-get]`).Length() != 0 || news.text(t, "go") != "导入 2,001 行" || news.doc(t).Find(`#import-actions[hx-swap-oob]`).Length() != 1 {
		t.Errorf("the news are\n%s", news.body)
	}
	if same := b.get(t, page+"?shown=checked"); same.doc(t).Find("#import-actions").Length() != 0 {
		t.Error("the buttons come anew although nothing changed")
	}
}

func TestSamplesAreImportable(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID, in.Kind = "TEMPLATE_ID", models.KindSubscribeOnce })
	b := s.as(t, models.RoleAdmin)
	for _, kind := range models.ImportKinds {
		for _, format := range []sheet.Kind{sheet.CSV, sheet.XLSX} {
			file := b.get(t, paths.ImportSample(app.Appid, string(kind), string(format))).want(t, http.StatusOK)
			page := b.upload(t, paths.Imports(app.Appid), string(kind), "sample", file.body).want(t, http.StatusSeeOther).header.Get("Location")
			b.post(t, page+"/check", b.get(t, page).mapped(t)).leadsTo(t, page)
			if checked := b.get(t, page); checked.doc(t).Find(`[data-testid="go"]`).Length() != 1 || checked.doc(t).Find(`[data-testid="refused"]`).Length() != 0 {
				t.Errorf("%s %s: %s %s", kind, format, checked.text(t, "sentence"), checked.text(t, "refused"))
			}
		}
	}
	b.get(t, paths.ImportSample(app.Appid, "people", "pdf")).want(t, http.StatusBadRequest)
	b.get(t, paths.ImportSample(app.Appid, "messages", "csv")).want(t, http.StatusBadRequest)
}

func TestUploadInUTF16(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleAdmin)
	file, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("openid\t昵称\r\no1\t安娜\r\n")
	if err != nil {
		t.Fatal(err)
	}
	page := b.upload(t, paths.Imports(app.Appid), "people", "x.txt", file).want(t, http.StatusSeeOther).header.Get("Location")
	if got := b.get(t, page).text(t, "format"); got != "UTF-16 LE，制表符分隔" {
		t.Errorf("format %q", got)
	}
}
