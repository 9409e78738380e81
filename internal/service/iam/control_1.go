package iam

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

type params1 struct {
	// ExcludePermissionBoundaryPolicy leaves policies out that are used as permissions boundaries only.
	ExcludePermissionBoundaryPolicy bool `json:"excludePermissionBoundaryPolicy"`
}

var control1 = catalog.Control(Service, catalog.ControlSpec[iam.Policy, params1]{
	ID:       "IAM.1",
	Title:    `IAM policies should not allow full "*" administrative privileges`,
	TitleJA:  "IAM ポリシーでは、完全な「*」管理者権限を許可してはいけません",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "IAM.1",
		standard.CIS120:  "1.22",
		standard.CIS140:  "1.16",
		standard.PCI321:  "PCI.IAM.3:7.2.1",
		standard.NIST800: "IAM.1",
	},
	Reads:    []string{"Document", "Attachments", "BoundaryUses"},
	Partial:  true,
	Defaults: params1{ExcludePermissionBoundaryPolicy: true},
	Advice:   advice1,
	Evaluate: func(p iam.Policy, params params1, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(p, "Document"); unsure {
			return v
		}
		doc, err := policy.Parse(p.Document.Value())
		if err != nil {
			return control.Unknown(unreadable1.With("error", err.Error()))
		}
		admin := administrative(doc)
		if len(admin) == 0 {
			return control.Pass(bounded1.With())
		}
		if params.ExcludePermissionBoundaryPolicy {
			if v, unsure := catalog.Unsure(p, "Attachments", "BoundaryUses"); unsure {
				return v
			}
			if p.Attachments.Value() == 0 && p.BoundaryUses.Value() > 0 {
				return control.Skip(boundary1.With("count", strconv.Itoa(p.BoundaryUses.Value())))
			}
		}
		return control.Fail(admin1.With("statements", strings.Join(admin, ", ")))
	},
})

// administrative lists the Sids (or numbers, from 1) of the statements that allow every action on every resource.
func administrative(doc *policy.Document) []string {
	var out []string
	for i, s := range doc.Statements {
		if s.Effect != "Allow" || !slices.Contains(s.Action, "*") || !slices.Contains(s.Resource, "*") {
			continue
		}
		name := s.Sid
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		out = append(out, name)
	}
	return out
}
