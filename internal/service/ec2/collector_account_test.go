package ec2

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

const region = "eu-west-1"

// place is where a collector reads in tests.
func place(a *awstest.Account, u *catalog.CollectorUnit) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: u.Facts}
}

// defaultKey stands in for an operation that moto lacks.
func defaultKey(a *awstest.Account, key string) {
	a.Rule(awstest.Rule{
		Service: "ec2", Operation: "GetEbsDefaultKmsKeyId",
		Do: awstest.Answer(200, "text/xml", "<GetEbsDefaultKmsKeyIdResponse><kmsKeyId>"+key+"</kmsKeyId></GetEbsDefaultKmsKeyIdResponse>"),
	})
}

// readAccount lists and reads the one account there is.
func readAccount(t *testing.T, a *awstest.Account) ec2.Account {
	t.Helper()
	at := place(a, accounts)
	for listed, err := range accounts.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := accounts.Get(t.Context(), at, listed)
		if err != nil {
			t.Fatal(err)
		}
		return as[ec2.Account](t, got)
	}
	t.Fatal("no account is listed")
	return ec2.Account{}
}

// snapshot makes one, open to everybody or not.
func snapshot(t *testing.T, a *awstest.Account, encrypted, public bool) string {
	t.Helper()
	prepare := sdk.NewFromConfig(a.Config(region))
	volume, err := prepare.CreateVolume(t.Context(), &sdk.CreateVolumeInput{AvailabilityZone: aws.String(region + "a"), Size: aws.Int32(1), Encrypted: &encrypted})
	if err != nil {
		t.Fatal(err)
	}
	s, err := prepare.CreateSnapshot(t.Context(), &sdk.CreateSnapshotInput{VolumeId: volume.VolumeId})
	if err != nil {
		t.Fatal(err)
	}
	if public {
		if _, err := prepare.ModifySnapshotAttribute(t.Context(), &sdk.ModifySnapshotAttributeInput{
			SnapshotId: s.SnapshotId, Attribute: types.SnapshotAttributeNameCreateVolumePermission,
			OperationType: types.OperationTypeAdd, GroupNames: []string{"all"},
		}); err != nil {
			t.Fatal(err)
		}
	}
	return *s.SnapshotId
}

func TestAccount(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	defaultKey(a, "alias/aws/ebs")
	got := readAccount(t, a)
	if got.ID != "AWS::::Account:"+a.ID || got.Region != region {
		t.Errorf("reference is %+v", got.Ref)
	}
	if on, known := got.EBSEncryption.Get(); on || !known {
		t.Errorf("encryption is %v, known %v", on, known)
	}
	if got.DefaultKey.Value() != "alias/aws/ebs" {
		t.Errorf("default key is %+v", got.DefaultKey)
	}
	if public, known := got.PublicSnapshots.Get(); len(public) > 0 || !known {
		t.Errorf("public snapshots are %v, known %v", public, known)
	}
	if _, err := sdk.NewFromConfig(a.Config(region)).EnableEbsEncryptionByDefault(t.Context(), &sdk.EnableEbsEncryptionByDefaultInput{}); err != nil {
		t.Fatal(err)
	}
	if got := readAccount(t, a); !got.EBSEncryption.Value() {
		t.Error("encryption is off after it was switched on")
	}
}

// Both pages count, and what the snapshot's own permissions do not confirm does not.
func TestPublicSnapshots(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	defaultKey(a, "alias/aws/ebs")
	var want []string
	for _, public := range []bool{true, false, true, true} {
		if id := snapshot(t, a, false, public); public {
			want = append(want, id)
		}
	}
	encrypted := snapshot(t, a, true, false)
	slices.Sort(want)
	a.TwoPages("ec2", "DescribeSnapshots")
	a.Rule(awstest.Rule{Do: awstest.Deny(), Operation: "DescribeSnapshotAttribute", Resource: encrypted})
	if got := readAccount(t, a).PublicSnapshots; !slices.Equal(got.Value(), want) {
		t.Errorf("got %v (%+v), want %v", got.Value(), got.Why(), want)
	}
	if n := a.Count("ec2", "DescribeSnapshots"); n != 2 {
		t.Errorf("%d pages", n)
	}
	a.Rule(awstest.Rule{Do: awstest.Refuse(400, "InvalidSnapshot.NotFound", "gone"), Operation: "DescribeSnapshotAttribute", Resource: want[0]})
	if got := readAccount(t, a).PublicSnapshots; !slices.Equal(got.Value(), want[1:]) {
		t.Errorf("with one deleted meanwhile: got %v, want %v", got.Value(), want[1:])
	}
}

func TestAccountHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	snapshot(t, a, false, true)
	for fact, denied := range map[string]string{
		"EBSEncryption": "GetEbsEncryptionByDefault", "DefaultKey": "GetEbsDefaultKmsKeyId", "PublicSnapshots": "DescribeSnapshotAttribute",
	} {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ec2", Operation: denied})
		f := resource.FactOf(readAccount(t, a), fact)
		if f.State() != resource.Hidden || f.Why().Code != "UnauthorizedOperation" || f.Why().Action != "ec2:"+denied {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
}
