package s3

import (
	"regexp"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// place is where a collector reads in tests.
func place(a *awstest.Account, region string, u *catalog.CollectorUnit) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: u.Facts}
}

// create makes a bucket in a region; names are of all accounts together.
func create(t *testing.T, a *awstest.Account, region, name string) string {
	t.Helper()
	name += "-" + a.ID
	in := &sdk.CreateBucketInput{Bucket: &name}
	if region != "us-east-1" {
		in.CreateBucketConfiguration = &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(region)}
	}
	if _, err := newClient(a.Config(region)).CreateBucket(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	return name
}

// listed are the buckets of an account by name.
func listed(t *testing.T, a *awstest.Account) map[string]s3.Bucket {
	t.Helper()
	all := map[string]s3.Bucket{}
	for r, err := range buckets.List(t.Context(), place(a, "us-east-1", buckets)) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Reference().Name] = catalogtest.As[s3.Bucket](t, r)
	}
	return all
}

// get reads a bucket in its own region.
func get(t *testing.T, a *awstest.Account, b s3.Bucket) s3.Bucket {
	t.Helper()
	got, err := buckets.Get(t.Context(), place(a, b.Region, buckets), b)
	if err != nil {
		t.Fatal(err)
	}
	return catalogtest.As[s3.Bucket](t, got)
}

// In a new bucket there is hardly anything: S3 says so by errors of its own.
func TestNewBucket(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := create(t, a, "us-east-1", "new")
	b := get(t, a, listed(t, a)[name])
	if want := (resource.Ref{Type: "AWS::S3::Bucket", Account: a.ID, Region: "us-east-1", ID: "arn:aws:s3:::" + name, Name: name}); b.Ref != want || !b.Consistent() {
		t.Errorf("reference is %+v, want %+v", b.Ref, want)
	}
	if b.Policy.State() != resource.Absent {
		t.Errorf("policy is %s", b.Policy.State())
	}
	if on, known := b.Website.Get(); on || !known {
		t.Errorf("website is %v, known %v", on, known)
	}
	if tags, known := b.Tags.Get(); len(tags) > 0 || tags == nil || !known {
		t.Errorf("tags are %v, known %v", tags, known)
	}
	if g := b.Grants.Value(); len(g) != 1 || g[0].Permission != "FULL_CONTROL" || g[0].Public() {
		t.Errorf("grants are %+v", g)
	}
	if b.PublicAccessBlock.State() != resource.Absent {
		t.Errorf("block is %s", b.PublicAccessBlock.State())
	}
}

// configure gives a bucket everything that is read of one.
func configure(t *testing.T, a *awstest.Account, region, name string) (policy string) {
	t.Helper()
	c := newClient(a.Config(region))
	policy = `{"Version": "2012-10-17", "Statement": [{"Sid":"A","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::` + name + `"}]}`
	website := &types.WebsiteConfiguration{IndexDocument: &types.IndexDocument{Suffix: aws.String("index.html")}}
	tags := &types.Tagging{TagSet: []types.Tag{{Key: aws.String("team"), Value: aws.String("b & c")}}}
	for what, do := range map[string]func() error{
		"policy": func() error {
			_, err := c.PutBucketPolicy(t.Context(), &sdk.PutBucketPolicyInput{Bucket: &name, Policy: &policy})
			return err
		},
		"grants": func() error {
			_, err := c.PutBucketAcl(t.Context(), &sdk.PutBucketAclInput{Bucket: &name, AccessControlPolicy: &types.AccessControlPolicy{
				Owner: &types.Owner{ID: aws.String("0123456789abcdef")},
				Grants: []types.Grant{ // one each: moto tells only the first permission of a canned list's groups
					{Grantee: &types.Grantee{Type: types.TypeGroup, URI: aws.String(allUsers)}, Permission: types.PermissionWrite},
					{Grantee: &types.Grantee{Type: types.TypeCanonicalUser, ID: aws.String("0123456789abcdef")}, Permission: types.PermissionFullControl},
					{Grantee: &types.Grantee{Type: types.TypeGroup, URI: aws.String(allUsers)}, Permission: types.PermissionRead},
				},
			}})
			return err
		},
		"website": func() error {
			_, err := c.PutBucketWebsite(t.Context(), &sdk.PutBucketWebsiteInput{Bucket: &name, WebsiteConfiguration: website})
			return err
		},
		"tags": func() error {
			_, err := c.PutBucketTagging(t.Context(), &sdk.PutBucketTaggingInput{Bucket: &name, Tagging: tags})
			return err
		},
	} {
		if err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	return policy
}

func block(t *testing.T, a *awstest.Account, region, name string, b s3.PublicAccessBlock) {
	t.Helper()
	in := catalogtest.As[*sdk.PutPublicAccessBlockInput](t, putBlock(name, b).Input)
	if _, err := newClient(a.Config(region)).PutPublicAccessBlock(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

func TestBucket(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := create(t, a, "eu-west-1", "full")
	policy := configure(t, a, "eu-west-1", name)
	partly := s3.PublicAccessBlock{BlockPublicAcls: true, RestrictPublicBuckets: true}
	block(t, a, "eu-west-1", name, partly)
	b := get(t, a, listed(t, a)[name])
	if b.Region != "eu-west-1" {
		t.Errorf("region is %s", b.Region)
	}
	if b.Policy.Value() != policy {
		t.Errorf("policy is %s", b.Policy.Value())
	}
	if want := []s3.Grant{{Grantee: "0123456789abcdef", Permission: "FULL_CONTROL"}, {Grantee: allUsers, Permission: "READ"}, {Grantee: allUsers, Permission: "WRITE"}}; !slices.Equal(b.Grants.Value(), want) {
		t.Errorf("grants are %+v, want %+v", b.Grants.Value(), want)
	}
	if !b.Website.Value() || b.Tags.Value()["team"] != "b & c" {
		t.Errorf("website %v, tags %v", b.Website, b.Tags)
	}
	if b.PublicAccessBlock.Value() != partly {
		t.Errorf("block is %+v", b.PublicAccessBlock)
	}
	again := get(t, a, catalogtest.As[s3.Bucket](t, buckets.Empty(b.Ref)))
	if d := resource.Differing(b, again, buckets.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
	for _, c := range a.Calls() {
		if c.Operation != "ListBuckets" && c.Operation != "GetBucketLocation" && c.Region != "eu-west-1" {
			t.Errorf("%s went to %s", c.Operation, c.Region)
		}
	}
}

// Grants that the block ignores cannot matter: nobody asks for them.
func TestBucketWithoutGrants(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := create(t, a, "us-east-1", "blocked")
	block(t, a, "us-east-1", name, all)
	b := get(t, a, listed(t, a)[name])
	if b.PublicAccessBlock.Value() != all || b.Grants.State() != resource.NotAsked || a.Count("s3", "GetBucketAcl") != 0 {
		t.Errorf("block %+v, grants %s, asked %d times", b.PublicAccessBlock, b.Grants.State(), a.Count("s3", "GetBucketAcl"))
	}
	for _, c := range []*catalog.ControlUnit{control2, control3, control8} {
		if v := c.Evaluate(b, c.Params.Defaults, catalogtest.Now); v.Status != "PASSED" {
			t.Errorf("%s: %s %s", c.ID, v.Status, v.Reason)
		}
	}
}

func TestBucketHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := create(t, a, "us-east-1", "hidden")
	reads := map[string][2]string{
		"PublicAccessBlock": {"GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"},
		"Policy":            {"GetBucketPolicy", "s3:GetBucketPolicy"},
		"Grants":            {"GetBucketAcl", "s3:GetBucketAcl"},
		"Website":           {"GetBucketWebsite", "s3:GetBucketWebsite"},
		"Encryption":        {"GetBucketEncryption", "s3:GetEncryptionConfiguration"},
		"Logging":           {"GetBucketLogging", "s3:GetBucketLogging"},
		"Ownership":         {"GetBucketOwnershipControls", "s3:GetBucketOwnershipControls"},
		"Versioning":        {"GetBucketVersioning", "s3:GetBucketVersioning"},
		"Lifecycle":         {"GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"},
		"Replication":       {"GetBucketReplication", "s3:GetReplicationConfiguration"},
		"ReplicaRegions":    {"GetBucketReplication", "s3:GetReplicationConfiguration"},
		"Tags":              {"GetBucketTagging", "s3:GetBucketTagging"},
	}
	b := listed(t, a)[name]
	for _, read := range reads {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "s3", Operation: read[0]})
	}
	b = get(t, a, b)
	for fact, read := range reads {
		f := resource.FactOf(b, fact)
		if why := f.Why(); f.State() != resource.Hidden || why.Code != "AccessDenied" || why.Operation != "s3."+read[0] || why.Action == "" {
			t.Errorf("%s is %s, %+v", fact, f.State(), why)
		}
	}
	if len(reads) != len(buckets.Facts) {
		t.Errorf("facts are %v", buckets.Facts)
	}
}

// An answer without what was asked for says nothing.
func TestBucketEmptyAnswer(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := create(t, a, "us-east-1", "empty")
	a.Rule(awstest.Rule{Service: "s3", Operation: "GetPublicAccessBlock", Do: awstest.Answer(200, "application/xml", "")})
	f := get(t, a, listed(t, a)[name]).PublicAccessBlock
	if f.State() != resource.Hidden || f.Why().Operation != "s3.GetPublicAccessBlock" || f.Why().Action != "" {
		t.Errorf("block is %s, %+v", f.State(), f.Why())
	}
}

func TestBucketGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := create(t, a, "us-east-1", "gone")
	b := listed(t, a)[name]
	if _, err := newClient(a.Config("us-east-1")).DeleteBucket(t.Context(), &sdk.DeleteBucketInput{Bucket: &name}); err != nil {
		t.Fatal(err)
	}
	for _, fact := range buckets.Facts {
		at := place(a, "us-east-1", buckets)
		at.Facts = []string{fact}
		if _, err := buckets.Get(t.Context(), at, b); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: got %v", fact, err)
		}
	}
}

func TestBucketsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	want := []string{create(t, a, "us-east-1", "one"), create(t, a, "eu-west-1", "two"), create(t, a, "ap-northeast-1", "three")}
	a.TwoPages("s3", "ListBuckets")
	all := listed(t, a)
	for _, name := range want {
		if _, ok := all[name]; !ok {
			t.Errorf("%s is not listed", name)
		}
	}
	if len(all) != len(want) || a.Count("s3", "ListBuckets") != 2 {
		t.Errorf("%d buckets in %d calls", len(all), a.Count("s3", "ListBuckets"))
	}
}

// located makes ListBuckets answer without regions, as it did for years, and gives the buckets a location.
func located(a *awstest.Account, location string) {
	region := regexp.MustCompile(`<BucketRegion>[^<]*</BucketRegion>`)
	a.Rule(awstest.Rule{Service: "s3", Operation: "ListBuckets", Do: func(x *awstest.Exchange) *awstest.Reply {
		reply := x.Next()
		if reply != nil {
			reply.Body = region.ReplaceAll(reply.Body, nil)
		}
		return reply
	}})
	a.Rule(awstest.Rule{
		Service: "s3", Operation: "GetBucketLocation",
		Do: awstest.Answer(200, "application/xml", `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`+location+`</LocationConstraint>`),
	})
}

func TestBucketLocation(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{"": "us-east-1", "EU": "eu-west-1", "ap-northeast-1": "ap-northeast-1"} {
		t.Run("from "+location, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			name := create(t, a, "us-east-1", "located")
			located(a, location)
			if b := listed(t, a)[name]; b.Region != want || a.Count("s3", "GetBucketLocation") != 1 {
				t.Errorf("region is %s after %d calls", b.Region, a.Count("s3", "GetBucketLocation"))
			}
		})
	}
}

// A bucket of another partition has an ARN of that partition.
func TestBucketInAnotherPartition(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := create(t, a, "us-east-1", "china")
	located(a, "cn-north-1")
	if b := listed(t, a)[name]; b.ID != "arn:aws-cn:s3:::"+name {
		t.Errorf("id is %s", b.ID)
	}
}

// What is not listed to its end is an error, not a shorter list.
func TestBucketsNotListed(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]func(*awstest.Account){
		"the list": func(a *awstest.Account) {
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "s3", Operation: "ListBuckets"})
		},
		"the second page": func(a *awstest.Account) {
			a.TwoPages("s3", "ListBuckets")
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "s3", Operation: "ListBuckets", After: 1})
		},
		"a location": func(a *awstest.Account) {
			located(a, "")
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "s3", Operation: "GetBucketLocation", After: 1})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			for _, name := range []string{"a", "b", "c"} {
				create(t, a, "us-east-1", name)
			}
			refuse(a)
			var last error
			n := 0
			for _, err := range buckets.List(t.Context(), place(a, "us-east-1", buckets)) {
				last = err
				n++
			}
			if !catalog.Denied(last) {
				t.Errorf("after %d buckets: %v", n, last)
			}
		})
	}
}

// Whoever has seen enough is not given more.
func TestBucketsStop(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"a", "b", "c", "d"} {
		create(t, a, "us-east-1", name)
	}
	a.TwoPages("s3", "ListBuckets")
	for _, err := range buckets.List(t.Context(), place(a, "us-east-1", buckets)) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if n := a.Count("s3", "ListBuckets"); n != 1 {
		t.Errorf("%d pages", n)
	}
	if !slices.Contains(buckets.ListCalls[0].Actions, "s3:ListAllMyBuckets") {
		t.Errorf("listing needs %v", buckets.ListCalls[0].Actions)
	}
}
