package main

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

var controlID = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*)\.([1-9][0-9]*)$`)

// constants are the names of the standards in Go.
var constants = map[standard.Name]string{
	standard.FSBP: "FSBP", standard.CIS120: "CIS120", standard.CIS140: "CIS140", standard.CIS300: "CIS300",
	standard.CIS500: "CIS500", standard.PCI321: "PCI321", standard.PCI401: "PCI401", standard.NIST800: "NIST800",
}

// newControl is what the templates of a control want to know.
type newControl struct {
	subject
	// Service is the directory and the name of the Go package.
	Service string
	ID      control.ID
	// N is the number in the id.
	N         string
	Standards []membership
}

// membership is an entry of a standard.In.
type membership struct{ Constant, Requirement string }

// control starts a control's file and its test.
func (s *scaffold) control(id, kind string) error {
	m := controlID.FindStringSubmatch(id)
	if m == nil {
		return fmt.Errorf("%q is not a control's id; one looks like S3.25", id)
	}
	c := newControl{Service: strings.ToLower(m[1]), ID: control.ID(id), N: m[2]}
	if err := s.exists(c.Service); err != nil {
		return err
	}
	var err error
	if c.subject, err = s.subject(c.Service, kind); err != nil {
		return err
	}
	in, known := c.memberships()
	c.Standards = in
	stem := path.Join("internal/service", c.Service, "control_"+c.N)
	if err := s.write(c, file{stem + ".go", "control.go.tmpl"}, file{stem + "_test.go", "control_test.go.tmpl"}); err != nil {
		return err
	}
	if !known {
		s.say("%s is in none of the standards that Manten knows: is the id right?", c.ID)
	}
	s.say("It judges %s.%s; another type is named with -resource (make: RESOURCE=).", c.Package, c.Type)
	s.say("Next: fill in both files, then: go test -run '^TestControl%s$' ./internal/service/%s", c.N, c.Service)
	return nil
}

// memberships finds the control among the members of the standards, in any case, and takes its spelling over.
func (c *newControl) memberships() (list []membership, known bool) {
	for id, in := range standard.Members() {
		if !strings.EqualFold(string(id), string(c.ID)) {
			continue
		}
		c.ID = id
		for _, n := range standard.Names() {
			if in.Has(n) {
				list = append(list, membership{constants[n], in[n]})
			}
		}
		return list, true
	}
	return nil, false
}
