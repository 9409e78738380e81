package all_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
)

// A sampler makes resources up. The same seed gives the same resources.
//
// Facts are made by reflection: known with a value of their type, absent, hidden or not asked for. Where values made
// blindly would hardly ever matter to a control (a policy, a rule), the sample_<service>_test.go files have better ones.
type sampler struct {
	t testing.TB
	*rand.Rand
	// sure makes no fact hidden or not asked for.
	sure bool
	// fresh makes what has come to be just now.
	fresh bool
}

func newSampler(t testing.TB, seed string) *sampler {
	h := fnv.New64a()
	_, _ = h.Write([]byte(seed)) // never fails
	return &sampler{t: t, Rand: rand.New(rand.NewPCG(h.Sum64(), 1))}
}

const (
	account = "111122223333"
	region  = "eu-west-1"
)

type (
	// pool makes the value of a known fact.
	pool func(s *sampler, ref resource.Ref) any
	// naming makes the id and the name of the n-th resource of a type in a region.
	naming func(region string, n int) (id, name string)
	// keeping tells what a remediation lost of a fact although it was not at fault.
	keeping func(u *catalog.RemediationUnit, before, after resource.Resource) error
)

// The samples of all services.
var (
	// By type and fact: "s3.Bucket.Policy".
	pools = join(
		poolsAccessAnalyzer, poolsAutoScaling, poolsCloudTrail, poolsCloudWatch, poolsCodeBuild, poolsConfig, poolsDMS, poolsEC2,
		poolsEFS, poolsElasticsearch, poolsELBV2, poolsGuardDuty, poolsIAM, poolsKMS, poolsLambda, poolsLogs, poolsOpenSearch,
		poolsRDS, poolsRedshift, poolsS3, poolsSNS, poolsSSM,
	)
	// By type.
	namings = join(
		namingsAutoScaling, namingsCloudTrail, namingsCloudWatch, namingsCodeBuild, namingsDMS, namingsEC2, namingsEFS,
		namingsElasticsearch, namingsELBV2, namingsIAM, namingsKMS, namingsLambda, namingsLogs, namingsOpenSearch, namingsRDS,
		namingsRedshift, namingsS3, namingsSageMaker, namingsSNS, namingsSSM,
	)
	// By type and fact.
	keeps = join(
		keepsAutoScaling, keepsCloudTrail, keepsConfig, keepsEC2, keepsIAM, keepsKMS, keepsLambda, keepsRDS, keepsS3, keepsSNS,
	)
)

// always are facts that AWS shows of every resource that is there.
var always = map[string]bool{
	"codebuild.Project.Environment": true,
	"codebuild.Project.Modified":    true,
	"iam.Policy.Document":           true,
	"iam.Role.Path":                 true,
	"iam.Role.TrustPolicy":          true,
	"logs.MetricFilter.Metrics":     true,
	"logs.MetricFilter.Pattern":     true,
	"rds.Snapshot.Description":      true,
	"rds.Snapshot.Encrypted":        true,
	"rds.Snapshot.Status":           true,
	"rds.Snapshot.Taken":            true,
	"sns.Topic.Policy":              true,
	"ssm.Parameter.Modified":        true,
}

// scarce are facts that many resources do not have.
var scarce = map[string]bool{
	"cloudtrail.Trail.Delivery": true,
	"s3.Bucket.Logging":         true,
}

// kept makes a keeping of one for resources of a type.
func kept[T resource.Resource](keep func(u *catalog.RemediationUnit, before, after T) error) keeping {
	return func(u *catalog.RemediationUnit, before, after resource.Resource) error {
		b, okB := before.(T)
		a, okA := after.(T)
		if !okA || !okB {
			return fmt.Errorf("a %T became a %T", before, after)
		}
		return keep(u, b, a)
	}
}

func join[K comparable, V any](parts ...map[K]V) map[K]V {
	all := map[K]V{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}

// pick is one of the values.
func pick[T any](s *sampler, values ...T) T { return values[s.IntN(len(values))] }

// some are up to n of the values, each at most once, in their order.
func some[T any](s *sampler, n int, values ...T) []T {
	out := []T{}
	for _, i := range slices.Sorted(slices.Values(s.Perm(len(values))[:s.IntN(min(n, len(values))+1)])) {
		out = append(out, values[i])
	}
	return out
}

// one tells true once in n times.
func (s *sampler) one(n int) bool { return s.IntN(n) == 0 }

// ago is a moment some days ago, often on the edge of a limit.
func (s *sampler) ago() time.Time {
	if s.fresh {
		return catalogtest.Now.Add(time.Minute)
	}
	days := pick(s, 0, 1, 14, 29, 30, 31, 44, 45, 46, 89, 90, 91, 92, 180, 365, 366, 1095, 2000)
	return catalogtest.Now.AddDate(0, 0, -days).Add(time.Duration(s.IntN(3)-1) * time.Second)
}

// ref is the n-th resource of a type in a region.
func refOf(u *catalog.CollectorUnit, region string, n int) resource.Ref {
	ref := resource.Ref{Type: u.Type, Account: account, Region: region, ID: resource.AccountID(account), Name: account}
	if name, ok := namings[u.Type]; ok {
		ref.ID, ref.Name = name(region, n)
	}
	return ref
}

// resource makes the n-th resource of a type in a region.
func (s *sampler) resource(u *catalog.CollectorUnit, region string, n int) resource.Resource {
	s.t.Helper()
	return s.resourceAt(u, refOf(u, region, n))
}

// resourceAt makes a resource of a type.
func (s *sampler) resourceAt(u *catalog.CollectorUnit, ref resource.Ref) resource.Resource {
	s.t.Helper()
	facts := map[string]json.RawMessage{}
	for _, name := range u.Facts {
		facts[name] = s.fact(u.Go, name, ref)
	}
	r, err := u.With(ref, facts)
	if err != nil {
		s.t.Fatalf("make a %s: %v", u.Type, err)
	}
	return r
}

func (s *sampler) fact(t reflect.Type, name string, ref resource.Ref) json.RawMessage {
	var f struct {
		State  resource.State   `json:"state"`
		Value  any              `json:"value,omitempty"`
		Reason *resource.Reason `json:"reason,omitempty"`
	}
	switch n := s.IntN(100); {
	case n < 6 && !always[t.String()+"."+name], scarce[t.String()+"."+name] && s.one(2):
		f.State = resource.Absent
	case n < 12 && !s.sure:
		f.State, f.Reason = resource.Hidden, &catalogtest.Denied
	case n < 15 && !s.sure:
		f.State = resource.NotAsked
	default:
		f.State = resource.Known
		f.Value = s.value(t, name, ref)
	}
	b, err := json.Marshal(f)
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

func (s *sampler) value(t reflect.Type, fact string, ref resource.Ref) any {
	var v any
	if make, ok := pools[t.String()+"."+fact]; ok {
		v = make(s, ref)
	} else {
		field, _ := t.FieldByName(fact)
		value, _ := field.Type.MethodByName("Value")
		rv := reflect.New(value.Type.Out(0)).Elem()
		s.fill(rv)
		v = rv.Interface()
	}
	b, err := json.Marshal(v) // a false or empty value must stand, too
	if err != nil {
		s.t.Fatal(err)
	}
	return json.RawMessage(b)
}

// fill makes a value of any type up.
func (s *sampler) fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(s.ago()))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for f, fv := range v.Fields() {
			if f.IsExported() {
				s.fill(fv)
			}
		}
	case reflect.Pointer:
		if s.one(2) {
			v.Set(reflect.New(v.Type().Elem()))
			s.fill(v.Elem())
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), s.IntN(4), 4))
		for i := range v.Len() {
			s.fill(v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for i := range s.IntN(4) {
			e := reflect.New(v.Type().Elem()).Elem()
			s.fill(e)
			key := pick(s, "team", "Environment", "aws:cloudformation:stack-name", "ManagedBy", "名前") + strconv.Itoa(i/2)
			v.SetMapIndex(reflect.ValueOf(key), e)
		}
	case reflect.String:
		v.SetString(pick(s, "", "a", "terraform", "b & <c>", `it's "quoted"`, "日本語"))
	case reflect.Bool:
		v.SetBool(s.one(2))
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(pick(s, int64(0), 1, 6, 8, 14, 24, 30, 90, 365))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(pick(s, 0, 0.5, 1, 100))
	default:
		s.t.Fatalf("no sample of type %s", v.Type())
	}
}
