package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// moduleRoot is the folder of go.mod, found from the folder of this test.
func moduleRoot(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			t.Fatal("no go.mod above this test")
		}
		folder = parent
	}
}

func TestTopLevelOfTheTree(t *testing.T) {
	t.Parallel()
	want := []string{"Makefile", "README.md", "cmd", "go.mod", "go.sum", "handlers", "migrations", "models", "static", "views"}
	entries, err := os.ReadDir(moduleRoot(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") {
			got = append(got, entry.Name())
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the top level holds %v, want %v", got, want)
	}
}

// layers says, for each folder, which of ours it may import. The longest that
// fits counts. Imports run one way: cmd → handlers → views → models.
var layers = map[string][]string{
	"cmd":                     {"handlers", "views", "models", "static", "migrations"},
	"handlers":                {"handlers", "views", "models", "static", "migrations"},
	"views":                   {"views", "models", "static"},
	"models":                  {"models", "migrations"},
	"models/wechat":           {},
	"models/wechat/simulator": {"models/wechat"},
	"models/robot":            {},
	"migrations":              {},
	"static":                  {},
}

// confined are packages of others that only these folders may import.
var confined = map[string][]string{
	"github.com/labstack/echo": {"cmd", "handlers"},
	"github.com/gorilla/":      {"cmd", "handlers"},
	"github.com/a-h/templ":     {"cmd", "handlers", "views"},
	"gorm.io/":                 {"models"},
	"database/sql":             {"models", "migrations"},
	"github.com/pressly/goose": {"migrations"},
	"github.com/silenceper/":   {},
	"github.com/wechatpay-":    {"models/wechat/pay"},
	"github.com/PuerkitoBio/":  {},
	"github.com/getkin/":       {},
	"github.com/oasdiff/":      {},
	"github.com/chromedp/":     {},
	"pgregory.net/rapid":       {},
	"xinshi/models/modelstest": {"models/modelstest"},
}

func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	root := moduleRoot(t)
	files := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules" || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if reason := forbidden(filepath.ToSlash(filepath.Dir(relative)), imported); reason != "" {
				t.Errorf("%s imports %s: %s", relative, imported, reason)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Errorf("looked at %d files only", files)
	}
}

// forbidden says why a folder may not import a package; empty: it may.
func forbidden(folder, imported string) string {
	for prefix, only := range confined {
		if strings.HasPrefix(imported, prefix) && !slices.ContainsFunc(only, func(layer string) bool { return within(folder, layer) }) {
			return "only for " + strings.Join(append(only, "tests"), ", ")
		}
	}
	ours, ok := strings.CutPrefix(imported, "xinshi/")
	if !ok {
		return ""
	}
	layer := ""
	for candidate := range layers {
		if within(folder, candidate) && len(candidate) > len(layer) {
			layer = candidate
		}
	}
	if layer == "" {
		return "this folder has no place in the tree"
	}
	if !slices.ContainsFunc(layers[layer], func(allowed string) bool { return within(ours, allowed) }) {
		return layer + " may import " + strings.Join(append(layers[layer], "nothing else of ours"), ", ")
	}
	return ""
}

func within(folder, layer string) bool {
	return folder == layer || strings.HasPrefix(folder, layer+"/")
}

func TestForbiddenImports(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		folder, imported string
		allowed          bool
	}{
		{"cmd/xinshi", "xinshi/handlers", true},
		{"handlers", "xinshi/views/text", true},
		{"handlers", "xinshi/cmd/xinshi", false},
		{"views/text", "xinshi/handlers", false},
		{"views/message", "xinshi/models", true},
		{"models", "xinshi/views/text", false},
		{"models/delivery", "xinshi/models/wechat", true},
		{"models/wechat", "xinshi/models", false},
		{"models/wechat", "xinshi/models/wechat/simulator", false},
		{"models/wechat/simulator", "xinshi/models/wechat", true},
		{"models/wechat/simulator", "xinshi/models", false},
		{"models/wechatty", "xinshi/models", true},
		{"migrations", "xinshi/models", false},
		{"static", "xinshi/views/paths", false},
		{"models", "github.com/labstack/echo/v4", false},
		{"models/modelstest", "github.com/a-h/templ", false},
		{"models", "github.com/gorilla/sessions", false},
		{"views/layout", "github.com/labstack/echo/v4", false},
		{"handlers", "github.com/labstack/echo/v4", true},
		{"handlers", "gorm.io/gorm", false},
		{"elsewhere", "xinshi/models", false},
		{"models", "net/http", true},
	} {
		if got := forbidden(test.folder, test.imported); (got == "") != test.allowed {
			t.Errorf("%s imports %s: %q, want allowed %t", test.folder, test.imported, got, test.allowed)
		}
	}
}
