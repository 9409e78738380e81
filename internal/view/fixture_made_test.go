package view

import (
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// madePlan has steps that create and delete, wait, take outputs and secrets, and were asked for by others.
func madePlan() *plan.Plan {
	return &plan.Plan{
		Schema: plan.Schema, ID: "m1", Account: account, ScanFinished: scanned, Created: now,
		Notes: []text.Message{{Text: "parameter /Solutions/SO0111/Key of Parameter Store could not be read and counts as not set: ssm.GetParameter gave AccessDenied: " + named}},
		Steps: []plan.Step{topicStep(), trailStep(), replaceStep(), dropStep()},
	}
}

// topicStep creates a topic for controls that judge the account and trails.
func topicStep() plan.Step {
	judged := func(id control.ID, r resource.Ref) plan.Judged { return plan.Judged{Control: id, Resource: r} }
	inAccount := ref(resource.Account, "us-east-1", "AWS::::Account:"+account, account)
	st := plan.Step{
		ID: "1", Region: "eu-west-1", Remediations: []string{"CreateTopic"}, For: []string{"CreateMetricFilterAndAlarm"}, Makes: plan.Creates,
		Controls: []control.ID{"CloudTrail.5", "CloudWatch.1", "CloudWatch.2", "SNS.1"},
		Resource: ref("AWS::SNS::Topic", "eu-west-1", "arn:aws:sns:eu-west-1:"+account+":Alarms", "Alarms"),
		Changes: []plan.Change{
			{Fact: "KMSKey", Before: absent, After: known(`"alias/aws/sns"`)},
			{Fact: "Policy", Before: absent, After: known(quoted(`{"Version":"2012-10-17","Statement":[{"Sid":"Own","Effect":"Allow"}]}`))},
			{Fact: "Subscriptions", Before: absent, After: known(`[]`)},
			{Fact: "Tags", Before: absent, After: known(`{"made-by":` + quoted(named) + `}`)},
			{Fact: "Token", Before: absent, After: known(`"hush"`), Sensitive: true},
		},
		Do:    []plan.Call{{Operation: "sns.CreateTopic", Input: raw(`{"Name":"Alarms"}`)}},
		Undo:  []plan.Call{{Operation: "sns.DeleteTopic", Input: raw(`{"TopicArn":"arn:aws:sns:eu-west-1:123456789012:Alarms"}`)}},
		Waits: &text.Message{Text: "somebody at " + named + " confirms the subscription"},
	}
	st.Elsewhere = []plan.Judged{
		judged("CloudWatch.1", inAccount), judged("CloudWatch.2", inAccount),
		judged("CloudTrail.5", ref("AWS::CloudTrail::Trail", "eu-west-1", "arn:aws:cloudtrail:eu-west-1:123456789012:trail/main", "main")),
	}
	return st
}

// trailStep takes what its first call gives into the later ones.
func trailStep() plan.Step {
	st := keyStep()
	st.ID, st.After, st.Elsewhere = "2", []string{"1"}, nil
	st.Do = []plan.Call{
		{Operation: "kms.CreateKey", Input: raw(`{"Description":` + quoted(named) + `}`), Keep: []string{"KeyMetadata.KeyId", "KeyMetadata.Arn"}},
		{
			Operation: "kms.CreateAlias", Move: 1, Input: raw(`{"AliasName":"alias/MANTEN <a&b> 'x'"}`),
			Outputs: []plan.Output{{Into: "TargetKeyId", Move: 0, Path: "KeyMetadata.KeyId"}},
		},
		{Operation: "ec2.CreateFlowLogs", Move: 2, Input: raw(`{"ResourceIds":["vpc-1"]}`), Keep: []string{"FlowLogIds.0"}},
	}
	st.Undo = []plan.Call{
		{Operation: "ec2.DeleteFlowLogs", Move: 2, Input: raw(`{}`), Outputs: []plan.Output{{Into: "FlowLogIds.0", Move: 2, Path: "FlowLogIds.0"}}},
		{Operation: "kms.DeleteAlias", Move: 1, Input: raw(`{"AliasName":"alias/MANTEN <a&b> 'x'"}`)},
		{
			Operation: "kms.ScheduleKeyDeletion", Input: raw(`{"PendingWindowInDays":7}`),
			Outputs: []plan.Output{{Into: "KeyId", Move: 0, Path: "KeyMetadata.KeyId", Value: "key-'1'"}},
		},
	}
	return st
}

// replaceStep waits between its calls, and has a secret in the last one.
func replaceStep() plan.Step {
	st := snapshotStep()
	st.ID, st.Changes = "3", st.Changes[:1]
	st.Do = []plan.Call{
		{Operation: "ec2.CopySnapshot", Input: raw(`{"SourceSnapshotId":"snap-1","Encrypted":true}`)},
		{
			Operation: "codebuild.UpdateProject", Move: 1, Input: raw(`{"Name":"build"}`),
			Await: &plan.Await{Facts: nil, For: text.Message{Text: "the copy is complete " + named}, Seconds: 3600},
			Secrets: []plan.Secret{{
				Into: "Environment.0.Value", Source: "codebuild.EnvironmentVariable", Args: map[string]string{"project": named, "name": "TOKEN"},
			}},
		},
		{Operation: "ec2.DeleteSnapshot", Move: 2, Input: raw(`{"SnapshotId":"snap-1"}`), Await: &plan.Await{For: text.Message{Text: "soon"}, Seconds: 90}},
	}
	return st
}

func dropStep() plan.Step {
	return plan.Step{
		ID: "4", Region: "us-east-1", Remediations: []string{"DeleteInlinePolicy"}, Controls: []control.ID{"IAM.3"}, Makes: plan.Deletes,
		Resource: ref("AWS::IAM::Group", "us-east-1", "arn:aws:iam::123456789012:group/old", "old"),
		Changes: []plan.Change{
			{Fact: "Members", Before: known(`["ada","grace"]`), After: absent},
			{Fact: "Path", Before: known(`"/"`), After: absent},
		},
		Do: []plan.Call{{Operation: "iam.DeleteGroup", Input: raw(`{"GroupName":"old"}`)}},
		Undo: []plan.Call{
			{Operation: "iam.CreateGroup", Input: raw(`{"GroupName":"old"}`), Outputs: []plan.Output{{Into: "Path", Move: 0, Path: "Group.Path"}}},
		},
	}
}

// haltedRun is a run of which a step is pending, and the one after it waits for that.
func haltedRun() *plan.Run {
	r := *cannedRun()
	waits := text.Message{Key: "x", Text: "waiting: the copy is complete"}
	r.Finished = time.Time{}
	r.Steps = []plan.RunStep{
		{Step: "1", State: plan.Verified, Reason: "read again: it is as planned", Verdicts: []plan.VerdictRecord{
			{Control: "CloudWatch.1", Resource: "AWS::::Account:" + account, Status: control.Passed, Reason: "there is an alarm"},
		}},
		{Step: "2", State: plan.Pending, Reason: waits.Text, Said: waits, Finished: r.Started},
		{Step: "3", State: plan.Planned, Reason: "step 2, which comes first, is pending"},
	}
	return &r
}
