package s3

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// Whatever AWS's structs can hold, ours hold, under the same names: a member that the SDK gets makes this fail.
func TestMirrorIsWhole(t *testing.T) {
	t.Parallel()
	for name, to := range map[string]func() (any, error){
		"encryption": func() (any, error) {
			return mirror[s3.Encryption](filled[types.ServerSideEncryptionConfiguration]())
		},
		"logging":   func() (any, error) { return mirror[s3.Logging](filled[types.LoggingEnabled]()) },
		"lifecycle": func() (any, error) { return mirror[s3.Lifecycle](filled[lifecycle]()) },
	} {
		got, err := to()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if left := unset("", reflect.ValueOf(got)); len(left) > 0 {
			t.Errorf("%s: nothing arrived in %v", name, left)
		}
	}
	if _, err := mirror[s3.Encryption](types.LoggingEnabled{TargetBucket: aws.String("b")}); err == nil || !strings.Contains(err.Error(), "not understood") {
		t.Errorf("a member that is not known gave %v", err)
	}
}

// filled is a value with something in every member.
func filled[T any]() T {
	var v T
	fill(reflect.ValueOf(&v).Elem())
	return v
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)))
			return
		}
		for f, fv := range v.Fields() {
			if f.IsExported() {
				fill(fv)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	default:
		v.SetInt(7)
	}
}

// unset are the members that are empty.
func unset(path string, v reflect.Value) []string {
	var all []string
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		return unset(path, v.Elem())
	case v.Kind() == reflect.Slice && v.Len() > 0:
		return unset(path+"[]", v.Index(0))
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]():
		for f, fv := range v.Fields() {
			all = append(all, unset(path+"."+f.Name, fv)...)
		}
	case v.IsZero():
		return []string{path}
	}
	return all
}

// configured is a bucket with a configuration of every kind.
func configured(t *testing.T, a *awstest.Account) string {
	t.Helper()
	name, logs := create(t, a, "us-east-1", "configured"), create(t, a, "us-east-1", "logs")
	c := newClient(a.Config("us-east-1"))
	through := newClient(a.Through("us-east-1")) // past the proxy, moto drops MFADelete
	_, encryption := c.PutBucketEncryption(t.Context(), &sdk.PutBucketEncryptionInput{
		Bucket: &name, ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{Rules: []types.ServerSideEncryptionRule{{
			ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{
				SSEAlgorithm: types.ServerSideEncryptionAwsKms, KMSMasterKeyID: aws.String("alias/data"),
			}, BucketKeyEnabled: aws.Bool(true),
		}}},
	})
	_, acl := c.PutBucketPolicy(t.Context(), &sdk.PutBucketPolicyInput{Bucket: &logs, Policy: aws.String(
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::` + logs + `/*"}]}`)})
	_, logging := c.PutBucketLogging(t.Context(), &sdk.PutBucketLoggingInput{
		Bucket: &name, BucketLoggingStatus: &types.BucketLoggingStatus{LoggingEnabled: &types.LoggingEnabled{
			TargetBucket: &logs, TargetPrefix: aws.String("x/"),
			TargetGrants: []types.TargetGrant{
				{Grantee: &types.Grantee{Type: types.TypeGroup, URI: aws.String(anyAWS)}, Permission: types.BucketLogsPermissionRead},
				{Grantee: &types.Grantee{Type: types.TypeCanonicalUser, ID: aws.String("0123456789abcdef")}, Permission: types.BucketLogsPermissionWrite},
			},
		}},
	})
	_, ownership := c.PutBucketOwnershipControls(t.Context(), &sdk.PutBucketOwnershipControlsInput{
		Bucket: &name, OwnershipControls: &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: types.ObjectOwnershipBucketOwnerEnforced}}},
	})
	_, versioning := through.PutBucketVersioning(t.Context(), &sdk.PutBucketVersioningInput{
		Bucket: &name, MFA: aws.String("device 123456"), VersioningConfiguration: &types.VersioningConfiguration{
			Status: types.BucketVersioningStatusEnabled, MFADelete: types.MFADeleteEnabled,
		},
	})
	_, lifecycle := c.PutBucketLifecycleConfiguration(t.Context(), &sdk.PutBucketLifecycleConfigurationInput{
		Bucket: &name, LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: []types.LifecycleRule{{
			ID: aws.String("old"), Status: types.ExpirationStatusEnabled, Filter: &types.LifecycleRuleFilter{Prefix: aws.String("")},
			Expiration:  &types.LifecycleExpiration{Days: aws.Int32(90)},
			Transitions: []types.Transition{{Days: aws.Int32(30), StorageClass: types.TransitionStorageClassGlacier}},
		}}},
	})
	for what, err := range map[string]error{
		"encryption": encryption, "acl": acl, "logging": logging, "ownership": ownership, "versioning": versioning, "lifecycle": lifecycle,
	} {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	return name
}

func TestConfigurations(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := configured(t, a)
	all := listed(t, a)
	b := get(t, a, all[name])
	want := theBucket(func(w *s3.Bucket) {
		w.Encryption = resource.Is(s3.Encryption{Rules: []s3.EncryptionRule{{
			ApplyServerSideEncryptionByDefault: &s3.EncryptionDefault{SSEAlgorithm: "aws:kms", KMSMasterKeyID: "alias/data"}, BucketKeyEnabled: aws.Bool(true),
		}}})
		w.Logging = resource.Is(s3.Logging{TargetBucket: "logs-" + a.ID, TargetPrefix: "x/", TargetGrants: []s3.LoggingGrant{
			{Grantee: s3.Grantee{Type: "CanonicalUser", ID: "0123456789abcdef"}, Permission: "WRITE"},
			{Grantee: s3.Grantee{Type: "Group", URI: anyAWS}, Permission: "READ"},
		}})
		w.Ownership = resource.Is("BucketOwnerEnforced")
		w.Versioning = resource.Is(s3.Versioning{Status: "Enabled", MFADelete: "Enabled"})
		w.Lifecycle = resource.Is(s3.Lifecycle{Rules: []s3.LifecycleRule{{
			ID: "old", Status: "Enabled", Filter: &s3.LifecycleFilter{Prefix: aws.String("")}, Expiration: &s3.Expiration{Days: aws.Int32(90)},
			Transitions: []s3.Transition{{Days: aws.Int32(30), StorageClass: "GLACIER"}},
		}}, TransitionDefaultMinimumObjectSize: b.Lifecycle.Value().TransitionDefaultMinimumObjectSize})
	})
	facts := []string{"Encryption", "Logging", "Ownership", "Versioning", "Lifecycle", "Replication", "ReplicaRegions"}
	for _, fact := range resource.Differing(b, want, facts) {
		t.Errorf("%s is %+v", fact, resource.FactOf(b, fact))
	}
	bare := get(t, a, all["logs-"+a.ID])
	for _, fact := range facts {
		if s := resource.FactOf(bare, fact).State(); s != resource.Absent {
			t.Errorf("%s of a new bucket is %s", fact, s)
		}
	}
	again := get(t, a, catalogtest.As[s3.Bucket](t, buckets.Empty(b.Ref)))
	if d := resource.Differing(b, again, buckets.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// An answer without what was asked for says nothing, and neither does one with what is not understood.
func TestConfigurationsEmptyAnswer(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := create(t, a, "us-east-1", "empty")
	b := listed(t, a)[name]
	for fact, read := range map[string][2]string{
		"Encryption":  {"GetBucketEncryption", ""},
		"Ownership":   {"GetBucketOwnershipControls", "<OwnershipControls/>"},
		"Replication": {"GetBucketReplication", "<ReplicationConfiguration><Role>r</Role><Rule><ID>x</ID></Rule></ReplicationConfiguration>"},
	} {
		a.Rule(awstest.Rule{Service: "s3", Operation: read[0], Do: awstest.Answer(200, "application/xml", read[1])})
		f := resource.FactOf(get(t, a, b), fact)
		if f.State() != resource.Hidden || f.Why().Operation != "s3."+read[0] || f.Why().Action != "" {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
}

// Only what is wanted is asked for.
func TestConfigurationsNotWanted(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "us-east-1", "plain")
	b := listed(t, a)["plain-"+a.ID]
	a.ResetCalls()
	at := place(a, "us-east-1", buckets)
	at.Facts = []string{"Versioning"}
	if _, err := buckets.Get(t.Context(), at, b); err != nil {
		t.Fatal(err)
	}
	if calls := a.Calls(); len(calls) != 1 || calls[0].Operation != "GetBucketVersioning" {
		t.Errorf("calls are %+v", calls)
	}
}
