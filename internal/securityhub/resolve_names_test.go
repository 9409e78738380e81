package securityhub

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// Each form in which a generator names a control.
func TestControlsNamed(t *testing.T) {
	t.Parallel()
	for generator, want := range map[string][]control.ID{
		"security-control/S3.8":     {"S3.8"},
		"security-control/ELBv2.1":  {"ELB.1"},
		"security-control/":         nil,
		"security-control/S3":       nil,
		"my-security-control/S3.8":  nil,
		"security-control/S3.8/x":   nil,
		"S3.8":                      nil,
		"":                          nil,
		"manten/S3.8":               nil,
		"pci-dss/v/3.2.1/PCI.S3.6":  {"S3.1"},
		"pci-dss/v/3.2.1/PCI.CW.1":  {"CloudWatch.1"},
		"pci-dss/v/3.2.1/pci.cw.1":  {"CloudWatch.1"},
		"pci-dss/v/3.2.1/PCI.S3.4":  {"S3.4"},
		"pci-dss/v/3.2.1/PCI.X.1":   nil,
		"pci-dss/v/3.2.1/10.5.2":    nil, // a requirement of PCI DSS is not what a control is called there
		"pci-dss/v/4.0.1/EC2.13":    {"EC2.13"},
		"nist-800-53/v/5.0.0/IAM.3": {"IAM.3"},
		"aws-foundational-security-best-practices/v/1.0.0/Config.1":                                         {"Config.1"},
		"aws-foundational-security-best-practices/v/1.0.0/ELBv2.1":                                          {"ELB.1"},
		"cis-aws-foundations-benchmark/v/1.4.0/2.1.5":                                                       {"S3.1", "S3.8"},
		"cis-aws-foundations-benchmark/v/1.4.0/3.5":                                                         {"Config.1"},
		"cis-aws-foundations-benchmark/v/9.9.9/3.5":                                                         nil,
		"arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.1":                      {"CloudWatch.1"},
		"arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/3.3":                      {"CloudWatch.1"},
		"arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/2.8":                      {"KMS.4"},
		"arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/9.9":                      nil,
		"arn:aws:securityhub:eu-west-1:111122223333:control/cis-aws-foundations-benchmark/v/1.2.0/2.9":      {"EC2.6"},
		"arn:aws:securityhub:eu-west-1:111122223333:control/pci-dss/v/3.2.1/PCI.KMS.1":                      {"KMS.4"},
		"arn:aws:securityhub:eu-west-1:111122223333:security-control/AutoScaling.1":                         {"AutoScaling.1"},
		"arn:aws:guardduty:us-east-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0":                nil,
		"arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/2.8/and/something/behind": nil,
	} {
		if got := controlsNamed(generator); !slices.Equal(got, want) {
			t.Errorf("%q is %v, want %v", generator, got, want)
		}
	}
}

// Every requirement and name of the standards of controls leads back to the control.
func TestControlsNamedByEveryStandard(t *testing.T) {
	t.Parallel()
	numbered := map[standard.Name]string{
		standard.CIS120: "cis-aws-foundations-benchmark/v/1.2.0/", standard.CIS140: "cis-aws-foundations-benchmark/v/1.4.0/",
		standard.CIS300: "cis-aws-foundations-benchmark/v/3.0.0/", standard.CIS500: "cis-aws-foundations-benchmark/v/5.0.0/",
		standard.PCI321: "pci-dss/v/3.2.1/",
	}
	seen := 0
	for id, in := range standard.Members() {
		for _, r := range in.Requirements() {
			before, is := numbered[r.Standard]
			if !is {
				continue
			}
			name := r.ID
			if r.Control != "" {
				name = r.Control
			}
			seen++
			if got := controlsNamed(before + name); !slices.Contains(got, id) {
				t.Errorf("%s%s is %v, want %s among them", before, name, got, id)
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d names were tried", seen)
	}
}

// What GetFindings is asked for.
func TestFilters(t *testing.T) {
	t.Parallel()
	h := Hub{Account: "111122223333", Region: "us-gov-west-1"}
	var many []control.ID
	for range 41 {
		many = append(many, "S3.8")
	}
	for want, w := range map[int]Wanted{1: {}, 3: {Controls: many, Standards: []standard.Name{standard.CIS120}}} {
		all := h.filters(w)
		if len(all) != want {
			t.Fatalf("%d questions, want %d", len(all), want)
		}
		asked := 0
		for _, f := range all {
			asked += len(f.ComplianceSecurityControlId)
			if *f.AwsAccountId[0].Value != h.Account || *f.ProductArn[0].Value != "arn:aws-us-gov:securityhub:us-gov-west-1::product/aws/securityhub" ||
				*f.RecordState[0].Value != "ACTIVE" || len(f.WorkflowStatus) != 2 || len(f.ComplianceStatus) != 2 || len(f.ComplianceSecurityControlId) > 20 {
				t.Errorf("it asks for %+v", f)
			}
			if in := f.ComplianceAssociatedStandardsId; len(in) != len(w.Standards) || len(in) > 0 && *in[0].Value != "ruleset/cis-aws-foundations-benchmark/v/1.2.0" {
				t.Errorf("it asks for standards %+v", in)
			}
		}
		if asked != len(w.Controls) {
			t.Errorf("%d controls are asked for, want %d", asked, len(w.Controls))
		}
	}
}
