package ec2

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func TestMakeSnapshotsPrivate(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]ec2.Account{"none": withSnapshots(), "two": withSnapshots("snap-1", "snap-2")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, makeSnapshotsPrivate, name, a, nil)
			if v := control1.Evaluate(d.After, catalog.None{}, catalogtest.Now); v.Status != control.Passed {
				t.Errorf("EC2.1: %s", v.Reason)
			}
		})
	}
}

// After each call one snapshot less is public.
func TestMakeSnapshotsPrivateOneByOne(t *testing.T) {
	t.Parallel()
	d := makeSnapshotsPrivate.Derive(withSnapshots("snap-1", "snap-2", "snap-3"), catalog.None{}, catalogtest.Now)
	for i, want := range [][]string{{"snap-2", "snap-3"}, {"snap-3"}} {
		if got := as[ec2.Account](t, d.Moves[i].Leaves).PublicSnapshots.Value(); !slices.Equal(got, want) {
			t.Errorf("call %d leaves %v, want %v", i, got, want)
		}
	}
	if len(d.Moves) != 3 || d.Moves[2].Leaves != nil {
		t.Errorf("the moves are %+v", d.Moves)
	}
}

func TestSnapshotARN(t *testing.T) {
	t.Parallel()
	do := makeSnapshotsPrivate.Derive(withSnapshots("snap-1"), catalog.None{}, catalogtest.Now).Moves[0].Do
	in, err := awsop.Encode(do.Input)
	if err != nil {
		t.Fatal(err)
	}
	got, err := do.Op.Resources(in, awsop.Site{Partition: "aws-us-gov", Region: "us-gov-west-1", Account: "111122223333"})
	if err != nil || !slices.Equal(got, []string{"arn:aws-us-gov:ec2:us-gov-west-1::snapshot/snap-1"}) {
		t.Errorf("got %v, %v", got, err)
	}
}
