package cloudtrail

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

var (
	describeTrails    = awsop.Read((*sdk.Client).DescribeTrails, "cloudtrail:DescribeTrails")
	getTrail          = awsop.Read((*sdk.Client).GetTrail, "cloudtrail:GetTrail")
	getTrailStatus    = awsop.Read((*sdk.Client).GetTrailStatus, "cloudtrail:GetTrailStatus")
	getEventSelectors = awsop.Read((*sdk.Client).GetEventSelectors, "cloudtrail:GetEventSelectors")
	listTags          = awsop.Read((*sdk.Client).ListTags, "cloudtrail:ListTags")
)

var trails = catalog.Collector(Service, catalog.CollectorSpec[cloudtrail.Trail]{
	Type: "AWS::CloudTrail::Trail", Version: 1, Scope: catalog.Regional, File: "trail",
	ListCalls: []awsop.Op{describeTrails},
	List:      listTrails,
	Gone:      []string{"TrailNotFoundException"},
	Reads: []catalog.ReadSpec[cloudtrail.Trail]{
		{Facts: []string{"Settings", "Validation", "Encrypted", "Key", "Delivery"}, Calls: []awsop.Op{getTrail}, Do: readTrail},
		{Facts: []string{"Logging"}, Calls: []awsop.Op{getTrailStatus}, Do: readLogging},
		{Facts: []string{"Selectors"}, Calls: []awsop.Op{getEventSelectors}, Do: readSelectors},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listTags}, Do: readTags},
	},
})

// listTrails yields the trails that are seen in a region. A trail of all regions is seen in each of them, and stands in
// its home region: it is the same one, wherever it was listed.
func listTrails(ctx context.Context, at catalog.Place) iter.Seq2[cloudtrail.Trail, error] {
	return func(yield func(cloudtrail.Trail, error) bool) {
		out, err := sdk.NewFromConfig(at.Config).DescribeTrails(ctx, &sdk.DescribeTrailsInput{})
		if err != nil {
			yield(cloudtrail.Trail{}, err)
			return
		}
		for _, found := range out.TrailList {
			home := catalog.Place{Account: at.Account, Region: aws.ToString(found.HomeRegion)}
			t := cloudtrail.Trail{Ref: home.Ref("AWS::CloudTrail::Trail", aws.ToString(found.TrailARN), aws.ToString(found.Name))}
			show(&t, found)
			if !yield(t, nil) {
				return
			}
		}
	}
}

// show takes over what listing and reading show alike.
func show(t *cloudtrail.Trail, found types.Trail) {
	t.Settings = resource.Is(cloudtrail.Settings{
		Bucket: aws.ToString(found.S3BucketName), Prefix: aws.ToString(found.S3KeyPrefix), Topic: aws.ToString(found.SnsTopicARN),
		MultiRegion: aws.ToBool(found.IsMultiRegionTrail), GlobalEvents: aws.ToBool(found.IncludeGlobalServiceEvents),
		Organization: aws.ToBool(found.IsOrganizationTrail),
	})
	t.Validation = resource.Is(aws.ToBool(found.LogFileValidationEnabled))
	t.Encrypted = resource.Is(aws.ToString(found.KmsKeyId) != "")
	t.Key, t.Delivery = resource.None[string](), resource.None[cloudtrail.Delivery]()
	if key := aws.ToString(found.KmsKeyId); key != "" {
		t.Key = resource.Is(key)
	}
	if group := aws.ToString(found.CloudWatchLogsLogGroupArn); group != "" {
		t.Delivery = resource.Is(cloudtrail.Delivery{LogGroup: group, Role: aws.ToString(found.CloudWatchLogsRoleArn)})
	}
}

func readTrail(ctx context.Context, at catalog.Place, t *cloudtrail.Trail) error {
	out, err := sdk.NewFromConfig(at.Config).GetTrail(ctx, &sdk.GetTrailInput{Name: &t.ID})
	if err != nil {
		return err
	}
	if out.Trail == nil {
		return errors.New("the answer has no trail")
	}
	show(t, *out.Trail)
	return nil
}

func readLogging(ctx context.Context, at catalog.Place, t *cloudtrail.Trail) error {
	out, err := sdk.NewFromConfig(at.Config).GetTrailStatus(ctx, &sdk.GetTrailStatusInput{Name: &t.ID})
	if err != nil {
		return err
	}
	if out.IsLogging == nil {
		return errors.New("the answer does not say whether the trail is logging")
	}
	t.Logging = resource.Is(*out.IsLogging)
	return nil
}

func readSelectors(ctx context.Context, at catalog.Place, t *cloudtrail.Trail) error {
	out, err := sdk.NewFromConfig(at.Config).GetEventSelectors(ctx, &sdk.GetEventSelectorsInput{TrailName: &t.ID})
	if err != nil {
		return err
	}
	var s cloudtrail.Selectors
	for _, b := range out.EventSelectors {
		s.Basic = append(s.Basic, basic(b))
	}
	for _, a := range out.AdvancedEventSelectors {
		s.Advanced = append(s.Advanced, advanced(a))
	}
	if len(s.Advanced) > 0 {
		s.Basic = nil // a trail has selectors of one kind; those set last are in use
	}
	t.Selectors = resource.Is(s)
	return nil
}

func basic(b types.EventSelector) cloudtrail.Basic {
	out := cloudtrail.Basic{
		ReadWrite: string(b.ReadWriteType), Management: b.IncludeManagementEvents == nil || *b.IncludeManagementEvents,
		Excluded: b.ExcludeManagementEventSources,
	}
	for _, d := range b.DataResources {
		out.Data = append(out.Data, cloudtrail.Data{Type: aws.ToString(d.Type), Values: d.Values})
	}
	return out
}

func advanced(a types.AdvancedEventSelector) cloudtrail.Advanced {
	out := cloudtrail.Advanced{Name: aws.ToString(a.Name)}
	for _, f := range a.FieldSelectors {
		out.Fields = append(out.Fields, cloudtrail.Field{
			Field: aws.ToString(f.Field), Equals: f.Equals, NotEquals: f.NotEquals, StartsWith: f.StartsWith,
			NotStartsWith: f.NotStartsWith, EndsWith: f.EndsWith, NotEndsWith: f.NotEndsWith,
		})
	}
	return out
}

func readTags(ctx context.Context, at catalog.Place, t *cloudtrail.Trail) error {
	tags := map[string]string{}
	pages := sdk.NewListTagsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListTagsInput{ResourceIdList: []string{t.ID}})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, r := range page.ResourceTagList {
			for _, tag := range r.TagsList {
				tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
			}
		}
	}
	t.Tags = resource.Is(tags)
	return nil
}
