package config

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
)

var (
	enableSummary = catalog.Text(Service, "EnableAWSConfig/summary",
		"Has AWS Config record in the Region: what is missing of recorder, delivery channel, buckets, topic and role is created, what is there is kept.",
		"リージョンで AWS Config に記録させます。レコーダー、配信チャネル、バケット、トピック、ロールのうち足りないものを作成し、既存のものは残します。")
	enableCost = catalog.Text(Service, "EnableAWSConfig/cost",
		"0.003 USD for each configuration item that is recorded, as many as resources change; how many that will be is not known before",
		"記録される設定項目 1 件につき 0.003 USD で、件数はリソースの変更回数に応じます。事前には分かりません")
	enableFirst = catalog.Text(Service, "EnableAWSConfig/first",
		"at the start AWS Config records every resource once, so the first bill is higher than later ones",
		"開始時に AWS Config が全リソースを一度記録するため、最初の請求はその後より高くなります")
	enableMore = catalog.Text(Service, "EnableAWSConfig/more",
		"recorder {recorder} records these types besides: {types}", "レコーダー {recorder} は次の種類も記録するようになります: {types}")
	enableRole = catalog.Text(Service, "EnableAWSConfig/role",
		"recorder {recorder} uses AWSServiceRoleForConfig in the place of {role}; bucket {bucket} and topic {topic} must let it deliver",
		"レコーダー {recorder} はロール {role} の代わりに AWSServiceRoleForConfig を使います。バケット {bucket} とトピック {topic} がこのロールによる配信を許可している必要があります")
	enableKey = catalog.Text(Service, "EnableAWSConfig/key",
		"the policy of key {key} must let config.amazonaws.com use it", "キー {key} のポリシーで config.amazonaws.com の使用を許可している必要があります")
)

type enableParams struct {
	// KMSKeyArn encrypts a new topic; empty means the key of the established solution, which is created where it is missing.
	KMSKeyArn string `json:"kmsKeyArn" ssm:"/Solutions/SO0111/CMK_REMEDIATION_ARN"`
	// SNSTopicName is the topic that a new delivery channel notifies.
	SNSTopicName string `json:"snsTopicName"`
	// IncludeConfigServiceLinkedRoleCheck is the control's: without it a recorder keeps a role of its own.
	IncludeConfigServiceLinkedRoleCheck bool `json:"includeConfigServiceLinkedRoleCheck"`
	// GlobalResourceRegion is the one region where IAM's users, groups, roles and policies are recorded; empty means the
	// partition's global region.
	GlobalResourceRegion string `json:"globalResourceRegion"`
}

// Validate refuses a topic without a name.
func (p enableParams) Validate() error {
	if p.SNSTopicName == "" {
		return errors.New("snsTopicName must not be empty")
	}
	return nil
}

var enableConfig = catalog.Remediation(Service, catalog.RemediationSpec[config.Account, enableParams]{
	Name:     "EnableAWSConfig",
	File:     "enable_aws_config",
	Summary:  enableSummary,
	Controls: []control.ID{"Config.1"},
	Reads:    []string{"Recorder", "Recording", "Channel"},
	Defaults: enableParams{SNSTopicName: "SO0111-SHARR-AWSConfigNotification", IncludeConfigServiceLinkedRoleCheck: true},
	Writes: []*awsop.Op{
		putRecorder.Op, deleteRecorder.Op, putChannel.Op, deleteChannel.Op, startRecorder.Op, stopRecorder.Op,
	},
	Plan: func(a config.Account, p enableParams, _ time.Time) catalog.Edit[config.Account] {
		b := &builder{account: a, params: p}
		b.record()
		if _, there := a.Channel.Get(); !there {
			b.deliver()
		}
		if !b.account.Recording.Value() {
			b.start()
		}
		return b.edit()
	},
})

// builder makes the recorder what it shall be, call by call.
type builder struct {
	account config.Account
	params  enableParams
	moves   []catalog.Move
	first   []catalog.Request
	effect  catalog.Effect
}

// record creates the recorder, or has the one that is there record what it lacks by the right role.
func (b *builder) record() {
	before, there := b.account.Recorder.Get()
	after := b.wanted(before, there)
	m := catalog.Move{Do: put(after)}
	switch {
	case !there:
		m.Undo = remove(after.Name)
		b.account.Recording = resource.Is(false) // as it is created
		b.effect.Risk = append(b.effect.Risk, enableFirst.With())
	case same(before, after):
		return
	default:
		m.Undo = put(before)
		b.warn(before, after)
	}
	if before.Role != after.Role {
		b.first = append(b.first, linkedRole(b.account.Ref))
	}
	b.effect.Cost = plan.CostUnknown(enableCost.With())
	b.account.Recorder = resource.Is(after)
	b.add(m)
}

// wanted is the recorder as it shall be. One that is there keeps its name and mode, what it records, and its role unless
// that is at fault.
func (b *builder) wanted(r config.Recorder, there bool) config.Recorder {
	role := roleOf(b.account.Ref).ID
	needed := requiredIn(b.account.Region, b.params.GlobalResourceRegion)
	if !there {
		global := len(config.Group{Strategy: config.AllSupported}.Missing(needed)) > 0
		return config.Recorder{
			Name: "default", Role: role, Group: config.Group{Strategy: config.AllSupported, Global: global},
			Mode: config.Mode{Frequency: config.Continuous},
		}
	}
	r.Group = r.Group.With(needed)
	if b.params.IncludeConfigServiceLinkedRoleCheck {
		r.Role = role
	}
	return r
}

// warn says what changes for a recorder that is there.
func (b *builder) warn(before, after config.Recorder) {
	more := before.Group.Missing(requiredIn(b.account.Region, b.params.GlobalResourceRegion))
	if len(more) > 0 {
		b.effect.Risk = append(b.effect.Risk, enableMore.With("recorder", before.Name, "types", strings.Join(more, ", ")))
	}
	if before.Role != after.Role {
		c := b.account.Channel.Value()
		b.effect.Risk = append(b.effect.Risk, enableRole.With(
			"recorder", before.Name, "role", before.Role, "bucket", cmp.Or(c.Bucket, "-"), "topic", cmp.Or(c.Topic, "-"),
		))
	}
}

// deliver creates the channel with all that it delivers to.
func (b *builder) deliver() {
	c, first := newChannel(b.account.Ref, b.params)
	b.first = append(first, b.first...)
	if b.params.KMSKeyArn != "" {
		b.effect.Risk = append(b.effect.Risk, enableKey.With("key", b.params.KMSKeyArn))
	}
	b.account.Channel = resource.Is(c)
	b.add(catalog.Move{Do: putInto(c), Undo: removeChannel(c.Name)})
}

func (b *builder) start() {
	name := b.account.Recorder.Value().Name
	b.effect.Cost = plan.CostUnknown(enableCost.With())
	b.account.Recording = resource.Is(true)
	b.add(catalog.Move{Do: start(name), Undo: stop(name)})
}

// add adds a move that leaves the account as it stands now.
func (b *builder) add(m catalog.Move) {
	m.Leaves = b.account
	b.moves = append(b.moves, m)
}

func (b *builder) edit() catalog.Edit[config.Account] {
	if n := len(b.moves); n > 0 {
		b.moves[n-1].Leaves = nil
	}
	return catalog.Edit[config.Account]{After: b.account, Moves: b.moves, First: b.first, Effect: b.effect}
}

// same tells whether two recorders are set alike; merging leaves the list of types itself where nothing is added.
func same(a, b config.Recorder) bool {
	return a.Role == b.Role && a.Group.Strategy == b.Group.Strategy && a.Group.Global == b.Group.Global &&
		len(a.Group.Types) == len(b.Group.Types)
}
