package awstest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// A Node is a managed node of Systems Manager, with the statuses of its compliance items: "COMPLIANT", "NON_COMPLIANT".
type Node struct {
	ID           string // "i-…" or "mi-…"
	Associations []string
	Patches      []string
}

// Nodes sets the managed nodes that the account has in a region.
func (a *Account) Nodes(region string, list ...Node) {
	a.server.settings.nodes.set(a.ID, region, list)
}

func (s *settings) nodeStandIns() []StandIn {
	why := "moto lacks it; an account has no managed nodes until a test sets some"
	return []StandIn{
		{Always: true, Service: "ssm", Operation: "DescribeInstanceInformation", Why: why, do: s.describeNodes},
		{Always: true, Service: "ssm", Operation: "ListComplianceItems", Why: why, do: s.listItems},
		{Always: true, Service: "ssm", Operation: "ListResourceComplianceSummaries", Why: why, do: s.listSummaries},
	}
}

// A nodeQuestion is what the three operations are asked with.
type nodeQuestion struct {
	Filters []struct {
		Key    string
		Type   string
		Values []string
	}
	MaxResults    *int
	NextToken     string
	ResourceIDs   []string `json:"ResourceIds"`
	ResourceTypes []string
}

// takes tells whether what has these values passes the filters. The empty string stands for a key that there is not.
func (q nodeQuestion) takes(values map[string]string) bool {
	for _, f := range q.Filters {
		if !slices.Contains(f.Values, values[f.Key]) {
			return false
		}
	}
	return true
}

// nodeList answers with a page of what a question leaves over; keys are those that its filters may have, and few is the
// least that a page may be set to.
func nodeList(x *Exchange, name string, few, normal int, keys []string, list func(q nodeQuestion) []any) *Reply {
	var q nodeQuestion
	if err := json.Unmarshal(x.Body, &q); err != nil {
		return x.Refuse(http.StatusBadRequest, "SerializationException", err.Error())
	}
	size := normal
	if q.MaxResults != nil {
		if size = *q.MaxResults; size < few || size > 50 {
			return x.Refuse(http.StatusBadRequest, "ValidationException", "MaxResults is not between "+strconv.Itoa(few)+" and 50")
		}
	}
	for _, f := range q.Filters {
		if !slices.Contains(keys, f.Key) {
			return x.Refuse(http.StatusBadRequest, "InvalidFilterKey", f.Key+" is no filter")
		}
		if f.Type != "" && f.Type != "EQUAL" {
			return x.Refuse(http.StatusNotImplemented, "NotImplemented", "awstest knows no filters of type "+f.Type)
		}
	}
	page, next, err := pageOf(list(q), q.NextToken, size)
	if err != nil {
		return x.Refuse(http.StatusBadRequest, "InvalidNextToken", err.Error())
	}
	answer := map[string]any{name: append([]any{}, page...)}
	if next != "" {
		answer["NextToken"] = next
	}
	return jsonReply(x, answer)
}

func (s *settings) describeNodes(x *Exchange) *Reply {
	return nodeList(x, "InstanceInformationList", 5, 10, []string{"InstanceIds"}, func(q nodeQuestion) []any {
		var all []any
		for _, n := range s.nodes.of(x.Call.Account, x.Call.Region) {
			if !q.takes(map[string]string{"InstanceIds": n.ID}) {
				continue
			}
			kind := "EC2Instance"
			if strings.HasPrefix(n.ID, "mi-") {
				kind = "ManagedInstance"
			}
			all = append(all, map[string]any{
				"AgentVersion": "3.3.1611.0", "InstanceId": n.ID, "PingStatus": "Online", "PlatformType": "Linux", "ResourceType": kind,
			})
		}
		return all
	})
}
