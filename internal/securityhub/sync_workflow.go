package securityhub

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/control"
)

// author is who writes the notes.
const author = "manten"

// Update is a finding whose workflow status is to change.
type Update struct {
	Outcome
	// ID and Product name the finding.
	ID, Product string
	// From is the workflow status that it has.
	From control.Workflow
}

// Own tells whether it is Security Hub's own finding, and not one that Manten has sent.
func (u Update) Own() bool { return !strings.HasPrefix(u.ID, generator) }

// updates picks the findings whose workflow is to change. Named is a run that was asked for by its id, empty for none:
// then only what that one came to counts, even where somebody has written a note since.
func updates(outcomes []Outcome, there []types.AwsSecurityFinding, now map[string]control.Finding, named string) []Update {
	var out []Update
	for _, o := range outcomes {
		if named != "" && o.Run != named {
			continue
		}
		for _, f := range there {
			if about(f, o) && due(f, o, now, named != "") {
				out = append(out, Update{
					Outcome: o, ID: aws.ToString(f.Id), Product: aws.ToString(f.ProductArn), From: workflowOf(f),
				})
			}
		}
	}
	return out
}

// about tells whether a finding is about what the outcome is about.
func about(f types.AwsSecurityFinding, o Outcome) bool {
	return f.Compliance != nil && aws.ToString(f.Compliance.SecurityControlId) == string(o.Control) &&
		aws.ToString(f.AwsAccountId) == o.Resource.Account &&
		slices.ContainsFunc(f.Resources, func(r types.Resource) bool { return aws.ToString(r.Id) == o.Resource.ID })
}

// due tells whether a finding is to be changed.
//   - What is suppressed stays so: a person has decided.
//   - What was said is not said again, so that what happened to the finding since is not overwritten.
//   - A note that is newer than the run is somebody's last word, unless the run was asked for.
//   - What failed again after it was verified is not resolved; what passes needs nobody's attention.
func due(f types.AwsSecurityFinding, o Outcome, now map[string]control.Finding, named bool) bool {
	status, at := control.Status(statusOfSent(f)), whenever(f.UpdatedAt)
	if ours, ok := now[aws.ToString(f.Id)]; ok {
		status, at = ours.Status, ours.LastSeen
	}
	switch {
	case workflowOf(f) == control.Suppressed, said(f.Note, o.Run):
		return false
	case !named && f.Note != nil && whenever(f.Note.UpdatedAt).After(o.At):
		return false
	case o.Workflow == control.Resolved:
		return status == control.Passed || !at.After(o.At)
	case o.Workflow == control.Notified:
		return status != control.Passed && workflowOf(f) != control.Resolved
	}
	return true
}

// said tells whether a note of ours is about the run already.
func said(n *types.Note, run string) bool {
	return n != nil && aws.ToString(n.UpdatedBy) == author && strings.Contains(aws.ToString(n.Text), run)
}

func workflowOf(f types.AwsSecurityFinding) control.Workflow {
	if f.Workflow == nil || f.Workflow.Status == "" {
		return control.New
	}
	return control.Workflow(f.Workflow.Status)
}
