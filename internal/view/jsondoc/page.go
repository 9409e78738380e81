package main

import (
	"fmt"
	"go/ast"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// page gathers the text and the types that it still has to explain.
type page struct {
	src  *source
	b    strings.Builder
	done map[string]bool
	todo []string
	bare []string
	err  error
}

// section writes a type and its fields.
func (p *page) section(name string, d *declaration) {
	st, ok := d.spec.Type.(*ast.StructType)
	if !ok {
		p.err = fmt.Errorf("%s is no struct", name)
		return
	}
	fmt.Fprintf(&p.b, "\n%s\n\n| field | type | meaning |\n|---|---|---|\n", plain(d.doc))
	for _, f := range st.Fields.List {
		for _, n := range f.Names {
			p.field(name, d.pkg, n.Name, f)
		}
	}
}

func (p *page) field(owner, pkg, name string, f *ast.Field) {
	if f.Tag == nil {
		p.err = fmt.Errorf("%s.%s has no tag", owner, name)
		return
	}
	tag, err := strconv.Unquote(f.Tag.Value)
	if err != nil {
		p.err = err
		return
	}
	key, options, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	words, fallback := p.words(pkg, f.Type)
	meaning := comment(f.Doc, f.Comment)
	if meaning == "" {
		meaning = fallback
	}
	if meaning == "" {
		meaning = usual[key]
	}
	if meaning == "" && (pkg == "view" || pkg == "plan") {
		p.bare = append(p.bare, owner+"."+name)
	}
	if strings.HasPrefix(options, "omit") {
		words += ", may be left out"
	}
	fmt.Fprintf(&p.b, "| `%s` | %s | %s |\n", key, words, plain(meaning))
}

// usual are the meanings of fields that are the same everywhere.
var usual = map[string]string{
	"schema":    "The document's name and version.",
	"account":   "The AWS account's 12 digits.",
	"region":    "The AWS region; for global resources the one in which the partition's global services are answered.",
	"resource":  "The resource's id: an ARN, or `AWS::::Account:` and the account.",
	"title":     "Security Hub's title of the control.",
	"scan":      "The id of the scan.",
	"finished":  "When it ended.",
	"started":   "When it began.",
	"service":   "The service's prefix.",
	"operation": "The AWS operation.",
	"reason":    "Why, in English.",
	"key":       "Names the text, whatever its language.",
	"args":      "What stands in the text's gaps.",
	"evaluated": "How many of the standard's controls were looked at.",
	"passed":    "How many controls have this status.",
	"failed":    "How many controls have this status.",
	"unknown":   "How many controls have this status.",
	"no_data":   "How many controls have this status.",
	"disabled":  "How many controls have this status.",
}

// words is a type in words, and what its own comment says of it.
func (p *page) words(pkg string, t ast.Expr) (words, doc string) {
	switch x := t.(type) {
	case *ast.StarExpr:
		words, doc = p.words(pkg, x.X)
		return words + " or null", doc
	case *ast.ArrayType:
		words, doc = p.words(pkg, x.Elt)
		return "list of " + words, doc
	case *ast.MapType:
		words, doc = p.words(pkg, x.Value)
		return "object of " + words, doc
	case *ast.SelectorExpr:
		if pkg, ok := x.X.(*ast.Ident); ok {
			return p.named(pkg.Name + "." + x.Sel.Name)
		}
	case *ast.Ident:
		return p.named(pkg + "." + x.Name)
	}
	p.err = fmt.Errorf("a type that jsondoc does not know: %T", t)
	return "", ""
}

// basic are the types that need no explanation.
var basic = map[string]string{
	"string": "string", "bool": "true or false", "int": "number", "float64": "number", "time.Time": "time",
	"json.RawMessage": "any JSON",
}

func (p *page) named(name string) (words, doc string) {
	_, bare, _ := strings.Cut(name, ".")
	for _, n := range []string{name, bare} {
		if w, ok := basic[n]; ok {
			return w, ""
		}
	}
	d, err := p.src.find(name)
	if err != nil {
		p.err = err
		return "", ""
	}
	if _, ok := d.spec.Type.(*ast.StructType); !ok {
		words, _ = p.words(d.pkg, d.spec.Type)
		if len(d.values) > 1 {
			words += ": `" + strings.Join(d.values, "`, `") + "`"
		}
		return words, d.doc
	}
	if !p.done[name] {
		p.done[name] = true
		p.todo = append(p.todo, name)
	}
	return fmt.Sprintf("[%s](#%s)", name, strings.ToLower(strings.ReplaceAll(name, ".", ""))), d.doc
}

var (
	link = regexp.MustCompile(`\[([A-Za-z.]+)\]`)
	null = regexp.MustCompile(`\bnil\b`)
)

// plain is a comment as a cell of a table.
func plain(t string) string {
	t = null.ReplaceAllString(link.ReplaceAllString(t, "$1"), "null")
	return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(t)
}
