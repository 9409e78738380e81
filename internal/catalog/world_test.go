package catalog_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

// lamp is a made-up resource.
type lamp struct {
	resource.Ref
	On     resource.Fact[bool]
	Power  resource.Fact[int]
	Labels resource.Fact[[]string]
	Owner  resource.Fact[string]
}

// house is the account itself.
type house struct {
	resource.Ref
	Roof resource.Fact[bool]
}

var now = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

type lampParams struct {
	// Limit is the most power.
	Limit  int      `json:"limit"`
	Except []string `json:"except"`
}

func (p lampParams) Validate() error {
	if p.Limit < 1 {
		return errors.New("limit must be at least 1")
	}
	return nil
}

// The inputs of made-up operations.
type (
	// GetLampInput is that of a read.
	GetLampInput struct{}
	// ListLampsInput is that of a listing.
	ListLampsInput struct{}
	// SwitchInput is that of a write.
	SwitchInput struct{ Name *string }
	// SwitchOutput is what the write gives.
	SwitchOutput struct{}
)

type (
	client  struct{}
	options struct{}
)

func (client) GetLamp(context.Context, *GetLampInput, ...func(*options)) (*struct{}, error) {
	return nil, nil
}

func (client) ListLamps(context.Context, *ListLampsInput, ...func(*options)) (*struct{}, error) {
	return nil, nil
}

func (client) Switch(context.Context, *SwitchInput, ...func(*options)) (*SwitchOutput, error) {
	return &SwitchOutput{}, nil
}

// toy is a made-up service, and what its reads were asked for.
type toy struct {
	*catalog.Service
	lamps       *catalog.CollectorUnit
	houses      *catalog.CollectorUnit
	control     *catalog.ControlUnit
	partial     *catalog.ControlUnit
	remediation *catalog.RemediationUnit
	// fail is the error of the reads of Power and Labels, by fact.
	fail map[string]error
	// reads counts the reads.
	reads map[string]int
}

func newToy() *toy {
	s := &toy{Service: catalog.NewService("toy"), fail: map[string]error{}, reads: map[string]int{}}
	s.collectors()
	catalog.Text(s.Service, "Toy.1/off", "off", "消えています")
	s.control = catalog.Control(s.Service, catalog.ControlSpec[lamp, lampParams]{
		ID: "Toy.2", Title: "Lamps should be weak", TitleJA: "弱い", Severity: control.Low, Reads: []string{"On", "Power"},
		Defaults: lampParams{Limit: 60, Except: []string{}},
		Evaluate: func(l lamp, p lampParams, _ time.Time) control.Verdict {
			return control.Verdict{Status: map[bool]control.Status{true: control.Passed, false: control.Failed}[l.Power.Value() <= p.Limit]}
		},
	})
	s.partial = catalog.Control(s.Service, catalog.ControlSpec[lamp, catalog.None]{
		ID: "Toy.10", Title: "Lamps should be on", Reads: []string{"On", "Power"}, Partial: true, Advice: catalog.Text(s.Service, "Toy.10/advice", "a", "あ"),
		Evaluate: func(l lamp, _ catalog.None, _ time.Time) control.Verdict {
			if l.On.Value() {
				return control.Verdict{Status: control.Passed}
			}
			v, _ := catalog.Unsure(l, "On", "Power")
			return v
		},
	})
	write := catalog.Write(s.Service, awsop.NewWrite(func(aws.Config, ...func(*options)) client { return client{} }, client.Switch, "toy:Switch"))
	s.remediation = catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, lampParams]{
		Name: "EnableLamp", File: "enable_lamp", Controls: []control.ID{"Toy.2"}, Reads: []string{"Power"}, Looks: []string{"Labels"},
		Defaults: lampParams{Limit: 60}, Writes: []*awsop.Op{write.Op},
		Plan: func(l lamp, p lampParams, _ time.Time) catalog.Edit[lamp] {
			if labels := l.Labels.Value(); len(labels) > 0 {
				labels[0] = "changed in place"
			}
			if l.Power.Value() <= p.Limit {
				return catalog.Edit[lamp]{After: l}
			}
			l.Power = resource.Is(p.Limit)
			return catalog.Edit[lamp]{After: l, Moves: []catalog.Move{{Do: write.With(&SwitchInput{Name: &l.Name})}}}
		},
	})
	return s
}

func (s *toy) collectors() {
	get, list := awsop.Read(client.GetLamp, "toy:GetLamp"), awsop.Read(client.ListLamps, "toy:ListLamps")
	s.lamps = catalog.Collector(s.Service, catalog.CollectorSpec[lamp]{
		Type: "Toy::Lamp", Version: 1, Scope: catalog.Regional, File: "lamp", ListCalls: []awsop.Op{list}, Gone: []string{"NoSuchLamp"},
		List: func(_ context.Context, at catalog.Place) iter.Seq2[lamp, error] {
			return func(yield func(lamp, error) bool) {
				for _, name := range []string{"a", "b", "c"} {
					if !yield(lamp{Ref: at.Ref("Toy::Lamp", "arn:aws:toy:::"+name, name), On: resource.Is(true)}, s.fail["list"]) {
						return
					}
				}
			}
		},
		Reads: []catalog.ReadSpec[lamp]{
			{Facts: []string{"On", "Power"}, Calls: []awsop.Op{get}, Do: func(_ context.Context, _ catalog.Place, l *lamp) error {
				s.reads["Power"]++
				l.Power = resource.Is(100)
				if l.On.State() == resource.NotAsked {
					l.On = resource.Is(false)
				}
				return s.fail["Power"]
			}},
			{Facts: []string{"Labels"}, Calls: []awsop.Op{get, list}, Do: func(_ context.Context, _ catalog.Place, l *lamp) error {
				s.reads["Labels"]++
				l.Labels = resource.Is([]string{"x"})
				return s.fail["Labels"]
			}},
		},
	})
	s.houses = catalog.Collector(s.Service, catalog.CollectorSpec[house]{Type: "Toy::House", Version: 1, Scope: catalog.Global, File: "house"})
}

func place(facts ...string) catalog.Place {
	return catalog.Place{Account: "111122223333", Region: "eu-west-1", Facts: facts}
}

// apiError is an error as the SDK gives it.
func apiError(operation, code, message string) error {
	return &smithy.OperationError{ServiceID: "Toy", OperationName: operation, Err: &smithy.GenericAPIError{Code: code, Message: message}}
}

func as[T any](t *testing.T, v any) T {
	t.Helper()
	out, ok := v.(T)
	if !ok {
		t.Fatalf("got a %T, want a %T", v, out)
	}
	return out
}
