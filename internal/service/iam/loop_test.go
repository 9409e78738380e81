package iam

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
)

// others are the services whose resources controls of this one judge.
var others = []*catalog.Service{accessanalyzer.Service}

func TestLoopRevokeUnrotatedKeys(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, With: others, Remediation: revokeUnrotatedKeys.Name, Controls: []control.ID{"IAM.3"}, Ahead: 100 * 24 * time.Hour,
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newBot(t, a, 2)
		},
	})
}

// newBot makes a user with access keys.
func newBot(t *testing.T, a *awstest.Account, keys int) *sdk.Client {
	t.Helper()
	c := sdk.NewFromConfig(a.Config("us-east-1"))
	must(c.CreateUser(t.Context(), &sdk.CreateUserInput{UserName: aws.String("deploy-bot")}))(t)
	for range keys {
		must(c.CreateAccessKey(t.Context(), &sdk.CreateAccessKeyInput{UserName: aws.String("deploy-bot")}))(t)
	}
	return c
}

// Of a user whose password is used there is a way back; of one whose password goes, there is none.
func TestLoopRevokeUnusedIAMUserCredentials(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		keys             int
		password, oneWay bool
	}{
		"keys":              {keys: 2},
		"a password":        {password: true, oneWay: true},
		"keys and password": {keys: 1, password: true, oneWay: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loop.Run(t, loop.Case{
				Service: Service, With: others, Remediation: revokeUnusedCredentials.Name, Controls: []control.ID{"IAM.8", "IAM.22"},
				Ahead: 100 * 24 * time.Hour, OneWay: c.oneWay,
				Setup: func(t *testing.T, a *awstest.Account) {
					t.Helper()
					client := newBot(t, a, c.keys)
					if c.password {
						must(client.CreateLoginProfile(t.Context(), &sdk.CreateLoginProfileInput{UserName: aws.String("deploy-bot"), Password: aws.String("Correct-h0rse")}))(t)
					}
				},
			})
		})
	}
}

// Two remediations that deactivate keys of one user become one step.
func TestRevokingTwiceIsOneStep(t *testing.T) {
	t.Parallel()
	b := loop.New(t, loop.Case{Service: Service, With: others, Ahead: 100 * 24 * time.Hour})
	newBot(t, b.AWS, 2)
	res, findings := b.Scan()
	p := b.Plan(res, findings, propose.Options{Remediations: []string{revokeUnrotatedKeys.Name, revokeUnusedCredentials.Name}})
	if len(p.Steps) != 1 || len(p.Steps[0].Do) != 2 || p.Steps[0].Irreversible != nil {
		t.Fatalf("%d steps: %+v", len(p.Steps), p.Steps)
	}
	if r := b.Apply("r1", p); r.Steps[0].State != plan.Verified {
		t.Errorf("the step is %s: %s", r.Steps[0].State, r.Steps[0].Reason)
	}
}

// The caller's own user is left alone, and so is one who is to get in when all else fails.
func TestRevokeUnusedSparesOwnAndProtected(t *testing.T) {
	t.Parallel()
	b := loop.New(t, loop.Case{Service: Service, With: others, Ahead: 100 * 24 * time.Hour})
	newBot(t, b.AWS, 1)
	res, findings := b.Scan()
	bot := "arn:aws:iam::" + b.AWS.ID + ":user/deploy-bot"
	for name, p := range map[string]*propose.Proposer{
		"own":       {Catalog: b.Catalog, Source: b.Source, Caller: bot},
		"protected": {Catalog: b.Catalog, Source: b.Source, Caller: b.Session.Caller, Options: propose.Options{Protected: []string{"deploy-*"}}},
	} {
		p.Options.Remediations = []string{revokeUnusedCredentials.Name}
		out := must(p.Plan(t.Context(), "p1", propose.Scan{ID: "s1", Finished: b.Now(), Controls: b.Select, Resources: res.Resources, Findings: findings}, b.Now()))(t)
		if len(out.Steps) != 0 || len(out.Left) == 0 {
			t.Errorf("%s: %d steps, left %+v", name, len(out.Steps), out.Left)
		}
	}
}

func TestLoopSetIAMPasswordPolicy(t *testing.T) {
	t.Parallel()
	all := []control.ID{"IAM.7", "IAM.10", "IAM.11", "IAM.12", "IAM.13", "IAM.14", "IAM.15", "IAM.16", "IAM.17"}
	for name, setup := range map[string]func(t *testing.T, a *awstest.Account){
		"none before": func(*testing.T, *awstest.Account) {},
		"weak before": func(t *testing.T, a *awstest.Account) {
			t.Helper()
			in := &sdk.UpdateAccountPasswordPolicyInput{MinimumPasswordLength: aws.Int32(7), AllowUsersToChangePassword: true}
			if _, err := sdk.NewFromConfig(a.Config("us-east-1")).UpdateAccountPasswordPolicy(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loop.Run(t, loop.Case{Service: Service, With: others, Remediation: setPasswordPolicy.Name, Controls: all, Setup: setup})
		})
	}
}
