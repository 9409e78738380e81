package main

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"go/build"
	"go/format"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"

	"github.com/mantenhq/manten/internal/catalog"
)

//go:embed template/*.tmpl
var files embed.FS

var templates = template.Must(template.ParseFS(files, "template/*.tmpl"))

// subject is the resource type that a new unit judges or changes, as Go writes it.
type subject struct {
	// Import is the path of the type's package, Package its name.
	Import, Package string
	// Type is the type's name, Var what a variable of it is called.
	Type, Var string
}

// subject finds the type by its name; without a name it is the one that most controls judge, but for the account.
func (s *scaffold) subject(service, name string) (subject, error) {
	var units []*catalog.CollectorUnit
	var names []string
	for _, u := range s.cat.Collectors() {
		if u.Service == service {
			units, names = append(units, u), append(names, u.Go.Name())
		}
	}
	if len(units) == 0 {
		return subject{}, fmt.Errorf("service %s has no collector yet, so there is nothing to judge or to change; "+
			"CONTRIBUTING.md shows how one is added", service)
	}
	found := slices.MaxFunc(units, func(a, b *catalog.CollectorUnit) int { return cmp.Compare(s.judged(a), s.judged(b)) })
	for _, u := range units {
		if u.Go.Name() == name {
			found = u
		}
	}
	if name != "" && found.Go.Name() != name {
		return subject{}, fmt.Errorf("service %s has no resource type %s; it has %s", service, name, strings.Join(names, ", "))
	}
	return subject{
		Import: found.Go.PkgPath(), Package: path.Base(found.Go.PkgPath()), Type: found.Go.Name(),
		Var: strings.ToLower(found.Go.Name()[:1]),
	}, nil
}

// judged is how many controls judge a type; the account comes last.
func (s *scaffold) judged(u *catalog.CollectorUnit) int {
	if u.Go.Name() == "Account" {
		return -1
	}
	n := 0
	for _, c := range s.cat.Controls() {
		if slices.Contains(s.cat.CollectorsOf(c), u) {
			n++
		}
	}
	return n
}

// exists refuses a service directory that is not there, and says how to get there.
func (s *scaffold) exists(service string) error {
	if info, err := s.root.Stat(path.Join("internal/service", service)); err == nil && info.IsDir() {
		return nil
	}
	return fmt.Errorf(`internal/service/%[1]s is not there. A new service needs, in this order:
  internal/resource/%[1]s/               its resource types: structs of facts, pure data
  internal/service/%[1]s/%[1]s.go        the package comment, and: var Service = catalog.NewService(%[1]q)
  internal/service/%[1]s/collector_*.go  how its resources are read
  internal/service/all/all.go            its line in Services
CONTRIBUTING.md goes through these files under "Add a collector"`, service)
}

// compiled tells whether Go compiles a file of this name wherever it runs. The ends of some names are build constraints:
// control_386.go is for one processor only.
func compiled(name string) bool {
	nowhere := build.Context{GOOS: "none", GOARCH: "none", Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package none\n")), nil
	}}
	ok, err := nowhere.MatchFile(".", name)
	return ok && err == nil && !strings.HasSuffix(name, "_test_test.go")
}

// file is a file to be written: its path below the root, and the template that it is made from.
type file struct{ path, template string }

// write makes all the files, or none if one of them is there already.
func (s *scaffold) write(data any, list ...file) error {
	contents := make([][]byte, len(list))
	for i, f := range list {
		if !compiled(path.Base(f.path)) {
			return fmt.Errorf("a file called %s is not compiled everywhere (its end is a build constraint): choose another stem by hand", path.Base(f.path))
		}
		if _, err := s.root.Stat(f.path); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, fmt.Errorf("%s is there already; it is not overwritten", f.path))
		}
		var b bytes.Buffer
		if err := templates.ExecuteTemplate(&b, f.template, data); err != nil {
			return err
		}
		source, err := format.Source(b.Bytes())
		if err != nil {
			return fmt.Errorf("%s: %w", f.template, err)
		}
		contents[i] = source
	}
	for i, f := range list {
		if err := s.root.WriteFile(f.path, contents[i], 0o644); err != nil {
			return err
		}
		s.say("wrote %s", f.path)
	}
	return nil
}
