package lambda

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/lambda"
	"github.com/mantenhq/manten/internal/text"
)

var (
	addPermission = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).AddPermission,
		"lambda:AddPermission").Repeatable()) // a Sid that is taken is refused
	removePermission = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).RemovePermission,
		"lambda:RemovePermission").Repeatable())
)

var removePublicAccess = catalog.Remediation(Service, catalog.RemediationSpec[lambda.Function, catalog.None]{
	Name:     "RemoveLambdaPublicAccess",
	File:     "remove_lambda_public_access",
	Summary:  removeSummary,
	Controls: []control.ID{"Lambda.1"},
	Reads:    []string{"Policy"},
	Looks:    []string{"URL"},
	Writes:   []*awsop.Op{addPermission.Op, removePermission.Op},
	OneWay:   true,
	Plan: func(f lambda.Function, _ catalog.None, _ time.Time) catalog.Edit[lambda.Function] {
		w := &work{f: f, left: f.Policy.Value()}
		for _, s := range f.Policy.Value() {
			switch {
			case public(s):
				w.remove(s)
			case s3Anywhere(s):
				w.narrow(s)
			}
		}
		return w.edit()
	},
})

// work is a policy while statements are taken out of it and put into it.
type work struct {
	f     lambda.Function
	left  []lambda.Statement
	moves []catalog.Move
	// public, s3 and stuck name the statements that go, that are narrowed, and that cannot come back.
	public, s3, stuck []string
	refused           text.Message
}

// remove takes a statement out. One that no call can write has no way back, and one that lets others in by name stays
// whole, since Lambda takes no part of a statement out.
func (w *work) remove(s lambda.Statement) {
	if s.NamesOthers() {
		w.refuse(removeOthers.With("statement", s.Sid))
		return
	}
	w.public = append(w.public, s.Sid)
	w.drop(s)
}

// narrow puts a statement with the account beside the one without, and then takes that out: the trigger goes on. One
// that is there already, as a run leaves it that was cut off, is not made a second time.
func (w *work) narrow(s lambda.Statement) {
	w.s3 = append(w.s3, s.Sid)
	in, writable := permission(w.f, s)
	if !writable {
		w.refuse(removeOdd.With("statement", s.Sid))
		return
	}
	in.SourceAccount, in.StatementId = &w.f.Account, aws.String(freeSid(w.left, s.Sid))
	if narrowed := statement(w.f, in); !hasButSid(w.left, narrowed) {
		w.left = with(w.left, narrowed)
		w.move(addPermission.With(in), removal(w.f, narrowed.Sid))
	}
	w.drop(s)
}

func (w *work) drop(s lambda.Statement) {
	if s.Sid == "" || count(w.left, s.Sid) > 1 {
		w.refuse(removeNameless.With())
		return
	}
	back, writable := permission(w.f, s)
	undo := addPermission.With(back)
	if !writable {
		w.stuck, undo = append(w.stuck, s.Sid), awsop.Bound{}
	}
	w.left = without(w.left, s)
	w.move(removal(w.f, s.Sid), undo)
}

func (w *work) refuse(why text.Message) {
	if w.refused.IsZero() {
		w.refused = why
	}
}

func (w *work) move(do, undo awsop.Bound) {
	w.moves = append(w.moves, catalog.Move{Do: do, Undo: undo, Leaves: w.state()})
}

// state is the function with the policy as it is now; Lambda has no policy without a statement.
func (w *work) state() lambda.Function {
	f := w.f
	f.Policy = resource.Is(w.left)
	if len(w.left) == 0 {
		f.Policy = resource.None[[]lambda.Statement]()
	}
	return f
}

// edit takes the whole way back or none: half of one would leave a policy that nobody has ever wanted.
func (w *work) edit() catalog.Edit[lambda.Function] {
	switch {
	case !w.refused.IsZero():
		return catalog.Edit[lambda.Function]{After: w.f, Effect: catalog.Effect{Refused: w.refused}}
	case len(w.moves) == 0:
		return catalog.Edit[lambda.Function]{After: w.f}
	}
	w.moves[len(w.moves)-1].Leaves = nil
	for i := range w.moves {
		if len(w.stuck) > 0 {
			w.moves[i].Undo = awsop.Bound{}
		}
	}
	return catalog.Edit[lambda.Function]{After: w.state(), Moves: w.moves, Effect: w.effect()}
}

func removal(f lambda.Function, sid string) awsop.Bound {
	return removePermission.With(&sdk.RemovePermissionInput{FunctionName: &f.Name, StatementId: &sid})
}
