package securityhub

import (
	"encoding/json"
	"strings"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/text"
)

// compliance is the class of OCSF that control findings have.
const compliance = 2003

// closed is the activity of OCSF by which a finding goes out of the list of those that hold.
const closed = 3

// ocsf is what matters of a Compliance Finding of the Open Cybersecurity Schema Framework.
type ocsf struct {
	Class    int    `json:"class_uid"`
	Activity int    `json:"activity_id"`
	StatusID int    `json:"status_id"`
	Status   string `json:"status"`
	Comment  string `json:"comment"`
	Info     struct {
		UID   string `json:"uid"`
		Title string `json:"title"`
	} `json:"finding_info"`
	Meta struct {
		Product struct {
			UID string `json:"uid"`
		} `json:"product"`
	} `json:"metadata"`
	Compliance struct {
		Control string `json:"control"`
		Status  string `json:"status"`
	} `json:"compliance"`
	Cloud struct {
		Region  string `json:"region"`
		Account struct {
			UID string `json:"uid"`
		} `json:"account"`
	} `json:"cloud"`
	Resources []struct {
		Type   string `json:"type"`
		UID    string `json:"uid"`
		Region string `json:"region"`
	} `json:"resources"`
}

func parseOCSF(raw json.RawMessage) (Item, text.Message) {
	var f ocsf
	err := json.Unmarshal(raw, &f)
	switch {
	case err != nil:
		return Item{ID: f.Info.UID}, textForm.With("error", err.Error())
	case f.Class != compliance:
		return Item{ID: f.Info.UID}, textClass.With("class", number(f.Class))
	}
	x := Item{
		ID: f.Info.UID, Title: f.Info.Title, Account: f.Cloud.Account.UID, Names: controlsNamed("security-control/" + f.Compliance.Control),
		Standing: Standing{
			Status: statusOf(f.Compliance.Status), Workflow: f.workflow(), Archived: f.Activity == closed, Note: f.Comment,
		},
	}
	regions := []string{f.Cloud.Region}
	for _, r := range f.Resources {
		x.Resources = append(x.Resources, Thing{Type: r.Type, ID: r.UID, Region: named(r.Region)})
		regions = append(regions, r.Region)
	}
	x.Region = named(append(regions, regionOf(f.Info.UID), regionOf(f.Meta.Product.UID))...)
	return x, text.Message{}
}

// workflow is the status in Security Hub's older words. Somebody at work on a finding knows of it.
func (f ocsf) workflow() control.Workflow {
	numbers := map[int]control.Workflow{1: control.New, 2: control.Notified, 3: control.Suppressed, 4: control.Resolved}
	if w, ok := numbers[f.StatusID]; ok {
		return w
	}
	words := map[string]control.Workflow{
		"new": control.New, "in progress": control.Notified, "suppressed": control.Suppressed, "resolved": control.Resolved,
	}
	return words[strings.ToLower(f.Status)]
}
