package iam

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// Making a credential report changes nothing in the account but the report itself, which is why it counts as a read. The
// newest one may be 4 hours old; IAM makes no newer one before. That is good enough for a scan, and never for what is
// changed.
var (
	generateCredentialReport = awsop.Read((*sdk.Client).GenerateCredentialReport, "iam:GenerateCredentialReport")
	getCredentialReport      = awsop.Read((*sdk.Client).GetCredentialReport, "iam:GetCredentialReport")
)

// reportWait is how long a report may take to be made.
const reportWait = 2 * time.Minute

// credentialReport has the report made and reads it.
func credentialReport(ctx context.Context, client *sdk.Client) (report, error) {
	if err := awaitReport(ctx, client, reportWait); err != nil {
		return nil, err
	}
	out, err := client.GetCredentialReport(ctx, &sdk.GetCredentialReportInput{})
	if err != nil {
		return nil, err
	}
	rows, err := reportIn(out.Content)
	if err != nil {
		return nil, fmt.Errorf("credential report: %w", err)
	}
	return rows, nil
}

// awaitReport has a report made and asks until it is there. Every question must reach AWS.
func awaitReport(ctx context.Context, client *sdk.Client, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(awsconf.Fresh(ctx), wait)
	defer cancel()
	for pause := 250 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		out, err := client.GenerateCredentialReport(ctx, &sdk.GenerateCredentialReportInput{})
		if err != nil {
			return err
		}
		if out.State == types.ReportStateTypeComplete {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the credential report: %w", ctx.Err())
		case <-time.After(pause):
		}
	}
}

// report is the rows of a credential report by the user's ARN.
type report map[string]reportRow

// reportRow is a row by the names of its columns.
type reportRow map[string]string

// reportColumns are those that are read.
var reportColumns = []string{
	"user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed", "mfa_active",
	"access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date", "access_key_1_last_used_region", "access_key_1_last_used_service",
	"access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date", "access_key_2_last_used_region", "access_key_2_last_used_service",
}

func reportIn(content []byte) (report, error) {
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("it is empty")
	}
	for _, column := range reportColumns {
		if !slices.Contains(rows[0], column) {
			return nil, fmt.Errorf("it has no column %s: %s", column, strings.Join(rows[0], ","))
		}
	}
	out := report{}
	for _, row := range rows[1:] {
		r := reportRow{}
		for i, column := range rows[0] {
			r[column] = row[i]
		}
		out[r["arn"]] = r
	}
	return out, nil
}

// is reads a column of true and false. told is false where it has something else, or there is no row.
func (r reportRow) is(column string) (yes, told bool) {
	yes = strings.EqualFold(r[column], "true")
	return yes, yes || strings.EqualFold(r[column], "false")
}

// when reads a column with a time. What says that there is none ("N/A", "no_information") is none: for what has to have
// one, the caller asks for it by must.
func (r reportRow) when(column string) (at time.Time, given bool, err error) {
	switch r[column] {
	case "N/A", "no_information":
		return time.Time{}, false, nil
	}
	at, err = r.must(column)
	return at, err == nil, err
}

func (r reportRow) must(column string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, r[column])
	if err != nil {
		return time.Time{}, fmt.Errorf("%s of %s: %w", column, r["user"], err)
	}
	return at.UTC(), nil
}

// password tells whether there is a password, and since when it has not been used.
func (r reportRow) password() (enabled bool, use iam.PasswordUse, err error) {
	enabled, told := r.is("password_enabled")
	if !told {
		return false, use, fmt.Errorf("password_enabled of %s is %q", r["user"], r["password_enabled"])
	}
	if !enabled {
		return false, use, nil
	}
	if use.At, use.Used, err = r.when("password_last_used"); err == nil && !use.Used {
		use.At, err = r.must("password_last_changed")
	}
	return true, use, err
}

// keys reads the active keys with their use. The time of the last rotation is that of their creation.
func (r reportRow) keys() ([]iam.ActiveKey, []iam.KeyUse, error) {
	keys, uses := []iam.ActiveKey{}, []iam.KeyUse{}
	for _, key := range []string{"access_key_1_", "access_key_2_"} {
		active, told := r.is(key + "active")
		if !told {
			return nil, nil, fmt.Errorf("%sactive of %s is %q", key, r["user"], r[key+"active"])
		}
		if !active {
			continue
		}
		created, err := r.must(key + "last_rotated")
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, iam.ActiveKey{Created: created})
		at, used, err := r.when(key + "last_used_date")
		if err != nil {
			return nil, nil, err
		}
		if used {
			uses = append(uses, iam.KeyUse{Created: created, At: at, Service: r[key+"last_used_service"], Region: r[key+"last_used_region"]})
		}
	}
	slices.SortFunc(keys, func(a, b iam.ActiveKey) int { return a.Created.Compare(b.Created) })
	slices.SortFunc(uses, byCreation)
	return keys, uses, nil
}

// byCreation is the order of key uses.
func byCreation(a, b iam.KeyUse) int {
	return cmp.Or(a.Created.Compare(b.Created), a.At.Compare(b.At))
}

// passwords are those of the users that have one. The root user is none of them: password policies do not hold for it.
func (r report) passwords() ([]iam.Password, error) {
	out := []iam.Password{}
	for _, row := range r {
		if enabled, _ := row.is("password_enabled"); !enabled || row["user"] == rootRow {
			continue
		}
		changed, err := row.must("password_last_changed")
		if err != nil {
			return nil, err
		}
		out = append(out, iam.Password{User: row["user"], Changed: changed})
	}
	slices.SortFunc(out, func(a, b iam.Password) int { return cmp.Compare(a.User, b.User) })
	return out, nil
}

// rootRow is the name under which the report has the root user. A user cannot be called so.
const rootRow = "<root_account>"
