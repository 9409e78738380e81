package view

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// named is the nasty name without the byte that cannot stand in a plan.
var named = strings.ToValidUTF8(nasty, "")

func ref(t resource.Type, region, id, name string) resource.Ref {
	return resource.Ref{Type: t, Account: account, Region: region, ID: id, Name: name}
}

func known(value string) json.RawMessage { return raw(`{"state":"known","value":` + value + `}`) }

var absent = raw(`{"state":"absent"}`)

func cannedPlan() *plan.Plan {
	n := func(i int) *int { return &i }
	return &plan.Plan{
		Schema: plan.Schema, ID: "p4x7", Account: account, Scan: "scan1", ScanFinished: scanned, Created: now,
		Score: []plan.ScoreChange{
			{Standard: standard.All, Now: n(63), After: n(92)},
			{Standard: standard.FSBP, Now: n(71), After: n(100)},
			{Standard: standard.CIS120, Now: n(100), After: n(100)},
		},
		Steps:     []plan.Step{groupStep(), policyStep(), keyStep(), bucketStep(), snapshotStep()},
		Announced: []plan.Announced{{Control: "S3.9", Resource: "arn:aws:s3:::logs-new", Why: text.Message{Text: "access logging is off"}}},
		Left: []plan.Left{
			{Control: "IAM.6", Resource: "AWS::::Account:" + account, Region: "us-east-1", Why: text.Message{Text: "a person has to do it: manten explain IAM.6"}},
			{Control: "S3.8", Resource: "arn:aws:s3:::" + named, Why: text.Message{Text: "excluded by prod-*"}},
			{Control: "S3.8", Resource: "arn:aws:s3:::prod-b", Why: text.Message{Text: "excluded by prod-*"}},
			{Control: "S3.5", Resource: "arn:aws:s3:::prod-b", Why: text.Message{Text: "excluded by prod-*"}},
		},
	}
}

func groupStep() plan.Step {
	rule := func(cidr, more string) string {
		return `{"Protocol":"tcp","FromPort":22,"ToPort":22,"CIDR":"` + cidr + `"` + more + `}`
	}
	return plan.Step{
		ID: "1", Region: "ap-northeast-1", Remediations: []string{"DisablePublicAccessForSecurityGroup"}, Controls: []control.ID{"EC2.13", "EC2.14"},
		Resource: ref("AWS::EC2::SecurityGroup", "ap-northeast-1", "arn:aws:ec2:ap-northeast-1:123456789012:security-group/sg-0a1", "sg-0a1"),
		Changes: []plan.Change{{
			Fact:   "Ingress",
			Before: known("[" + rule("0.0.0.0/0", `,"Description":"temporary, remove"`) + "," + rule("10.0.0.0/8", "") + "]"),
			After:  known("[" + rule("10.0.0.0/8", "") + "]"),
		}},
		Do:         []plan.Call{{Operation: "ec2.RevokeSecurityGroupIngress", Input: raw(`{"GroupId":"sg-0a1","SecurityGroupRuleIds":["sgr-1"]}`)}},
		Undo:       []plan.Call{{Operation: "ec2.AuthorizeSecurityGroupIngress", Input: raw(`{"GroupId":"sg-0a1","IpPermissions":[{"IpProtocol":"tcp"}]}`)}},
		Interrupts: []text.Message{{Text: `2 network interfaces are attached (i-0f3 "bastion", i-0c9 "batch"): SSH from outside ends at once`}},
	}
}

func policyStep() plan.Step {
	policy := func(length, age string) json.RawMessage {
		return known(`{"MinimumPasswordLength":` + length + `,"RequireSymbols":` + map[bool]string{true: "true", false: "false"}[age != "0"] +
			`,"RequireNumbers":true,"MaxPasswordAge":` + age + `}`)
	}
	return plan.Step{
		ID: "2", Region: "us-east-1", Remediations: []string{"SetIAMPasswordPolicy"},
		Resource: ref("AWS::IAM::Account", "us-east-1", "AWS::::Account:"+account, account),
		Controls: []control.ID{"IAM.7", "IAM.11", "IAM.12"},
		Changes:  []plan.Change{{Fact: "PasswordPolicy", Before: policy("8", "0"), After: policy("14", "90")}},
		Do:       []plan.Call{{Operation: "iam.UpdateAccountPasswordPolicy", Input: raw(`{"MinimumPasswordLength":14}`)}},
		Undo:     []plan.Call{{Operation: "iam.UpdateAccountPasswordPolicy", Input: raw(`{"MinimumPasswordLength":8}`)}},
		Risk:     []text.Message{{Text: "14 of 23 users have older passwords and must change them at next sign-in"}},
	}
}

func keyStep() plan.Step {
	keys := func(active string) json.RawMessage {
		return known(`[{"ID":"AKIAEXAMPLE7Q2","Active":` + active + `,"Created":"2025-08-15T09:00:00Z"},{"ID":"AKIAEXAMPLE9ZZ","Active":true,"Created":"2026-09-15T09:00:00Z"}]`)
	}
	return plan.Step{
		ID: "3", Region: "us-east-1", Remediations: []string{"RevokeUnrotatedKeys"}, Controls: []control.ID{"IAM.3"},
		Resource: ref("AWS::IAM::User", "us-east-1", "arn:aws:iam::123456789012:user/"+named, named),
		Changes:  []plan.Change{{Fact: "AccessKeys", Before: keys("true"), After: keys("false")}},
		Do:       []plan.Call{{Operation: "iam.UpdateAccessKey", Input: raw(`{"AccessKeyId":"AKIAEXAMPLE7Q2","Status":"Inactive","UserName":` + quoted(named) + `}`)}},
		Undo:     []plan.Call{{Operation: "iam.UpdateAccessKey", Input: raw(`{"AccessKeyId":"AKIAEXAMPLE7Q2","Status":"Active","UserName":` + quoted(named) + `}`)}},
		After:    []string{"2"},
		Cost:     plan.Cost{Unknown: &text.Message{Text: "the price depends on use"}},
	}
}

// bucketStep adds a statement to a policy, and blocks what was never blocked.
func bucketStep() plan.Step {
	other := `{"Sid":"Read","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::公開バケット/*"}`
	tls := `{"Sid":"AllowSSLRequestsOnly","Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":["arn:aws:s3:::公開バケット","arn:aws:s3:::公開バケット/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}`
	before := `{"Version":"2012-10-17","Statement":[` + other + `]}`
	after := `{"Version":"2012-10-17","Statement":[` + other + `,` + tls + `]}`
	return plan.Step{
		ID: "4", Region: "ap-northeast-1", Remediations: []string{"ConfigureS3BucketPublicAccessBlock", "SetSSLBucketPolicy"},
		Controls: []control.ID{"S3.5", "S3.8"}, Resource: ref("AWS::S3::Bucket", "ap-northeast-1", "arn:aws:s3:::公開バケット", "公開バケット"),
		Changes: []plan.Change{
			{Fact: "Policy", Before: known(quoted(before)), After: known(quoted(after))},
			{Fact: "PublicAccessBlock", Before: absent, After: known(`{"BlockPublicAcls":true,"IgnorePublicAcls":true}`)},
			{Fact: "Tags", Before: known(`{"note":"none"}`), After: known(`{"note":` + quoted(named) + `,"owner":"ops"}`)},
		},
		Do: []plan.Call{
			{Operation: "s3.PutPublicAccessBlock", Input: raw(`{"Bucket":"公開バケット","PublicAccessBlockConfiguration":{"BlockPublicAcls":true}}`)},
			{Operation: "s3.PutBucketPolicy", Move: 1, Input: raw(`{"Bucket":"公開バケット","Policy":` + quoted(after) + `}`)},
		},
		Undo: []plan.Call{
			{Operation: "s3.PutBucketPolicy", Move: 1, Input: raw(`{"Bucket":"公開バケット","Policy":` + quoted(before) + `}`)},
			{Operation: "s3.DeletePublicAccessBlock", Input: raw(`{"Bucket":"公開バケット"}`)},
		},
		Cost: plan.CostOf(3, text.Message{Text: "1 key × 1.00"}, text.Message{Text: "log storage 2.00"}),
		Risk: []text.Message{{Text: "clients that use http:// are refused from now on"}, {Text: "anybody can read it today: " + named}},
	}
}

func snapshotStep() plan.Step {
	return plan.Step{
		ID: "5", Region: "eu-west-1", Remediations: []string{"EncryptSnapshot"}, Controls: []control.ID{"EC2.1"},
		Resource:     ref("AWS::EC2::Snapshot", "eu-west-1", "arn:aws:ec2:eu-west-1:123456789012:snapshot/snap-1", "snap-1"),
		Changes:      []plan.Change{{Fact: "Encrypted", Before: known("false"), After: known("true")}, {Fact: "Secret", Sensitive: true}},
		Do:           []plan.Call{{Operation: "ec2.DeleteSnapshot", Input: raw(`{"SnapshotId":"snap-1"}`)}},
		Irreversible: &text.Message{Text: "the unencrypted snapshot is deleted"},
	}
}

func cannedRun() *plan.Run {
	t := now.Add(time.Minute)
	call := func(op string, err string) plan.CallRecord {
		return plan.CallRecord{Operation: op, Started: t, Finished: t.Add(700 * time.Millisecond), RequestID: "8f2c-" + op, Error: err}
	}
	return &plan.Run{
		Schema: plan.RunSchema, ID: "7f3a", Plan: "p4x7", Digest: "sha256:abc", Account: account, Started: t, Finished: t.Add(41 * time.Second),
		By:         plan.By{ARN: "arn:aws:iam::123456789012:user/ada", OSUser: named},
		ApprovedBy: []plan.Approval{{Steps: []string{"2", "3", "4", "5"}, By: plan.By{ARN: "arn:aws:iam::123456789012:user/grace", OSUser: "grace"}, At: now}},
		Steps: []plan.RunStep{
			{Step: "1", State: plan.Skipped, Reason: "interrupts what is in use, not approved: --approve-interrupting 1", Finished: t},
			{
				Step: "2", State: plan.Verified, Reason: "read again: IAM.7, IAM.11, IAM.12 now pass", Finished: t.Add(1200 * time.Millisecond),
				Calls:    []plan.CallRecord{call("iam.UpdateAccountPasswordPolicy", "")},
				Verdicts: []plan.VerdictRecord{{Control: "IAM.7", Status: control.Passed, Reason: "the policy is strong enough"}},
				Observed: map[string]json.RawMessage{"PasswordPolicy": policyStep().Changes[0].After},
			},
			{Step: "3", State: plan.Pending, Reason: "the calls were made; AWS does not show the change yet", Finished: t, Calls: []plan.CallRecord{{Operation: "iam.UpdateAccessKey", Started: t}}},
			{
				Step: "4", State: plan.Failed, Reason: "s3:PutBucketPolicy is missing on " + named, Finished: t.Add(75 * time.Second),
				Calls:    []plan.CallRecord{call("s3.PutPublicAccessBlock", ""), call("s3.PutBucketPolicy", "AccessDenied: "+named)},
				Verdicts: []plan.VerdictRecord{{Control: "S3.5", Status: control.Failed, Reason: "the policy lets http through ```"}},
				Observed: map[string]json.RawMessage{"Policy": bucketStep().Changes[0].Before},
			},
			{Step: "5", State: plan.AlreadySo, Reason: "it is already as planned, nothing was changed", Finished: t},
		},
	}
}
