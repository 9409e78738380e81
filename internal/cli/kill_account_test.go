package cli_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// small is an account with one cheap step of each kind to take. Its facts are read and its steps are made in a few
// calls, so that a test can afford many of them.
type small struct {
	*awstest.Account
	bucket, group, fallback, key string
}

// oneOfEach are the controls that fail there: a bucket's block, its policy, the password policy, a security group, a
// key's rotation, and the default security group, whose step makes two calls.
var oneOfEach = []string{"S3.8", "S3.5", "IAM.15", "EC2.13", "KMS.4", "EC2.2"}

// newSmall makes the account and, for the controls, a scan and a plan in plan.json.
func newSmall(t testing.TB, controls ...string) *small {
	t.Helper()
	a := &small{Account: awstest.New(t)}
	a.bucket = bucket(a.Account, "small")
	got[*s3.CreateBucketOutput](t)(a.s3().CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &a.bucket}))
	got[*iam.UpdateAccountPasswordPolicyOutput](t)(a.iam().UpdateAccountPasswordPolicy(t.Context(), &iam.UpdateAccountPasswordPolicyInput{
		MinimumPasswordLength: aws.Int32(8), RequireNumbers: true,
	}))
	key := got[*kms.CreateKeyOutput](t)(a.kms().CreateKey(t.Context(), &kms.CreateKeyInput{}))
	a.key = *key.KeyMetadata.KeyId
	g := got[*ec2.CreateSecurityGroupOutput](t)(a.ec2().CreateSecurityGroup(t.Context(), &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("bastion"), Description: aws.String("ssh from outside"),
	}))
	a.group = *g.GroupId
	groups := got[*ec2.DescribeSecurityGroupsOutput](t)(a.ec2().DescribeSecurityGroups(t.Context(), &ec2.DescribeSecurityGroupsInput{
		Filters: []ec2types.Filter{{Name: aws.String("group-name"), Values: []string{"default"}}},
	}))
	a.fallback = *groups.SecurityGroups[0].GroupId
	a.letIn(t, a.group, "0.0.0.0/0", "10.0.0.0/8")
	a.letIn(t, a.fallback, "192.0.2.0/24")
	a.plan(t, controls...)
	return a
}

func (a *small) s3() *s3.Client   { return s3.NewFromConfig(a.Config(virginia)) }
func (a *small) iam() *iam.Client { return iam.NewFromConfig(a.Config(virginia)) }
func (a *small) kms() *kms.Client { return kms.NewFromConfig(a.Config(virginia)) }
func (a *small) ec2() *ec2.Client { return ec2.NewFromConfig(a.Config(virginia)) }

// letIn lets networks in by SSH.
func (a *small) letIn(t testing.TB, group string, networks ...string) {
	t.Helper()
	p := ec2types.IpPermission{IpProtocol: aws.String("tcp"), FromPort: aws.Int32(22), ToPort: aws.Int32(22)}
	for _, n := range networks {
		p.IpRanges = append(p.IpRanges, ec2types.IpRange{CidrIp: &n, Description: aws.String("from " + n)})
	}
	got[*ec2.AuthorizeSecurityGroupIngressOutput](t)(a.ec2().AuthorizeSecurityGroupIngress(t.Context(),
		&ec2.AuthorizeSecurityGroupIngressInput{GroupId: &group, IpPermissions: []ec2types.IpPermission{p}}))
}

// plan scans the controls and writes plan.json. What the proxy has counted until then is forgotten.
func (a *small) plan(t testing.TB, controls ...string) {
	t.Helper()
	must(t, a.Account, "scan", "--region", virginia, "--control", strings.Join(controls, ","), "--format", "json")
	must(t, a.Account, "plan", "-o", "plan.json")
	a.ResetCalls()
}

// state is what the steps change, as AWS has it, free of what differs from account to account.
func (a *small) state(t testing.TB) string {
	t.Helper()
	var all []any
	block, err := a.s3().GetPublicAccessBlock(t.Context(), &s3.GetPublicAccessBlockInput{Bucket: &a.bucket})
	if err == nil {
		all = append(all, block.PublicAccessBlockConfiguration)
	}
	policy, err := a.s3().GetBucketPolicy(t.Context(), &s3.GetBucketPolicyInput{Bucket: &a.bucket})
	if err == nil {
		all = append(all, policy.Policy)
	}
	all = append(all,
		got[*iam.GetAccountPasswordPolicyOutput](t)(a.iam().GetAccountPasswordPolicy(t.Context(), &iam.GetAccountPasswordPolicyInput{})).PasswordPolicy,
		got[*kms.GetKeyRotationStatusOutput](t)(a.kms().GetKeyRotationStatus(t.Context(), &kms.GetKeyRotationStatusInput{KeyId: &a.key})).KeyRotationEnabled,
		groupState(t, a.ec2(), a.group), groupState(t, a.ec2(), a.fallback))
	data, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(a.ID, "ACCOUNT", a.group, "GROUP", a.fallback, "DEFAULT").Replace(string(data))
}

// groupState is the rules of a group, both ways.
func groupState(t testing.TB, c *ec2.Client, id string) any {
	t.Helper()
	out := got[*ec2.DescribeSecurityGroupsOutput](t)(c.DescribeSecurityGroups(t.Context(), &ec2.DescribeSecurityGroupsInput{GroupIds: []string{id}}))
	g := out.SecurityGroups[0]
	return map[string]any{"in": sorted(g.IpPermissions), "out": sorted(g.IpPermissionsEgress)}
}

// sorted puts permissions and their peers into an order; AWS keeps none.
func sorted(list []ec2types.IpPermission) []string {
	out := []string{}
	for _, p := range list {
		var parts []string
		for _, x := range p.IpRanges {
			parts = append(parts, aws.ToString(x.CidrIp)+" "+aws.ToString(x.Description))
		}
		for _, x := range p.Ipv6Ranges {
			parts = append(parts, aws.ToString(x.CidrIpv6)+" "+aws.ToString(x.Description))
		}
		for _, x := range p.PrefixListIds {
			parts = append(parts, aws.ToString(x.PrefixListId)+" "+aws.ToString(x.Description))
		}
		for _, x := range p.UserIdGroupPairs {
			parts = append(parts, aws.ToString(x.GroupId)+" "+aws.ToString(x.UserId)+" "+aws.ToString(x.Description))
		}
		slices.Sort(parts)
		ports, _ := json.Marshal([]any{p.IpProtocol, p.FromPort, p.ToPort, parts}) //nolint:errchkjson // strings and numbers
		out = append(out, string(ports))
	}
	slices.Sort(out)
	return out
}

// reading are the beginnings of the names of operations that change nothing.
var reading = []string{"Get", "List", "Describe", "Head", "GenerateCredentialReport", "AssumeRole"}

func isWrite(c awstest.Call) bool {
	return !slices.ContainsFunc(reading, func(p string) bool { return strings.HasPrefix(c.Operation, p) })
}

// written lists the writes that came to the proxy, in their order.
func written(a *awstest.Account) []string {
	out := []string{}
	for _, c := range a.Calls() {
		if isWrite(c) {
			out = append(out, c.Service+"."+c.Operation)
		}
	}
	return out
}

// nothingWritten ends the test if anything was.
func nothingWritten(t testing.TB, a *awstest.Account) {
	t.Helper()
	if w := written(a); len(w) > 0 {
		t.Errorf("written: %v", w)
	}
}

// onWrites lets an action act on writes only.
func onWrites(do awstest.Action) awstest.Action {
	return func(x *awstest.Exchange) *awstest.Reply {
		if !isWrite(x.Call) {
			return x.Next()
		}
		return do(x)
	}
}

// allRuns are the runs that the database has, newest first.
func allRuns(t testing.TB, a *awstest.Account) []plan.Run {
	t.Helper()
	var doc struct{ Runs []plan.Run }
	must(t, a, "runs", "--format", "json").parse(t, &doc)
	return doc.Runs
}

// states are the states of a run's steps, by step.
func states(r plan.Run) map[string]plan.State {
	out := map[string]plan.State{}
	for _, s := range r.Steps {
		out[s.Step] = s.State
	}
	return out
}

// allAre ends the test unless every step of the run is in the state.
func allAre(t testing.TB, r plan.Run, want plan.State) {
	t.Helper()
	if len(r.Steps) == 0 {
		t.Error("the run has no steps")
	}
	for _, s := range r.Steps {
		if s.State != want {
			t.Errorf("step %s is %s (%s), want %s", s.Step, s.State, s.Reason, want)
		}
	}
}

// count counts alike strings.
func count(list []string) map[string]int {
	out := map[string]int{}
	for _, s := range list {
		out[s]++
	}
	return out
}

// sameWrites ends the test unless the same writes were made, each as often.
func sameWrites(t testing.TB, got, want []string) {
	t.Helper()
	if !maps.Equal(count(got), count(want)) {
		t.Errorf("writes %v, want %v", got, want)
	}
}
