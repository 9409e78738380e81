package awstest

import (
	"encoding/xml"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

func boundaryStandIns() []StandIn {
	why := "moto leaves out PermissionsBoundaryUsageCount; AWS counts the users and roles whose permissions boundary the policy is. " +
		"Only roles are counted, since moto forgets the boundaries of users"
	return []StandIn{
		{Always: true, Service: "iam", Operation: "GetAccountAuthorizationDetails", Why: why, do: boundaryUses},
		{Always: true, Service: "iam", Operation: "GetPolicy", Why: why, do: boundaryUses},
	}
}

// policyCounts is where moto tells a policy's ARN and, behind it, how often it is attached.
var policyCounts = regexp.MustCompile(`(?s)<Arn>([^<]*:policy/[^<]*)</Arn>(.*?)<AttachmentCount>\d+</AttachmentCount>`)

// boundaryUses puts the count behind that of the attachments of each policy in the answer.
func boundaryUses(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK || !policyCounts.Match(reply.Body) {
		return reply
	}
	roles := x.ask("GetAccountAuthorizationDetails", "Action=GetAccountAuthorizationDetails&Version=2010-05-08&Filter.member.1=Role")
	var details struct {
		Boundaries []string `xml:"GetAccountAuthorizationDetailsResult>RoleDetailList>member>PermissionsBoundary>PermissionsBoundaryArn"`
	}
	if roles == nil || xml.Unmarshal(roles.Body, &details) != nil {
		return x.Refuse(http.StatusInternalServerError, x.Call.protocol.failed(), "awstest: moto does not tell the roles")
	}
	uses := map[string]int{}
	for _, arn := range details.Boundaries {
		uses[arn]++
	}
	body := policyCounts.ReplaceAllStringFunc(string(reply.Body), func(policy string) string {
		arn := policyCounts.FindStringSubmatch(policy)[1]
		return strings.Join([]string{policy, "<PermissionsBoundaryUsageCount>", strconv.Itoa(uses[arn]), "</PermissionsBoundaryUsageCount>"}, "")
	})
	reply.Body = []byte(body)
	return reply
}
