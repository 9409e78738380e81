package propose

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// Check derives every step of a plan again from its guarded facts with the compiled remediations, and names the first
// difference: what a plan says it does is what it does.
func Check(cat *catalog.Catalog, p *plan.Plan) error {
	on := placesOf(p.Steps)
	for i, s := range p.Steps {
		err := check(cat, p, on, s)
		if err == nil && s.ID != strconv.Itoa(i+1) { // approvals and runs name steps by their ids
			err = fmt.Errorf("it is step %d by its place", i+1)
		}
		if err != nil {
			return fault.New(fault.Refused, "plan %s, step %s: %w", p.ID, s.ID, err).
				Do("the plan was altered or made by another release; make it again: manten plan -o plan.json")
		}
	}
	return nil
}

func check(cat *catalog.Catalog, p *plan.Plan, on map[resource.Ref][]int, s plan.Step) error {
	u, ok := cat.Collector(s.Resource.Type)
	if !ok {
		return fmt.Errorf("resource type %q is not known", s.Resource.Type)
	}
	if s.Resource.Account != p.Account || s.Region != s.Resource.Region {
		return fmt.Errorf("its resource is in account %s, region %s, the plan says %s, %s", s.Resource.Account, s.Resource.Region, p.Account, s.Region)
	}
	if !s.Resource.Consistent() {
		return fmt.Errorf("its resource %s is not the one named %q", s.Resource, s.Resource.Name)
	}
	before, err := u.With(s.Resource, s.Facts)
	if err != nil {
		return err
	}
	links, err := linksOf(cat, s)
	if err != nil {
		return err
	}
	c, err := run(before, links, p.Created)
	if err != nil {
		return err
	}
	if !c.effect.Refused.IsZero() {
		return fmt.Errorf("the remediation refuses: %s", c.effect.Refused)
	}
	if err := serves(cat, s, links); err != nil {
		return err
	}
	again, err := c.step(s.Controls, namesOf(s.Facts))
	if err != nil {
		return err
	}
	again.Elsewhere, again.For = s.Elsewhere, s.For // they decide nothing but which controls are looked at afterwards
	again.ID, again.After = s.ID, firstOf(p.Steps, on, s, c)
	return differs(again, s)
}

// serves holds the controls of a step against its remediations, and those that asked for it.
func serves(cat *catalog.Catalog, s plan.Step, links []link) error {
	for _, name := range s.For {
		u, ok := cat.Remediation(name)
		if !ok || u.Name != name {
			return fmt.Errorf("remediation %q, which it is for, is not known", name)
		}
		links = append(links, link{unit: u})
	}
	if len(served(links, s.Controls)) != len(s.Controls) {
		return fmt.Errorf("its controls %v are not those of %v", s.Controls, s.Remediations)
	}
	return elsewhere(cat, s)
}

// elsewhere holds what a step is judged by on other resources: it is read when the step is verified.
func elsewhere(cat *catalog.Catalog, s plan.Step) error {
	for _, j := range s.Elsewhere {
		c, known := cat.Control(j.Control)
		u, typed := cat.Collector(j.Resource.Type)
		if !known || !typed || !slices.Contains(s.Controls, j.Control) || !slices.Contains(cat.CollectorsOf(c), u) {
			return fmt.Errorf("control %s on %s is not what it is for", j.Control, j.Resource)
		}
		if j.Resource.Account != s.Resource.Account || !j.Resource.Consistent() {
			return fmt.Errorf("its resource %s is not one of the account", j.Resource)
		}
	}
	return nil
}

func linksOf(cat *catalog.Catalog, s plan.Step) ([]link, error) {
	if len(s.Remediations) == 0 {
		return nil, fmt.Errorf("it names no remediation")
	}
	var links []link
	for _, name := range s.Remediations {
		u, ok := cat.Remediation(name)
		if !ok || u.Name != name {
			return nil, fmt.Errorf("remediation %q is not known", name)
		}
		if cat.CollectorFor(u).Type != s.Resource.Type {
			return nil, fmt.Errorf("remediation %s is not for %s", name, s.Resource.Type)
		}
		if slices.ContainsFunc(links, func(l link) bool { return l.unit == u }) {
			return nil, fmt.Errorf("remediation %s stands twice", name)
		}
		params, err := u.Params.Decode(s.Parameters[name])
		if err != nil {
			return nil, err
		}
		links = append(links, link{u, params})
	}
	return links, nil
}

func namesOf(facts map[string]json.RawMessage) []string {
	var names []string
	for n := range facts {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// differs names the first member in which a step is not what it was derived to be.
func differs(want, got plan.Step) error {
	w, err := members(want)
	if err != nil {
		return err
	}
	g, err := members(got)
	if err != nil {
		return err
	}
	for _, m := range []string{"do", "undo", "changes", "guard", "guarded", "facts", "irreversible", "interrupts", "risk", "cost", "parameters", "after", "makes", "waits"} {
		if string(w[m]) != string(g[m]) {
			return fmt.Errorf("its %q is not what the remediation does: it says %.300s, derived is %.300s", m, g[m], w[m])
		}
	}
	return nil
}

func members(s plan.Step) (map[string]json.RawMessage, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var m map[string]json.RawMessage
	return m, json.Unmarshal(b, &m)
}
