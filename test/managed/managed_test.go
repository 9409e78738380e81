// Package managed_test holds what is about the policies that AWS manages. moto has them only when told so at its start,
// and then each account costs tens of megabytes: so these tests have a server of their own, with few accounts.
package managed_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	resources "github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	service "github.com/mantenhq/manten/internal/service/iam"
)

const region = "us-east-1"

const (
	supportAccess = "arn:aws:iam::aws:policy/AWSSupportAccess"
	cloudShell    = "arn:aws:iam::aws:policy/AWSCloudShellFullAccess"
	trustNobody   = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`
	trustSomebody = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
)

// bench is an account with AWS's policies, and the catalog.
type bench struct {
	*testing.T
	account *awstest.Account
	client  *iam.Client
	cat     *catalog.Catalog
}

func newBench(t *testing.T) bench {
	t.Helper()
	server, err := awstest.Start(t.Context(), awstest.Options{ManagedPolicies: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	account, err := server.NewAccount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cat, err := catalog.New(service.Service, accessanalyzer.Service)
	if err != nil {
		t.Fatal(err)
	}
	return bench{t, account, iam.NewFromConfig(account.Config(region)), cat}
}

// did ends the test where preparing it failed.
func did[Out any](b bench) func(*Out, error) {
	return func(_ *Out, err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
}

// scan reads the resources of a type as far as a control needs, and judges them, by name.
func (b bench) scan(id control.ID) map[string]control.Verdict {
	b.Helper()
	c, ok := b.cat.Control(id)
	if !ok {
		b.Fatalf("there is no %s", id)
	}
	out := map[string]control.Verdict{}
	w := b.world(c)
	for _, r := range b.list(b.cat.CollectorOf(c), c.Reads) {
		out[r.Reference().Name] = c.EvaluateIn(w, r, c.Params.Defaults, time.Now())
	}
	return out
}

// world reads what a control looks at besides.
func (b bench) world(c *catalog.ControlUnit) catalog.World {
	b.Helper()
	var all []resource.Resource
	for _, n := range c.NeedsOf(b.cat.CollectorOf(c)) {
		all = append(all, b.list(b.cat.CollectorNeeded(n), n.Facts)...)
	}
	return catalog.NewWorld(all)
}

func (b bench) list(u *catalog.CollectorUnit, facts []string) []resource.Resource {
	b.Helper()
	at := catalog.Place{Account: b.account.ID, Region: region, Config: b.account.Through(region), Facts: facts}
	var out []resource.Resource
	for r, err := range u.List(b.Context(), at) {
		if err == nil {
			r, err = u.Get(b.Context(), at, r)
		}
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// judged holds the one verdict on the account.
func (b bench) judged(want control.Status, reason string) {
	b.Helper()
	if v := b.scan("IAM.18")[b.account.ID]; v.Status != want || v.Reason.Text != reason {
		b.Errorf("IAM.18 is %s (%s), want %s (%s)", v.Status, v.Reason, want, reason)
	}
}

// The support policy counts as soon as somebody can use it, by whichever entity.
func TestSupportAccess(t *testing.T) { //nolint:paralleltest // one server at a time
	b := newBench(t)
	ctx, policy := t.Context(), aws.String(supportAccess)
	b.judged(control.Failed, "AWSSupportAccess is attached to no user, group or role")

	did[iam.CreateGroupOutput](b)(b.client.CreateGroup(ctx, &iam.CreateGroupInput{GroupName: aws.String("ops")}))
	did[iam.AttachGroupPolicyOutput](b)(b.client.AttachGroupPolicy(ctx, &iam.AttachGroupPolicyInput{GroupName: aws.String("ops"), PolicyArn: policy}))
	b.role(ctx, "closed", trustNobody)
	did[iam.AttachRolePolicyOutput](b)(b.client.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: aws.String("closed"), PolicyArn: policy}))
	b.judged(control.Failed, "AWSSupportAccess is attached to group ops, role closed only: a group without users or a role that trusts nobody")

	did[iam.CreateUserOutput](b)(b.client.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("ada")}))
	did[iam.AddUserToGroupOutput](b)(b.client.AddUserToGroup(ctx, &iam.AddUserToGroupInput{GroupName: aws.String("ops"), UserName: aws.String("ada")}))
	b.judged(control.Passed, "AWSSupportAccess is attached to group ops")

	b.role(ctx, "support", trustSomebody)
	did[iam.AttachRolePolicyOutput](b)(b.client.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: aws.String("support"), PolicyArn: policy}))
	did[iam.AttachUserPolicyOutput](b)(b.client.AttachUserPolicy(ctx, &iam.AttachUserPolicyInput{UserName: aws.String("ada"), PolicyArn: policy}))
	b.judged(control.Passed, "AWSSupportAccess is attached to group ops, role support, user ada")
}

func (b bench) role(ctx context.Context, name, trust string) {
	b.Helper()
	did[iam.CreateRoleOutput](b)(b.client.CreateRole(ctx, &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: &trust}))
}

func TestCloudShellAccess(t *testing.T) { //nolint:paralleltest // one server at a time
	b := newBench(t)
	ctx, policy := t.Context(), aws.String(cloudShell)
	for _, user := range []string{"ada", "bob"} {
		did[iam.CreateUserOutput](b)(b.client.CreateUser(ctx, &iam.CreateUserInput{UserName: &user}))
	}
	did[iam.AttachUserPolicyOutput](b)(b.client.AttachUserPolicy(ctx, &iam.AttachUserPolicyInput{UserName: aws.String("ada"), PolicyArn: policy}))
	got := b.scan("IAM.27")
	if got["ada"].Status != control.Failed || got["bob"].Status != control.Passed {
		t.Errorf("ada is %s, bob is %s", got["ada"].Status, got["bob"].Status)
	}
	if n := len(b.account.Calls()); n != 1 {
		t.Errorf("two users took %d calls", n)
	}

	// AWS's own policies are not the customer's: none of them is judged.
	u, _ := b.cat.Collector("AWS::IAM::Policy")
	if all := b.list(u, []string{"Document"}); len(all) != 0 {
		t.Errorf("%d policies are listed as the customer's", len(all))
	}
	for _, kind := range []resource.Type{"AWS::IAM::Role", "AWS::IAM::Group"} {
		u, _ := b.cat.Collector(kind)
		if all := b.list(u, []string{"AttachedPolicies"}); len(all) != 0 {
			t.Errorf("%d of %s are listed", len(all), kind)
		}
	}
	ada := b.list(b.user(), []string{"AttachedPolicies"})[0]
	if u, ok := ada.(resources.User); !ok || len(u.AttachedPolicies.Value()) != 1 || u.AttachedPolicies.Value()[0] != cloudShell {
		t.Errorf("ada is %+v", ada)
	}
}

func (b bench) user() *catalog.CollectorUnit {
	b.Helper()
	u, ok := b.cat.Collector("AWS::IAM::User")
	if !ok {
		b.Fatal("there is no collector of users")
	}
	return u
}
