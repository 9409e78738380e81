package securityhub

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textOff = text.Template{
		Key: "securityhub/off", EN: "Security Hub is not enabled in {region}: nothing is sent there",
		JA: "{region} では Security Hub が有効になっていないため、送信しません",
	}
	textMissing = text.Template{
		Key: "securityhub/missing", EN: "{action} is missing in {region}", JA: "{region} で {action} の権限がありません",
	}
	textBroken = text.Template{
		Key: "securityhub/broken", EN: "{operation} in {region}: {error}", JA: "{region} の {operation}: {error}",
	}
)

// SyncTexts are the messages of a sync.
func SyncTexts() []text.Template {
	return []text.Template{textResolved, textNotified, textTakenBack, textOff, textMissing, textBroken}
}

// Material is what a sync is made of.
type Material struct {
	Writer Writer
	// Findings are those of the latest scan, as the runs since have left them.
	Findings []control.Finding
	// Gone finds the findings of a region whose resource is gone, among those that were sent.
	Gone func(ctx context.Context, region string, sent func(control.Finding) bool) ([]control.Finding, error)
	// Scanned is when that scan ended.
	Scanned time.Time
	// Outcomes are what runs came to.
	Outcomes []Outcome
	// Run narrows the workflow changes to those of one run; empty for all.
	Run string
}

// Draft is what a sync would send to one region. Nothing has been sent.
type Draft struct {
	Region   string
	Findings []types.AwsSecurityFinding
	Updates  []Update
	// Problem says why Security Hub could not be read there; then there is nothing to send.
	Problem text.Message
}

// Empty tells whether there is nothing to send.
func (d Draft) Empty() bool { return len(d.Findings) == 0 && len(d.Updates) == 0 }

// Counts are how many findings are sent.
type Counts struct {
	Failed, Passed int
	// Unread are warnings, and what is not available.
	Unread int
	// Archived are those whose resource is gone.
	Archived int
}

// Counts counts the findings of a draft.
func (d Draft) Counts() Counts {
	n := Counts{}
	for _, f := range d.Findings {
		switch {
		case f.RecordState == types.RecordStateArchived:
			n.Archived++
		case statusOfSent(f) == types.ComplianceStatusFailed:
			n.Failed++
		case statusOfSent(f) == types.ComplianceStatusPassed:
			n.Passed++
		default:
			n.Unread++
		}
	}
	return n
}

// Regions are those that the material is about.
func (m Material) Regions() []string {
	all := map[string]bool{}
	for _, f := range m.Findings {
		all[f.Resource.Region] = true
	}
	for _, o := range m.Outcomes {
		all[o.Resource.Region] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// Draft reads what Security Hub has in a region and says what is to be sent. What Security Hub itself says is no error: it
// stands in the draft, so that other regions go on.
func (h Hub) Draft(ctx context.Context, m Material) (Draft, error) {
	d := Draft{Region: h.Region}
	outcomes := slices.DeleteFunc(slices.Clone(m.Outcomes), func(o Outcome) bool { return o.Resource.Region != h.Region })
	made, now := m.made(h.Region)
	has, err := h.sent(ctx)
	if err != nil && off(err) && len(outcomes) == 0 && !slices.ContainsFunc(made, failed) {
		return d, nil // nothing would be sent there in any case
	}
	if err != nil {
		return d.failed(ctx, err)
	}
	own, err := h.own(ctx, outcomes)
	if err != nil {
		return d.failed(ctx, err)
	}
	gone, err := m.Gone(ctx, h.Region, func(f control.Finding) bool { _, ok := has[SentID(f)]; return ok })
	if err != nil {
		return d, err
	}
	for _, f := range gone {
		made = append(made, m.Writer.Archived(f, m.Scanned))
	}
	d.Findings = outgoing(made, has)
	d.Updates = updates(outcomes, slices.Concat(own, sorted(has)), now, m.Run)
	return d, nil
}

// made are the region's findings as they are sent, and as they stand by their Id.
func (m Material) made(region string) ([]types.AwsSecurityFinding, map[string]control.Finding) {
	var out []types.AwsSecurityFinding
	now := map[string]control.Finding{}
	for _, f := range m.Findings {
		if f.Resource.Region == region {
			out = append(out, m.Writer.Finding(f))
			now[SentID(f)] = f
		}
	}
	return out, now
}

func sorted(has map[string]types.AwsSecurityFinding) []types.AwsSecurityFinding {
	var out []types.AwsSecurityFinding
	for _, id := range slices.Sorted(maps.Keys(has)) {
		out = append(out, has[id])
	}
	return out
}

func (d Draft) failed(ctx context.Context, err error) (Draft, error) {
	if ctx.Err() != nil {
		return d, ctx.Err()
	}
	d.Problem = problem(d.Region, getFindings, err)
	return d, nil
}

// problem says what AWS answered.
func problem(region string, op awsop.Op, err error) text.Message {
	switch {
	case off(err):
		return textOff.With("region", region)
	case catalog.Denied(err):
		return textMissing.With("action", op.Actions[0], "region", region)
	}
	return textBroken.With("operation", op.Name, "region", region, "error", message(err))
}

// Missing tells whether a problem is that a permission is missing.
func Missing(m text.Message) bool { return m.Key == textMissing.Key }

// off tells whether AWS says that Security Hub is not enabled there.
func off(err error) bool { return awsconf.Code(err) == "InvalidAccessException" }

func message(err error) string {
	if code := awsconf.Code(err); code != "" {
		return code
	}
	return err.Error()
}

// again tells whether a call may be made again: AWS turned it away unseen, blames itself, or gave no answer. All writes of
// a sync are repeatable.
func again(err error) bool {
	if err == nil || fault.CodeOf(err) == fault.Refused {
		return false
	}
	_, throttled := retry.DefaultThrottleErrorCodes[awsconf.Code(err)]
	return throttled || awsconf.Code(err) == "" || awsconf.ServerFault(err)
}
