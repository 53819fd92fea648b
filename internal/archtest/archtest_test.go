// Package archtest holds the tree against its own rules: who may import whom, and the habits that a compiler does not check.
package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "jejak"

// file is one Go file of the tree.
type file struct {
	path    string // from the root, with /
	pkg     string // its row in the table: internal/journey/journeytest is journeytest
	test    bool
	lines   int
	imports []string
	syntax  *ast.File
}

// tree reads the whole tree once.
var tree = sync.OnceValues(readTree)

var files = token.NewFileSet()

func readTree() ([]file, error) {
	const root = "../.."
	var all []file
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if entry.IsDir() {
			skip := slices.Contains([]string{"node_modules", "testdata", "dist", "bin", "tmp", "data"}, entry.Name()) ||
				strings.HasPrefix(entry.Name(), ".") && rel != "." || rel == "web" || rel == "tools"
			if skip {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") {
			return nil
		}
		f, err := readFile(name, rel)
		all = append(all, f)
		return err
	})
	return all, err
}

func readFile(name, rel string) (file, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return file{}, err
	}
	syntax, err := parser.ParseFile(files, rel, text, parser.ParseComments)
	if err != nil {
		return file{}, err
	}
	f := file{
		path: rel, pkg: packageOf(path.Dir(rel)), test: strings.HasSuffix(rel, "_test.go"),
		lines: bytes.Count(text, []byte("\n")), syntax: syntax,
	}
	for _, spec := range syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, imported)
	}
	return f, nil
}

// packageOf names the row of a folder.
func packageOf(folder string) string {
	parts := strings.Split(folder, "/")
	switch {
	case parts[0] == "internal" && len(parts) > 1:
		return parts[len(parts)-1]
	case parts[0] == "e2e":
		return "e2e"
	}
	return parts[0]
}

// ours is the row of an import path, "" if it is not ours.
func ours(imported string) string {
	rel, ok := strings.CutPrefix(imported, module+"/")
	if !ok {
		return ""
	}
	return packageOf(rel)
}

// isTestPackage tells packages that only tests may import.
func isTestPackage(name string) bool { return strings.HasSuffix(name, "test") || name == "e2e" }

func all(t *testing.T) []file {
	t.Helper()
	files, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("only %d files were found", len(files))
	}
	return files
}

func shipped(t *testing.T) []file {
	t.Helper()
	return slices.DeleteFunc(slices.Clone(all(t)), func(f file) bool { return f.test || isTestPackage(f.pkg) })
}

func TestImportsFollowTheTable(t *testing.T) {
	t.Parallel()
	rows := table()
	graph := map[string]map[string]bool{}
	for _, f := range shipped(t) {
		from, ok := rows[f.pkg]
		if !ok {
			t.Errorf("%s: the package %s has no row in the table of archtest", f.path, f.pkg)
			continue
		}
		for _, imported := range f.imports {
			to := ours(imported)
			if to == "" || to == f.pkg {
				continue
			}
			if graph[f.pkg] == nil {
				graph[f.pkg] = map[string]bool{}
			}
			graph[f.pkg][to] = true
			listed := slices.Contains(from.only, to)
			switch {
			case to == "fault":
			case isTestPackage(to):
				t.Errorf("%s imports %s, which is for tests", f.path, to)
			case from.only != nil && !listed:
				t.Errorf("%s: %s may import only %v and fault, not %s", f.path, f.pkg, from.only, to)
			case rows[to].level > from.level, rows[to].level == from.level && !listed:
				t.Errorf("%s: %s (level %d) imports %s (level %d)", f.path, f.pkg, from.level, to, rows[to].level)
			}
		}
	}
	for name, row := range rows {
		for _, never := range row.never {
			if way := wayTo(graph, name, never, nil); way != nil {
				t.Errorf("%s must never reach %s, but does: %s", name, never, strings.Join(way, " -> "))
			}
		}
		if way := wayTo(graph, name, name, nil); way != nil {
			t.Errorf("a circle: %s", strings.Join(way, " -> "))
		}
	}
}

// wayTo is a chain of imports from one package to another.
func wayTo(graph map[string]map[string]bool, from, to string, seen map[string]bool) []string {
	if seen == nil {
		seen = map[string]bool{}
	}
	for next := range graph[from] {
		if next == to {
			return []string{from, to}
		}
		if seen[next] {
			continue
		}
		seen[next] = true
		if way := wayTo(graph, next, to, seen); way != nil {
			return append([]string{from}, way...)
		}
	}
	return nil
}

func TestSomeImportsAreLimited(t *testing.T) {
	t.Parallel()
	rules := limited()
	for _, f := range all(t) {
		if f.test || f.pkg == "e2e" {
			continue
		}
		for _, imported := range f.imports {
			for prefix, allowed := range rules {
				if (imported == prefix || strings.HasPrefix(imported, prefix+"/")) && !slices.Contains(allowed, f.pkg) {
					t.Errorf("%s imports %s, which only %v may", f.path, imported, allowed)
				}
			}
		}
	}
}

// Everything that reaches net/http through packages of ours reaches it by way of one that is meant to.
func TestHTTPStaysAtTheEdge(t *testing.T) {
	t.Parallel()
	edge := append(limited()["net/http"], "cli", "cmd", "transfer") // these stand above server or collect
	graph := map[string]map[string]bool{}
	for _, f := range shipped(t) {
		for _, imported := range f.imports {
			to := ours(imported)
			if imported == "net/http" {
				to = imported
			}
			if to == "" {
				continue
			}
			if graph[f.pkg] == nil {
				graph[f.pkg] = map[string]bool{}
			}
			graph[f.pkg][to] = true
		}
	}
	for name := range graph {
		if way := wayTo(graph, name, "net/http", nil); way != nil && !slices.Contains(edge, name) {
			t.Errorf("HTTP below the edge: %s", strings.Join(way, " -> "))
		}
	}
}

var sentenceEnd = regexp.MustCompile(`[.!?](\s|$)`)

func TestEveryPackageSaysWhatItIsInOneSentence(t *testing.T) {
	t.Parallel()
	comments := map[string]string{}
	for _, f := range all(t) {
		folder := path.Dir(f.path)
		if strings.HasSuffix(f.syntax.Name.Name, "_test") {
			continue
		}
		if _, ok := comments[folder]; !ok {
			comments[folder] = ""
		}
		if f.syntax.Doc == nil {
			continue
		}
		if comments[folder] != "" {
			t.Errorf("%s: the package has a second comment", f.path)
		}
		comments[folder] = f.syntax.Doc.Text()
	}
	for folder, comment := range comments {
		first, _, _ := strings.Cut(strings.TrimSpace(comment), "\n\n") // more may follow in paragraphs of its own
		switch n := len(sentenceEnd.FindAllString(first, -1)); {
		case first == "":
			t.Errorf("%s has no package comment", folder)
		case n != 1 || !strings.HasSuffix(first, "."):
			t.Errorf("%s: the package comment does not begin with one sentence of its own: %q", folder, first)
		}
	}
}

func TestNoInitFunctions(t *testing.T) {
	t.Parallel()
	for _, f := range all(t) {
		for _, decl := range f.syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function: let the one who wires do the work", files.Position(fn.Pos()))
			}
		}
	}
}

func TestFilesAndFunctionsAreShort(t *testing.T) {
	t.Parallel()
	const mostLines, mostInFunction = 600, 80
	for _, f := range all(t) {
		if f.lines > mostLines && longFiles()[f.path] == "" {
			t.Errorf("%s has %d lines: split it, or list it in archtest with the reason", f.path, f.lines)
		}
		if f.test || isTestPackage(f.pkg) {
			continue
		}
		for _, decl := range f.syntax.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			n := files.Position(fn.End()).Line - files.Position(fn.Pos()).Line + 1
			if name := f.pkg + "." + fn.Name.Name; n > mostInFunction && longFunctions()[name] == "" {
				t.Errorf("%s: %s has %d lines: split it, or list it in archtest with the reason", files.Position(fn.Pos()), name, n)
			}
		}
	}
}
