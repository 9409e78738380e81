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
		{service: "autoscaling", operation: "DescribeAutoScalingGroups", take: takeForm("NextToken"), split: xmlList{list: "AutoScalingGroups", token: xmlToken("NextToken")}.split},
		{service: "cloudwatch", operation: "DescribeAlarms", take: takeJSON("NextToken"), split: jsonList{list: "MetricAlarms", token: "NextToken"}.split},
		{service: "cloudwatchlogs", operation: "DescribeLogGroups", take: takeJSON("nextToken"), split: jsonList{list: "logGroups", token: "nextToken"}.split},
		{service: "cloudwatchlogs", operation: "DescribeMetricFilters", take: takeJSON("nextToken"), split: jsonList{list: "metricFilters", token: "nextToken"}.split},
		{service: "codebuild", operation: "ListProjects", take: takeJSON("nextToken"), split: jsonList{list: "projects", token: "nextToken"}.split},
		{service: "ec2", operation: "DescribeFlowLogs", take: takeForm("NextToken"), split: xmlList{list: "flowLogSet", token: ec2Token}.split},
		{service: "ec2", operation: "DescribeInstances", take: takeForm("NextToken"), split: xmlList{list: "reservationSet", token: ec2Token}.split},
		{service: "ec2", operation: "DescribeNetworkAcls", take: takeForm("NextToken"), split: xmlList{list: "networkAclSet", token: ec2Token}.split},
		{service: "ec2", operation: "DescribeSecurityGroups", take: takeForm("NextToken"), split: securityGroups.split},
		{service: "ec2", operation: "DescribeSnapshots", take: takeForm("NextToken"), split: snapshots.split},
		{service: "ec2", operation: "DescribeVpcs", take: takeForm("NextToken"), split: xmlList{list: "vpcSet", token: ec2Token}.split},
		{service: "efs", operation: "DescribeFileSystems", take: takeQuery("Marker"), split: jsonList{list: "FileSystems", token: "NextMarker"}.split},
		{service: "elasticloadbalancingv2", operation: "DescribeListeners", take: takeForm("Marker"), split: xmlList{list: "Listeners", token: xmlToken("NextMarker")}.split},
		{service: "elasticloadbalancingv2", operation: "DescribeLoadBalancers", take: takeForm("Marker"), split: xmlList{list: "LoadBalancers", token: xmlToken("NextMarker")}.split},
		{service: "elasticloadbalancingv2", operation: "DescribeRules", take: takeForm("Marker"), split: xmlList{list: "Rules", token: xmlToken("NextMarker")}.split},
		{service: "guardduty", operation: "ListDetectors", take: takeQuery("nextToken"), split: jsonList{list: "detectorIds", token: "nextToken"}.split},
		{service: "iam", operation: "ListUsers", take: takeForm("Marker"), split: users.split},
		{service: "kms", operation: "ListAliases", take: takeJSON("Marker"), split: jsonList{list: "Aliases"}.split},
		{service: "kms", operation: "ListKeys", take: takeJSON("Marker"), split: keys.split},
		{service: "lambda", operation: "ListFunctions", take: takeQuery("Marker"), split: jsonList{list: "Functions", token: "NextMarker"}.split},
		{service: "rds", operation: "DescribeDBClusterSnapshots", take: takeForm("Marker"), split: xmlList{list: "DBClusterSnapshots", token: xmlToken("Marker")}.split},
		{service: "rds", operation: "DescribeDBClusters", take: takeForm("Marker"), split: xmlList{list: "DBClusters", token: xmlToken("Marker")}.split},
		{service: "rds", operation: "DescribeDBInstances", take: takeForm("Marker"), split: xmlList{list: "DBInstances", token: xmlToken("Marker")}.split},
		{service: "rds", operation: "DescribeDBSnapshots", take: takeForm("Marker"), split: xmlList{list: "DBSnapshots", token: xmlToken("Marker")}.split},
		{service: "redshift", operation: "DescribeClusters", take: takeForm("Marker"), split: xmlList{list: "Clusters", token: xmlToken("Marker")}.split},
		{service: "s3", operation: "ListBuckets", take: takeQuery("continuation-token"), split: buckets.split},
		{service: "sagemaker", operation: "ListNotebookInstances", take: takeJSON("NextToken"), split: jsonList{list: "NotebookInstances", token: "NextToken"}.split},
		{service: "sns", operation: "ListSubscriptions", take: takeForm("NextToken"), split: xmlList{list: "Subscriptions", token: xmlToken("NextToken")}.split},
		{service: "sns", operation: "ListSubscriptionsByTopic", take: takeForm("NextToken"), split: xmlList{list: "Subscriptions", token: xmlToken("NextToken")}.split},
		{service: "sns", operation: "ListTopics", take: takeForm("NextToken"), split: xmlList{list: "Topics", token: xmlToken("NextToken")}.split},
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
