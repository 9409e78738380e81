package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
)

// meanings reads the comments on the fields of structs below a directory of packages, and those on the structs
// themselves, by "package.type.field" and "package.type". Parameters are unexported structs, whose comments no program
// can ask for but at the source.
func meanings(dir string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("read the comments on parameters: %w", err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			d, ok := n.(*ast.GenDecl)
			if ok && d.Tok == token.TYPE {
				comments(out, f.Name.Name, d)
			}
			return true
		})
	}
	return out, nil
}

func comments(out map[string]string, pkg string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		t, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		s, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		key := pkg + "." + t.Name.Name
		out[key] = sentence(d.Doc)
		for _, field := range s.Fields.List {
			for _, name := range field.Names {
				out[key+"."+name.Name] = sentence(field.Doc)
			}
		}
	}
}

func sentence(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }

// parameters writes the section of a unit's parameters: their defaults and what the code says of them.
func (w *writer) parameters(p *page, service, where string, params catalog.Params) {
	t := reflect.TypeOf(params.Defaults)
	p.heading(2, "Parameters")
	if t.NumField() == 0 {
		p.para("None.")
		return
	}
	p.para("%s", where)
	if about := w.meanings[service+"."+t.Name()]; about != "" {
		p.para("In the code's words: %s", prose(about))
	}
	var rows [][]string
	for i, name := range params.Names() {
		field := t.Field(i)
		rows = append(rows, []string{
			code(name), kindOf(field.Type), code(defaultOf(reflect.ValueOf(params.Defaults).Field(i))),
			meaning(w.meanings[service+"."+t.Name()+"."+field.Name], field.Name, name),
		})
	}
	p.table([]string{"Name", "Type", "Default", "Meaning"}, rows)
}

// meaning is a field's comment, which by custom begins with the field's name in Go, with the parameter's name instead.
func meaning(comment, field, name string) string {
	if rest, ok := strings.CutPrefix(comment, field); ok {
		return code(name) + prose(rest)
	}
	return prose(comment)
}

// kindOf names a type for somebody who writes YAML.
func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem()) + " or unset"
	case reflect.Slice:
		return "list of " + kindOf(t.Elem())
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "text"
	default:
		return "number"
	}
}

// defaultOf is a parameter's default as YAML takes it.
func defaultOf(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.Slice && v.Len() == 0:
		return "[]"
	case v.Kind() == reflect.Pointer && v.IsNil():
		return "unset"
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return "?"
	}
	return string(b)
}
