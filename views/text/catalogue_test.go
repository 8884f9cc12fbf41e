package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// entry is one Text of the catalogue, as it stands in the source: a package
// cannot list its own variables at run time.
type entry struct{ name, zh, en, where string }

func catalogue(t *testing.T) []entry {
	t.Helper()
	fset := token.NewFileSet()
	var entries []entry
	for _, name := range goFiles(t, ".") {
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				entries = append(entries, textsOf(t, fset, spec.(*ast.ValueSpec))...)
			}
		}
	}
	return entries
}

func textsOf(t *testing.T, fset *token.FileSet, spec *ast.ValueSpec) []entry {
	t.Helper()
	var entries []entry
	for i, value := range spec.Values {
		lit, ok := value.(*ast.CompositeLit)
		if !ok {
			continue
		}
		if kind, ok := lit.Type.(*ast.Ident); !ok || kind.Name != "Text" {
			continue
		}
		e := entry{name: spec.Names[i].Name, where: fset.Position(spec.Pos()).String()}
		if len(lit.Elts) != 2 {
			t.Errorf("%s: %s does not name both languages", e.where, e.name)
			continue
		}
		e.zh, e.en = quoted(t, lit.Elts[0]), quoted(t, lit.Elts[1])
		entries = append(entries, e)
	}
	return entries
}

func quoted(t *testing.T, expr ast.Expr) string {
	t.Helper()
	lit, ok := expr.(*ast.BasicLit)
	if !ok {
		t.Fatalf("a text is not a plain string: %T", expr)
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func goFiles(t *testing.T, root string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

var verb = regexp.MustCompile(`%[^%]`)

func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	entries := catalogue(t)
	if len(entries) < 50 {
		t.Fatalf("found %d texts only: is the catalogue still read right?", len(entries))
	}
	for _, e := range entries {
		if strings.TrimSpace(e.zh) == "" || strings.TrimSpace(e.en) == "" {
			t.Errorf("%s: %s lacks a language", e.where, e.name)
		}
		if zh, en := verb.FindAllString(e.zh, -1), verb.FindAllString(e.en, -1); !slices.Equal(zh, en) {
			t.Errorf("%s: %s takes %v in Chinese and %v in English", e.where, e.name, zh, en)
		}
	}
}

var han = regexp.MustCompile(`\p{Han}`)

// What stands on a phone is WeChat's own, in its language; a setting of another
// product is called as it is called there.
var ownNames = []string{"PhoneTitle", "PhoneOpen", "RobotSecretHint"}

func TestEnglishHoldsNoChinese(t *testing.T) {
	t.Parallel()
	for _, e := range catalogue(t) {
		if han.MatchString(e.en) && !slices.Contains(ownNames, e.name) {
			t.Errorf("%s: the English of %s says %q", e.where, e.name, e.en)
		}
	}
}

// Pages take their words from here. Chinese in a comment is fine, and a language
// is called by its own name.
func TestPagesHoldNoWordsOfTheirOwn(t *testing.T) {
	t.Parallel()
	allowed := map[string][]string{"document.templ": {`"中文"`}, "sign_in.templ": {"--name 管理员"}}
	pages, err := filepath.Glob("../*/*.templ")
	if err != nil || len(pages) < 30 {
		t.Fatalf("found %d pages: %v", len(pages), err)
	}
	for _, page := range pages {
		source, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(source), "\n") {
			for _, words := range allowed[filepath.Base(page)] {
				line = strings.ReplaceAll(line, words, "")
			}
			if comment := strings.HasPrefix(strings.TrimSpace(line), "//"); !comment && han.MatchString(line) {
				t.Errorf("%s:%d: %s", page, n+1, strings.TrimSpace(line))
			}
		}
	}
}

func TestEveryTextIsUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	fset := token.NewFileSet()
	for _, name := range goFiles(t, "../..") {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		inside := filepath.Base(filepath.Dir(name)) == "text"
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if inside { // a declaration is no use; the values are
					for _, v := range n.Values {
						ast.Inspect(v, func(n ast.Node) bool { note(used, n); return true })
					}
					return false
				}
			case *ast.SelectorExpr:
				if pkg, ok := n.X.(*ast.Ident); ok && pkg.Name == "text" {
					used[n.Sel.Name] = true
				}
			}
			if inside {
				note(used, n)
			}
			return true
		})
	}
	for _, e := range catalogue(t) {
		if !used[e.name] {
			t.Errorf("%s: nothing shows %s", e.where, e.name)
		}
	}
}

func note(used map[string]bool, n ast.Node) {
	if id, ok := n.(*ast.Ident); ok {
		used[id.Name] = true
	}
}
