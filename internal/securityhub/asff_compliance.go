package securityhub

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// written is how Security Hub writes a standard in its findings.
type written struct {
	// id is the standard's, in Compliance.AssociatedStandards.
	id string
	// before stands before a requirement, in Compliance.RelatedRequirements; empty where a standard has no requirements.
	before string
}

// writtenStandards are the standards as Security Hub writes them. Source: Security Hub User Guide, "Sample control findings" and
// "Consolidated control findings".
func writtenStandards() map[standard.Name]written {
	return map[standard.Name]written{
		standard.FSBP:    {"standards/aws-foundational-security-best-practices/v/1.0.0", ""},
		standard.CIS120:  {"ruleset/cis-aws-foundations-benchmark/v/1.2.0", "CIS AWS Foundations Benchmark v1.2.0/"},
		standard.CIS140:  {"standards/cis-aws-foundations-benchmark/v/1.4.0", "CIS AWS Foundations Benchmark v1.4.0/"},
		standard.CIS300:  {"standards/cis-aws-foundations-benchmark/v/3.0.0", "CIS AWS Foundations Benchmark v3.0.0/"},
		standard.CIS500:  {"standards/cis-aws-foundations-benchmark/v/5.0.0", "CIS AWS Foundations Benchmark v5.0.0/"},
		standard.PCI321:  {"standards/pci-dss/v/3.2.1", "PCI DSS v3.2.1/"},
		standard.PCI401:  {"standards/pci-dss/v/4.0.1", "PCI DSS v4.0.1/"},
		standard.NIST800: {"standards/nist-800-53/v/5.0.0", "NIST.800-53.r5 "},
	}
}

// compliance is the verdict, with the standards that ask for it.
func (w Writer) compliance(f control.Finding) *types.Compliance {
	out := &types.Compliance{Status: types.ComplianceStatus(f.Status), SecurityControlId: aws.String(string(f.Control))}
	if f.Code != "" {
		out.StatusReasons = []types.StatusReason{{
			ReasonCode: aws.String(f.Code), Description: aws.String(cut(f.Reason.Text, maxDescription)),
		}}
	}
	u, ok := w.Catalog.Control(f.Control)
	if !ok {
		return out
	}
	known := writtenStandards()
	for _, n := range standard.Names() {
		if u.Standards.Has(n) {
			out.AssociatedStandards = append(out.AssociatedStandards, types.AssociatedStandard{StandardsId: aws.String(known[n].id)})
		}
	}
	for _, r := range u.Standards.Requirements() {
		name := known[r.Standard].before + r.ID
		// Of some standards AWS publishes only that a control belongs to them.
		if known[r.Standard].before != "" && r.ID != string(f.Control) && !slices.Contains(out.RelatedRequirements, name) {
			out.RelatedRequirements = append(out.RelatedRequirements, name)
		}
	}
	out.RelatedRequirements = out.RelatedRequirements[:min(len(out.RelatedRequirements), maxRequirements)]
	return out
}
