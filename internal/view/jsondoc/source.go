package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// source reads Go packages as far as they are asked for.
type source struct {
	dir string
	// types and consts are by package and name: "view.Scan".
	types  map[string]*declaration
	consts map[string]string
	read   map[string]bool
}

// declaration is a type with its comment, and its constants.
type declaration struct {
	pkg    string
	spec   *ast.TypeSpec
	doc    string
	values []string
}

// find gives a type by package and name.
func (s *source) find(name string) (*declaration, error) {
	pkg, _, _ := strings.Cut(name, ".")
	if err := s.load(pkg); err != nil {
		return nil, err
	}
	d, ok := s.types[name]
	if !ok {
		return nil, fmt.Errorf("there is no type %s", name)
	}
	return d, nil
}

func (s *source) constant(name string) (string, error) {
	pkg, _, _ := strings.Cut(name, ".")
	if err := s.load(pkg); err != nil {
		return "", err
	}
	v, ok := s.consts[name]
	if !ok {
		return "", fmt.Errorf("there is no constant %s", name)
	}
	return v, nil
}

// load reads a package once; its directory has its name.
func (s *source) load(pkg string) error {
	if s.read[pkg] {
		return nil
	}
	if s.read == nil {
		s.read = map[string]bool{}
	}
	s.read[pkg] = true
	names, err := filepath.Glob(filepath.Join(s.dir, pkg, "*.go"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		if err != nil {
			return err
		}
		s.file(pkg, f)
	}
	return nil
}

func (s *source) file(pkg string, f *ast.File) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range g.Specs {
			switch x := spec.(type) {
			case *ast.TypeSpec:
				t := s.declared(pkg + "." + x.Name.Name)
				t.pkg, t.spec, t.doc = pkg, x, comment(x.Doc, g.Doc)
			case *ast.ValueSpec:
				s.values(pkg, x)
			}
		}
	}
}

// declared gives the declaration of a type, which may stand behind its constants.
func (s *source) declared(name string) *declaration {
	if s.types[name] == nil {
		s.types[name] = &declaration{}
	}
	return s.types[name]
}

// values takes constants that are strings.
func (s *source) values(pkg string, x *ast.ValueSpec) {
	for i, v := range x.Values {
		lit, ok := v.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			continue
		}
		value, err := strconv.Unquote(lit.Value)
		if err != nil {
			continue
		}
		s.consts[pkg+"."+x.Names[i].Name] = value
		if t, ok := x.Type.(*ast.Ident); ok {
			d := s.declared(pkg + "." + t.Name)
			d.values = append(d.values, value)
		}
	}
}

// comment is the first comment there is, on one line.
func comment(groups ...*ast.CommentGroup) string {
	for _, g := range groups {
		if t := strings.Join(strings.Fields(g.Text()), " "); t != "" {
			return t
		}
	}
	return ""
}
