package cli_test

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/schemas"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logstypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/smithy-go/transport/http/protocol/awsjson"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

// denial is something that the credentials may not read.
type denial struct {
	name string
	// rules deny it; those that only prepare are first.
	rules func(a *awstest.Account) []awstest.Rule
	// hides tells whether a finding of the undisturbed scan can no longer be known.
	hides func(a *awstest.Account, f view.Finding) bool
	// missing are the IAM actions that the coverage names.
	missing []string
}

func services() []string {
	all := map[string]bool{}
	for op := range known() {
		service, _, _ := strings.Cut(op, ".")
		all[service] = service != "sts"
	}
	maps.DeleteFunc(all, func(_ string, asked bool) bool { return !asked })
	return slices.Sorted(maps.Keys(all))
}

func denied(rules ...awstest.Rule) func(*awstest.Account) []awstest.Rule {
	for i := range rules {
		rules[i].Do = awstest.Deny()
	}
	return func(*awstest.Account) []awstest.Rule { return rules }
}

// unit is the control of a finding.
func unit(f view.Finding) *catalog.ControlUnit {
	u, _ := everything().Control(f.Control)
	return u
}

// asks tells whether evaluating a control takes calls of a service.
func asks(f view.Finding, service string) bool {
	return slices.ContainsFunc(everything().CallsOf(unit(f)), func(op awsop.Op) bool {
		return strings.HasPrefix(op.Name, service+".")
	})
}

// brokenChain tells whether a finding says that the log group of the trail lacks a filter: what alarms and topics there
// are does not matter then.
func brokenChain(f view.Finding) bool {
	return strings.HasPrefix(string(f.Control), "CloudWatch.") && f.Status == control.Failed
}

// watchedAccount is the bad account with one whole chain from a trail to a subscriber, that of CloudWatch.1, and with a
// running instance in each region, so that each service tells something.
func watchedAccount(t *testing.T, a *awstest.Account) {
	t.Helper()
	badAccount(t, a)
	for _, region := range []string{virginia, ireland} {
		got[*ec2.RunInstancesOutput](t)(ec2.NewFromConfig(a.Config(region)).RunInstances(t.Context(), &ec2.RunInstancesInput{
			ImageId: aws.String("ami-12c6146b"), MinCount: aws.Int32(1), MaxCount: aws.Int32(1),
		}))
	}
	large{LogGroups: 1}.makeTrail(t, a)
	cfg := a.Config(virginia)
	got[*cloudwatchlogs.PutMetricFilterOutput](t)(cloudwatchlogs.NewFromConfig(cfg).PutMetricFilter(t.Context(), &cloudwatchlogs.PutMetricFilterInput{
		LogGroupName: aws.String("l0"), FilterName: aws.String("root"),
		FilterPattern: aws.String(`{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}`),
		MetricTransformations: []logstypes.MetricTransformation{
			{MetricName: aws.String("Root"), MetricNamespace: aws.String("LogMetrics"), MetricValue: aws.String("1")},
		},
	}))
	topics := sns.NewFromConfig(cfg)
	topic := got[*sns.CreateTopicOutput](t)(topics.CreateTopic(t.Context(), &sns.CreateTopicInput{Name: aws.String("security")})).TopicArn
	got[*sns.SubscribeOutput](t)(topics.Subscribe(t.Context(), &sns.SubscribeInput{
		TopicArn: topic, Protocol: aws.String("sqs"), Endpoint: aws.String("arn:aws:sqs:us-east-1:" + a.ID + ":alarms"),
	}))
	alarms := cloudwatch.NewFromConfig(cfg, func(o *cloudwatch.Options) { o.Protocol = awsjson.New10(schemas.GraniteServiceVersion20100801) })
	got[*cloudwatch.PutMetricAlarmOutput](t)(alarms.PutMetricAlarm(t.Context(), &cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String("root"), MetricName: aws.String("Root"), Namespace: aws.String("LogMetrics"), AlarmActions: []string{*topic},
		Statistic: cwtypes.StatisticSum, Period: aws.Int32(300), EvaluationPeriods: aws.Int32(1), Threshold: aws.Float64(1),
		ComparisonOperator: cwtypes.ComparisonOperatorGreaterThanOrEqualToThreshold,
	}))
}

func ofType(f view.Finding, resourceType string) bool {
	return string(everything().CollectorOf(unit(f)).Type) == resourceType
}

// looksAt tells whether a control judges resources of a type, or looks at them besides.
func looksAt(f view.Finding, resourceType string) bool {
	u, cat := unit(f), everything()
	return slices.ContainsFunc(cat.CollectorsOf(u), func(of *catalog.CollectorUnit) bool {
		return string(of.Type) == resourceType || slices.ContainsFunc(u.NeedsOf(of), func(n catalog.Need) bool {
			return string(cat.CollectorNeeded(n).Type) == resourceType
		})
	})
}

// goesOn has an answer of IAM's say that there is a further page.
func goesOn(x *awstest.Exchange) *awstest.Reply {
	reply := x.Next()
	reply.Body = bytes.Replace(reply.Body, []byte("<IsTruncated>false</IsTruncated>"), []byte("<IsTruncated>true</IsTruncated><Marker>more</Marker>"), 1)
	return reply
}

func denials() []denial {
	all := []denial{{
		name: "everything",
		rules: func(*awstest.Account) (out []awstest.Rule) {
			for _, s := range services() {
				out = append(out, awstest.Rule{Service: s, Do: awstest.Deny()})
			}
			return out
		},
		hides: func(*awstest.Account, view.Finding) bool { return true },
		missing: []string{
			"access-analyzer:ListAnalyzers", "account:GetAlternateContact", "autoscaling:DescribeAutoScalingGroups",
			"cloudtrail:DescribeTrails", "cloudwatch:DescribeAlarms", "codebuild:ListProjects",
			"config:DescribeConfigurationRecorderStatus", "config:DescribeConfigurationRecorders", "config:ListConfigurationRecorders",
			"dms:DescribeReplicationInstances", "ec2:DescribeAddresses", "ec2:DescribeInstances", "ec2:DescribeNetworkAcls",
			"ec2:DescribeSecurityGroups", "ec2:DescribeSnapshots", "ec2:DescribeVpcs", "ec2:GetEbsEncryptionByDefault",
			"elasticfilesystem:DescribeFileSystems", "elasticloadbalancing:DescribeLoadBalancers", "es:ListDomainNames",
			"guardduty:ListDetectors", "iam:GetAccountAuthorizationDetails", "iam:GetAccountPasswordPolicy",
			"iam:GetAccountSummary", "iam:ListServerCertificates", "iam:ListVirtualMFADevices", "kms:ListKeys",
			"lambda:ListFunctions", "rds:DescribeDBClusters", "rds:DescribeDBInstances", "rds:DescribeDBSnapshots",
			"redshift:DescribeClusters", "s3:ListBuckets", "s3control:GetPublicAccessBlock", "sagemaker:ListNotebookInstances",
			"sns:ListSubscriptions", "sns:ListTopics", "ssm:ListResourceComplianceSummaries",
		},
	}, {
		name:  "one region",
		rules: denied(awstest.Rule{Region: ireland}),
		// A trail of any region may carry a chain that is broken here, or record objects. That of Virginia is there for
		// Ireland, too.
		hides: func(_ *awstest.Account, f view.Finding) bool {
			return f.Region == ireland && f.Control != "CloudTrail.1" && f.Control != "CloudTrail.3" || brokenChain(f) ||
				f.Control == "S3.22" || f.Control == "S3.23"
		},
	}, {
		name:  "one service in one region",
		rules: denied(awstest.Rule{Region: virginia, Service: "ec2"}),
		hides: func(_ *awstest.Account, f view.Finding) bool { return f.Region == virginia && asks(f, "ec2") },
	}, {
		name: "the policy of one bucket",
		rules: func(a *awstest.Account) []awstest.Rule {
			return []awstest.Rule{{Do: awstest.Deny(), Service: "s3", Operation: "GetBucketPolicy", Resource: bucket(a, "reports")}}
		},
		hides: func(a *awstest.Account, f view.Finding) bool {
			return strings.HasSuffix(f.Resource.ID, bucket(a, "reports")) && slices.Contains(unit(f).Reads, "Policy")
		},
		missing: []string{"s3:GetBucketPolicy"},
	}, {
		name:    "the password policy",
		rules:   denied(awstest.Rule{Service: "iam", Operation: "GetAccountPasswordPolicy"}),
		hides:   func(_ *awstest.Account, f view.Finding) bool { return slices.Contains(unit(f).Reads, "PasswordPolicy") },
		missing: []string{"iam:GetAccountPasswordPolicy"},
	}, {
		name:    "the permissions of snapshots",
		rules:   denied(awstest.Rule{Service: "ec2", Operation: "DescribeSnapshotAttribute"}),
		hides:   func(_ *awstest.Account, f view.Finding) bool { return f.Control == "EC2.1" && f.Region == ireland },
		missing: []string{"ec2:DescribeSnapshotAttribute"},
	}}
	for _, s := range services() {
		all = append(all, denial{
			name: "all of " + s, rules: denied(awstest.Rule{Service: s}),
			hides: func(_ *awstest.Account, f view.Finding) bool {
				return asks(f, s) && (!brokenChain(f) || (s != "cloudwatch" && s != "sns"))
			},
		})
	}
	return all
}

// TestDenied takes permissions away. What can no longer be known is not available, with the reason; all else is as
// before; and nothing passes that was not read.
func TestDenied(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	watchedAccount(t, a)
	before := scan(t, a, 0)
	for _, d := range denials() {
		t.Run(d.name, func(t *testing.T) { // one after the other: the rules are the account's
			for _, r := range d.rules(a) {
				defer a.Rule(r)()
			}
			after := scan(t, a, 3)
			want := map[string]control.Status{}
			for _, f := range before.Findings {
				if !d.hides(a, f) {
					want[name(f)] = f.Status
				}
			}
			sameStatuses(t, "what can still be read", want, evaluated(after.Findings))
			unknownIn(t, d, a, before, after)
			coverage(t, a, after, d.missing)
			if table := ends(t, a, 3, append([]string{"scan"}, regions()...)...).stdout; !strings.Contains(table, after.Coverage[0].Operation) {
				t.Errorf("the table does not name %s:\n%s", after.Coverage[0].Operation, table)
			}
		})
	}
}

// evaluated are the statuses of the findings that could be evaluated.
func evaluated(findings []view.Finding) map[string]control.Status {
	out := statuses(findings)
	maps.DeleteFunc(out, func(_ string, s control.Status) bool { return s == control.NotAvailable })
	return out
}

// unknownIn holds that each control and region with something hidden has a finding that says so, and why.
func unknownIn(t *testing.T, d denial, a *awstest.Account, before, after view.Scan) {
	t.Helper()
	type place struct {
		control control.ID
		region  string
	}
	said := map[place]bool{}
	for _, f := range after.Findings {
		if f.Status != control.NotAvailable {
			continue
		}
		said[place{f.Control, f.Region}] = true
		if f.Reason == "" || f.Message.Key == "" || !strings.Contains(f.Reason, "not authorized") {
			t.Errorf("%s: reason %q", name(f), f.Reason)
		}
	}
	hidden := 0
	for _, f := range before.Findings {
		if !d.hides(a, f) {
			continue
		}
		hidden++
		if !said[place{f.Control, f.Region}] {
			t.Errorf("%s in %s is nowhere said to be not available", f.Control, f.Region)
		}
	}
	if hidden == 0 {
		t.Error("nothing is hidden, so that this test says nothing")
	}
}

// prefixes are how IAM's actions begin, where that is not the name of the SDK's package.
var prefixes = map[string]string{
	"accessanalyzer": "access-analyzer", "cloudwatchlogs": "logs", "configservice": "config", "databasemigrationservice": "dms",
	"efs": "elasticfilesystem", "elasticloadbalancingv2": "elasticloadbalancing", "elasticsearchservice": "es", "opensearch": "es",
}

// coverage holds that the document says what could not be read, each thing once.
func coverage(t *testing.T, a *awstest.Account, doc view.Scan, missing []string) {
	t.Helper()
	seen, actions := map[store.Gap]bool{}, map[string]bool{}
	for _, g := range doc.Coverage {
		op, ok := known()[g.Service+"."+g.Operation]
		named := cmp.Or(prefixes[g.Service], g.Service) + ":" + g.Operation // by the tests' AWS, whose word counts more than the declaration
		if !ok || len(op.Actions) == 0 || g.Account != a.ID || g.Region == "" || g.Action != named || !strings.Contains(g.Reason, "not authorized") {
			t.Errorf("gap %+v", g)
		}
		if seen[g] {
			t.Errorf("gap %+v is listed twice", g)
		}
		seen[g], actions[g.Action] = true, true
	}
	if all := slices.Sorted(maps.Keys(actions)); missing != nil && !slices.Equal(all, missing) {
		t.Errorf("missing are %q, want %q", all, missing)
	}
}

// TestHiddenIsNotPlanned holds that no write is planned on what could not be read.
func TestHiddenIsNotPlanned(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badBuckets(t, a)
	scan(t, a, 0)
	reports := bucket(a, "reports")
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "s3", Operation: "GetBucketPolicy", Resource: reports})
	p := planned(t, a)
	for _, s := range p.Steps {
		if s.Resource.Name == reports && slices.Contains(s.Remediations, "SetSSLBucketPolicy") {
			t.Errorf("step %s writes a policy that could not be read: %s", s.ID, s.Do[0].Input)
		}
	}
	left := false
	for _, l := range p.Left {
		left = left || l.Control == "S3.5" && strings.HasSuffix(l.Resource, reports)
	}
	if !left || len(p.Steps) == 0 {
		t.Errorf("%d steps; what is left does not name S3.5 of %s: %+v", len(p.Steps), reports, p.Left)
	}
}

// TestRegionsDenied holds that without a list of regions manten asks for their names, and takes those that are named.
func TestRegionsDenied(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ec2", Operation: "DescribeRegions"})
	if r := ends(t, a, 2, "scan"); !strings.Contains(r.stderr, "ec2:DescribeRegions") || !strings.Contains(r.stderr, "--region") {
		t.Errorf("it says %s", r.stderr)
	}
	if n := a.Count("iam", ""); n > 0 {
		t.Errorf("%d calls were made all the same", n)
	}
	scan(t, a, 0)
}
