package view

import (
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/text"
)

// cannedSync is a sync with something of every kind, as it would be, or as it went.
func cannedSync(sent bool) Sync {
	off := text.Message{Text: "Security Hub is not enabled in ap-northeast-1: nothing is sent there"}
	doc := Sync{
		Account: account, Finished: scanned, Sent: sent,
		Regions: []SyncRegion{
			{Region: "ap-northeast-1", Problem: off.Text, Message: off},
			{Region: "eu-west-1", Failed: 8, Passed: 2, Unread: 1, Archived: 3},
			{Region: "us-east-1", Failed: 1},
		},
		Workflow: []SyncWorkflow{
			{
				Region: "eu-west-1", Control: "S3.8", Resource: "arn:aws:s3:::logs", Own: true, From: control.New, To: control.Resolved,
				Note: "ConfigureS3BucketPublicAccessBlock was applied by Manten's run 7f3a on 2026-11-22 10:00 UTC. Read again after it, S3.8 passes. To take it back: manten undo 7f3a",
			},
			{
				Region: "us-east-1", Control: "IAM.7", Resource: "AWS::::Account:" + account, From: control.New, To: control.Notified,
				Note: "SetIAMPasswordPolicy did not succeed in Manten's run 7f3a on 2026-11-22 10:00 UTC, and somebody has to look at it: manten runs show 7f3a. iam:UpdateAccountPasswordPolicy is missing",
			},
		},
	}
	if sent {
		doc.Regions[1].Taken, doc.Regions[1].Updated, doc.Regions[2].Taken = 13, 1, 1
		doc.Regions[2].Message = text.Message{Text: "securityhub:BatchUpdateFindings is missing in us-east-1"}
		doc.Regions[2].Problem = doc.Regions[2].Message.Text
		doc.Left = []SyncLeft{{Region: "eu-west-1", Finding: "manten/111122223333/eu-west-1/S3.1/2043c0", Code: "InvalidInput", Why: "Invalid " + nasty}}
	}
	return doc
}
