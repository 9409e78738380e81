package awstest

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// summary puts the root user into GetAccountSummary.
func (rs *roots) summary(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	root := rs.of(x.Call.Account)
	body := string(reply.Body)
	body = withSummary(body, "AccountAccessKeysPresent", root.AccessKey)
	body = withSummary(body, "AccountMFAEnabled", root.MFA != NoMFA)
	body = withSummary(body, "AccountPasswordPresent", true)
	reply.Body = []byte(body)
	return reply
}

// withSummary sets one entry of the summary to 1 or 0, and adds it if moto left it out.
func withSummary(body, key string, present bool) string {
	value := "0"
	if present {
		value = "1"
	}
	entry := "<entry><key>" + key + "</key><value>" + value + "</value></entry>"
	moto := regexp.MustCompile(`<entry>\s*<key>` + key + `</key>\s*<value>\d*</value>\s*</entry>`)
	if moto.MatchString(body) {
		return moto.ReplaceAllLiteralString(body, entry)
	}
	return strings.Replace(body, "</SummaryMap>", entry+"</SummaryMap>", 1)
}

// virtualDevices adds root's device, if it is a virtual one, to the first page of the devices.
func (rs *roots) virtualDevices(x *Exchange) *Reply {
	reply := x.Next()
	form, err := url.ParseQuery(string(x.Body))
	if err != nil || reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	unwanted := form.Get("AssignmentStatus") == "Unassigned" || form.Has("Marker")
	if unwanted || rs.of(x.Call.Account).MFA != VirtualMFA {
		return reply
	}
	arn := "arn:" + partition(x.Call.Region) + ":iam::" + x.Call.Account
	device := "<member><SerialNumber>" + arn + ":mfa/root-account-mfa-device</SerialNumber>" +
		"<EnableDate>" + rootCreated.Format(time.RFC3339) + "</EnableDate>" +
		"<User><Arn>" + arn + ":root</Arn><UserId>" + x.Call.Account + "</UserId>" +
		"<CreateDate>" + rootCreated.Format(time.RFC3339) + "</CreateDate></User></member>"
	body := strings.Replace(string(reply.Body), "<VirtualMFADevices/>", "<VirtualMFADevices></VirtualMFADevices>", 1)
	reply.Body = []byte(strings.Replace(body, "</VirtualMFADevices>", device+"</VirtualMFADevices>", 1))
	return reply
}

// rootCreated is when every root user came to be: long ago, so that its age never matters.
var rootCreated = time.Date(2020, time.January, 2, 3, 4, 5, 0, time.UTC)

// partition is that of a region.
func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	default:
		return "aws"
	}
}
