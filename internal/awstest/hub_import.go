package awstest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"
)

// hubRequired are the members that a finding must have, and hubCustomer those that are the customer's. Source: Security
// Hub User Guide, "Using BatchImportFindings to create and update findings".
var (
	hubRequired = []string{
		"AwsAccountId", "CreatedAt", "Description", "GeneratorId", "Id", "ProductArn", "Resources", "SchemaVersion", "Title", "UpdatedAt",
	}
	hubCustomer = []string{"Note", "UserDefinedFields", "VerificationState", "Workflow"}
)

// batchImport takes findings in as AWS does, and lets moto keep them.
func (h *hubs) batchImport(x *Exchange) *Reply {
	if no := x.closed(); no != nil {
		return no
	}
	var asked struct{ Findings []json.RawMessage }
	if err := json.Unmarshal(x.Body, &asked); err != nil {
		return x.hubInvalid(err.Error())
	}
	if n := len(asked.Findings); n < 1 || n > hubBatch {
		return x.hubInvalid("Findings has between 1 and 100 members")
	}
	defer h.hold(x)()
	before, err := x.hubFindings()
	if err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalException", err.Error())
	}
	failed, kept := []map[string]string{}, []hubFinding{}
	for _, raw := range asked.Findings {
		f, code, message := takeIn(x.Call, raw, before)
		if code != "" {
			failed = append(failed, map[string]string{"Id": f.text("Id"), "ErrorCode": code, "ErrorMessage": message})
			continue
		}
		if f != nil {
			kept = append(kept, f)
		}
	}
	if err := x.keep(kept); err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalException", err.Error())
	}
	return jsonReply(x, map[string]any{
		"FailedCount": len(failed), "FailedFindings": failed, "SuccessCount": len(asked.Findings) - len(failed),
	})
}

// keep lets moto keep findings. It puts what it is given over what it has.
func (x *Exchange) keep(all []hubFinding) error {
	if len(all) == 0 {
		return nil
	}
	var answer struct{ SuccessCount int }
	return x.askHub(http.MethodPost, "/findings/import", map[string]any{"Findings": all}, &answer)
}

// takeIn is what becomes of one finding: what to keep, nil if the earlier one stays, or why it is refused.
func takeIn(c Call, raw json.RawMessage, before []hubFinding) (f hubFinding, code, message string) {
	if err := json.Unmarshal(raw, &f); err != nil {
		return f, "InvalidInput", err.Error()
	}
	for _, name := range hubRequired {
		if f[name] == nil || f[name] == "" {
			return f, "InvalidInput", "Finding does not adhere to Amazon Finding Format. data should have required property '" + name + "'."
		}
	}
	switch {
	case len(raw) > hubLargest:
		return f, "FindingSizeExceeded", "Finding size exceeded 240 KB"
	case f.text("AwsAccountId") != c.Account:
		return f, "InvalidAccessException", "AwsAccountId is not that of the caller"
	}
	at := slices.IndexFunc(before, func(o hubFinding) bool {
		return o.text("Id") == f.text("Id") && o.text("ProductArn") == f.text("ProductArn")
	})
	for _, name := range hubCustomer {
		delete(f, name)
	}
	if f["RecordState"] == nil {
		f["RecordState"] = "ACTIVE"
	}
	f["Region"] = c.Region
	f["ProcessedAt"] = time.Now().UTC().Format(time.RFC3339Nano)
	if at < 0 {
		f["Workflow"] = map[string]any{"Status": "NEW"}
		return f, "", ""
	}
	if !later(f.text("UpdatedAt"), before[at].text("UpdatedAt")) {
		return nil, "", ""
	}
	if reopens(before[at], f) {
		f["Workflow"] = map[string]any{"Status": "NEW"}
	}
	out := maps.Clone(before[at])
	maps.Copy(out, f)
	return out, "", ""
}

func later(a, b string) bool {
	x, errX := time.Parse(time.RFC3339Nano, a)
	y, errY := time.Parse(time.RFC3339Nano, b)
	return errX == nil && (errY != nil || x.After(y))
}

// reopens tells whether a finding that was dealt with is new again. Source: Security Hub User Guide, "Setting the workflow
// status of findings".
func reopens(before, now hubFinding) bool {
	switch before.text("Workflow.Status") {
	case "NOTIFIED", "RESOLVED":
		back := before.text("RecordState") == "ARCHIVED" && now.text("RecordState") == "ACTIVE"
		fell := before.text("Compliance.Status") == "PASSED" && now.text("Compliance.Status") != "PASSED"
		return back || fell
	}
	return false
}
