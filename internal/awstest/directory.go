package awstest

import (
	"context"
	"encoding/xml"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// defaultAccount is whose every access key is that moto does not know.
const defaultAccount = "123456789012"

// Accounts are numbered from anywhere, so that no test comes to expect an id.
var (
	firstAccount = 100_000_000_000 + rand.Int64N(800_000_000_000)
	accounts     atomic.Int64
)

func newAccountID() string { return strconv.FormatInt(firstAccount+accounts.Add(1), 10) }

// A directory knows which account an access key belongs to.
type directory struct {
	mu       sync.RWMutex
	owners   map[string]string
	upstream *upstream
}

func newDirectory(u *upstream) *directory {
	return &directory{owners: map[string]string{}, upstream: u}
}

func (d *directory) owner(accessKey string) string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if account, known := d.owners[accessKey]; known {
		return account
	}
	return defaultAccount
}

func (d *directory) own(accessKey, account string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.owners[accessKey] = account
}

func (d *directory) forget(account string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	maps.DeleteFunc(d.owners, func(_, owner string) bool { return owner == account })
}

// issued is what an answer that issues credentials has in it, whatever the operation.
type issued struct {
	Role issuedCredentials `xml:"AssumeRoleResult"`
	Key  struct {
		AccessKeyID string `xml:"AccessKey>AccessKeyId"`
	} `xml:"CreateAccessKeyResult"`
	Session issuedCredentials `xml:"GetSessionTokenResult"`
}

type issuedCredentials struct {
	AccessKeyID  string `xml:"Credentials>AccessKeyId"`
	ARN          string `xml:"AssumedRoleUser>Arn"`
	Secret       string `xml:"Credentials>SecretAccessKey"`
	SessionToken string `xml:"Credentials>SessionToken"`
}

// learn takes the owner of new credentials from an answer on its way to the client.
func (d *directory) learn(c Call, reply *Reply) {
	if reply.Status != http.StatusOK || c.Service != "sts" && c.Service != "iam" {
		return
	}
	var got issued
	switch c.Operation {
	case "AssumeRole", "CreateAccessKey", "GetSessionToken":
		if xml.Unmarshal(reply.Body, &got) != nil {
			return
		}
	default:
		return
	}
	if key := got.Role.AccessKeyID; key != "" {
		d.own(key, accountOf(got.Role.ARN))
	}
	for _, key := range []string{got.Key.AccessKeyID, got.Session.AccessKeyID} {
		if key != "" {
			d.own(key, c.Account)
		}
	}
}

// assume asks moto for credentials of an account. The role need not exist.
func (d *directory) assume(ctx context.Context, account string) (aws.Credentials, error) {
	form := url.Values{
		"Action":          {"AssumeRole"},
		"RoleArn":         {"arn:aws:iam::" + account + ":role/awstest"},
		"RoleSessionName": {"awstest"},
		"Version":         {"2011-06-15"},
	}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://sts.us-east-1.amazonaws.com/", http.NoBody)
	if err != nil {
		return aws.Credentials{}, fmt.Errorf("assume a role in %s: %w", account, err)
	}
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=awstest/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	reply := d.upstream.pass(ctx, r, []byte(form))
	if reply == nil {
		return aws.Credentials{}, fmt.Errorf("assume a role in %s: %w", account, ctx.Err())
	}
	var got issued
	if err := xml.Unmarshal(reply.Body, &got); err != nil || got.Role.AccessKeyID == "" {
		return aws.Credentials{}, fmt.Errorf("assume a role in %s: moto answers %d: %s", account, reply.Status, tail(string(reply.Body)))
	}
	d.own(got.Role.AccessKeyID, account)
	return aws.Credentials{
		AccessKeyID:     got.Role.AccessKeyID,
		AccountID:       account,
		SecretAccessKey: got.Role.Secret,
		SessionToken:    got.Role.SessionToken,
		Source:          "awstest",
	}, nil
}

// accountOf is the fifth part of an ARN.
func accountOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && parts[4] != "" {
		return parts[4]
	}
	return defaultAccount
}
