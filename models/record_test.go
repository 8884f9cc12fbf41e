package models_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// writing are the methods with which GORM changes rows that exist.
var writing = []string{"Delete", "Update", "Updates", "UpdateColumn", "UpdateColumns", "Save"}

// changesRecord is SQL that changes or removes what the audit record holds.
var changesRecord = regexp.MustCompile("(?is)(UPDATE|DELETE\\s+FROM|REPLACE\\s+INTO|TRUNCATE(\\s+TABLE)?|DROP\\s+TABLE|INSERT\\s+OR\\s+REPLACE\\s+INTO)\\s+[`\"]?audit_(entries|links)")

// No code of ours edits or deletes what the audit record holds. On both test
// databases triggers refuse it besides, so that a path this cannot see fails.
func TestNothingChangesTheRecord(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || (path != ".." && strings.HasPrefix(d.Name(), "."))):
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"):
		case strings.HasSuffix(path, ".go"):
			files++
			checkRecord(t, path)
		case strings.HasSuffix(path, ".sql"):
			text, err := os.ReadFile(path)
			ok(t, err)
			if changesRecord.Match(text) {
				t.Errorf("%s changes the audit record", path)
			}
		}
		return nil
	})
	ok(t, err)
	if files < 100 {
		t.Errorf("looked at %d files only", files)
	}
}

func checkRecord(t *testing.T, path string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	ok(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind == token.STRING && changesRecord.MatchString(n.Value) {
				t.Errorf("%s: %s", path, n.Value)
			}
		case *ast.CallExpr:
			method, is := n.Fun.(*ast.SelectorExpr)
			if is && slices.Contains(writing, method.Sel.Name) && namesRecord(n) {
				t.Errorf("%s: %s of the audit record", path, method.Sel.Name)
			}
		}
		return true
	})
}

// namesRecord tells whether a chain of calls is about the record's tables.
func namesRecord(call ast.Node) bool {
	found := false
	ast.Inspect(call, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			found = found || n.Name == "AuditEntry" || n.Name == "auditLink" || n.Name == "ChainedEntry"
		case *ast.BasicLit:
			found = found || strings.Contains(n.Value, "audit_entries") || strings.Contains(n.Value, "audit_links")
		}
		return true
	})
	return found
}

func TestChangesOfTheRecordAreRecognised(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]bool{
		"db.Where(x).Delete(&AuditEntry{})":                  true,
		"db.Model(&auditLink{}).Where(x).Update(a, b)":       true,
		`db.Table("audit_entries").UpdateColumn(a, b)`:       true,
		"db.Where(x).Delete(&auditMark{})":                   false,
		"db.Create(&AuditEntry{})":                           false,
		"db.Model(&AuditEntry{}).Where(x).Find(&rows)":       false,
		"InTx(func() { use(AuditEntry{}) }).Updates(&other)": false,
	} {
		expr, err := parser.ParseExpr(source)
		ok(t, err)
		call := expr.(*ast.CallExpr)
		got := slices.Contains(writing, call.Fun.(*ast.SelectorExpr).Sel.Name) && namesRecord(call)
		equal(t, source, got, want)
	}
	for sql, want := range map[string]bool{
		"UPDATE audit_entries SET x = 1": true, "delete from `audit_links`": true, "TRUNCATE TABLE audit_entries": true,
		"DELETE FROM audit_unlinked": false, "SELECT * FROM audit_entries": false, "INSERT INTO audit_links": false,
	} {
		equal(t, sql, changesRecord.MatchString(sql), want)
	}
}
