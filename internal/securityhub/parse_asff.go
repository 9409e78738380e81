package securityhub

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/text"
)

var (
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
	regionName = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]+$`)
)

func number(n int) string { return strconv.Itoa(n) }

// asff is what matters of a finding in the AWS Security Finding Format. Source: Security Hub API Reference,
// "AwsSecurityFinding".
type asff struct {
	ID         string `json:"Id"`
	Title      string `json:"Title"`
	Product    string `json:"ProductArn"`
	Generator  string `json:"GeneratorId"`
	Account    string `json:"AwsAccountId"`
	Region     string `json:"Region"`
	Record     string `json:"RecordState"`
	Compliance struct {
		Status  string `json:"Status"`
		Control string `json:"SecurityControlId"`
	} `json:"Compliance"`
	Workflow struct {
		Status string `json:"Status"`
	} `json:"Workflow"`
	Note struct {
		Text string `json:"Text"`
	} `json:"Note"`
	Fields    map[string]string `json:"ProductFields"`
	Resources []struct {
		Type   string `json:"Type"`
		ID     string `json:"Id"`
		Region string `json:"Region"`
	} `json:"Resources"`
}

func parseASFF(raw json.RawMessage) (Item, text.Message) {
	var f asff
	if err := json.Unmarshal(raw, &f); err != nil {
		return Item{ID: f.ID}, textForm.With("error", err.Error())
	}
	if f.ID == "" && f.Generator == "" && f.Account == "" && len(f.Resources) == 0 {
		return Item{}, textNoFinding.With()
	}
	x := Item{
		ID: f.ID, Title: f.Title, Account: f.Account, Names: f.names(),
		Standing: Standing{
			Status: statusOf(f.Compliance.Status), Workflow: control.Workflow(f.Workflow.Status),
			Archived: f.Record == "ARCHIVED", Note: f.Note.Text,
		},
	}
	regions := []string{f.Region}
	for _, r := range f.Resources {
		x.Resources = append(x.Resources, Thing{Type: r.Type, ID: r.ID, Region: named(r.Region)})
		regions = append(regions, r.Region)
	}
	x.Region = named(append(regions, regionOf(f.ID), regionOf(f.Product))...)
	return x, text.Message{}
}

// named is the first of the words that names a region, empty where none does.
func named(words ...string) string {
	for _, w := range words {
		if regionName.MatchString(w) {
			return w
		}
	}
	return ""
}

// regionOf is the region in an ARN, empty where it has none.
func regionOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && parts[0] == "arn" {
		return parts[3]
	}
	return ""
}

// accountOf is the account in an ARN, empty where it has none.
func accountOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && parts[0] == "arn" {
		return parts[4]
	}
	return ""
}

// statusOf reads a compliance status in the words of ASFF or of OCSF.
func statusOf(word string) control.Status {
	switch strings.ToUpper(word) {
	case "PASSED", "PASS":
		return control.Passed
	case "FAILED", "FAIL":
		return control.Failed
	case "WARNING":
		return control.Warning
	case "":
		return ""
	}
	return control.NotAvailable
}

// names are the controls that the finding may be of. The id of the control stands in it whether or not control findings
// are consolidated; else the generator says it, else the fields of the product. Source: Security Hub User Guide, "Impact of
// consolidation on ASFF fields and values".
func (f asff) names() []control.ID {
	standard := f.Fields["StandardsArn"] + f.Fields["StandardsGuideArn"]
	of := f.Fields["ControlId"] + f.Fields["RuleId"]
	for _, said := range []string{
		"security-control/" + f.Compliance.Control, f.Generator, f.Fields["StandardsControlArn"], standard + "/" + of,
	} {
		if ids := controlsNamed(said); len(ids) > 0 {
			return ids
		}
	}
	return nil
}
