package awstest

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

func referenceStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "ec2", Operation: "DescribeSecurityGroupReferences", do: describeReferences,
		Why: "moto lacks it; worked out from the groups and VPC peerings that it has. AWS names only VPCs on the other side of a peering or transit gateway, never those of groups in the same VPC",
	}}
}

// A securityGroup is what DescribeSecurityGroups says of a group, as far as references go.
type securityGroup struct {
	ID      string      `xml:"groupId"`
	VPC     string      `xml:"vpcId"`
	Ingress []groupPair `xml:"ipPermissions>item>groups>item"`
	Egress  []groupPair `xml:"ipPermissionsEgress>item>groups>item"`
}

type groupPair struct {
	ID string `xml:"groupId"`
}

// A peering is what DescribeVpcPeeringConnections says of one.
type peering struct {
	Accepter  string `xml:"accepterVpcInfo>vpcId"`
	ID        string `xml:"vpcPeeringConnectionId"`
	Requester string `xml:"requesterVpcInfo>vpcId"`
	Status    string `xml:"status>code"`
}

// A reference is one item of the answer.
type reference struct {
	Group   string `xml:"groupId"`
	VPC     string `xml:"referencingVpcId"`
	Peering string `xml:"vpcPeeringConnectionId,omitempty"`
}

func describeReferences(x *Exchange) *Reply {
	form, err := url.ParseQuery(string(x.Body))
	if err != nil {
		return x.Refuse(http.StatusBadRequest, "MalformedQueryString", err.Error())
	}
	wanted := groupIDs(form)
	if len(wanted) == 0 {
		return x.Refuse(http.StatusBadRequest, "MissingParameter", "The request must contain the parameter groupIds")
	}
	var groups struct {
		List []securityGroup `xml:"securityGroupInfo>item"`
	}
	var peerings struct {
		List []peering `xml:"vpcPeeringConnectionSet>item"`
	}
	if reply := askEC2(x, "DescribeSecurityGroups", &groups); reply != nil {
		return reply
	}
	if reply := askEC2(x, "DescribeVpcPeeringConnections", &peerings); reply != nil {
		return reply
	}
	answer := struct {
		XMLName    xml.Name    `xml:"http://ec2.amazonaws.com/doc/2016-11-15/ DescribeSecurityGroupReferencesResponse"`
		RequestID  string      `xml:"requestId"`
		References []reference `xml:"securityGroupReferenceSet>item"`
	}{RequestID: "awstest"}
	for _, id := range wanted {
		i := slices.IndexFunc(groups.List, func(g securityGroup) bool { return g.ID == id })
		if i < 0 {
			return x.Refuse(http.StatusBadRequest, "InvalidGroup.NotFound", "The security group '"+id+"' does not exist")
		}
		answer.References = append(answer.References, references(groups.List[i], groups.List, peerings.List)...)
	}
	body, err := xml.Marshal(answer)
	if err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalError", err.Error())
	}
	return newReply(http.StatusOK, "text/xml", string(body))
}

// references finds the VPCs with a group that names this one in a rule.
func references(to securityGroup, groups []securityGroup, peerings []peering) []reference {
	var found []reference
	for _, g := range groups {
		pairs := slices.Concat(g.Ingress, g.Egress)
		if g.VPC == to.VPC || !slices.Contains(pairs, groupPair{ID: to.ID}) {
			continue
		}
		r := reference{Group: to.ID, Peering: peeringOf(g.VPC, to.VPC, peerings), VPC: g.VPC}
		if !slices.Contains(found, r) {
			found = append(found, r)
		}
	}
	return found
}

func peeringOf(one, other string, peerings []peering) string {
	for _, p := range peerings {
		ends := []string{p.Accepter, p.Requester}
		if p.Status == "active" && slices.Contains(ends, one) && slices.Contains(ends, other) {
			return p.ID
		}
	}
	return ""
}

// askEC2 reads moto's full answer to a question without parameters. What it returns is the
// answer to give if moto refuses.
func askEC2(x *Exchange, operation string, into any) *Reply {
	reply := x.ask(operation, url.Values{"Action": {operation}, "Version": {"2016-11-15"}}.Encode())
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	if err := xml.Unmarshal(reply.Body, into); err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalError", err.Error())
	}
	return nil
}

// groupIDs are the parameters GroupId.1, GroupId.2 …
func groupIDs(form url.Values) []string {
	var ids []string
	for name := range form {
		if strings.HasPrefix(name, "GroupId.") {
			ids = append(ids, form.Get(name))
		}
	}
	slices.Sort(ids)
	return ids
}
