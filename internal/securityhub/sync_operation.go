package securityhub

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
)

// The operations of a sync. Importing and updating again what was sent before does no more than once. Source of the
// actions and of what they are allowed on: Service Authorization Reference, "AWS Security Hub".
var (
	getFindings         = awsop.Read((*securityhub.Client).GetFindings, "securityhub:GetFindings")
	batchImportFindings = awsop.Failing(
		awsop.NewWrite(securityhub.NewFromConfig, (*securityhub.Client).BatchImportFindings, "securityhub:BatchImportFindings").
			Repeatable(), notImported,
	)
	batchUpdateFindings = awsop.Failing(
		awsop.NewWrite(securityhub.NewFromConfig, (*securityhub.Client).BatchUpdateFindings, "securityhub:BatchUpdateFindings").
			Repeatable(), notUpdated,
	)
)

// Grant is an IAM action with the resource that it is needed on.
type Grant struct {
	Action, Resource string
}

// SyncGrants are the permissions that a sync needs, in all accounts and regions.
func SyncGrants() []Grant {
	const hub, product = "arn:*:securityhub:*:*:hub/default", "arn:*:securityhub:*:*:product/*/default"
	var out []Grant
	for _, g := range []struct {
		actions  []string
		resource string
	}{{getFindings.Actions, hub}, {batchImportFindings.Actions, product}, {batchUpdateFindings.Actions, hub}} {
		for _, a := range g.actions {
			out = append(out, Grant{Action: a, Resource: g.resource})
		}
	}
	return out
}

// Unsent is a finding that Security Hub did not take.
type Unsent struct {
	// ID is the finding's Id.
	ID string
	// Code is Security Hub's, such as "InvalidInput".
	Code string
	// Why is in Security Hub's words.
	Why string
}

// partly is an answer that names findings which were not taken. It is an API error: AWS has answered.
type partly struct{ left []Unsent }

func (p *partly) Error() string                 { return p.ErrorCode() + ": " + p.ErrorMessage() }
func (p *partly) ErrorCode() string             { return "PartialFailure" }
func (p *partly) ErrorMessage() string          { return fmt.Sprintf("%d findings were not taken", len(p.left)) }
func (p *partly) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

func (p *partly) orNil() error {
	if len(p.left) == 0 {
		return nil
	}
	return p
}

func notImported(out *securityhub.BatchImportFindingsOutput) error {
	p := &partly{}
	for _, f := range out.FailedFindings {
		p.left = append(p.left, Unsent{ID: aws.ToString(f.Id), Code: aws.ToString(f.ErrorCode), Why: aws.ToString(f.ErrorMessage)})
	}
	return p.orNil()
}

func notUpdated(out *securityhub.BatchUpdateFindingsOutput) error {
	p := &partly{}
	for _, f := range out.UnprocessedFindings {
		u := Unsent{Code: aws.ToString(f.ErrorCode), Why: aws.ToString(f.ErrorMessage)}
		if f.FindingIdentifier != nil {
			u.ID = aws.ToString(f.FindingIdentifier.Id)
		}
		p.left = append(p.left, u)
	}
	return p.orNil()
}
