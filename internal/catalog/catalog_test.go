package catalog_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
)

func TestNew(t *testing.T) {
	t.Parallel()
	s := newToy()
	cat, err := catalog.New(s.Service)
	if err != nil {
		t.Fatal(err)
	}
	if got := cat.Controls(); len(got) != 2 || got[0] != s.control || got[1] != s.partial {
		t.Errorf("controls are %v: Toy.2 comes before Toy.10", got)
	}
	if got := cat.Collectors(); len(got) != 2 || got[0].Type != "Toy::House" {
		t.Errorf("collectors are %v", got)
	}
	if got := cat.CollectorOf(s.control); got != s.lamps || cat.CollectorFor(s.remediation) != s.lamps {
		t.Errorf("the collector is %+v", got)
	}
	if _, ok := cat.Collector("Toy::Tree"); ok {
		t.Error("a type that does not exist has a collector")
	}
	if c, ok := cat.Control("tOY.10"); !ok || c != s.partial {
		t.Errorf("got %+v", c)
	}
	if _, ok := cat.Control("Toy.3"); ok {
		t.Error("a control that does not exist was found")
	}
	if got := cat.RemediationsFor("Toy.2"); len(got) != 1 || got[0] != s.remediation || len(cat.RemediationsFor("Toy.10")) != 0 {
		t.Errorf("remediations are %v", got)
	}
	if op, ok := cat.Op("catalog_test.Switch"); !ok || op != s.remediation.Writes[0] {
		t.Errorf("the write is %+v", op)
	}
	if _, ok := cat.Op("catalog_test.GetLamp"); ok {
		t.Error("a read is found as a write")
	}
	for _, key := range []string{"Toy.1/off", "Toy.2/title", "Toy.10/advice", "manten/hidden"} {
		if cat.Texts()[key].Key != key {
			t.Errorf("text %q is missing", key)
		}
	}
	if in := cat.Standards(); len(in) != 2 {
		t.Errorf("standards are %v", in)
	}
}

// A catalog that was made does not change when its services do.
func TestNewIsFrozen(t *testing.T) {
	t.Parallel()
	s := newToy()
	cat, err := catalog.New(s.Service)
	if err != nil {
		t.Fatal(err)
	}
	declare(s.Service, "Toy.1", "On")
	if len(cat.Controls()) != 2 {
		t.Errorf("it has %d controls", len(cat.Controls()))
	}
}

func declare(s *catalog.Service, id control.ID, reads ...string) {
	catalog.Control(s, catalog.ControlSpec[lamp, catalog.None]{
		ID: id, Reads: reads, Evaluate: func(lamp, catalog.None, time.Time) control.Verdict { return control.Verdict{} },
	})
}

func repair(s *catalog.Service, name string, id control.ID, reads, looks []string) {
	catalog.Remediation(s, catalog.RemediationSpec[lamp, catalog.None]{
		Name: name, Controls: []control.ID{id}, Reads: reads, Looks: looks,
		Plan: func(l lamp, _ catalog.None, _ time.Time) catalog.Edit[lamp] { return catalog.Edit[lamp]{After: l} },
	})
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	type tree struct{ lamp }
	for name, c := range map[string]struct {
		add  func(s *catalog.Service)
		says string
	}{
		"a control twice":     {func(s *catalog.Service) { declare(s, "Toy.2") }, "Toy.2 is declared twice"},
		"a text twice":        {func(s *catalog.Service) { catalog.Text(s, "Toy.1/off", "x", "x") }, `"Toy.1/off" is declared twice`},
		"a text of ours":      {func(s *catalog.Service) { catalog.Text(s, "manten/hidden", "x", "x") }, `"manten/hidden" is declared twice`},
		"a remediation twice": {func(s *catalog.Service) { repair(s, "EnableLamp", "Toy.2", nil, nil) }, "EnableLamp is declared twice"},
		"a collector twice": {func(s *catalog.Service) {
			catalog.Collector(s, catalog.CollectorSpec[house]{Type: "Toy::House"})
		}, "Toy::House is declared twice"},
		"a write twice": {func(s *catalog.Service) {
			catalog.Write(s, awsop.NewWrite(func(aws.Config, ...func(*options)) client { return client{} }, client.Switch))
		}, "catalog_test.Switch is declared twice"},
		"a control on a fact that is none":    {func(s *catalog.Service) { declare(s, "Toy.3", "On", "Color") }, `Toy.3: catalog_test.lamp has no fact "Color"`},
		"a remediation that reads none":       {func(s *catalog.Service) { repair(s, "X", "Toy.2", []string{"Color"}, nil) }, `X: catalog_test.lamp has no fact "Color"`},
		"a remediation that looks at none":    {func(s *catalog.Service) { repair(s, "X", "Toy.2", nil, []string{"Ref"}) }, `X: catalog_test.lamp has no fact "Ref"`},
		"a remediation of a control, no such": {func(s *catalog.Service) { repair(s, "X", "Toy.3", nil, nil) }, "X serves control Toy.3, which does not exist"},
		"a control on what nobody collects": {func(s *catalog.Service) {
			catalog.Control(s, catalog.ControlSpec[tree, catalog.None]{ID: "Toy.3"})
		}, "Toy.3: there is no collector of catalog_test.tree"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newToy()
			c.add(s.Service)
			if _, err := catalog.New(s.Service); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if s := newToy(); name != "a text of ours" { // and the same where two services do it together
				other := catalog.NewService("other")
				c.add(other)
				if _, err := catalog.New(s.Service, other); err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("by another service: got %v, want %q", err, c.says)
				}
			}
		})
	}
}

func TestRemediationNames(t *testing.T) {
	t.Parallel()
	s := newToy()
	cat, err := catalog.New(s.Service)
	if err != nil {
		t.Fatal(err)
	}
	names := append([]string{"EnableLamp"}, s.remediation.Aliases()...)
	if len(names) != 5 {
		t.Errorf("aliases are %v", s.remediation.Aliases())
	}
	for _, name := range names {
		for _, form := range []string{name, strings.ToLower(name), strings.ToUpper(name)} {
			if got, ok := cat.Remediation(form); !ok || got != s.remediation {
				t.Errorf("%q is not found", form)
			}
		}
	}
	for _, name := range []string{"", "Enable", "EnableLamps", "XEnableLamp", "AWS EnableLamp", "SHARR-", "EnableLamp-ASR"} {
		if got, ok := cat.Remediation(name); ok {
			t.Errorf("%q is taken for %s", name, got.Name)
		}
	}
}

func TestCompareIDs(t *testing.T) {
	t.Parallel()
	ids := []control.ID{"S3.10", "EC2.2", "S3.2", "S3", "EC2.13", "IAM.1", "EC2.x"}
	slices.SortFunc(ids, catalog.CompareIDs)
	want := []control.ID{"EC2.2", "EC2.13", "EC2.x", "IAM.1", "S3", "S3.2", "S3.10"}
	if !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}

func TestReads(t *testing.T) {
	t.Parallel()
	s := newToy()
	cat, err := catalog.New(s.Service)
	if err != nil {
		t.Fatal(err)
	}
	names := func(ops []awsop.Op) []string {
		var out []string
		for _, op := range ops {
			out = append(out, strings.TrimPrefix(op.Name, "catalog_test."))
		}
		return out
	}
	for want, got := range map[string][]string{
		"ListLamps GetLamp GetLamp ListLamps": names(cat.Reads()),
		"ListLamps GetLamp":                   names(s.lamps.Calls([]string{"Power"})),
		"GetLamp":                             names(s.lamps.ReadCalls([]string{"On", "Power"})),
		"GetLamp ListLamps":                   names(s.lamps.ReadCalls([]string{"Labels"})),
		"ListLamps":                           names(s.lamps.Calls(nil)),
		"":                                    names(s.lamps.ReadCalls([]string{"Owner"})),
	} {
		if strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}
