package ssm

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
	"github.com/mantenhq/manten/internal/text"
)

var (
	putParameter = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).PutParameter,
		"ssm:PutParameter", "ssm:AddTagsToResource").On(awsop.Anything))
	deleteParameter = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteParameter,
		"ssm:DeleteParameter").On(awsop.Anything))
)

var (
	secretSummary = catalog.Text(Service, "PutSecretParameter/summary",
		"Puts a secret that stands elsewhere into a new SecureString of Parameter Store. The value is read while the call is made, and kept nowhere else.",
		"別の場所にあるシークレットを Parameter Store の新しい SecureString に保存します。値は呼び出し時に読み取り、ほかには残しません。")
	secretOther = catalog.Text(Service, "PutSecretParameter/other",
		"parameter {parameter} is there and was not made by Manten: its value may be another one; rename or delete it",
		"パラメータ {parameter} がすでにあり、Manten が作成したものではありません。値が異なる可能性があるため、名前を変えるか削除してください")
	secretOld = catalog.Text(Service, "PutSecretParameter/old",
		"parameter {parameter} is there, and the secret may have changed since it was made; delete it, and plan again",
		"パラメータ {parameter} がすでにあり、作成後にシークレットが変更された可能性があります。削除してから計画を作り直してください")
)

type secretParams struct {
	// Source and Args say where the secret is read: the name of a declared secret, and which one.
	Source string            `json:"source"`
	Args   map[string]string `json:"args"`
	// Since is when what holds the secret was changed last. A parameter that was made later has its value.
	Since time.Time `json:"since"`
	// Description says what the parameter is for.
	Description string `json:"description"`
}

var putSecret = catalog.Remediation(Service, catalog.RemediationSpec[ssm.Parameter, secretParams]{
	Name:     "PutSecretParameter",
	Own:      true,
	Helper:   true,
	Makes:    plan.Creates,
	File:     "put_secret_parameter",
	Summary:  secretSummary,
	Reads:    []string{"ParameterType", "Tags"},
	Looks:    []string{"Modified"},
	Defaults: secretParams{Args: map[string]string{}},
	Writes:   []*awsop.Op{putParameter.Op, deleteParameter.Op},
	Plan: func(o ssm.Parameter, p secretParams, _ time.Time) catalog.Edit[ssm.Parameter] {
		if !resource.IsMissing(o) {
			return catalog.Edit[ssm.Parameter]{After: o, Effect: catalog.Effect{Refused: unfit(o, p.Since)}}
		}
		o.ParameterType, o.Tags = resource.Is(ssm.SecureString), resource.Is(resource.Created())
		o.Value, o.Modified = resource.Fact[string]{}, resource.Fact[time.Time]{}
		input := &sdk.PutParameterInput{Name: &o.Name, Type: types.ParameterTypeSecureString}
		if p.Description != "" {
			input.Description = &p.Description
		}
		for k, v := range resource.Created() {
			input.Tags = append(input.Tags, types.Tag{Key: aws.String(k), Value: aws.String(v)})
		}
		return catalog.Edit[ssm.Parameter]{After: o, Moves: []catalog.Move{{
			Do:   putParameter.With(input).Hiding(plan.Secret{Into: "Value", Source: p.Source, Args: p.Args}),
			Undo: deleteParameter.With(&sdk.DeleteParameterInput{Name: &o.Name}),
		}}}
	},
})

// unfit says why a parameter that is there cannot be taken to have the secret, zero where it can: it is ours, and was
// written after what holds the secret was changed last, or is about to be written by a step of the same plan.
func unfit(o ssm.Parameter, since time.Time) text.Message {
	for k, v := range resource.Created() {
		if o.Tags.Value()[k] != v || o.ParameterType.Value() != ssm.SecureString {
			return secretOther.With("parameter", o.Name)
		}
	}
	at, known := o.Modified.Get()
	if o.Modified.State() != resource.NotAsked && (!known || since.IsZero() || !at.After(since)) {
		return secretOld.With("parameter", o.Name)
	}
	return text.Message{}
}
