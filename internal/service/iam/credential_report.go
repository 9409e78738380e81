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
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// Making a credential report changes nothing but the report; the newest one may be 4 hours old.
var (
	generateCredentialReport = awsop.Read((*sdk.Client).GenerateCredentialReport, "iam:GenerateCredentialReport")
	getCredentialReport      = awsop.Read((*sdk.Client).GetCredentialReport, "iam:GetCredentialReport")
)

// reportWait is how long a report may take to be made.
const reportWait = 2 * time.Minute

func readPasswords(ctx context.Context, at catalog.Place, a *iam.Account) error {
	client := sdk.NewFromConfig(at.Config)
	if err := awaitReport(ctx, client, reportWait); err != nil {
		return err
	}
	out, err := client.GetCredentialReport(ctx, &sdk.GetCredentialReportInput{})
	if err != nil {
		return err
	}
	passwords, err := passwordsIn(out.Content)
	if err != nil {
		return fmt.Errorf("credential report: %w", err)
	}
	a.Passwords = resource.Is(passwords)
	return nil
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

// passwordsIn reads the users that have a password. The root user is none of them: password policies do not hold for it.
func passwordsIn(report []byte) ([]iam.Password, error) {
	rows, err := csv.NewReader(bytes.NewReader(report)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("it is empty")
	}
	user, enabled, changed := slices.Index(rows[0], "user"), slices.Index(rows[0], "password_enabled"), slices.Index(rows[0], "password_last_changed")
	if min(user, enabled, changed) < 0 {
		return nil, fmt.Errorf("it has other columns: %s", strings.Join(rows[0], ","))
	}
	passwords := []iam.Password{}
	for _, row := range rows[1:] {
		if row[user] == "<root_account>" || !strings.EqualFold(row[enabled], "true") {
			continue
		}
		at, err := time.Parse(time.RFC3339, row[changed])
		if err != nil {
			return nil, fmt.Errorf("password of %s: %w", row[user], err)
		}
		passwords = append(passwords, iam.Password{User: row[user], Changed: at.UTC()})
	}
	slices.SortFunc(passwords, func(a, b iam.Password) int { return cmp.Compare(a.User, b.User) })
	return passwords, nil
}
