package kms

import (
	"strconv"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
	"github.com/mantenhq/manten/internal/text"
)

var (
	enableRotation = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).EnableKeyRotation,
		"kms:EnableKeyRotation").Repeatable().On(func(in *sdk.EnableKeyRotationInput, at awsop.Site) []string { return keyIn(in.KeyId, at) }))
	disableRotation = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DisableKeyRotation,
		"kms:DisableKeyRotation").Repeatable().On(func(in *sdk.DisableKeyRotationInput, at awsop.Site) []string { return keyIn(in.KeyId, at) }))
)

// keyIn is the key that a call names; which one it will be is not known before the key is made.
func keyIn(id *string, at awsop.Site) []string {
	switch {
	case id == nil:
		return []string{"*"}
	case strings.HasPrefix(*id, "arn:"):
		return []string{*id}
	}
	return []string{resource.ARN(at.Region, "kms", at.Region, at.Account, "key/"+*id)}
}

var (
	rotationSummary = catalog.Text(Service, "EnableKeyRotation/summary",
		"Switches on automatic rotation of the key's material, every 365 days unless the key has a period of its own.",
		"キーマテリアルの自動ローテーションを有効にします。キーに独自の周期がなければ 365 日ごとです。")
	rotationFixed = catalog.Text(Service, "EnableKeyRotation/fixed",
		"automatic rotation cannot be switched on: {why}", "自動ローテーションを有効にできません: {why}")
	rotationReplica = catalog.Text(Service, "EnableKeyRotation/replica",
		"the key is a replica and has its rotation from {primary}; switch it on there",
		"このキーはレプリカで、ローテーションは {primary} に従います。そちらで有効にしてください")
	rotationReplicas = catalog.Text(Service, "EnableKeyRotation/replicas",
		"the {count} replica keys of this key in other regions rotate with it",
		"他のリージョンにあるこのキーのレプリカ {count} 個も一緒にローテーションされます")
	rotationCost = catalog.Text(Service, "EnableKeyRotation/cost",
		"nothing before the first rotation; after it {usd} USD a month for each key, after the second twice that, then no more; rotations that a key has had already count. Keys: {keys}",
		"最初のローテーションまでは無料です。1 回目の後はキーごとに月額 {usd} USD、2 回目の後はその 2 倍になり、以後は増えません。過去のローテーションも回数に含まれます。対象のキー: {keys} 個")
)

var enableKeyRotation = catalog.Remediation(Service, catalog.RemediationSpec[kms.Key, catalog.None]{
	Name:     "EnableKeyRotation",
	File:     "enable_key_rotation",
	Summary:  rotationSummary,
	Controls: []control.ID{"KMS.4"},
	Reads:    []string{"Metadata", "Rotation"},
	Writes:   []*awsop.Op{enableRotation.Op, disableRotation.Op},
	Plan: func(k kms.Key, _ catalog.None, _ time.Time) catalog.Edit[kms.Key] {
		m := k.Metadata.Value()
		switch why := m.Fixed(); {
		case why != "":
			return refuse(k, rotationFixed.With("why", why))
		case k.Rotation.Value():
			return catalog.Edit[kms.Key]{After: k}
		case m.MultiRegion == kms.Replica:
			return refuse(k, rotationReplica.With("primary", m.Primary))
		}
		k.Rotation = resource.Is(true)
		return catalog.Edit[kms.Key]{
			After: k,
			Moves: []catalog.Move{{
				Do:   enableRotation.With(&sdk.EnableKeyRotationInput{KeyId: &k.ID}),
				Undo: disableRotation.With(&sdk.DisableKeyRotationInput{KeyId: &k.ID}),
			}},
			Effect: rotationEffect(m),
		}
	},
})

func refuse(k kms.Key, why text.Message) catalog.Edit[kms.Key] {
	return catalog.Edit[kms.Key]{After: k, Effect: catalog.Effect{Refused: why}}
}

// rotationEffect puts the cost of one rotation into the bill: that is what it is after the first, and the message says
// how it goes on.
func rotationEffect(m kms.Metadata) catalog.Effect {
	n := 1 + m.Replicas
	e := catalog.Effect{Cost: plan.CostOf(float64(n)*plan.KMSKeyVersion,
		rotationCost.With("usd", plan.USD(plan.KMSKeyVersion), "keys", strconv.Itoa(n)))}
	if m.Replicas > 0 {
		e.Risk = []text.Message{rotationReplicas.With("count", strconv.Itoa(m.Replicas))}
	}
	return e
}
