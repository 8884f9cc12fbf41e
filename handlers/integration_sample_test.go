package handlers_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// run is how a developer would run a sample; {} stands for its file. The first
// word of each line is the program that has to be installed.
type run struct {
	lang, file string
	lines      [][]string
	builds     [][]string // when only this can be done, the sample is not run
}

var runs = []run{
	{"curl", "xinshi.sh", [][]string{{"bash", "-e", "{}"}}, nil},
	{"go", "xinshi.go", [][]string{{"gofmt", "-d", "{}"}, {"go", "vet", "{}"}, {"go", "run", "{}"}}, nil},
	{"java", "Xinshi.java", [][]string{{"java", "{}"}}, [][]string{{"javac", "-Xlint:all", "-Werror", "{}"}}},
	{"php", "xinshi.php", [][]string{{"php", "{}"}}, nil},
	{"node", "xinshi.mjs", [][]string{{"node", "{}"}}, nil},
	{"python", "xinshi.py", [][]string{{"python3", "{}"}}, nil},
}

// The samples are true: as they stand in the page, they run against this very
// site and do what they say. A language that is not installed here is left out.
func TestServerSamplesRun(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the samples are programs of their own: no race of ours shows in them")
	}
	for _, r := range runs {
		for _, kind := range []models.TemplateKind{models.KindTemplate, models.KindSubscribeOnce} {
			t.Run(r.lang+" "+string(kind), func(t *testing.T) {
				t.Parallel()
				s := newShop(t, modelstest.SQLite(t))
				b, backend := s.as(t, models.RoleOperator), s.backend(t, s.app)
				template := s.Template(t, s.app, func(in *models.TemplateInput) { in.Kind, in.Keywords = kind, hardKeywords(kind) })
				page := b.get(t, paths.With(paths.Integration(s.app.Appid), "lang", r.lang)).want(t, http.StatusOK)
				out := r.execute(t, page.doc(t).Find("#sample-server").Text(), "XINSHI_KEY="+backend.key)
				if strings.Count(out, "queued") < 3 || strings.Contains(out, "error") {
					t.Errorf("it says\n%s", out)
				}
				list, err := s.Messages(t.Context(), s.app.ID, models.MessageFilter{TemplateRef: template.ID, State: models.MessageQueued}, 10)
				if err != nil || len(list.Rows) != 3 {
					t.Fatalf("%d messages are queued, want 3: %v", len(list.Rows), err)
				}
				for _, v := range list.Rows[0].Data {
					if v.Value == "" {
						t.Errorf("%s is empty", v.Key)
					}
				}
				wantPaid := map[models.TemplateKind]int64{models.KindTemplate: 1}[kind]
				if n := s.Number(t, "SELECT COUNT(*) FROM send_codes WHERE kind = 'prepay_id' AND paid_at > 0"); n != wantPaid {
					t.Errorf("%d payment codes are usable, want %d", n, wantPaid)
				}
			})
		}
	}
}

// hardKeywords hold what a program could read as its own: quotes, dollars and
// backslashes.
func hardKeywords(kind models.TemplateKind) []models.KeywordInput {
	if kind == models.KindTemplate {
		return []models.KeywordInput{
			{Key: "keyword1", Name: "订单编号", Field: "order_no"},
			{Key: "keyword2", Name: "发货时间", Field: "shipped_at", Format: models.FormatDateTime},
			{Key: "keyword3", Name: "金额", Field: "price", Format: models.FormatYuan, Sample: "¥59.90"},
			{Key: "keyword4", Name: "备注", Sample: `'单' "双" $HOME \n ${x} """ <b>&`},
			{Key: "keyword5", Name: "提示", Field: "note", DefaultValue: "请检查外包装"},
		}
	}
	return []models.KeywordInput{
		{Key: "thing1", Name: "商品名称", Field: "product"},
		{Key: "amount2", Name: "价格", Field: "price", Format: models.FormatFen},
		{Key: "time3", Name: "时间", Field: "at"},
		{Key: "phrase4", Name: "状态", Field: "state"},
	}
}

func (r run) execute(t *testing.T, code string, env ...string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, r.file), []byte(code+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lines, missing := r.lines, notInstalled(r.lines)
	if missing != "" && r.builds != nil && notInstalled(r.builds) == "" {
		lines = r.builds
	} else if missing != "" {
		t.Skipf("%s is not installed: the sample in %s was not run", missing, r.lang)
	} else {
		lines = append(r.builds, lines...)
	}
	var out []byte
	for _, line := range lines {
		cmd := exec.CommandContext(t.Context(), line[0], strings.Split(strings.ReplaceAll(strings.Join(line[1:], "\x00"), "{}", r.file), "\x00")...)
		cmd.Dir, cmd.Env = folder, append(os.Environ(), append(env, "GOFLAGS=", "GOWORK=off")...)
		var err error
		if out, err = cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s\n%s", strings.Join(line, " "), err, out, code)
		}
		if line[0] == "gofmt" && len(out) > 0 {
			t.Errorf("the sample is not formatted:\n%s", out)
		}
	}
	if missing != "" {
		t.Skipf("%s is not installed: the sample in %s was built, not run", missing, r.lang)
	}
	return string(out)
}

func notInstalled(lines [][]string) string {
	for _, line := range lines {
		if _, err := exec.LookPath(line[0]); err != nil {
			return line[0]
		}
	}
	return ""
}

// miniProgram stands in for a phone: what the samples use of wx. Its network
// fails once, and once a token is over before its time.
const miniProgram = `
const now = new Date(process.env.NOW);
globalThis.Date = class extends Date { constructor(...at) { super(...(at.length ? at : [now])); } };
const logins = process.env.LOGINS.split(","), store = {};
let offline = true, broken = 1, page;
globalThis.wx = {
  login: ({ success }) => success({ code: logins.shift() }),
  getStorageSync: (key) => store[key] ?? "",
  setStorageSync: (key, value) => { store[key] = value; },
  requestSubscribeMessage: ({ tmplIds, success }) =>
    success && success({ errMsg: "requestSubscribeMessage:ok", [tmplIds[0]]: "accept", [tmplIds[1] ?? "none"]: "reject" }),
  request: ({ url, method, data, header, success, fail }) => {
    if (offline) { offline = false; return fail({ errMsg: "request:fail" }); }
    if (header.Authorization && broken-- === 1) header.Authorization = "Bearer xc_OVER";
    fetch(url, { method, headers: { ...header, "Content-Type": "application/json" }, body: JSON.stringify(data) })
      .then(async (answer) => { console.log(method, url, answer.status); success({ statusCode: answer.status, data: await answer.json() }); }, fail);
  },
};
globalThis.Page = (p) => { page = p; };
const until = async (what) => { for (let i = 0; !what(); i++) { if (i === 600) throw new Error("in vain: " + what); await new Promise((go) => setTimeout(go, 50)); } };
const waiting = () => store["xinshi-waiting"].length;
(async () => {
  require("./pages/signup/signup.js");
  for (const formId of ["", "the formId is a mock one", "requestFormId:fail timeout", process.env.FORM1]) page.submit({ detail: { formId, value: {} } });
  await until(() => !offline); // it could not be sent
  if (waiting() !== 1) throw new Error(waiting() + " codes wait");
  await require("./utils/xinshi.js").flush();
  page.onShow();
  await until(() => !waiting());
  for (const formId of [process.env.FORM2, process.env.FORM3]) page.submit({ detail: { formId, value: {} } });
  await until(() => !waiting()); // the second came while the first was under way
  require("./pages/product/product.js");
  page.remind(); // the program ends when its last call has
})();
`

// The mini program's samples, on a phone that has its troubles.
func TestMiniProgramSamplesRun(t *testing.T) {
	t.Parallel()
	if missing := notInstalled([][]string{{"node"}}); missing != "" {
		t.Skip("node is not installed: the samples of the mini program were not run")
	}
	for name, subscriptions := range map[string]bool{"popup events": false, "reports": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t, modelstest.SQLite(t), func(in *models.IntakeInput) { in.CollectSubscriptions = subscriptions })
			for _, title := range []string{"到货提醒", "降价提醒"} {
				s.Template(t, s.app, func(in *models.TemplateInput) { in.Title, in.Kind = title, models.KindSubscribeOnce })
			}
			page := s.as(t, models.RoleOperator).get(t, paths.Integration(s.app.Appid)).want(t, http.StatusOK).doc(t)
			folder := t.TempDir()
			for file, code := range map[string]string{
				"main.js": miniProgram, "utils/xinshi.js": page.Find("#sample-collect").Text(),
				"pages/signup/signup.js": page.Find("#sample-form-js").Text(), "pages/product/product.js": page.Find("#sample-subscribe").Text(),
			} {
				noError(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, file)), 0o700))
				noError(t, os.WriteFile(filepath.Join(folder, file), []byte(code), 0o600))
			}
			env := os.Environ()
			for _, name := range []string{"FORM1", "FORM2", "FORM3"} {
				form, err := s.sim.SubmitForm(s.app.Appid, buyer)
				noError(t, err)
				env = append(env, name+"="+form)
			}
			var logins []string
			for range 4 {
				code, err := s.sim.StartLogin(s.app.Appid, buyer)
				noError(t, err)
				logins = append(logins, code)
			}
			cmd := exec.CommandContext(t.Context(), "node", "main.js")
			cmd.Dir, cmd.Env = folder, append(env, "LOGINS="+strings.Join(logins, ","), "NOW="+s.Clock.Now().Format(time.RFC3339))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			credits := map[bool]int64{true: 1}[subscriptions]
			for kind, want := range map[models.CodeKind]int64{models.CodeForm: 3, models.CodeSubscribeOnce: credits} {
				if n := s.Number(t, "SELECT COUNT(*) FROM send_codes WHERE kind = ?", string(kind)); n != want {
					t.Errorf("%d codes of kind %s, want %d\n%s", n, kind, want, out)
				}
			}
			if !strings.Contains(string(out), " 401") {
				t.Errorf("the token that was over was not tried:\n%s", out)
			}
		})
	}
}
