package archtest

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// A package-level variable may be a table that nobody writes to, an error, a compiled pattern or an embedded file. State is
// none of these: it would be shared by all that runs in the process, tests too.
func TestNoPackageLevelState(t *testing.T) {
	t.Parallel()
	byFolder := map[string][]file{}
	for _, f := range shipped(t) {
		byFolder[path.Dir(f.path)] = append(byFolder[path.Dir(f.path)], f)
	}
	for _, group := range byFolder {
		state := map[string]token.Pos{}
		for _, f := range group {
			for _, decl := range f.syntax.Decls {
				if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.VAR {
					variablesOf(t, f, gen, state)
				}
			}
		}
		for _, f := range group {
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				for _, target := range written(n) {
					if at, ok := state[target.Name]; ok && packageLevel(target) && variables()[f.pkg+"."+target.Name] == "" {
						t.Errorf("%s writes to the package-level %s (%s)", files.Position(target.Pos()), target.Name, files.Position(at))
					}
				}
				return true
			})
		}
	}
}

// variablesOf notes the variables of a declaration, and faults those whose kind alone says that they are state.
func variablesOf(t *testing.T, f file, gen *ast.GenDecl, state map[string]token.Pos) {
	t.Helper()
	for _, spec := range gen.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for _, name := range value.Names {
			if name.Name == "_" {
				continue
			}
			state[name.Name] = name.Pos()
			why := ""
			switch {
			case variables()[f.pkg+"."+name.Name] != "":
			case len(value.Values) == 0 && !embedded(gen, value) && f.pkg != "cmd": // cmd: the linker sets the version
				why = "has no value: it can only be there to be changed"
			case mentions(value, "sync", "atomic", "prometheus", "promauto"):
				why = "is made to be changed"
			}
			if why != "" {
				t.Errorf("%s: the package-level %s %s", files.Position(name.Pos()), name.Name, why)
			}
		}
	}
}

func embedded(gen *ast.GenDecl, value *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{gen.Doc, value.Doc} {
		if doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") }) {
			return true
		}
	}
	return false
}

// mentions reports whether a declaration uses something of the packages.
func mentions(value *ast.ValueSpec, packages ...string) (found bool) {
	ast.Inspect(value, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Obj == nil && slices.Contains(packages, x.Name) {
				found = true
			}
		}
		return !found
	})
	return found
}

// written are the variables that a statement changes: by assignment, or by giving their address away.
func written(n ast.Node) (targets []*ast.Ident) {
	add := func(e ast.Expr) {
		if id := rootOf(e); id != nil {
			targets = append(targets, id)
		}
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			for _, left := range n.Lhs {
				add(left)
			}
		}
	case *ast.IncDecStmt:
		add(n.X)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			add(n.X)
		}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if e != nil {
					add(e)
				}
			}
		}
	case *ast.CallExpr:
		if fn, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"delete", "clear"}, fn.Name) && len(n.Args) > 0 {
			add(n.Args[0])
		}
	}
	return targets
}

// rootOf is the variable at the bottom of x, x.f, x[i], *x.
func rootOf(e ast.Expr) *ast.Ident {
	for {
		switch v := e.(type) {
		case *ast.Ident:
			return v
		case *ast.SelectorExpr:
			e = v.X
		case *ast.IndexExpr:
			e = v.X
		case *ast.StarExpr:
			e = v.X
		case *ast.ParenExpr:
			e = v.X
		default:
			return nil
		}
	}
}

// packageLevel reports whether the name means the package's variable here: it is declared in another file, or at the top of this one.
func packageLevel(id *ast.Ident) bool {
	if id.Obj == nil {
		return true
	}
	value, ok := id.Obj.Decl.(*ast.ValueSpec)
	if !ok {
		return false
	}
	for _, f := range known() {
		if f.syntax.FileStart <= value.Pos() && value.Pos() < f.syntax.FileEnd {
			return f.syntax.Scope.Lookup(id.Name) == id.Obj
		}
	}
	return false
}

func known() []file {
	files, _ := tree() // every test has faulted an error by now
	return files
}
