package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every field of the log stands in README's table.
func TestLogFieldsAreDocumented(t *testing.T) {
	t.Parallel()
	root := moduleRoot(t)
	chapter := strings.Join(lines(t, filepath.Join(root, "README.md")), "\n")
	_, chapter, _ = strings.Cut(chapter, "\n### 日志 · Log\n")
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	found := 0
	for _, field := range logFields(t, root) {
		found++
		if !strings.Contains(chapter, "`"+field+"`") {
			t.Errorf("README does not say what the field %q is", field)
		}
	}
	if found < 20 {
		t.Errorf("found %d fields only", found)
	}
}

var logMethod = regexp.MustCompile(`^(Debug|Info|Warn|Error|Log)(Context)?$`)

// logFields are the keys that stand in calls of a logger. What a call takes from
// a list is not found.
func logFields(t *testing.T, root string) (fields []string) {
	t.Helper()
	must(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "node_modules") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, is := n.(*ast.CallExpr); is && isLogCall(call) {
				fields = append(fields, fieldsOf(call)...)
			}
			return true
		})
		return nil
	}))
	slices.Sort(fields)
	return slices.Compact(fields)
}

// isLogCall tells s.Log.Warn(…) and log.Info(…) from errors of another kind.
func isLogCall(call *ast.CallExpr) bool {
	method, is := call.Fun.(*ast.SelectorExpr)
	if !is || !logMethod.MatchString(method.Sel.Name) {
		return false
	}
	switch on := method.X.(type) {
	case *ast.Ident:
		return strings.EqualFold(on.Name, "log")
	case *ast.SelectorExpr:
		return strings.EqualFold(on.Sel.Name, "log")
	}
	return false
}

// fieldsOf are the keys, at every second place after the message.
func fieldsOf(call *ast.CallExpr) (fields []string) {
	message := 0
	switch name := call.Fun.(*ast.SelectorExpr).Sel.Name; {
	case name == "Log":
		message = 2 // after context and level
	case strings.HasSuffix(name, "Context"):
		message = 1
	}
	for i := message + 1; i < len(call.Args); i += 2 {
		lit, is := call.Args[i].(*ast.BasicLit)
		if !is {
			continue
		}
		if field, err := strconv.Unquote(lit.Value); err == nil {
			fields = append(fields, field)
		}
	}
	return fields
}
