package ssm

import (
	"fmt"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

// Nodes without such data are not listed. What is listed needs no further call, and one by one it is the same.
func TestAssociationCompliance(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Nodes(region,
		awstest.Node{ID: "i-1", Associations: []string{"COMPLIANT", "NON_COMPLIANT", "NON_COMPLIANT"}},
		awstest.Node{ID: "mi-2", Associations: []string{"COMPLIANT"}, Patches: []string{"NON_COMPLIANT"}},
		awstest.Node{ID: "i-3", Patches: []string{"COMPLIANT"}},
	)
	all := must[ssm.AssociationCompliance](t, a, associations)
	if len(all) != 2 || a.Count("", "") != 1 {
		t.Errorf("%d nodes in %d calls", len(all), a.Count("", ""))
	}
	for id, want := range map[string]ssm.Items{
		"i-1": {Status: "NON_COMPLIANT", Compliant: 1, NonCompliant: 2}, "mi-2": {Status: "COMPLIANT", Compliant: 1},
	} {
		fresh := get[ssm.AssociationCompliance](t, a, associations, associations.Empty(refOf(a, associations, id)))
		if c := all[id]; c.Ref != fresh.Ref || c.Items.Value() != want || fresh.Items.Value() != want {
			t.Errorf("got %+v, afresh %+v", c, fresh)
		}
	}
	if c := get[ssm.AssociationCompliance](t, a, associations, associations.Empty(refOf(a, associations, "i-3"))); c.Items.State() != resource.Absent {
		t.Errorf("got %+v", c)
	}
}

func TestAssociationCompliancePage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	var nodes []awstest.Node
	var items []string
	for i := range 51 {
		nodes = append(nodes, awstest.Node{ID: fmt.Sprintf("i-%d", i), Associations: []string{"COMPLIANT"}})
		items = append(items, "COMPLIANT")
	}
	nodes[0].Associations = append(items[:50], "NON_COMPLIANT")
	a.Nodes(region, nodes...)
	if n := len(must[ssm.AssociationCompliance](t, a, associations)); n != 51 || a.Count("ssm", "ListResourceComplianceSummaries") != 2 {
		t.Errorf("%d nodes, calls are %+v", n, a.Calls())
	}
	c := get[ssm.AssociationCompliance](t, a, associations, associations.Empty(refOf(a, associations, "i-0")))
	if c.Items.Value() != (ssm.Items{Status: "NON_COMPLIANT", Compliant: 50, NonCompliant: 1}) || a.Count("ssm", "ListComplianceItems") != 2 {
		t.Errorf("got %+v", c)
	}
	a.Rule(awstest.Rule{After: 1, Do: awstest.Deny(), Service: "ssm", Operation: "ListResourceComplianceSummaries"})
	if all, err := read[ssm.AssociationCompliance](t, a, associations); !catalog.Denied(err) || len(all) != 50 {
		t.Errorf("with the second page denied: %d, %v", len(all), err)
	}
}

func TestAssociationComplianceHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ssm"})
	if all, err := read[ssm.AssociationCompliance](t, a, associations); !catalog.Denied(err) || len(all) > 0 {
		t.Errorf("got %v, %v", all, err)
	}
	f := get[ssm.AssociationCompliance](t, a, associations, associations.Empty(refOf(a, associations, "i-1"))).Items
	if f.State() != resource.Hidden || f.Why().Action != "ssm:ListComplianceItems" {
		t.Errorf("got %s, %+v", f.State(), f.Why())
	}
}
