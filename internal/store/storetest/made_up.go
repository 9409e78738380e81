package storetest

import (
	"fmt"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
)

// The account and the regions that tests write of.
const (
	account = "111122223333"
	tokyo   = "ap-northeast-1"
	global  = "us-east-1"
)

// at is a moment so many minutes after the tests begin, to the nanosecond.
func at(minutes int) time.Time {
	return time.Date(2026, 3, 4, 5, 6, 7, 89, time.UTC).Add(time.Duration(minutes) * time.Minute)
}

// scanAt is a complete scan of AWS that ends at that minute.
func scanAt(id string, minute int) store.Scan {
	return store.Scan{
		ID:       id,
		Account:  account,
		Regions:  []string{tokyo},
		Controls: []control.ID{"S3.8", "S3.9"},
		Started:  at(minute - 1),
		Finished: at(minute),
		Complete: true,
	}
}

// bucket is a resource in a region.
func bucket(region, name string) resource.Ref {
	return resource.Ref{
		Type:    "AWS::S3::Bucket",
		Account: account,
		Region:  region,
		ID:      resource.ARN(region, "s3", "", "", name),
		Name:    name,
	}
}

// finding is one as package evaluate hands it over: without history.
func finding(id control.ID, ref resource.Ref, status control.Status) control.Finding {
	return control.Finding{
		ID:       control.FindingID(id, ref),
		Control:  id,
		Resource: ref,
		Status:   status,
		Severity: control.High,
		Code:     "CODE",
		Reason: text.Message{
			Key: string(id) + "/made-up", Args: map[string]string{"bucket": ref.Name}, Text: "a <b> & 'c' 日本",
		},
	}
}

// resources are n buckets in their stored form.
func resources(n int) []store.StoredResource {
	list := make([]store.StoredResource, n)
	for i := range list {
		list[i] = store.StoredResource{
			Ref:     bucket(tokyo, fmt.Sprintf("bucket-%05d", n-i)),
			Version: 1 + i%3,
			Data:    []byte{0, 255, '"', byte(i)},
		}
	}
	return list
}

// opening asks for a run of the plan "plan-1" at that minute, with a lease of five minutes.
func opening(run string, minute int, by apply.Holder) apply.Opening {
	return apply.Opening{
		RunID:   run,
		Plan:    "plan-1",
		Digest:  "sha256:1",
		Account: account,
		By:      plan.By{ARN: "arn:aws:iam::111122223333:user/anna", OSUser: "anna"},
		Holder:  by,
		Steps:   []string{"2", "1", "10"},
		Now:     at(minute),
		Until:   at(minute + 5),
	}
}
