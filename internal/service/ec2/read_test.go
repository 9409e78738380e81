package ec2

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

// listOf are the resources of a type in a place by name.
func listOf[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) map[string]T {
	t.Helper()
	return catalogtest.Listed[T](t, u, place(a, u))
}

func getOf[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, r resource.Resource) T {
	t.Helper()
	return catalogtest.Get[T](t, u, place(a, u), r)
}

func wantHidden(t *testing.T, r resource.Resource, fact, operation string) {
	t.Helper()
	f := resource.FactOf(r, fact)
	if f.State() != resource.Hidden || f.Why().Action != "ec2:"+operation || f.Why().Operation != "ec2."+operation {
		t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
	}
}

// wantDenied holds that a denied listing is an error, not a short list.
func wantDenied(t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) {
	t.Helper()
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ec2", Operation: operation(u.ListCalls[0].Name)})
	catalogtest.NotListed(t, u, place(a, u))
}

func operation(name string) string { return name[len("ec2."):] }

// wantGone holds that each fact by itself shows that the resource is no longer there.
func wantGone(t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, ref resource.Ref) {
	t.Helper()
	for _, fact := range u.Facts {
		at := place(a, u)
		at.Facts = []string{fact}
		if _, err := u.Get(t.Context(), at, u.Empty(ref)); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: got %v", fact, err)
		}
	}
}

func tagged(kind types.ResourceType) types.TagSpecification {
	return types.TagSpecification{ResourceType: kind, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("net")}}}
}
