package awstest

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Columns of the credential report, by their place in it.
const (
	reportPasswordEnabled      = 3
	reportPasswordLastUsed     = 4
	reportPasswordLastChanged  = 5
	reportPasswordNextRotation = 6
	reportKey1LastUsed         = 10
	reportKey2LastUsed         = 15
	reportColumns              = 22
)

// reportTime is how the report writes a time.
const reportTime = "2006-01-02T15:04:05+00:00"

var (
	reportContent   = regexp.MustCompile(`<Content>([^<]*)</Content>`)
	reportGenerated = regexp.MustCompile(`<GeneratedTime>[^<]*</GeneratedTime>`)
)

// report puts the root user into GetCredentialReport and mends what moto gets wrong in it.
// moto writes the report anew for each call, so that it is always generated now.
func (rs *roots) report(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	content := reportContent.FindSubmatch(reply.Body)
	if content == nil {
		return reply
	}
	text, err := base64.StdEncoding.DecodeString(string(content[1]))
	if err != nil {
		return reply
	}
	rows := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i, row := range rows[1:] {
		rows[i+1] = mendRow(row)
	}
	rows = slices.Insert(rows, 1, rs.of(x.Call.Account).row(x.Call))
	encoded := base64.StdEncoding.EncodeToString([]byte(strings.Join(rows, "\n")))
	body := reportContent.ReplaceAllLiteral(reply.Body, []byte("<Content>"+encoded+"</Content>"))
	now := time.Now().UTC().Format(time.RFC3339)
	reply.Body = reportGenerated.ReplaceAllLiteral(body, []byte("<GeneratedTime>"+now+"</GeneratedTime>"))
	return reply
}

// row is the root user's: not_supported in the password columns but that of the last use.
func (r Root) row(c Call) string {
	row := make([]string, reportColumns)
	for i := range row {
		row[i] = "N/A"
	}
	copy(row, []string{
		"<root_account>", "arn:" + partition(c.Region) + ":iam::" + c.Account + ":root",
		rootCreated.Format(reportTime), "not_supported", "no_information", "not_supported", "not_supported",
		yes(r.MFA != NoMFA), yes(r.AccessKey),
	})
	if r.AccessKey {
		row[reportKey1LastUsed-1] = rootCreated.Format(reportTime) // last rotated
	}
	row[13], row[18], row[20] = "false", "false", "false" // second key and the certificates: active
	return strings.Join(row, ",")
}

// mendRow writes N/A where AWS does. Names of users have no commas.
func mendRow(row string) string {
	fields := strings.Split(row, ",")
	if len(fields) != reportColumns {
		return row
	}
	if fields[reportPasswordEnabled] == "false" {
		fields[reportPasswordLastUsed] = "N/A"
		fields[reportPasswordLastChanged] = "N/A"
	}
	fields[reportPasswordNextRotation] = notApplicable(fields[reportPasswordNextRotation])
	for _, used := range []int{reportKey1LastUsed, reportKey2LastUsed} {
		fields[used+1] = notApplicable(fields[used+1]) // region
		fields[used+2] = notApplicable(fields[used+2]) // service
	}
	return strings.Join(fields, ",")
}

// notApplicable: only the root user has columns that are not supported.
func notApplicable(field string) string {
	if field == "not_supported" {
		return "N/A"
	}
	return field
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
