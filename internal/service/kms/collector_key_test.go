package kms

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

const region = "eu-west-1"

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: keys.Facts}
}

// listedKeys are the keys of a place by id.
func listedKeys(t *testing.T, at catalog.Place) map[string]kms.Key {
	t.Helper()
	all := map[string]kms.Key{}
	for r, err := range keys.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Reference().Name] = as(t, r)
	}
	return all
}

func as(t *testing.T, r resource.Resource) kms.Key {
	t.Helper()
	k, ok := r.(kms.Key)
	if !ok {
		t.Fatalf("got a %T", r)
	}
	return k
}

func get(t *testing.T, at catalog.Place, r resource.Resource) kms.Key {
	t.Helper()
	got, err := keys.Get(t.Context(), at, r)
	if err != nil {
		t.Fatal(err)
	}
	return as(t, got)
}

func create(t *testing.T, a *awstest.Account, in *sdk.CreateKeyInput) types.KeyMetadata {
	t.Helper()
	out, err := sdk.NewFromConfig(a.Config(region)).CreateKey(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return *out.KeyMetadata
}

func TestKeys(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	prepare := sdk.NewFromConfig(a.Config(region))
	own := create(t, a, &sdk.CreateKeyInput{Tags: []types.Tag{{TagKey: aws.String("team"), TagValue: aws.String("a")}}})
	for _, alias := range []string{"alias/b", "alias/a"} {
		if _, err := prepare.CreateAlias(t.Context(), &sdk.CreateAliasInput{AliasName: &alias, TargetKeyId: own.KeyId}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := prepare.EnableKeyRotation(t.Context(), &sdk.EnableKeyRotationInput{KeyId: own.KeyId}); err != nil {
		t.Fatal(err)
	}
	all := listedKeys(t, place(a))
	if len(all) != 1 {
		t.Fatalf("listed %v", all)
	}
	k := get(t, place(a), all[*own.KeyId])
	if k.ID != *own.Arn || k.Account != a.ID || k.Region != region || !k.Rotation.Value() || k.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", k)
	}
	if m := k.Metadata.Value(); m.Fixed() != "" || m.MultiRegion != "" {
		t.Errorf("metadata is %+v", m)
	}
	if !slices.Equal(k.Aliases.Value(), []string{"alias/a", "alias/b"}) {
		t.Errorf("aliases are %v", k.Aliases.Value())
	}
	fresh := get(t, place(a), keys.Empty(k.Ref))
	if d := resource.Differing(k, fresh, keys.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// Keys that AWS manages are known by their aliases: nobody describes them or asks for their rotation.
func TestKeysOfAWS(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	if _, err := sdk.NewFromConfig(a.Config(region)).DescribeKey(t.Context(), &sdk.DescribeKeyInput{KeyId: aws.String("alias/aws/ebs")}); err != nil {
		t.Fatal(err)
	}
	all := listedKeys(t, place(a))
	for _, k := range all {
		k = get(t, place(a), k)
		if k.Metadata.Value() != (kms.Metadata{Manager: "AWS"}) || k.Rotation.State() != resource.Absent {
			t.Errorf("got %+v", k)
		}
	}
	if len(all) != 1 || a.Count("kms", "DescribeKey")+a.Count("kms", "GetKeyRotationStatus") != 0 {
		t.Errorf("%d keys, calls are %+v", len(all), a.Calls())
	}
}

func TestKeysWithoutRotation(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	prepare := sdk.NewFromConfig(a.Config(region))
	disabled, dying := create(t, a, &sdk.CreateKeyInput{}), create(t, a, &sdk.CreateKeyInput{})
	if _, err := prepare.DisableKey(t.Context(), &sdk.DisableKeyInput{KeyId: disabled.KeyId}); err != nil {
		t.Fatal(err)
	}
	if _, err := prepare.ScheduleKeyDeletion(t.Context(), &sdk.ScheduleKeyDeletionInput{KeyId: dying.KeyId}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		*disabled.KeyId: "KeyState Disabled",
		*dying.KeyId:    "KeyState PendingDeletion",
		*create(t, a, &sdk.CreateKeyInput{KeySpec: types.KeySpecRsa2048, KeyUsage: types.KeyUsageTypeSignVerify}).KeyId: "KeySpec RSA_2048",
		*create(t, a, &sdk.CreateKeyInput{Origin: types.OriginTypeExternal}).KeyId:                                      "Origin EXTERNAL",
	}
	for id, k := range listedKeys(t, place(a)) {
		k = get(t, place(a), k)
		if got := k.Metadata.Value().Fixed(); got != want[id] || k.Rotation.State() != resource.Absent {
			t.Errorf("got %q and rotation %s, want %q", got, k.Rotation.State(), want[id])
		}
		delete(want, id)
	}
	if len(want) > 0 {
		t.Errorf("not listed: %v", want)
	}
	if a.Count("kms", "GetKeyRotationStatus") != 0 {
		t.Error("asked for a rotation that cannot be")
	}
}

func TestMultiRegionKey(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	primary := create(t, a, &sdk.CreateKeyInput{MultiRegion: aws.Bool(true)})
	if _, err := sdk.NewFromConfig(a.Config(region)).ReplicateKey(t.Context(), &sdk.ReplicateKeyInput{KeyId: primary.KeyId, ReplicaRegion: aws.String("us-west-2")}); err != nil {
		t.Fatal(err)
	}
	k := get(t, place(a), listedKeys(t, place(a))[*primary.KeyId])
	if m := k.Metadata.Value(); m.MultiRegion != "PRIMARY" || m.Primary != *primary.Arn || m.Replicas != 1 {
		t.Errorf("primary is %+v", m)
	}
	there := place(a)
	there.Region, there.Config = "us-west-2", a.Through("us-west-2")
	k = get(t, there, listedKeys(t, there)[*primary.KeyId])
	if m := k.Metadata.Value(); m.MultiRegion != "REPLICA" || m.Primary != *primary.Arn {
		t.Errorf("replica is %+v", m)
	}
}

func TestKeyHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	own := create(t, a, &sdk.CreateKeyInput{})
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "kms", Operation: "DescribeKey"})
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "kms", Operation: "GetKeyRotationStatus"})
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "kms", Operation: "ListAliases"})
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "kms", Operation: "ListResourceTags"})
	k := get(t, place(a), listedKeys(t, place(a))[*own.KeyId])
	for fact, action := range map[string]string{
		"Metadata": "kms:DescribeKey", "Rotation": "kms:GetKeyRotationStatus", "Aliases": "kms:ListAliases", "Tags": "kms:ListResourceTags",
	} {
		if f := resource.FactOf(k, fact); f.State() != resource.Hidden || f.Why().Action != action || f.Why().Code != "AccessDeniedException" {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
}

func TestKeysNotListed(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "kms", Operation: "ListKeys"})
	var got error
	for _, err := range keys.List(t.Context(), place(a)) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}

func TestKeyGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	id := "1234abcd-12ab-34cd-56ef-1234567890ab"
	_, err := keys.Get(t.Context(), place(a), keys.Empty(place(a).Ref(keys.Type, "arn:aws:kms:"+region+":"+a.ID+":key/"+id, id)))
	if fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestKeysPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for range 3 {
		create(t, a, &sdk.CreateKeyInput{})
	}
	a.TwoPages("kms", "ListKeys")
	if n := len(listedKeys(t, place(a))); n != 3 || a.Count("kms", "ListKeys") != 2 {
		t.Errorf("%d keys in %d calls", n, a.Count("kms", "ListKeys"))
	}
}

func TestAliasesPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	id := *create(t, a, &sdk.CreateKeyInput{}).KeyId
	page := func(alias, more string) awstest.Action {
		return awstest.Answer(200, "application/x-amz-json-1.1", `{"Aliases":[{"AliasName":"`+alias+`","TargetKeyId":"`+id+`"}]`+more+`}`)
	}
	a.Rule(awstest.Rule{Do: page("alias/a", ""), Service: "kms", Operation: "ListAliases"})
	a.Rule(awstest.Rule{Do: page("alias/b", `,"Truncated":true,"NextMarker":"x"`), Service: "kms", Operation: "ListAliases", Times: 1})
	k := listedKeys(t, place(a))[id]
	if !slices.Equal(k.Aliases.Value(), []string{"alias/a", "alias/b"}) || a.Count("kms", "ListAliases") != 2 {
		t.Errorf("aliases are %v in %d calls", k.Aliases.Value(), a.Count("kms", "ListAliases"))
	}
}
