package propose

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// The parameters that the established solution keeps in Parameter Store are taken from there, where configuration sets
// none. A remediation names them by a tag of its parameter: `ssm:"/Solutions/SO0111/CMK_REMEDIATION_ARN"`.
const (
	parameterType resource.Type = "AWS::SSM::Parameter"
	parameterFact string        = "Value"
	parameterTag  string        = "ssm"
)

// parameter is one of Parameter Store as it was read.
type parameter struct {
	value string
	// why is the reason where it could not be read.
	why string
}

// link gives a remediation its parameters: configuration first, Parameter Store of the region next, the defaults last.
// The plan notes which could not be read.
func (d *draft) link(ctx context.Context, u *catalog.RemediationUnit, region string) (link, error) {
	set := map[string]any{}
	maps.Copy(set, d.Options.Params[u.Name])
	for f := range reflect.TypeOf(u.Params.Defaults).Fields() {
		path, name := f.Tag.Get(parameterTag), f.Tag.Get("json")
		if _, given := set[name]; given || path == "" {
			continue
		}
		p, err := d.parameter(ctx, region, path)
		if err != nil {
			return link{}, err
		}
		if p.why != "" {
			d.note(textParameter.With("parameter", path, "reason", p.why))
		}
		if p.value != "" {
			set[name] = p.value
		}
	}
	params, err := u.Params.With(set)
	if err != nil {
		return link{}, fault.New(fault.Invalid, "%s: %w", u.Name, err)
	}
	return link{u, params}, nil
}

// ParameterCalls lists the read operations for the parameters that a remediation takes from Parameter Store.
func ParameterCalls(cat *catalog.Catalog, u *catalog.RemediationUnit) []awsop.Op {
	unit, ok := cat.Collector(parameterType)
	if !ok {
		return nil
	}
	for f := range reflect.TypeOf(u.Params.Defaults).Fields() {
		if f.Tag.Get(parameterTag) != "" {
			return unit.ReadCalls([]string{parameterFact})
		}
	}
	return nil
}

// note puts a message into the plan, once.
func (d *draft) note(m text.Message) { d.plan.Notes = unique(append(d.plan.Notes, m)) }

// parameter reads one, once.
func (d *draft) parameter(ctx context.Context, region, path string) (parameter, error) {
	key := region + " " + path
	if p, ok := d.world.parameters[key]; ok {
		return p, nil
	}
	p, err := d.readParameter(ctx, region, path)
	d.world.parameters[key] = p
	return p, err
}

func (d *draft) readParameter(ctx context.Context, region, path string) (parameter, error) {
	unit, ok := d.Catalog.Collector(parameterType)
	if !ok || !slices.Contains(unit.Facts, parameterFact) {
		return parameter{}, nil
	}
	account := d.Source.Account()
	ref := resource.Ref{
		Type: parameterType, Account: account, Region: region, Name: path,
		ID: resource.ARN(region, "ssm", region, account, "parameter"+path),
	}
	r, err := d.Source.Get(ctx, unit, ref, []string{parameterFact})
	if gone(err) {
		return parameter{}, nil
	}
	if err != nil {
		return parameter{}, err
	}
	f := resource.FactOf(r, parameterFact)
	if f.State() == resource.Hidden {
		return parameter{why: f.Why().String()}, nil
	}
	value, _ := f.(resource.Fact[string])
	return parameter{value: value.Value()}, nil
}
