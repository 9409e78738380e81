package catalog

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"

	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

// Get fills the wanted facts of a resource that are not known yet; from an [CollectorUnit.Empty] one it thus reads the
// resource whole. The same Get serves collecting, the guard before a write and verification. Facts that could not be
// read come back hidden with the reason; the error is for a resource that is gone (fault.NotFound) or an ended context.
func (u *CollectorUnit) Get(ctx context.Context, at Place, r resource.Resource) (resource.Resource, error) {
	return u.form.edit(r, func(ptr any) error {
		for _, read := range u.form.reads {
			todo := slices.DeleteFunc(slices.Clone(read.facts), func(f string) bool {
				return resource.FactOf(must[resource.Resource](ptr), f).State() != resource.NotAsked
			})
			if !slices.ContainsFunc(todo, at.Wants) {
				continue
			}
			if err := u.read(ctx, read, at, ptr, todo); err != nil {
				return err
			}
		}
		return nil
	})
}

// read fills facts; where that fails, those that were still to be read are hidden.
func (u *CollectorUnit) read(ctx context.Context, read readUnit, at Place, ptr any, todo []string) error {
	err := read.do(ctx, at, ptr)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrGone), slices.Contains(u.gone, codeOf(err)):
		return fault.New(fault.NotFound, "read %s: it is gone: %w", must[resource.Resource](ptr).Reference(), err)
	}
	resource.Hide(ptr, WhyHidden(err, read.calls), todo...)
	return nil
}

// Calls lists the operations that the wanted facts need, listing included.
func (u *CollectorUnit) Calls(facts []string) []awsop.Op {
	calls := slices.Clone(u.ListCalls)
	return append(calls, u.ReadCalls(facts)...)
}

// ReadCalls lists the operations that the wanted facts of one resource need.
func (u *CollectorUnit) ReadCalls(facts []string) []awsop.Op {
	var calls []awsop.Op
	for _, read := range u.form.reads {
		if slices.ContainsFunc(read.facts, func(f string) bool { return slices.Contains(facts, f) }) {
			calls = append(calls, read.calls...)
		}
	}
	return calls
}

// ErrGone is what a read gives where AWS says that the resource is not there otherwise than by an error code.
var ErrGone = errors.New("it is not there")

func codeOf(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	return ""
}

// deniedCodes are the codes by which AWS's services say that a call is not allowed.
var deniedCodes = []string{
	"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "Forbidden", "AccessDeniedFault",
}

// Denied tells whether AWS did not allow the call.
func Denied(err error) bool { return slices.Contains(deniedCodes, codeOf(err)) }

var (
	missingAction = regexp.MustCompile(`not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)`)
	operationName = regexp.MustCompile(`[^.]*$`)
)

// ReasonError is an error that is a reason already, as a snapshot holds it.
type ReasonError struct{ Why resource.Reason }

// Error is the reason on one line.
func (e ReasonError) Error() string { return e.Why.String() }

// WhyHidden makes the reason of a hidden fact from the error of a read. The calls are the declared operations of the
// read; they tell which IAM action is missing.
func WhyHidden(err error, calls []awsop.Op) resource.Reason {
	if e, ok := errors.AsType[ReasonError](err); ok {
		return e.Why
	}
	why := resource.Reason{Code: codeOf(err), Message: err.Error()}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		why.Message = api.ErrorMessage()
	}
	if why.Code == "" {
		why.Code = "NoAnswer"
	}
	if len(calls) > 0 {
		why.Operation = calls[0].Name // where the collector itself refuses an answer
	}
	if op, ok := errors.AsType[*smithy.OperationError](err); ok {
		why.Operation = op.Operation()
	}
	for _, c := range calls {
		if operationName.FindString(c.Name) == why.Operation {
			why.Operation = c.Name
			if Denied(err) && len(c.Actions) > 0 {
				why.Action = c.Actions[0]
			}
		}
	}
	if m := missingAction.FindStringSubmatch(why.Message); m != nil {
		why.Action = m[1]
	}
	return why
}

// strict decodes JSON and refuses fields that the type does not have.
func strict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}
