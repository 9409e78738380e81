package resource_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/resource"
)

type tree struct {
	resource.Ref
	Height resource.Fact[int]
	Fruits resource.Fact[[]fruit]
	Tags   resource.Fact[map[string]string]
	// Note is no fact.
	Note string
}

func theTree() tree {
	return tree{
		Ref:    resource.Ref{Type: "Toy::Tree", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:toy:eu-west-1:111122223333:tree/a", Name: "a"},
		Height: resource.Is(3), Fruits: resource.Is([]fruit{{"apple", []int{1, 2}}}), Tags: resource.Is(map[string]string{"b": "2", "a": "1"}),
	}
}

var facts = []string{"Height", "Fruits", "Tags"}

func TestFactNames(t *testing.T) {
	t.Parallel()
	if got := resource.FactNames(reflect.TypeFor[tree]()); !slices.Equal(got, facts) {
		t.Errorf("got %v, want %v", got, facts)
	}
	if got := resource.NamesOf(theTree()); !slices.Equal(got, facts) {
		t.Errorf("got %v, want %v", got, facts)
	}
	r := theTree()
	if got := resource.NamesOf(&r); !slices.Equal(got, facts) {
		t.Errorf("of a pointer: got %v, want %v", got, facts)
	}
}

func TestFactOf(t *testing.T) {
	t.Parallel()
	if got := resource.FactOf(theTree(), "Height"); got.State() != resource.Known {
		t.Errorf("got %+v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a fact that does not exist was found")
		}
	}()
	resource.FactOf(theTree(), "Nothing")
}

// Nothing that is done to a clone is seen in the original.
func TestClone(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*tree){
		"an element":   func(c *tree) { c.Fruits.Value()[0].Name = "pear" },
		"further down": func(c *tree) { c.Fruits.Value()[0].Sizes[0] = 9 },
		"a map":        func(c *tree) { c.Tags.Value()["a"] = "x" },
	} {
		original := theTree()
		c := resource.Clone(original)
		if d := resource.Differing(original, c, facts); len(d) > 0 || c.Ref != original.Ref {
			t.Fatalf("the clone differs by %v", d)
		}
		change(&c)
		if d := resource.Differing(original, theTree(), facts); len(d) > 0 {
			t.Errorf("%s: the original changed %v", name, d)
		}
		if d := resource.Differing(original, c, facts); len(d) != 1 {
			t.Errorf("%s: the clone differs by %v", name, d)
		}
	}
	states := tree{Height: resource.None[int](), Fruits: resource.HiddenFor[[]fruit](denied)}
	if c := resource.Clone(states); c.Height.State() != resource.Absent || c.Fruits.Why() != denied || c.Tags.State() != resource.NotAsked {
		t.Errorf("got %+v", c)
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	digest := func(r resource.Resource, names ...string) string {
		t.Helper()
		d, err := resource.Digest(r, names)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	r := theTree()
	want := digest(r, "Height", "Tags")
	if !strings.HasPrefix(want, "sha256:") || len(want) != 71 {
		t.Errorf("digest is %q", want)
	}
	if digest(r, "Tags", "Height") != want || digest(r, "Tags", "Height", "Tags") != want {
		t.Error("the order of the names matters")
	}
	if digest(resource.Clone(r), "Height", "Tags") != want {
		t.Error("a clone has another digest")
	}
	encoded, err := resource.Facts(r, facts)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := resource.DigestOf(encoded, []string{"Height", "Tags"}); err != nil || got != want {
		t.Errorf("of encoded facts: %s (%v)", got, err)
	}
	seen := map[string]string{want: "the first", digest(r, "Height"): "one fact", digest(r): "no fact"}
	for name, change := range map[string]func(*tree){
		"a value":    func(r *tree) { r.Height = resource.Is(4) },
		"absent":     func(r *tree) { r.Height = resource.None[int]() },
		"hidden":     func(r *tree) { r.Height = resource.HiddenFor[int](denied) },
		"not asked":  func(r *tree) { r.Height = resource.Fact[int]{} },
		"an element": func(r *tree) { r.Tags = resource.Is(map[string]string{"a": "1"}) },
		"emptied":    func(r *tree) { r.Tags = resource.Is(map[string]string{}) },
	} {
		r := theTree()
		change(&r)
		got := digest(r, "Height", "Tags")
		if first, dup := seen[got]; dup {
			t.Errorf("%s has the digest of %s", name, first)
		}
		seen[got] = name
	}
	other := theTree()
	other.Fruits, other.Note = resource.Is([]fruit{}), "x"
	if digest(other, "Height", "Tags") != want {
		t.Error("what is not named is in the digest")
	}
}

func TestHideAndCopy(t *testing.T) {
	t.Parallel()
	r, other := theTree(), theTree()
	resource.Hide(&r, denied, "Height", "Fruits")
	if r.Height.State() != resource.Hidden || r.Fruits.Why() != denied || r.Tags.State() != resource.Known {
		t.Errorf("got %+v", r)
	}
	if v := r.Height.Value(); v != 0 {
		t.Errorf("a hidden fact still has its value %d", v)
	}
	if d := resource.Differing(r, other, facts); !slices.Equal(d, []string{"Height", "Fruits"}) {
		t.Errorf("differing are %v", d)
	}
	resource.Copy(&r, &other, "Height")
	if d := resource.Differing(r, other, facts); !slices.Equal(d, []string{"Fruits"}) {
		t.Errorf("after copying, differing are %v", d)
	}
}

func TestPartition(t *testing.T) {
	t.Parallel()
	for region, want := range map[string][3]string{
		"eu-west-1":      {"aws", "us-east-1", "arn:aws:s3:eu-west-1:1:b"},
		"cn-northwest-1": {"aws-cn", "cn-north-1", "arn:aws-cn:s3:cn-northwest-1:1:b"},
		"us-gov-east-1":  {"aws-us-gov", "us-gov-west-1", "arn:aws-us-gov:s3:us-gov-east-1:1:b"},
	} {
		got := [3]string{resource.Partition(region), resource.GlobalRegion(region), resource.ARN(region, "s3", region, "1", "b")}
		if got != want {
			t.Errorf("%s: got %v, want %v", region, got, want)
		}
	}
}

func TestRef(t *testing.T) {
	t.Parallel()
	a := resource.Ref{Type: "AWS::IAM::Account", Account: "1", Region: "us-east-1", ID: resource.AccountID("1"), Name: "1"}
	b := theTree().Ref
	if !a.IsAccount() || a.Reported() != resource.Account || b.IsAccount() || b.Reported() != "Toy::Tree" {
		t.Error("an account is taken for a resource, or a resource for an account")
	}
	if a.Compare(b) >= 0 || b.Compare(a) <= 0 || b.Compare(theTree().Reference()) != 0 {
		t.Error("the order is not by type")
	}
	for _, change := range []func(*resource.Ref){func(r *resource.Ref) { r.Region = "eu-west-2" }, func(r *resource.Ref) { r.ID += "a" }} {
		c := b
		change(&c)
		if b.Compare(c) >= 0 {
			t.Errorf("%s does not come before %s", b, c)
		}
	}
	if got := b.String(); got != b.ID+" in eu-west-1" {
		t.Errorf("got %q", got)
	}
}

func TestConsistent(t *testing.T) {
	t.Parallel()
	ref := func(id, name string) resource.Ref {
		return resource.Ref{Type: "t", Account: "111122223333", Region: "eu-west-1", ID: id, Name: name}
	}
	for _, r := range []resource.Ref{
		ref("arn:aws:s3:::b", "b"),
		ref("arn:aws:iam::111122223333:user/staff/ada", "ada"),
		ref("arn:aws:sns:eu-west-1:111122223333:topic", "topic"),
		ref("arn:aws:logs:eu-west-1:111122223333:log-group:/a/b", "/a/b"),
		ref("arn:aws:ssm:eu-west-1:111122223333:parameter/a/b", "/a/b"),
		ref("arn:aws:ssm:eu-west-1:111122223333:parameter/a", "a"),
		ref("arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1", "sg-1"),
		ref("AWS::::Account:111122223333", "111122223333"),
		ref("plain", "plain"),
	} {
		if !r.Consistent() {
			t.Errorf("%+v is refused", r)
		}
	}
	for _, r := range []resource.Ref{
		ref("arn:aws:s3:::b", "c"),
		ref("arn:aws:ssm:eu-west-1:111122223333:parameter/a/b", "/b"),
		ref("arn:aws:ssm:eu-west-1:111122223333:parameter/a/b", "/c"),
		ref("arn:aws:s3:::ab", "b"),
		ref("arn:aws:s3:::b", ""),
		ref("arn:aws-cn:s3:::b", "b"),
		ref("arn:aws:sns:eu-west-2:111122223333:topic", "topic"),
		ref("arn:aws:sns:eu-west-1:444455556666:topic", "topic"),
		ref("arn:aws:iam::444455556666:user/ada", "ada"),
		ref("AWS::::Account:444455556666", "444455556666"),
		ref("AWS::::Account:444455556666", "111122223333"),
		ref("AWS::::Account:111122223333", "x"),
		ref("", ""),
	} {
		if r.Consistent() {
			t.Errorf("%+v is taken", r)
		}
	}
}
