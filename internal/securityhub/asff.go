package securityhub

import (
	"cmp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

// The lengths that Security Hub takes, in characters. Source: Security Hub API Reference, "AwsSecurityFinding",
// "Recommendation", "StatusReason" and "NoteUpdate".
const (
	maxTitle          = 256
	maxDescription    = 1024
	maxRecommendation = 512
	maxField          = 2048
	maxNote           = 512
	maxRequirements   = 32
)

const (
	asffVersion = "2018-10-08"
	asffType    = "Software and Configuration Checks/Industry and Regulatory Standards"
	// generator begins the generator ids of what Manten sends.
	generator = "manten/"
)

// Writer writes findings in the AWS Security Finding Format, as BatchImportFindings takes them.
type Writer struct {
	// Catalog knows the controls; a finding of one that it lacks is written with the control's id for a title.
	Catalog *catalog.Catalog
}

// Finding writes a finding. What BatchImportFindings may not carry is left out: Note, Workflow, UserDefinedFields and
// VerificationState are the customer's.
// Source: Security Hub User Guide, "Using BatchImportFindings to create and update findings".
func (w Writer) Finding(f control.Finding) types.AwsSecurityFinding {
	ref := f.Resource
	severity := w.severity(f)
	return types.AwsSecurityFinding{
		SchemaVersion: aws.String(asffVersion),
		Id:            aws.String(SentID(f)),
		ProductArn:    aws.String(Product(ref.Region, ref.Account)),
		GeneratorId:   aws.String(generator + string(f.Control)),
		AwsAccountId:  aws.String(ref.Account),
		Types:         []string{asffType},
		CreatedAt:     stamp(cmp.Or(f.FirstSeen, f.LastSeen)), FirstObservedAt: stamp(cmp.Or(f.FirstSeen, f.LastSeen)),
		// Security Hub keeps what it has unless UpdatedAt grows: each scan that saw the finding makes it newer.
		UpdatedAt: stamp(f.LastSeen), LastObservedAt: stamp(f.LastSeen),
		Severity:    &types.Severity{Label: severity, Original: aws.String(string(severity))},
		Title:       aws.String(cut(w.title(f.Control), maxTitle)),
		Description: aws.String(cut(cmp.Or(f.Reason.Text, w.title(f.Control)), maxDescription)),
		Remediation: w.remediation(f),
		Compliance:  w.compliance(f),
		RecordState: types.RecordStateActive,
		Resources:   []types.Resource{resourceOf(ref)},
		FindingProviderFields: &types.FindingProviderFields{
			Severity: &types.FindingProviderSeverity{Label: severity, Original: aws.String(string(severity))}, Types: []string{asffType},
		},
		ProductFields: w.productFields(f),
	}
}

// Archived writes a finding whose resource is gone, or is no longer judged, as of a moment.
func (w Writer) Archived(f control.Finding, at time.Time) types.AwsSecurityFinding {
	out := w.Finding(f)
	out.RecordState, out.UpdatedAt = types.RecordStateArchived, stamp(at)
	return out
}

// SentID is the Id under which a finding is sent. It is the same in every scan.
func SentID(f control.Finding) string {
	return strings.Join([]string{"manten", f.Resource.Account, f.Resource.Region, string(f.Control), f.ID}, "/")
}

// Product is the ARN of an account's own product in a region, under which anybody may import findings.
// Source: Security Hub User Guide, "Sending findings to Security Hub from a custom product".
func Product(region, account string) string {
	return resource.ARN(region, "securityhub", region, account, "product/"+account+"/default")
}

// stamp is a moment as Security Hub writes it.
func stamp(at time.Time) *string {
	return aws.String(at.UTC().Format("2006-01-02T15:04:05.000Z"))
}

func (w Writer) title(id control.ID) string {
	if u, ok := w.Catalog.Control(id); ok {
		return u.Title.EN
	}
	return string(id)
}

// severity is the control's for what failed. What did not is informational, as it is with Security Hub's own findings.
func (w Writer) severity(f control.Finding) types.SeverityLabel {
	u, ok := w.Catalog.Control(f.Control)
	switch {
	case f.Status != control.Failed:
		return types.SeverityLabelInformational
	case ok:
		return types.SeverityLabel(u.Severity)
	}
	return types.SeverityLabel(cmp.Or(f.Severity, control.Medium))
}

// remediation says what can be done about it, and where AWS says it.
func (w Writer) remediation(f control.Finding) *types.Remediation {
	text := "Read what a person does about it: manten explain " + string(f.Control)
	u, ok := w.Catalog.Control(f.Control)
	switch all := w.Catalog.RemediationsFor(f.Control); {
	case len(all) > 0:
		text = "Remediation " + all[0].Name + ": manten plan --control " + string(f.Control)
	case ok && u.Advice.EN != "":
		text = u.Advice.EN
	}
	return &types.Remediation{Recommendation: &types.Recommendation{
		Text: aws.String(cut(text, maxRecommendation)),
		Url:  aws.String("https://docs.aws.amazon.com/console/securityhub/" + string(f.Control) + "/remediation"),
	}}
}

// productFields is what only Manten knows of a finding.
func (w Writer) productFields(f control.Finding) map[string]string {
	out := map[string]string{}
	for name, value := range map[string]string{
		"finding": f.ID, "reason": f.Reason.Key, "exception": f.Exception, "changed": moment(f.Changed), "reopened": moment(f.Reopened),
	} {
		if value != "" {
			out[generator+name] = cut(value, maxField)
		}
	}
	if all := w.Catalog.RemediationsFor(f.Control); len(all) > 0 {
		out[generator+"remediation"] = all[0].Name
	}
	return out
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return *stamp(at)
}

// cut shortens a text to so many characters. It cuts between characters, and shows that something is missing.
func cut(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}
