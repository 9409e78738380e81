package securityhub

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"
)

// outgoing picks what there is to send: what failed, and of the rest what Security Hub has otherwise. What it has as new as
// this or newer is left: it would keep it.
func outgoing(made []types.AwsSecurityFinding, has map[string]types.AwsSecurityFinding) []types.AwsSecurityFinding {
	var out []types.AwsSecurityFinding
	for _, x := range made {
		there, sent := has[*x.Id]
		switch {
		case sent && !newer(x.UpdatedAt, there.UpdatedAt):
		case failed(x), sent && statusOfSent(x) != statusOfSent(there), sent && x.RecordState != there.RecordState:
			out = append(out, x)
		}
	}
	return out
}

func failed(x types.AwsSecurityFinding) bool {
	return statusOfSent(x) == types.ComplianceStatusFailed && x.RecordState != types.RecordStateArchived
}

func statusOfSent(x types.AwsSecurityFinding) types.ComplianceStatus {
	if x.Compliance == nil {
		return ""
	}
	return x.Compliance.Status
}

// newer tells whether a moment comes after another. What is no moment is older than any.
func newer(a, b *string) bool { return whenever(a).After(whenever(b)) }

// whenever reads a moment of Security Hub, the zero time where it is none.
func whenever(s *string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, aws.ToString(s))
	if err != nil {
		return time.Time{}
	}
	return at
}
