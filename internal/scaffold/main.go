// Command scaffold is for those who work on Manten: it starts the files of a control or a remediation, and writes the
// documentation that follows from what units declare. It is no part of the product.
//
//	go run ./internal/scaffold control S3.25
//	go run ./internal/scaffold remediation EnableKeyRotation -service kms
//	go run ./internal/scaffold docs docs
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/service/all"
)

//go:generate go run . docs ../../docs

const usage = `usage:
  scaffold control ID [-resource TYPE]
  scaffold remediation NAME -service DIRECTORY [-resource TYPE]
  scaffold docs DIRECTORY`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "scaffold:", err)
		os.Exit(2)
	}
}

// scaffold is the program with what it works on.
type scaffold struct {
	// root is the directory with go.mod.
	root *os.Root
	cat  *catalog.Catalog
	out  io.Writer
}

func run(args []string, out io.Writer) error {
	cat, err := catalog.New(all.Services()...)
	if err != nil {
		return fmt.Errorf("the catalog is broken: %w", err)
	}
	dir, err := findRoot()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	s := &scaffold{root: root, cat: cat, out: out}
	return errors.Join(s.command(args), root.Close())
}

// say writes a line for the person at the terminal.
func (s *scaffold) say(format string, args ...any) {
	fmt.Fprintf(s.out, format+"\n", args...)
}

func (s *scaffold) command(args []string) error {
	if len(args) < 2 || strings.HasPrefix(args[1], "-") {
		return errors.New(usage)
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	service := flags.String("service", "", "directory below internal/service")
	kind := flags.String("resource", "", "Go type of the resources, without its package")
	if err := flags.Parse(args[2:]); err != nil || flags.NArg() > 0 {
		return errors.Join(err, errors.New(usage))
	}
	switch args[0] {
	case "control":
		return s.control(args[1], *kind)
	case "remediation":
		return s.remediation(args[1], *service, *kind)
	case "docs":
		return s.docs(args[1])
	}
	return errors.New(usage)
}

// findRoot goes up from the working directory to the one with go.mod.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find go.mod: %w", err)
	}
	for {
		_, err := os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir, nil
		}
		if up := filepath.Dir(dir); up != dir && errors.Is(err, fs.ErrNotExist) {
			dir = up
			continue
		}
		return "", fmt.Errorf("find go.mod: run this inside of a clone: %w", err)
	}
}
