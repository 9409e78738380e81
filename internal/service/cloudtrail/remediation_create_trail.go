package cloudtrail

import (
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/resource/kms"
	"github.com/mantenhq/manten/internal/resource/logs"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

// early are the codes by which CloudTrail says that it does not see a bucket policy, a key policy or a role yet.
var early = []string{
	"InsufficientEncryptionPolicyException", "InsufficientS3BucketPolicyException", "InvalidCloudWatchLogsLogGroupArnException",
	"InvalidCloudWatchLogsRoleArnException", "KmsKeyNotFoundException", "S3BucketDoesNotExistException",
}

var (
	createTrail = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreateTrail,
		"cloudtrail:CreateTrail", "cloudtrail:AddTags", "iam:PassRole").Repeatable().NotYet(early...).DoneBy("TrailAlreadyExistsException"))
	deleteTrail = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteTrail,
		"cloudtrail:DeleteTrail").Repeatable().DoneBy("TrailNotFoundException"))
	updateTrail = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).UpdateTrail,
		"cloudtrail:UpdateTrail", "iam:PassRole").Repeatable().NotYet(early...))
	putEventSelectors = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).PutEventSelectors,
		"cloudtrail:PutEventSelectors").Repeatable())
	startLogging = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).StartLogging,
		"cloudtrail:StartLogging").Repeatable())
	stopLogging = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).StopLogging,
		"cloudtrail:StopLogging").Repeatable())
)

var (
	trailSummary = catalog.Text(Service, "CreateTrail/summary",
		"Creates a trail of all regions that records all management events, or makes one that is there do so.",
		"すべてのリージョンの管理イベントをすべて記録する証跡を作成するか、既存の証跡がそうなるようにします。")
	trailCost = catalog.Text(Service, "CreateTrail/cost",
		"the first copy of management events is free, a further one costs 2.00 USD for 100,000 events; how many there are is not known before",
		"管理イベントの最初の 1 本は無料、2 本目からは 10 万件につき 2.00 USD です。件数は事前には分かりません")
	trailForeign = catalog.Text(Service, "CreateTrail/foreign",
		"the trail belongs to account {account} and can only be changed there", "この証跡はアカウント {account} のもので、そちらでしか変更できません")
	trailFull = catalog.Text(Service, "CreateTrail/full",
		"trail {trail} has {count} event selectors, all that it may have, and none that could record all management events as well: put some of them together by hand",
		"証跡 {trail} のイベントセレクターは上限の {count} 個で、すべての管理イベントを併せて記録できるものがありません。手作業でまとめてください")
	trailMore = catalog.Text(Service, "CreateTrail/more",
		"trail {trail} will record more events than today", "証跡 {trail} に記録されるイベントが今より増えます")
)

type trailParams struct {
	// Bucket, KMSKeyID, LogGroup and Role are where a new trail delivers to; one that is there keeps its own. LogGroup is
	// a name, Role a name, KMSKeyID an ARN or an alias' ARN.
	Bucket   string `json:"bucket"`
	KMSKeyID string `json:"kmsKeyId"`
	LogGroup string `json:"logGroup"`
	Role     string `json:"role"`
}

var createTrailFor = catalog.Remediation(Service, catalog.RemediationSpec[cloudtrail.Trail, trailParams]{
	Name:    "CreateTrail",
	Own:     true,
	Helper:  true,
	Makes:   plan.Creates,
	File:    "create_trail",
	Summary: trailSummary,
	Reads:   []string{"Settings", "Logging", "Selectors"},
	Writes: []*awsop.Op{
		createTrail.Op, deleteTrail.Op, updateTrail.Op, putEventSelectors.Op, startLogging.Op, stopLogging.Op,
	},
	Plan: func(t cloudtrail.Trail, p trailParams, _ time.Time) catalog.Edit[cloudtrail.Trail] {
		if resource.IsMissing(t) {
			return newTrail(t, p)
		}
		if t.Foreign() {
			return refuse(t, trailForeign.With("account", t.Owner()))
		}
		if s := t.Selectors.Value(); !s.Management() && len(s.WithManagement().Basic) > cloudtrail.MostBasic {
			return refuse(t, trailFull.With("trail", t.Name, "count", strconv.Itoa(len(s.Basic))))
		}
		return widened(t)
	},
})

func refuse(t cloudtrail.Trail, why text.Message) catalog.Edit[cloudtrail.Trail] {
	return catalog.Edit[cloudtrail.Trail]{After: t, Effect: catalog.Effect{Refused: why}}
}

// everything selects all management events, as a new trail does by itself.
var everything = cloudtrail.Selectors{Basic: []cloudtrail.Basic{{ReadWrite: cloudtrail.All, Management: true}}}

func newTrail(t cloudtrail.Trail, p trailParams) catalog.Edit[cloudtrail.Trail] {
	input := &sdk.CreateTrailInput{
		Name: &t.Name, S3BucketName: &p.Bucket, IsMultiRegionTrail: aws.Bool(true), IncludeGlobalServiceEvents: aws.Bool(true),
		EnableLogFileValidation: aws.Bool(true), TagsList: createdTags(),
	}
	e := catalog.Edit[cloudtrail.Trail]{Behind: []resource.Ref{s3.BucketRef(t.Account, t.Region, p.Bucket)}}
	t.Settings = resource.Is(cloudtrail.Settings{Bucket: p.Bucket, MultiRegion: true, GlobalEvents: true})
	t.Validation, t.Encrypted, t.Tags = resource.Is(true), resource.Is(p.KMSKeyID != ""), resource.Is(resource.Created())
	if p.KMSKeyID != "" {
		input.KmsKeyId, t.Key = &p.KMSKeyID, resource.Fact[string]{} // CloudTrail names the key, not the alias
		e.Behind = append(e.Behind, kms.AliasesIn(t.Account, t.Region, p.KMSKeyID)...)
	}
	if p.LogGroup != "" {
		group, role := logs.GroupRef(t.Account, t.Region, p.LogGroup), iam.RoleRef(t.Account, t.Region, p.Role)
		d := cloudtrail.Delivery{LogGroup: group.ID + ":*", Role: role.ID}
		input.CloudWatchLogsLogGroupArn, input.CloudWatchLogsRoleArn, t.Delivery = &d.LogGroup, &d.Role, resource.Is(d)
		e.Behind = append(e.Behind, group, role)
	}
	t.Selectors, t.Logging = resource.Is(everything), resource.Is(false)
	e.Moves = []catalog.Move{{Do: createTrail.With(input), Undo: deleteTrail.With(&sdk.DeleteTrailInput{Name: &t.ID}), Leaves: t}}
	t.Logging = resource.Is(true)
	e.Moves = append(e.Moves, catalog.Move{
		Do: startLogging.With(&sdk.StartLoggingInput{Name: &t.ID}), Undo: stopLogging.With(&sdk.StopLoggingInput{Name: &t.ID}),
	})
	e.After, e.Cost = t, plan.CostUnknown(trailCost.With())
	return e
}

func createdTags() []types.Tag {
	var tags []types.Tag
	for k, v := range resource.Created() {
		tags = append(tags, types.Tag{Key: &k, Value: &v})
	}
	return tags
}

// widened has a trail that is there record all management events of all regions, and nothing less of anything else.
func widened(t cloudtrail.Trail) catalog.Edit[cloudtrail.Trail] {
	var e catalog.Edit[cloudtrail.Trail]
	if s := t.Settings.Value(); !s.MultiRegion {
		e.Moves = append(e.Moves, catalog.Move{Do: setRegions(t.ID, true, true), Undo: setRegions(t.ID, false, s.GlobalEvents)})
		s.MultiRegion, s.GlobalEvents = true, true
		t.Settings = resource.Is(s)
		e.Moves[0].Leaves = t
	}
	if before := t.Selectors.Value(); !before.Management() {
		after := before.WithManagement()
		t.Selectors = resource.Is(after)
		e.Moves = append(e.Moves, catalog.Move{Do: selectEvents(t.ID, after), Undo: selectEvents(t.ID, before), Leaves: t})
	}
	if !t.Logging.Value() {
		t.Logging = resource.Is(true)
		e.Moves = append(e.Moves, catalog.Move{
			Do: startLogging.With(&sdk.StartLoggingInput{Name: &t.ID}), Undo: stopLogging.With(&sdk.StopLoggingInput{Name: &t.ID}),
		})
	}
	e.After = t
	if n := len(e.Moves); n > 0 {
		e.Moves[n-1].Leaves = nil // it is After
		e.Cost, e.Risk = plan.CostUnknown(trailCost.With()), []text.Message{trailMore.With("trail", t.Name)}
	}
	return e
}

func setRegions(trail string, all, global bool) awsop.Bound {
	return updateTrail.With(&sdk.UpdateTrailInput{Name: &trail, IsMultiRegionTrail: &all, IncludeGlobalServiceEvents: &global})
}

// selectEvents is the call that sets a trail's selectors.
func selectEvents(trail string, s cloudtrail.Selectors) awsop.Bound {
	input := &sdk.PutEventSelectorsInput{TrailName: &trail}
	for _, b := range s.Basic {
		out := types.EventSelector{
			ReadWriteType: types.ReadWriteType(b.ReadWrite), IncludeManagementEvents: aws.Bool(b.Management), ExcludeManagementEventSources: b.Excluded,
		}
		for _, d := range b.Data {
			out.DataResources = append(out.DataResources, types.DataResource{Type: aws.String(d.Type), Values: d.Values})
		}
		input.EventSelectors = append(input.EventSelectors, out)
	}
	for _, a := range s.Advanced {
		input.AdvancedEventSelectors = append(input.AdvancedEventSelectors, advancedOf(a))
	}
	return putEventSelectors.With(input)
}

func advancedOf(a cloudtrail.Advanced) types.AdvancedEventSelector {
	out := types.AdvancedEventSelector{}
	if a.Name != "" {
		out.Name = aws.String(a.Name)
	}
	for _, f := range a.Fields {
		out.FieldSelectors = append(out.FieldSelectors, types.AdvancedFieldSelector{
			Field: aws.String(f.Field), Equals: f.Equals, NotEquals: f.NotEquals, StartsWith: f.StartsWith,
			NotStartsWith: f.NotStartsWith, EndsWith: f.EndsWith, NotEndsWith: f.NotEndsWith,
		})
	}
	return out
}
