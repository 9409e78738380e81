package awstest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"
)

// A hubUpdate is what BatchUpdateFindings is asked for.
type hubUpdate struct {
	FindingIdentifiers []hubIdentifier
	Note               *struct{ Text, UpdatedBy string }
	UserDefinedFields  map[string]any
	VerificationState  string
	Workflow           *struct{ Status string }
}

type hubIdentifier struct {
	ID         string `json:"Id"`
	ProductArn string
}

// batchUpdate sets what is the customer's. Confidence, Criticality, RelatedFindings, Severity and Types are refused: nobody
// here sets them.
func (h *hubs) batchUpdate(x *Exchange) *Reply {
	if no := x.closed(); no != nil {
		return no
	}
	var asked hubUpdate
	var members map[string]json.RawMessage
	if err := json.Unmarshal(x.Body, &asked); err != nil {
		return x.hubInvalid(err.Error())
	}
	_ = json.Unmarshal(x.Body, &members) // it was JSON a line ago
	if why := asked.wrong(members); why != "" {
		return x.hubInvalid(why)
	}
	defer h.hold(x)()
	all, err := x.hubFindings()
	if err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalException", err.Error())
	}
	done, left, changed := []hubIdentifier{}, []map[string]any{}, []hubFinding{}
	for _, id := range asked.FindingIdentifiers {
		at := slices.IndexFunc(all, func(f hubFinding) bool { return f.text("Id") == id.ID && f.text("ProductArn") == id.ProductArn })
		if at < 0 {
			left = append(left, map[string]any{"FindingIdentifier": id, "ErrorCode": "FindingNotFound", "ErrorMessage": "Finding Not Found"})
			continue
		}
		done, changed = append(done, id), append(changed, asked.on(all[at]))
	}
	if err := x.keep(changed); err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalException", err.Error())
	}
	return jsonReply(x, map[string]any{"ProcessedFindings": done, "UnprocessedFindings": left})
}

// wrong says what AWS would refuse, empty if nothing. Sources: Security Hub API Reference, "BatchUpdateFindings",
// "NoteUpdate" and "WorkflowUpdate".
func (u hubUpdate) wrong(members map[string]json.RawMessage) string {
	switch n := len(u.FindingIdentifiers); {
	case n < 1 || n > hubBatch:
		return "FindingIdentifiers has between 1 and 100 members"
	case u.Note != nil && (u.Note.Text == "" || len([]rune(u.Note.Text)) > 512 || u.Note.UpdatedBy == ""):
		return "Note has a text of 1 to 512 characters, and who wrote it"
	case u.Workflow != nil && !slices.Contains([]string{"NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"}, u.Workflow.Status):
		return "Workflow.Status is no workflow status"
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(append([]string{"FindingIdentifiers"}, hubCustomer...), name) {
			return "awstest does not stand in for " + name
		}
	}
	return ""
}

// on is the finding with what was asked for.
func (u hubUpdate) on(f hubFinding) hubFinding {
	out := maps.Clone(f)
	if u.Note != nil {
		out["Note"] = map[string]any{
			"Text": u.Note.Text, "UpdatedBy": u.Note.UpdatedBy, "UpdatedAt": time.Now().UTC().Format(time.RFC3339Nano),
		}
	}
	if u.UserDefinedFields != nil {
		out["UserDefinedFields"] = u.UserDefinedFields
	}
	if u.VerificationState != "" {
		out["VerificationState"] = u.VerificationState
	}
	if u.Workflow != nil {
		out["Workflow"] = map[string]any{"Status": u.Workflow.Status}
	}
	return out
}
