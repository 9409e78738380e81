package kms

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

func aliasPlace(a *awstest.Account) catalog.Place {
	at := place(a)
	at.Facts = aliases.Facts
	return at
}

func listedAliases(t *testing.T, a *awstest.Account) map[string]kms.Alias {
	t.Helper()
	out := map[string]kms.Alias{}
	for r, err := range aliases.List(t.Context(), aliasPlace(a)) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.Reference().Name] = getAlias(t, a, r)
	}
	return out
}

func getAlias(t *testing.T, a *awstest.Account, r resource.Resource) kms.Alias {
	t.Helper()
	got, err := aliases.Get(t.Context(), aliasPlace(a), r)
	if err != nil {
		t.Fatal(err)
	}
	alias, ok := got.(kms.Alias)
	if !ok {
		t.Fatalf("got a %T", got)
	}
	return alias
}

func createAliasIn(t *testing.T, a *awstest.Account, name string) string {
	t.Helper()
	key := create(t, a, &sdk.CreateKeyInput{})
	if _, err := sdk.NewFromConfig(a.Config(region)).CreateAlias(t.Context(), &sdk.CreateAliasInput{AliasName: &name, TargetKeyId: key.KeyId}); err != nil {
		t.Fatal(err)
	}
	return *key.KeyId
}

func TestAliases(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	still, turning := createAliasIn(t, a, "alias/still"), createAliasIn(t, a, "alias/turning")
	client := sdk.NewFromConfig(a.Config(region))
	if _, err := client.EnableKeyRotation(t.Context(), &sdk.EnableKeyRotationInput{KeyId: &turning}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.DisableKey(t.Context(), &sdk.DisableKeyInput{KeyId: &still}); err != nil {
		t.Fatal(err)
	}
	all := listedAliases(t, a)
	s, u := all["alias/still"], all["alias/turning"]
	if len(all) != 2 || s.Ref != kms.AliasRef(a.ID, region, "alias/still") || s.KeyID.Value() != still || s.State.Value() != "Disabled" || s.Rotation.Value() || !s.Rotation.Sure() {
		t.Errorf("got %+v", all)
	}
	if !u.Rotation.Value() || u.KeyID.Value() != turning || u.State.Value() != kms.Enabled || u.Policy.Value() == "" {
		t.Errorf("got %+v", u)
	}
	if d := resource.Differing(u, getAlias(t, a, aliases.Empty(u.Ref)), aliases.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// Which key it is, is asked once, whatever else is wanted.
func TestAliasCalls(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createAliasIn(t, a, "alias/a")
	getAlias(t, a, aliases.Empty(kms.AliasRef(a.ID, region, "alias/a")))
	if n := a.Count("kms", "DescribeKey"); n != 1 || len(a.Calls()) != 3 { // nobody asks Parameter Store about other keys
		t.Errorf("%d of %d calls describe the key", n, len(a.Calls()))
	}
	a.ResetCalls()
	at := aliasPlace(a)
	at.Facts = []string{"Policy"}
	if _, err := aliases.Get(t.Context(), at, aliases.Empty(kms.AliasRef(a.ID, region, "alias/a"))); err != nil || len(a.Calls()) != 2 {
		t.Errorf("%d calls, %v", len(a.Calls()), err)
	}
}

// Parameter Store keeps the established solution's key, and that one only.
func TestAliasKept(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createAliasIn(t, a, "alias/other")
	createAliasIn(t, a, kms.SolutionAlias)
	if all := listedAliases(t, a); !all[kms.SolutionAlias].Kept.Sure() || all[kms.SolutionAlias].Kept.Value() || all["alias/other"].Kept.State() != resource.Absent {
		t.Errorf("got %+v", all)
	}
	if _, err := ssm.NewFromConfig(a.Config(region)).PutParameter(t.Context(), &ssm.PutParameterInput{
		Name: aws.String(kms.SolutionParameter), Value: aws.String("arn"), Type: types.ParameterTypeString,
	}); err != nil {
		t.Fatal(err)
	}
	if all := listedAliases(t, a); !all[kms.SolutionAlias].Kept.Value() || all["alias/other"].Kept.State() != resource.Absent {
		t.Errorf("got %+v", all)
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ssm", Operation: "GetParameter"})
	if f := listedAliases(t, a)[kms.SolutionAlias].Kept; f.State() != resource.Hidden || f.Why().Action != "ssm:GetParameter" {
		t.Errorf("got %+v", f)
	}
}

func TestAliasHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createAliasIn(t, a, "alias/a")
	empty := aliases.Empty(kms.AliasRef(a.ID, region, "alias/a"))
	for operation, facts := range map[string][]string{
		"DescribeKey": {"KeyID", "State", "Policy", "Rotation"}, "GetKeyPolicy": {"Policy"}, "GetKeyRotationStatus": {"Rotation"},
	} {
		remove := a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "kms", Operation: operation})
		alias := getAlias(t, a, empty)
		for _, fact := range facts {
			if f := resource.FactOf(alias, fact); f.State() != resource.Hidden || f.Why().Action != "kms:"+operation {
				t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
			}
		}
		remove()
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "kms", Operation: "ListAliases"})
	var got error
	for _, err := range aliases.List(t.Context(), aliasPlace(a)) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}

func TestAliasGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, fact := range []string{"KeyID", "Policy", "Rotation", "State"} {
		at := aliasPlace(a)
		at.Facts = []string{fact, "Kept"}
		if _, err := aliases.Get(t.Context(), at, aliases.Empty(kms.AliasRef(a.ID, region, "alias/gone"))); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: %v", fact, err)
		}
	}
}

func TestOwnAliasesPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for n := range 3 {
		createAliasIn(t, a, fmt.Sprint("alias/a", n))
	}
	a.TwoPages("kms", "ListAliases")
	if n := len(listedAliases(t, a)); n != 3 || a.Count("kms", "ListAliases") != 2 {
		t.Errorf("%d aliases in %d calls", n, a.Count("kms", "ListAliases"))
	}
}
