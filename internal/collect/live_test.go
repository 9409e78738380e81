package collect_test

import (
	"context"
	"iter"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

var (
	listKeys    = awsop.Read((*kms.Client).ListKeys, "kms:ListKeys")
	describeKey = awsop.Read((*kms.Client).DescribeKey, "kms:DescribeKey")
)

// keysAsLamps is a catalog in which the keys of KMS are lamps. Two facts are read by the same call.
func keysAsLamps(t *testing.T) *catalog.CollectorUnit {
	t.Helper()
	s := catalog.NewService("toy")
	describe := func(ctx context.Context, at catalog.Place, l *lamp) (*kms.DescribeKeyOutput, error) {
		return kms.NewFromConfig(at.Config).DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: &l.Name})
	}
	u := catalog.Collector(s, catalog.CollectorSpec[lamp]{
		Type: "Toy::Lamp", Version: 1, Scope: catalog.Regional, ListCalls: []awsop.Op{listKeys}, Gone: []string{"NotFoundException"},
		List: func(ctx context.Context, at catalog.Place) iter.Seq2[lamp, error] {
			return func(yield func(lamp, error) bool) {
				out, err := kms.NewFromConfig(at.Config).ListKeys(ctx, &kms.ListKeysInput{})
				if err != nil {
					yield(lamp{}, err)
					return
				}
				for _, k := range out.Keys {
					if !yield(lamp{Ref: at.Ref("Toy::Lamp", *k.KeyArn, *k.KeyId)}, nil) {
						return
					}
				}
			}
		},
		Reads: []catalog.ReadSpec[lamp]{
			{Facts: []string{"On"}, Calls: []awsop.Op{describeKey}, Do: func(ctx context.Context, at catalog.Place, l *lamp) error {
				out, err := describe(ctx, at, l)
				if err == nil {
					l.On = resource.Is(out.KeyMetadata.Enabled)
				}
				return err
			}},
			{Facts: []string{"Brightness"}, Calls: []awsop.Op{describeKey}, Do: func(ctx context.Context, at catalog.Place, l *lamp) error {
				out, err := describe(ctx, at, l)
				if err == nil {
					l.Brightness = resource.Is(len(*out.KeyMetadata.KeyId))
				}
				return err
			}},
		},
	})
	if _, err := catalog.New(s); err != nil {
		t.Fatal(err)
	}
	return u
}

// live is an account on the tests' AWS with a key in a region, as a source.
func live(t *testing.T, a *awstest.Account) (collect.Live, *kms.Client, string) {
	t.Helper()
	s, err := awsconf.Open(t.Context(), awsconf.Options{
		Endpoint: a.Endpoint(), Credentials: a.Credentials(), Region: ireland, Reads: []awsop.Op{listKeys, describeKey},
	})
	if err != nil {
		t.Fatal(err)
	}
	prepare := kms.NewFromConfig(a.Config(ireland))
	made, err := prepare.CreateKey(t.Context(), &kms.CreateKeyInput{})
	if err != nil {
		t.Fatal(err)
	}
	return collect.Live{Session: s, In: []string{ireland, tokyo}}, prepare, *made.KeyMetadata.KeyId
}

func TestLive(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	src, prepare, key := live(t, a)
	u := keysAsLamps(t)
	wish := []collect.Wish{{Unit: u, Facts: []string{"On", "Brightness"}}}
	for range 2 {
		res, err := collect.Collect(t.Context(), src, wish, 4)
		if err != nil || len(res.Resources) != 1 || len(res.Listings) != 2 {
			t.Fatalf("got %+v, %v", res, err)
		}
		if l, ok := res.Resources[0].(lamp); !ok || l.Name != key || l.Region != ireland || !l.On.Value() || l.Brightness.Value() == 0 {
			t.Errorf("got %+v", res.Resources[0])
		}
	}
	// Within a scan an identical read is made once, whichever fact wants it.
	if lists, describes := a.Count("kms", "ListKeys"), a.Count("kms", "DescribeKey"); lists != 2 || describes != 1 {
		t.Errorf("%d times listed, %d times described", lists, describes)
	}
	// Outside of a scan it is read afresh.
	if _, err := prepare.DisableKey(t.Context(), &kms.DisableKeyInput{KeyId: &key}); err != nil {
		t.Fatal(err)
	}
	got, err := src.Get(t.Context(), u, resource.Ref{Type: "Toy::Lamp", Account: a.ID, Region: ireland, Name: key}, []string{"On"})
	if l, ok := got.(lamp); err != nil || !ok || l.On.Value() || l.Brightness.State() != resource.NotAsked {
		t.Errorf("got %+v, %v", got, err)
	}
	if src.Account() != a.ID || src.Global() != global {
		t.Errorf("it is %s, %s", src.Account(), src.Global())
	}
}

func TestLiveDeniedAndGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	src, _, _ := live(t, a)
	u := keysAsLamps(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Operation: "ListKeys", Region: tokyo})
	remove := a.Rule(awstest.Rule{Do: awstest.Deny(), Operation: "DescribeKey"})
	res, err := collect.Collect(t.Context(), src, []collect.Wish{{Unit: u, Facts: []string{"On"}}}, 4)
	if err != nil || len(res.Resources) != 1 {
		t.Fatalf("got %+v, %v", res, err)
	}
	if l, _ := res.Resources[0].(lamp); l.On.Why().Action != "kms:DescribeKey" || l.On.Why().Code != "AccessDeniedException" {
		t.Errorf("got %+v", res.Resources[0])
	}
	for _, l := range res.Listings {
		if denied := l.Region == tokyo; denied != (l.Why != nil) || (denied && l.Why.Operation != "kms.ListKeys") {
			t.Errorf("listing in %s ended with %v", l.Region, l.Why)
		}
	}
	remove()
	gone := resource.Ref{Type: "Toy::Lamp", Account: a.ID, Region: ireland, Name: "00000000-0000-0000-0000-000000000000"}
	if _, err := src.Get(t.Context(), u, gone, []string{"On"}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("what is gone gives %v", err)
	}
}
