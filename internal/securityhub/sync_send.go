package securityhub

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/text"
)

// Sender sends drafts, each call by a permission of its own: the gate lets through just what the draft has.
type Sender struct {
	// Config writes in a region.
	Config func(region string) aws.Config
	// Say writes a note in words.
	Say func(text.Message) string
	// Sleep waits before a call is made again.
	Sleep func(context.Context, time.Duration) error
}

// Result is what became of a draft.
type Result struct {
	// Findings and Updates are how many were taken.
	Findings, Updates int
	// Left are the findings that Security Hub did not take.
	Left []Unsent
	// Problem says why the rest was not sent, zero if all was.
	Problem text.Message
}

// Whole tells whether all was taken.
func (r Result) Whole() bool { return len(r.Left) == 0 && r.Problem.IsZero() }

// attempts is how often a call is made at most.
const attempts = 6

// Send sends a draft: first the findings, for a workflow status can only be given to what is there. It stops at the first
// call that AWS does not take at all; the error is only that of the context, or of what cannot be written.
func (s Sender) Send(ctx context.Context, d Draft) (Result, error) {
	r := &Result{}
	calls, large, err := chunks(d.Findings)
	if err != nil {
		return *r, err
	}
	for _, f := range large {
		r.Left = append(r.Left, Unsent{ID: aws.ToString(f.Id), Code: "FindingSizeExceeded", Why: "it is larger than 240 KB"})
	}
	for _, call := range calls {
		in := &securityhub.BatchImportFindingsInput{Findings: call}
		if err := s.call(ctx, r, d.Region, batchImportFindings.Op, in, len(call), &r.Findings); err != nil || !r.Problem.IsZero() {
			return *r, err
		}
	}
	for _, in := range s.batches(d.Updates) {
		n := len(in.FindingIdentifiers)
		if err := s.call(ctx, r, d.Region, batchUpdateFindings.Op, in, n, &r.Updates); err != nil || !r.Problem.IsZero() {
			return *r, err
		}
	}
	return *r, nil
}

// call makes a call, again where it may be, and notes what was taken.
func (s Sender) call(ctx context.Context, r *Result, region string, op *awsop.Op, in any, n int, taken *int) error {
	data, err := awsop.Encode(in)
	if err != nil {
		return err
	}
	for attempt := range attempts {
		if attempt > 0 {
			if err := s.Sleep(ctx, time.Duration(1<<attempt)*250*time.Millisecond); err != nil {
				return err
			}
		}
		_, err = op.Call(ctx, s.Config(region), data)
		if !again(err) || ctx.Err() != nil {
			break
		}
	}
	p, partial := errors.AsType[*partly](err)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case partial:
		r.Left = append(r.Left, p.left...)
		*taken += n - len(p.left)
	case err != nil:
		r.Problem = problem(region, *op, err)
	default:
		*taken += n
	}
	return nil
}

// batches are the calls for workflow changes: findings that become the same for the same reason go together.
func (s Sender) batches(all []Update) []*securityhub.BatchUpdateFindingsInput {
	var out []*securityhub.BatchUpdateFindingsInput
	open := map[string]*securityhub.BatchUpdateFindingsInput{}
	for _, u := range all {
		note := cut(s.Say(u.Note), maxNote)
		key := string(u.Workflow) + " " + note
		in := open[key]
		if in == nil || len(in.FindingIdentifiers) == maxFindings {
			in = &securityhub.BatchUpdateFindingsInput{
				Note:     &types.NoteUpdate{Text: aws.String(note), UpdatedBy: aws.String(author)},
				Workflow: &types.WorkflowUpdate{Status: types.WorkflowStatus(u.Workflow)},
			}
			open[key] = in
			out = append(out, in)
		}
		in.FindingIdentifiers = append(in.FindingIdentifiers, types.AwsSecurityFindingIdentifier{
			Id: aws.String(u.ID), ProductArn: aws.String(u.Product),
		})
	}
	return out
}
