package cli_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// iamPolicy is the policy as IAM reads it.
type iamPolicy struct {
	Version   string
	Statement []struct {
		Sid, Effect      string
		Action, Resource []string
	}
}

// actions are those of the statements whose Sid begins so.
func (p iamPolicy) actions(sids ...string) []string {
	all := map[string]bool{}
	for _, s := range p.Statement {
		if slices.ContainsFunc(sids, func(sid string) bool { return strings.HasPrefix(s.Sid, sid) }) {
			for _, a := range s.Action {
				all[a] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// resources are those that an action is allowed on, in the statements whose Sid begins so.
func (p iamPolicy) resources(sid, action string) []string {
	var out []string
	for _, s := range p.Statement {
		if strings.HasPrefix(s.Sid, sid) && slices.Contains(s.Action, action) {
			out = append(out, s.Resource...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func policy(t *testing.T, a *awstest.Account, args ...string) iamPolicy {
	t.Helper()
	var p iamPolicy
	must(t, a, append([]string{"policy"}, args...)...).parse(t, &p)
	sids := map[string]bool{}
	for _, s := range p.Statement {
		if s.Effect != "Allow" || len(s.Action) == 0 || len(s.Resource) == 0 || sids[s.Sid] {
			t.Errorf("statement %+v", s)
		}
		sids[s.Sid] = true
	}
	if p.Version != "2012-10-17" {
		t.Errorf("version %q", p.Version)
	}
	return p
}

// used are the IAM actions of the calls that the proxy has seen.
func used(t *testing.T, a *awstest.Account) []string {
	t.Helper()
	all := map[string]bool{}
	for _, c := range a.Calls() {
		op, ok := known()[operation(c)]
		if !ok {
			t.Errorf("%s is no operation of the catalog", operation(c))
		}
		for _, action := range op.Actions {
			all[action] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// TestPolicyForScan holds the policy for scanning against the calls of a scan: no action less, and none more.
func TestPolicyForScan(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	allowed := func(flags ...string) []string {
		return policy(t, a, append(flags, "scan")...).actions("MantenScan")
	}
	for _, c := range []struct {
		controls string
		spared   []string
	}{
		// Users are asked for one by one only where the credential report does not have them.
		{controls: basics, spared: []string{"iam:GetLoginProfile", "iam:ListAccessKeys", "iam:ListMFADevices"}},
		{controls: "S3.8"},
		{controls: "S3.5,KMS.4"},
		{controls: "IAM.3", spared: []string{"iam:ListAccessKeys"}},
		{controls: "IAM.6"},
		{controls: "EC2.1"},
		{controls: "EC2.2"},
	} {
		a.ResetCalls()
		scan(t, a, 0, "--control", c.controls)
		needed := append(used(t, a), c.spared...)
		slices.Sort(needed)
		if diff := cmp.Diff(needed, allowed("--control", c.controls)); diff != "" {
			t.Errorf("policy scan %v is not what the scan used (-used +policy):\n%s", c.controls, diff)
		}
	}
	// Of most types of all controls the account has nothing: what is read of each resource is declared, and not used.
	a.ResetCalls()
	scan(t, a, 0)
	declared := map[string]bool{"ec2:DescribeRegions": true}
	for _, u := range everything().Controls() {
		for _, op := range everything().CallsOf(u) {
			for _, action := range op.Actions {
				declared[action] = u.Retired == "" || declared[action]
			}
		}
	}
	maps.DeleteFunc(declared, func(_ string, live bool) bool { return !live })
	if diff := cmp.Diff(slices.Sorted(maps.Keys(declared)), allowed()); diff != "" {
		t.Errorf("policy scan is not what the controls declare (-declared +policy):\n%s", diff)
	}
	for _, action := range used(t, a) {
		if !slices.Contains(allowed(), action) {
			t.Errorf("the scan used %s, which the policy does not allow", action)
		}
	}
}

// basics are controls that the bad account has resources for, of all types that it has.
const basics = "EC2.1,EC2.2,EC2.7,EC2.13,EC2.14,IAM.3,IAM.4,IAM.5,IAM.6,IAM.7,IAM.9,IAM.11,IAM.12,IAM.13,IAM.14,IAM.15,IAM.16,IAM.17," +
	"KMS.4,S3.1,S3.2,S3.3,S3.5,S3.8"

// ofReplicas are actions on the buckets that a bucket replicates to; the bad account replicates nothing.
var ofReplicas = []string{"s3:GetBucketLocation", "s3:ListAllMyBuckets", "s3:ListBucket"}

// TestPolicyForPlan holds the policy of a plan against the calls of applying and of undoing it.
func TestPolicyForPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		flags []string
		// spared are actions that the applied plan itself makes unnecessary: grants do not matter behind a block.
		spared []string
		// report are actions that tell how users use their passwords and keys: of those who are in the credential report
		// none are needed.
		report []string
	}{
		"all but the blocks of buckets": {
			flags:  []string{"--control", basicsBut("S3.2", "S3.3", "S3.8")},
			spared: []string{"iam:GetAccessKeyLastUsed"}, // no key is active any more
			report: []string{"iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:GetUser"},
		},
		"blocks of buckets": {flags: []string{"--control", "S3.8"}, spared: []string{"s3:GetBucketAcl"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			badAccount(t, a)
			ahead(t, keysAreOld)
			scan(t, a, 0)
			p := planned(t, a, c.flags...)
			allowed := policy(t, a, "plan.json")
			a.ResetCalls()
			run := applied(t, a, 0, "apply", "plan.json", "--approve", "--approve-interrupting", "all")
			needed := slices.Concat(used(t, a), c.spared, c.report, ofReplicas)
			slices.Sort(needed)
			if diff := cmp.Diff(needed, allowed.actions("MantenRead", "MantenApply")); diff != "" {
				t.Errorf("the policy is not what applying used (-used +policy):\n%s", diff)
			}
			a.ResetCalls()
			applied(t, a, 0, "undo", run.ID, "--approve")
			needed = slices.Concat(used(t, a), c.report, ofReplicas)
			slices.Sort(needed)
			if diff := cmp.Diff(needed, allowed.actions("MantenRead", "MantenUndo")); diff != "" {
				t.Errorf("the policy is not what undoing used (-used +policy):\n%s", diff)
			}
			onlyItsResources(t, p, allowed)
		})
	}
}

// basicsBut are the basics without these.
func basicsBut(ids ...string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(basics, ","), func(id string) bool { return slices.Contains(ids, id) }), ",")
}

// onlyItsResources holds that writes are allowed on the plan's resources only, as far as IAM can tell them apart.
func onlyItsResources(t *testing.T, p *plan.Plan, allowed iamPolicy) {
	t.Helper()
	for _, c := range []struct{ remediation, apply, undo string }{
		{"ConfigureS3BucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"},
		{"EnableKeyRotation", "kms:EnableKeyRotation", "kms:DisableKeyRotation"},
		{"DisablePublicAccessForSecurityGroup", "ec2:RevokeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupIngress"},
		{"RevokeUnrotatedKeys", "iam:UpdateAccessKey", "iam:UpdateAccessKey"},
	} {
		var want []string
		for _, s := range p.Steps {
			if slices.Contains(s.Remediations, c.remediation) {
				want = append(want, s.Resource.ID)
			}
		}
		slices.Sort(want)
		for sid, action := range map[string]string{"MantenApply": c.apply, "MantenUndo": c.undo} {
			if diff := cmp.Diff(want, allowed.resources(sid, action)); diff != "" {
				t.Errorf("%s allows %s on other resources than those of %s (-plan +policy):\n%s", sid, action, c.remediation, diff)
			}
		}
	}
	for _, s := range allowed.Statement {
		for _, r := range s.Resource {
			if r != "*" && !inPlan(p, r) {
				t.Errorf("%s allows something on %s, which is not in the plan", s.Sid, r)
			}
		}
	}
}

// inPlan tells whether a resource is that of a step, or one that a call of a step names.
func inPlan(p *plan.Plan, arn string) bool {
	return slices.ContainsFunc(p.Steps, func(s plan.Step) bool {
		return s.Resource.ID == arn || slices.ContainsFunc(s.Do, func(c plan.Call) bool {
			return strings.Contains(string(c.Input), `"`+arn[strings.LastIndexByte(arn, '/')+1:]+`"`)
		})
	})
}
