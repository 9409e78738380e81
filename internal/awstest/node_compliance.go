package awstest

import (
	"slices"
	"strconv"
)

// itemsOf gives the statuses of a node's items by compliance type.
func (n Node) itemsOf(compliance string) []string {
	if compliance == "Patch" {
		return n.Patches
	}
	return n.Associations
}

var complianceTypes = []string{"Association", "Patch"}

func (s *settings) listSummaries(x *Exchange) *Reply {
	return nodeList(x, "ResourceComplianceSummaryItems", 1, 50, []string{"ComplianceType", "Status"}, func(q nodeQuestion) []any {
		var all []any
		for _, n := range s.nodes.of(x.Call.Account, x.Call.Region) {
			for _, c := range complianceTypes {
				status := overall(n.itemsOf(c))
				if status != "" && q.takes(map[string]string{"ComplianceType": c, "Status": status}) {
					all = append(all, n.complianceSummary(c, status))
				}
			}
		}
		return all
	})
}

// overall is the status of a node over its items, empty where there are none.
func overall(statuses []string) string {
	switch {
	case len(statuses) == 0:
		return ""
	case slices.Contains(statuses, "NON_COMPLIANT"):
		return "NON_COMPLIANT"
	}
	return "COMPLIANT"
}

func (n Node) complianceSummary(compliance, status string) any {
	bad := 0
	for _, s := range n.itemsOf(compliance) {
		if s == "NON_COMPLIANT" {
			bad++
		}
	}
	return map[string]any{
		"ComplianceType": compliance, "OverallSeverity": "UNSPECIFIED", "ResourceId": n.ID, "ResourceType": "ManagedInstance", "Status": status,
		"CompliantSummary":    map[string]any{"CompliantCount": len(n.itemsOf(compliance)) - bad},
		"NonCompliantSummary": map[string]any{"NonCompliantCount": bad},
		"ExecutionSummary":    map[string]any{"ExecutionTime": 1767323045},
	}
}

func (s *settings) listItems(x *Exchange) *Reply {
	return nodeList(x, "ComplianceItems", 1, 50, []string{"ComplianceType", "Status"}, func(q nodeQuestion) []any {
		var all []any
		for _, n := range s.nodes.of(x.Call.Account, x.Call.Region) {
			if !slices.Contains(q.ResourceIDs, n.ID) {
				continue
			}
			for _, c := range complianceTypes {
				for i, status := range n.itemsOf(c) {
					if q.takes(map[string]string{"ComplianceType": c, "Status": status}) {
						all = append(all, map[string]any{
							"ComplianceType": c, "Id": c + "-" + strconv.Itoa(i), "ResourceId": n.ID, "ResourceType": "ManagedInstance",
							"Severity": "UNSPECIFIED", "Status": status, "ExecutionSummary": map[string]any{"ExecutionTime": 1767323045},
						})
					}
				}
			}
		}
		return all
	})
}
