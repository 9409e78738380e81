package awstest

import (
	"net/http"
)

// pageToken stands for the second page.
const pageToken = "awstest-second-page"

// A pager knows where an operation has its list and its tokens. The first page has the first
// half of moto's full answer, rounded down, and a token; the second has the rest.
type pager struct {
	operation string
	service   string
	// take removes the token from the call, so that moto does not see it, and reports
	// whether it was there.
	take func(*Exchange) bool
	// split leaves one of the pages in moto's answer.
	split func(body []byte, second bool) ([]byte, error)
}

func pagers() []pager {
	securityGroups := xmlList{list: "securityGroupInfo", token: ec2Token}
	snapshots := xmlList{list: "snapshotSet", token: ec2Token}
	users := xmlList{list: "Users", token: iamToken}
	buckets := xmlList{list: "Buckets", token: s3Token}
	keys := jsonList{list: "Keys"}
	return []pager{
		{service: "ec2", operation: "DescribeSecurityGroups", take: takeForm("NextToken"), split: securityGroups.split},
		{service: "ec2", operation: "DescribeSnapshots", take: takeForm("NextToken"), split: snapshots.split},
		{service: "iam", operation: "ListUsers", take: takeForm("Marker"), split: users.split},
		{service: "kms", operation: "ListKeys", take: takeJSON("Marker"), split: keys.split},
		{service: "s3", operation: "ListBuckets", take: takeQuery("continuation-token"), split: buckets.split},
	}
}

func pagingStandIns() []StandIn {
	why := "moto answers all at once and ignores the limit (for buckets it cuts the list and gives no token); splits its answer into two pages with the operation's own token"
	var list []StandIn
	for _, p := range pagers() {
		list = append(list, StandIn{Operation: p.operation, Service: p.service, Why: why, do: p.answer})
	}
	return list
}

// TwoPages makes a list of this account come in two pages, and returns what ends that. The
// lists that it knows are those of StandIns that are not in force always.
func (a *Account) TwoPages(service, operation string) (remove func()) {
	for _, p := range pagers() {
		if p.service == service && p.operation == operation {
			return a.Rule(Rule{Do: p.answer, Operation: operation, Service: service})
		}
	}
	panic("awstest: no pages for " + service + "." + operation)
}

func (p pager) answer(x *Exchange) *Reply {
	second := p.take(x)
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	body, err := p.split(reply.Body, second)
	if err != nil {
		return x.Refuse(http.StatusInternalServerError, x.Call.protocol.failed(), "awstest: split the answer: "+err.Error())
	}
	reply.Body = body
	return reply
}
