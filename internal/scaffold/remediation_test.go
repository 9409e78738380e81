package main

import (
	"strings"
	"testing"
)

func TestRemediation(t *testing.T) {
	t.Parallel()
	s, out := in(t, "kms")
	if err := s.command([]string{"remediation", "CancelKMSKeyDeletion", "-service", "kms"}); err != nil {
		t.Fatal(err)
	}
	source := read(t, s.root.Name(), "internal/service/kms/remediation_cancel_kms_key_deletion.go")
	for _, w := range []string{`"CancelKMSKeyDeletion"`, `"cancel_kms_key_deletion"`, "catalog.RemediationSpec[kms.Key, catalog.None]", "var cancelKMSKeyDeletion ="} {
		if !strings.Contains(source, w) {
			t.Errorf("the remediation's file does not have %s:\n%s", w, source)
		}
	}
	test := read(t, s.root.Name(), "internal/service/kms/remediation_cancel_kms_key_deletion_test.go")
	for _, w := range []string{"func TestCancelKMSKeyDeletion(", "func TestCancelKMSKeyDeletionLoop("} {
		if !strings.Contains(test, w) {
			t.Errorf("the test does not have %s:\n%s", w, test)
		}
	}
	if !strings.Contains(out.String(), "go test -run '^TestCancelKMSKeyDeletion' ./internal/service/kms") {
		t.Errorf("what to do next is not said: %s", out)
	}
	refuses(t, s, []string{"remediation", "CancelKMSKeyDeletion", "-service", "kms"}, "is there already")
}

func TestRemediationRefusals(t *testing.T) {
	t.Parallel()
	s, _ := in(t, "kms")
	for _, name := range []string{"enableThis", "ASR-EnableThis", "Enable This", "../EnableThis", "E"} {
		refuses(t, s, []string{"remediation", name, "-service", "kms"}, "is not a remediation's name")
	}
	refuses(t, s, []string{"remediation", "EnableThis"}, "-service", "SERVICE=")
	refuses(t, s, []string{"remediation", "EnableThis", "-service", "sqs"}, "internal/service/sqs is not there")
	for _, name := range []string{"RunOnWindows", "MoveToARM64", "RunTheTest"} {
		refuses(t, s, []string{"remediation", name, "-service", "kms"}, "is not compiled everywhere")
	}
	refuses(t, s, []string{"remediation", "EnableKeyRotation", "-service", "kms"}, "EnableKeyRotation is there already")
}

// TestSnake holds the rule against the stems that people chose.
func TestSnake(t *testing.T) {
	t.Parallel()
	s, _ := in(t)
	for _, u := range s.cat.Remediations() {
		if got := snake(u.Name); got != u.File {
			t.Errorf("snake(%q) = %q, its file is %q", u.Name, got, u.File)
		}
	}
}
