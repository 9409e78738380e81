package main

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode"
)

var remediationName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`)

// newRemediation is what the templates of a remediation want to know.
type newRemediation struct {
	subject
	// Service is the directory and the name of the Go package.
	Service string
	// Name is the runbook's, Go that of the variable, Stem the file's without "remediation_".
	Name, Go, Stem string
}

// remediation starts a remediation's file and its test.
func (s *scaffold) remediation(name, service, kind string) error {
	if !remediationName.MatchString(name) {
		return fmt.Errorf("%q is not a remediation's name; give the runbook's without prefix, like EnableKeyRotation", name)
	}
	if u, ok := s.cat.Remediation(name); ok {
		return fmt.Errorf("remediation %s is there already, in internal/service/%s", u.Name, u.Service)
	}
	if service == "" {
		return errors.New("say which service's resources it changes: -service kms (make: SERVICE=kms)")
	}
	if err := s.exists(service); err != nil {
		return err
	}
	r := newRemediation{Service: service, Name: name, Go: strings.ToLower(name[:1]) + name[1:], Stem: snake(name)}
	var err error
	if r.subject, err = s.subject(service, kind); err != nil {
		return err
	}
	stem := path.Join("internal/service", service, "remediation_"+r.Stem)
	if err := s.write(r, file{stem + ".go", "remediation.go.tmpl"}, file{stem + "_test.go", "remediation_test.go.tmpl"}); err != nil {
		return err
	}
	s.say("It changes %s.%s; another type is named with -resource (make: RESOURCE=).", r.Package, r.Type)
	s.say("Next: fill in both files, then: go test -run '^Test%s' ./internal/service/%s", name, service)
	return nil
}

// snake writes a name the way files are named: SetSSLBucketPolicy is set_ssl_bucket_policy. A word begins at a capital
// after a small letter or a digit, and at the last capital of several.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		begins := unicode.IsUpper(r) && i > 0 &&
			(!unicode.IsUpper(runes[i-1]) || (i+1 < len(runes) && unicode.IsLower(runes[i+1])))
		if begins {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
