package awstest

import (
	"net/http"
	"net/url"
	"strings"
)

// An identity says what a request is, as far as it says so itself.
type identity struct {
	accessKey string
	operation string
	protocol  protocol
	region    string
	service   string
}

// classify reads a request. What it cannot find stays empty; it never fails.
func classify(r *http.Request, body []byte) identity {
	scope := credentialScope(r)
	form := formOf(r, body)
	id := identity{accessKey: scope.accessKey, region: scope.region}
	id.service = serviceOf(scope.service, r, form)
	switch {
	case r.Header.Get("X-Amz-Target") != "":
		id.operation = afterLast(r.Header.Get("X-Amz-Target"), '.')
	case form.Get("Action") != "":
		id.operation, id.protocol = form.Get("Action"), protocolQuery
	default:
		id.operation = restOperation(id.service, r)
	}
	switch id.service {
	case "ec2":
		id.protocol = protocolEC2
	case "s3":
		id.protocol = protocolS3
	case "s3control":
		id.protocol = protocolS3Control
	}
	return id
}

// formOf is the parameters of a query-protocol request: in the body, or in the URL.
func formOf(r *http.Request, body []byte) url.Values {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		form, _ := url.ParseQuery(string(body)) // what could be read counts
		return form
	}
	return r.URL.Query()
}

type scope struct{ accessKey, region, service string }

// credentialScope reads AKID/20261122/eu-west-1/s3/aws4_request, which every signed request
// has in its Authorization header and every presigned one in its query.
func credentialScope(r *http.Request) scope {
	_, credential, found := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	if !found {
		credential = r.URL.Query().Get("X-Amz-Credential")
	}
	credential, _, _ = strings.Cut(credential, ",")
	parts := strings.Split(strings.TrimSpace(credential), "/")
	if len(parts) < 5 {
		return scope{accessKey: parts[0]}
	}
	parts = parts[len(parts)-5:]
	return scope{accessKey: parts[0], region: parts[2], service: parts[3]}
}

// signingNames are those that differ from the name of the SDK's package.
var signingNames = map[string]string{
	"access-analyzer":   "accessanalyzer",
	"config":            "configservice",
	"dms":               "databasemigrationservice",
	"elasticfilesystem": "efs",
	"es":                "opensearch",
	"events":            "eventbridge",
	"logs":              "cloudwatchlogs",
	"monitoring":        "cloudwatch",
	"states":            "sfn",
}

// iamPrefixes are those that differ from the name of the SDK's package.
var iamPrefixes = map[string]string{
	"accessanalyzer":           "access-analyzer",
	"cloudwatchlogs":           "logs",
	"configservice":            "config",
	"databasemigrationservice": "dms",
	"efs":                      "elasticfilesystem",
	"elasticloadbalancingv2":   "elasticloadbalancing",
	"elasticsearchservice":     "es",
	"eventbridge":              "events",
	"opensearch":               "es",
	"sfn":                      "states",
}

// iamPrefix is how IAM's actions on a service begin.
func iamPrefix(service string) string {
	if prefix, differs := iamPrefixes[service]; differs {
		return prefix
	}
	return service
}

// serviceOf is the SDK's package for a signing name. Where two packages share one, the path or
// the version of the API tells.
func serviceOf(signing string, r *http.Request, form url.Values) string {
	switch {
	case signing == "s3" && strings.HasPrefix(r.URL.Path, "/v20180820/"):
		return "s3control"
	case signing == "elasticloadbalancing" && form.Get("Version") == "2015-12-01":
		return "elasticloadbalancingv2"
	case signing == "es" && strings.HasPrefix(r.URL.Path, "/2015-01-01/"):
		return "elasticsearchservice"
	}
	if name, differs := signingNames[signing]; differs {
		return name
	}
	return signing
}

func afterLast(s string, sep byte) string { return s[strings.LastIndexByte(s, sep)+1:] }

func beforeLast(s string, sep byte) string { return s[:strings.LastIndexByte(s, sep)+1] }
