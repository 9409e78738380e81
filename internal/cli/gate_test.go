package cli_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// TestOnlyApplyWrites runs every command that reaches the account or shows a plan: none of them writes but apply and
// undo with their approval, and those write the plan's calls and nothing else.
func TestOnlyApplyWrites(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	harmless := func(status int, args ...string) {
		t.Helper()
		ends(t, a, status, args...)
		nothing(t, a, "manten "+strings.Join(args, " "))
	}
	for _, format := range []string{"table", "json", "jsonl"} {
		harmless(0, slices.Concat([]string{"scan", "--format", format}, regions())...)
	}
	harmless(0, append([]string{"scan", "--as-of", "2030-01-01"}, regions()...)...)
	harmless(0, "plan", "-o", "plan.json")
	for _, format := range []string{"table", "json", "cli"} {
		harmless(0, "plan", "--format", format)
		harmless(0, "show", "plan.json", "--format", format)
	}
	for _, args := range [][]string{
		{"findings"},
		{"score"},
		{"controls"},
		{"remediations"},
		{"explain", "S3.8"},
		{"policy", "scan"},
		{"policy", "plan.json"},
		{"approve", "plan.json"},
		{"runs"},
		append([]string{"snapshot", "save", "account.json"}, regions()...),
		{"scan", "--snapshot", "account.json"},
		{"plan", "--snapshot", "account.json", "-o", "offline.json"},
	} {
		harmless(0, args...)
	}
	harmless(3, "apply", "offline.json", "--snapshot", "account.json", "--approve")

	// Of the plan, what can be done and undone at the tests' AWS; what was approved above is in force for other plans.
	must(t, a, "plan", "-o", "plan.json", "--control", basics)
	must(t, a, "approve", "plan.json")
	p := planFile(t, "plan.json")
	run := applied(t, a, 3, "apply", "plan.json")
	did := inState(run, plan.Verified)
	ofRun := func(id string) bool { return slices.Contains(did, id) }
	if diff := cmp.Diff(calls(p, do, ofRun), writes(a)); diff != "" || len(did) == 0 {
		t.Errorf("the calls at AWS are not those of the steps that were applied (-plan +AWS):\n%s", diff)
	}
	before := writes(a)
	for _, format := range []string{"table", "json", "cli"} {
		ends(t, a, 4, "undo", run.ID, "--format", format)
	}
	must(t, a, "runs", "show", run.ID)
	ends(t, a, 3, "runs", "refresh", run.ID) // steps are skipped
	if diff := cmp.Diff(before, writes(a)); diff != "" {
		t.Errorf("looking at the undo has written:\n%s", diff)
	}
	applied(t, a, 0, "undo", run.ID, "--approve")
	if diff := cmp.Diff(sums(before, calls(p, undo, ofRun)), writes(a)); diff != "" {
		t.Errorf("the calls at AWS are not those that the plan has for undoing (-plan +AWS):\n%s", diff)
	}
}

// forgery is a plan that was valid until it was edited.
type forgery struct {
	name string
	edit func(t *testing.T, p *plan.Plan, victim string)
}

// step finds the plan's step that blocks public access to a bucket.
func step(t *testing.T, p *plan.Plan, remediation string) *plan.Step {
	t.Helper()
	i := slices.IndexFunc(p.Steps, func(s plan.Step) bool { return s.Remediations[0] == remediation })
	if i < 0 {
		t.Fatalf("no step of %s", remediation)
	}
	return &p.Steps[i]
}

func replaced(raw json.RawMessage, what, by string) json.RawMessage {
	return json.RawMessage(strings.ReplaceAll(string(raw), what, by))
}

var forgeries = []forgery{
	{"a call more", func(t *testing.T, p *plan.Plan, victim string) {
		s := step(t, p, "ConfigureS3BucketPublicAccessBlock")
		s.Do = append(s.Do, plan.Call{Operation: "s3.DeleteBucketPolicy", Input: json.RawMessage(`{"Bucket":"` + victim + `"}`)})
	}},
	{"a call more to undo", func(t *testing.T, p *plan.Plan, victim string) {
		s := step(t, p, "ConfigureS3BucketPublicAccessBlock")
		s.Undo = append(s.Undo, plan.Call{Operation: "s3.DeleteBucketPolicy", Input: json.RawMessage(`{"Bucket":"` + victim + `"}`)})
	}},
	{"a call less", func(t *testing.T, p *plan.Plan, _ string) { step(t, p, "SetSSLBucketPolicy").Do = []plan.Call{} }},
	{"another operation", func(t *testing.T, p *plan.Plan, _ string) {
		step(t, p, "EnableKeyRotation").Do[0].Operation = "kms.DisableKeyRotation"
	}},
	{"an operation of no remediation", func(t *testing.T, p *plan.Plan, _ string) {
		step(t, p, "EnableKeyRotation").Do[0].Operation = "kms.ScheduleKeyDeletion"
	}},
	{"another input", func(t *testing.T, p *plan.Plan, victim string) {
		s := step(t, p, "ConfigureS3BucketPublicAccessBlock")
		s.Do[0].Input = replaced(s.Do[0].Input, s.Resource.Name, victim)
	}},
	{"a weaker input", func(t *testing.T, p *plan.Plan, _ string) {
		s := step(t, p, "ConfigureS3BucketPublicAccessBlock")
		s.Do[0].Input = replaced(s.Do[0].Input, "true", "false")
	}},
	{"other changes shown", func(t *testing.T, p *plan.Plan, _ string) {
		c := &step(t, p, "EnableKeyRotation").Changes[0]
		c.After = c.Before
	}},
	{"no changes shown", func(t *testing.T, p *plan.Plan, _ string) { step(t, p, "EnableKeyRotation").Changes = nil }},
	{"facts that were not read", func(t *testing.T, p *plan.Plan, _ string) {
		s := step(t, p, "SetSSLBucketPolicy")
		s.Facts["Policy"] = json.RawMessage(`{"state":"known","value":"{}"}`)
	}},
	{"another guard", func(t *testing.T, p *plan.Plan, _ string) { step(t, p, "EnableKeyRotation").Guard = "sha256:0" }},
	{"no longer interrupting", func(t *testing.T, p *plan.Plan, _ string) {
		for i := range p.Steps {
			p.Steps[i].Interrupts = nil
		}
	}},
	{"another resource", func(t *testing.T, p *plan.Plan, victim string) {
		s := step(t, p, "ConfigureS3BucketPublicAccessBlock")
		s.Resource.ID = strings.ReplaceAll(s.Resource.ID, s.Resource.Name, victim)
		s.Resource.Name = victim
	}},
	{"a resource of another account", func(t *testing.T, p *plan.Plan, _ string) {
		step(t, p, "EnableKeyRotation").Resource.Account = "999999999999"
	}},
	{"a key of another account", func(t *testing.T, p *plan.Plan, _ string) {
		s := step(t, p, "EnableKeyRotation")
		s.Resource.ID = strings.ReplaceAll(s.Resource.ID, p.Account, "999999999999")
	}},
	{"another region", func(t *testing.T, p *plan.Plan, _ string) { step(t, p, "EnableKeyRotation").Region = "ap-northeast-1" }},
	{"another remediation", func(t *testing.T, p *plan.Plan, _ string) {
		step(t, p, "ConfigureS3BucketPublicAccessBlock").Remediations = []string{"SetSSLBucketPolicy"}
	}},
	{"another account", func(_ *testing.T, p *plan.Plan, _ string) { p.Account = "999999999999" }},
}

// TestAlteredPlans edits a valid plan in one place: it is refused before the first write, whatever is approved.
func TestAlteredPlans(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	scan(t, a, 0)
	planned(t, a)
	data, dir := read(t, "plan.json"), home(t)
	for _, f := range forgeries {
		t.Run(f.name, func(t *testing.T) {
			homes.Store(t, dir)
			p, err := plan.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			f.edit(t, p, bucket(a, "reports"))
			altered := got[[]byte](t)(plan.Encode(p))
			if string(altered) == string(data) {
				t.Fatal("nothing was edited")
			}
			write(t, "altered.json", altered)
			for _, args := range [][]string{
				{"apply", "altered.json", "--approve", "--approve-interrupting", "all"},
				{"approve", "altered.json"},
			} {
				if r := ends(t, a, 4, args...); !strings.Contains(r.stderr, "error: plan ") {
					t.Errorf("%v says %s", args, r.stderr)
				}
			}
			if r := ends(t, a, 4, "apply", "altered.json"); r.stdout != "" {
				t.Errorf("apply says %s", r.stdout)
			}
		})
	}
	nothing(t, a, "all these forgeries")
	must(t, a, "show", "plan.json")
}

// TestUnknownMembers holds that a plan in which something stands that is no part of a plan is refused as well.
func TestUnknownMembers(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badKeys(t, a)
	scan(t, a, 0)
	planned(t, a)
	plain := string(read(t, "plan.json"))
	for _, edit := range [][2]string{
		{`"steps": [`, `"note": "harmless", "steps": [`},
		{`"operation": "kms.EnableKeyRotation"`, `"operation": "kms.DisableKeyRotation", "operation": "kms.EnableKeyRotation"`},
		{`"KeyId":`, `"keyid":`},
	} {
		altered := strings.Replace(plain, edit[0], edit[1], 1)
		if altered == plain {
			t.Errorf("%s does not stand in the plan", edit[0])
		}
		write(t, "altered.json", []byte(altered))
		ends(t, a, 4, "apply", "altered.json", "--approve")
	}
	nothing(t, a, "applying them")
}

// TestEditedAfterApproval edits an approved plan into another valid one: what was approved was not this.
func TestEditedAfterApproval(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badKeys(t, a)
	scan(t, a, 0)
	p := planned(t, a, "--control", "KMS.4", "--control", "EC2.7")
	must(t, a, "approve", "plan.json", "--step", "1")
	p.Steps = p.Steps[:2]
	write(t, "plan.json", got[[]byte](t)(plan.Encode(p)))
	must(t, a, "show", "plan.json")
	if r := ends(t, a, 4, "apply", "plan.json"); !strings.Contains(r.stderr, "not approved, or was changed since") {
		t.Errorf("it says %s", r.stderr)
	}
	nothing(t, a, "apply")
}

// rogueRegions makes the function that lists regions try what it must not, as rogueEnv says: a mistake in a collector,
// or a bad one.
func rogueRegions(list func(context.Context, aws.Config) ([]string, error)) func(context.Context, aws.Config) ([]string, error) {
	return func(ctx context.Context, cfg aws.Config) ([]string, error) {
		var err error
		switch os.Getenv(rogueEnv) {
		case "write":
			_, err = ec2.NewFromConfig(cfg).CreateKeyPair(ctx, &ec2.CreateKeyPairInput{KeyName: aws.String("rogue")})
		case "undeclared read":
			_, err = ec2.NewFromConfig(cfg).DescribeKeyPairs(ctx, &ec2.DescribeKeyPairsInput{})
		case "secret":
			_, err = sts.NewFromConfig(cfg).GetSessionToken(ctx, &sts.GetSessionTokenInput{})
		case "past the gate":
			_, err = ec2.NewFromConfig(cfg, func(o *ec2.Options) { o.APIOptions = nil }).
				CreateKeyPair(ctx, &ec2.CreateKeyPairInput{KeyName: aws.String("rogue")})
		case "before and past the gate":
			_, err = ec2.NewFromConfig(cfg, func(o *ec2.Options) { o.APIOptions = nil }).
				DescribeRegions(ctx, &ec2.DescribeRegionsInput{})
		default:
			return list(ctx, cfg)
		}
		if err == nil {
			err = errors.New("nothing has held it back")
		}
		return nil, err
	}
}

// TestRogueCollector holds that the gate lets no call out that is not declared, however it is made.
func TestRogueCollector(t *testing.T) {
	t.Parallel()
	for _, rogue := range []string{"write", "undeclared read", "secret", "past the gate", "before and past the gate"} {
		t.Run(rogue, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			c := command(t, a, "scan")
			c.Env = append(c.Env, rogueEnv+"="+rogue)
			r := run(t, c)
			if r.status == 0 || !strings.Contains(r.stderr, "refused") || strings.Contains(r.stderr, "KeyName") {
				t.Errorf("status %d: %s%s", r.status, r.stdout, r.stderr)
			}
			for _, c := range a.Calls() {
				if operation(c) != "sts.GetCallerIdentity" {
					t.Errorf("%s got out", operation(c))
				}
			}
		})
	}
}
