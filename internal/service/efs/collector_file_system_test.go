package efs

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/efs"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/efs"
)

const region = "eu-west-1"

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: fileSystems.Facts}
}

// read lists and reads what there is, by name; the error is that of the listing.
func read(t *testing.T, a *awstest.Account) (map[string]efs.FileSystem, error) {
	t.Helper()
	all := map[string]efs.FileSystem{}
	for listed, err := range fileSystems.List(t.Context(), place(a)) {
		if err != nil {
			return all, err
		}
		all[listed.Reference().Name] = get(t, a, listed)
	}
	return all, nil
}

func get(t *testing.T, a *awstest.Account, r resource.Resource) efs.FileSystem {
	t.Helper()
	got, err := fileSystems.Get(t.Context(), place(a), r)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := got.(efs.FileSystem)
	if !ok || !out.Consistent() || out.Region != region || out.Account != a.ID {
		t.Fatalf("got a %T, %+v", got, got.Reference())
	}
	return out
}

// must lists and reads what there is, without an error.
func must(t *testing.T, a *awstest.Account) map[string]efs.FileSystem {
	t.Helper()
	all, err := read(t, a)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func create(t *testing.T, a *awstest.Account, token, key string) resource.Ref {
	t.Helper()
	in := &sdk.CreateFileSystemInput{CreationToken: &token, Encrypted: aws.Bool(key != "")}
	if key != "" {
		in.KmsKeyId = &key
	}
	out, err := sdk.NewFromConfig(a.Config(region)).CreateFileSystem(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return place(a).Ref(fileSystems.Type, *out.FileSystemArn, *out.FileSystemId)
}

const aKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// What is listed needs no further call.
func TestFileSystems(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	encrypted, plain := create(t, a, "encrypted", aKey), create(t, a, "plain", "")
	all := must(t, a)
	if f := all[encrypted.Name]; f.Ref != encrypted || f.Encryption.Value() != (efs.Encryption{Enabled: true, Key: aKey}) {
		t.Errorf("got %+v", f)
	}
	if f := all[plain.Name]; f.Encryption.State() != resource.Known || f.Encryption.Value() != (efs.Encryption{}) {
		t.Errorf("got %+v", f)
	}
	if len(all) != 2 || a.Count("", "") != 1 {
		t.Errorf("%d in %d calls", len(all), a.Count("", ""))
	}
}

func TestFileSystem(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "plain", "")
	ref := create(t, a, "encrypted", aKey)
	if f := get(t, a, fileSystems.Empty(ref)); f.Encryption.Value().Key != aKey {
		t.Errorf("got %+v", f)
	}
	gone := place(a).Ref(fileSystems.Type, "arn:aws:elasticfilesystem:"+region+":"+a.ID+":file-system/fs-1", "fs-1")
	if _, err := fileSystems.Get(t.Context(), place(a), fileSystems.Empty(gone)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestFileSystemHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := create(t, a, "one", "")
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "efs", Operation: "DescribeFileSystems"})
	if all, err := read(t, a); !catalog.Denied(err) || len(all) > 0 {
		t.Errorf("got %v, %v", all, err)
	}
	f := get(t, a, fileSystems.Empty(ref)).Encryption
	if f.State() != resource.Hidden || f.Why().Action != "elasticfilesystem:DescribeFileSystems" {
		t.Errorf("got %s, %+v", f.State(), f.Why())
	}
}

// An answer that does not speak of encryption says nothing.
func TestFileSystemSilent(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{
		Do:      awstest.Answer(200, "application/json", `{"FileSystems":[{"FileSystemId":"fs-1"}]}`),
		Service: "efs", Operation: "DescribeFileSystems",
	})
	if f := must(t, a)["fs-1"]; f.Encryption.State() != resource.Hidden || f.Encryption.Why().Operation != "efs.DescribeFileSystems" {
		t.Errorf("got %+v", f)
	}
}

func TestFileSystemsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, token := range []string{"a", "b", "c"} {
		create(t, a, token, "")
	}
	a.TwoPages("efs", "DescribeFileSystems")
	if n := len(must(t, a)); n != 3 || a.Count("", "") != 2 {
		t.Errorf("%d in %d calls", n, a.Count("", ""))
	}
}
