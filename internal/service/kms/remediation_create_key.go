package kms

import (
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
	"github.com/mantenhq/manten/internal/text"
)

var (
	createKey = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreateKey,
		"kms:CreateKey", "kms:TagResource").On(awsop.Anything))
	scheduleDeletion = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).ScheduleKeyDeletion,
		"kms:ScheduleKeyDeletion").On(awsop.Anything))
	createAlias = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreateAlias,
		"kms:CreateAlias").Repeatable().DoneBy("AlreadyExistsException").On(awsop.Anything))
	deleteAlias = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteAlias,
		"kms:DeleteAlias").Repeatable().DoneBy("NotFoundException").On(awsop.Anything))
	putKeyPolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).PutKeyPolicy,
		"kms:PutKeyPolicy").Repeatable().On(func(in *sdk.PutKeyPolicyInput, at awsop.Site) []string { return keyIn(in.KeyId, at) }))
	putParameter = catalog.Write(Service, awsop.NewWrite(ssm.NewFromConfig, (*ssm.Client).PutParameter,
		"ssm:PutParameter", "ssm:AddTagsToResource").On(awsop.Anything))
	deleteParameter = catalog.Write(Service, awsop.NewWrite(ssm.NewFromConfig, (*ssm.Client).DeleteParameter,
		"ssm:DeleteParameter").On(awsop.Anything))
)

var (
	keySummary = catalog.Text(Service, "CreateKey/summary",
		"Creates a customer managed key with an alias, rotation on, that the services which log and publish in this account may use.",
		"カスタマーマネージドキーとエイリアスを作成し、ローテーションを有効にして、このアカウントで記録や発行を行うサービスに使用を許可します。")
	keyCost = catalog.Text(Service, "CreateKey/cost", "one KMS key at {usd} USD a month, and {price} USD for 10,000 requests",
		"KMS キー 1 個につき月額 {usd} USD、リクエスト 1 万件につき {price} USD")
	keyUndo = catalog.Text(Service, "CreateKey/undo",
		"undoing schedules the key for deletion in {days} days: what it has encrypted cannot be read afterwards",
		"元に戻すとキーは {days} 日後の削除が予約されます。削除後は、このキーで暗号化したものを読めなくなります")
	keyState  = catalog.Text(Service, "CreateKey/state", "the key behind {alias} is {state}", "{alias} のキーの状態は {state} です")
	keyBroken = catalog.Text(Service, "CreateKey/broken", "the key's policy cannot be changed: {error}", "キーポリシーを変更できません: {error}")
	keyWiden  = catalog.Text(Service, "CreateKey/widen", "the policy of the key lets these services use it, too: {services}",
		"キーポリシーで次のサービスにも使用を許可します: {services}")
)

// deletionDays is the shortest time after which KMS deletes a key.
const deletionDays = 7

type keyParams struct {
	// Parameter is the name in Parameter Store that a new key's ARN is kept under; empty keeps it nowhere.
	Parameter string `json:"parameter"`
}

var createKeyFor = catalog.Remediation(Service, catalog.RemediationSpec[kms.Alias, keyParams]{
	Name:    "CreateKey",
	Own:     true,
	Helper:  true,
	Makes:   plan.Creates,
	File:    "create_key",
	Summary: keySummary,
	Reads:   []string{"Policy", "Rotation", "State", "Kept"},
	Looks:   []string{"KeyID"}, // of a key that the same plan makes, nobody knows it yet
	Writes: []*awsop.Op{
		createKey.Op, scheduleDeletion.Op, enableRotation.Op, disableRotation.Op, createAlias.Op, deleteAlias.Op,
		putKeyPolicy.Op, putParameter.Op, deleteParameter.Op,
	},
	Plan: func(a kms.Alias, p keyParams, _ time.Time) catalog.Edit[kms.Alias] {
		if resource.IsMissing(a) {
			return newKey(a, p)
		}
		if s := a.State.Value(); s != kms.Enabled {
			return refuseAlias(a, keyState.With("alias", a.Name, "state", s))
		}
		e := finished(a, p)
		if v, no := catalog.Unsure(a, "KeyID"); no && len(e.Moves) > 0 {
			return refuseAlias(a, v.Reason)
		}
		return e
	},
})

func refuseAlias(a kms.Alias, why text.Message) catalog.Edit[kms.Alias] {
	return catalog.Edit[kms.Alias]{After: a, Effect: catalog.Effect{Refused: why}}
}

func newKey(a kms.Alias, p keyParams) catalog.Edit[kms.Alias] {
	rules, err := newPolicy(a.Ref)
	if err != nil {
		return refuseAlias(a, keyBroken.With("error", err.Error()))
	}
	id := func(into string) plan.Output { return plan.Output{Into: into, Move: 0, Path: "KeyMetadata.KeyId"} }
	a.KeyID = resource.Fact[string]{} // KMS makes it up
	a.Policy, a.Rotation, a.State, a.Kept = resource.Is(rules), resource.Is(false), resource.Is(kms.Enabled), keeps(a, false)
	// The alias comes second: from then on, what is there is found again.
	moves := []catalog.Move{
		{
			Do: createKey.With(&sdk.CreateKeyInput{
				Policy: &rules, Description: aws.String("Logs, topics and trails of this account"), Tags: created(),
			}),
			Undo: scheduleDeletion.With(&sdk.ScheduleKeyDeletionInput{PendingWindowInDays: aws.Int32(deletionDays)}).Taking(id("KeyId")),
		},
		{
			Do:     createAlias.With(&sdk.CreateAliasInput{AliasName: &a.Name}).Taking(id("TargetKeyId")),
			Undo:   deleteAlias.With(&sdk.DeleteAliasInput{AliasName: &a.Name}),
			Leaves: a,
		},
	}
	a.Rotation = resource.Is(true)
	moves = append(moves, catalog.Move{
		Do:   enableRotation.With(&sdk.EnableKeyRotationInput{}).Taking(id("KeyId")),
		Undo: disableRotation.With(&sdk.DisableKeyRotationInput{}).Taking(id("KeyId")),
	})
	if p.Parameter != "" {
		moves[len(moves)-1].Leaves = a
		a.Kept = keeps(a, p.Parameter == kms.SolutionParameter)
		keep := keepARN(p.Parameter, nil)
		keep.Do = keep.Do.Taking(plan.Output{Into: "Value", Move: 0, Path: "KeyMetadata.Arn"})
		moves = append(moves, keep)
	}
	return catalog.Edit[kms.Alias]{After: a, Moves: moves, Effect: catalog.Effect{
		Cost: plan.CostOf(plan.KMSKeyVersion, keyCost.With("usd", plan.USD(plan.KMSKeyVersion), "price", "0.03")),
		Risk: []text.Message{keyUndo.With("days", strconv.Itoa(deletionDays))},
	}}
}

// keeps is what will be read of the alias where the parameter is there, or is not.
func keeps(a kms.Alias, there bool) resource.Fact[bool] {
	if a.Name != kms.SolutionAlias {
		return resource.None[bool]()
	}
	return resource.Is(there)
}

// keepARN keeps a key's ARN where the established solution looks for it. SSM refuses to do so over one that is there.
func keepARN(parameter string, arn *string) catalog.Move {
	return catalog.Move{
		Do: putParameter.With(&ssm.PutParameterInput{
			Name: &parameter, Value: arn, Type: ssmtypes.ParameterTypeString, Description: aws.String("Key for what remediations create"),
		}),
		Undo: deleteParameter.With(&ssm.DeleteParameterInput{Name: &parameter}),
	}
}

func created() []types.Tag {
	var tags []types.Tag
	for k, v := range resource.Created() {
		tags = append(tags, types.Tag{TagKey: aws.String(k), TagValue: aws.String(v)})
	}
	return tags
}

// finished gives a key that is there what it lacks: the services that its policy leaves out, rotation, the parameter.
func finished(a kms.Alias, p keyParams) catalog.Edit[kms.Alias] {
	before, key := a, a.KeyID.Value()
	d, err := policy.Parse(a.Policy.Value())
	if err != nil {
		return refuseAlias(a, keyBroken.With("error", err.Error()))
	}
	var e catalog.Edit[kms.Alias]
	if missing := lacking(d, a.Region); len(missing) > 0 {
		sid := "ServicesOfThisAccount"
		for d.Has(sid) {
			sid += "More"
		}
		rules, err := d.Append(serviceUse(a.Ref, sid, missing))
		if err != nil {
			return refuseAlias(a, keyBroken.With("error", err.Error()))
		}
		a.Policy = resource.Is(rules)
		e.Moves = append(e.Moves, catalog.Move{Do: putRules(a, rules), Undo: putRules(a, before.Policy.Value()), Leaves: a})
		e.Risk = append(e.Risk, keyWiden.With("services", strings.Join(missing, ", ")))
	}
	if !a.Rotation.Value() {
		a.Rotation = resource.Is(true)
		e.Moves = append(e.Moves, catalog.Move{
			Do:     enableRotation.With(&sdk.EnableKeyRotationInput{KeyId: &key}),
			Undo:   disableRotation.With(&sdk.DisableKeyRotationInput{KeyId: &key}),
			Leaves: a,
		})
		e.Cost = plan.CostOf(plan.KMSKeyVersion, rotationCost.With("usd", plan.USD(plan.KMSKeyVersion), "keys", "1"))
	}
	if is, known := a.Kept.Get(); known && !is && p.Parameter == kms.SolutionParameter {
		a.Kept = resource.Is(true)
		e.Moves = append(e.Moves, keepARN(p.Parameter, aws.String(resource.ARN(a.Region, "kms", a.Region, a.Account, "key/"+key))))
	}
	if n := len(e.Moves); n > 0 {
		e.Moves[n-1].Leaves = nil // it is After
	}
	e.After = a
	return e
}

// putRules puts a policy on the key behind the alias, by the key's id: KMS takes no alias here.
func putRules(a kms.Alias, rules string) awsop.Bound {
	return putKeyPolicy.With(&sdk.PutKeyPolicyInput{KeyId: aws.String(a.KeyID.Value()), Policy: &rules, PolicyName: aws.String("default")})
}
