package standard_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
)

// recorded reads a document of findings.
func recorded(t *testing.T, name string) []control.Finding {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Findings []struct {
			Control         control.ID
			Account, Region string
			Resource        struct{ ID string }
			Status          control.Status
			Workflow        control.Workflow
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil || len(doc.Findings) == 0 {
		t.Fatalf("%d findings, %v", len(doc.Findings), err)
	}
	var out []control.Finding
	for _, f := range doc.Findings {
		out = append(out, control.Finding{
			Control: f.Control, Status: f.Status, Workflow: f.Workflow,
			Resource: resource.Ref{Account: f.Account, Region: f.Region, ID: f.Resource.ID},
		})
	}
	return out
}

// evaluated are live controls with where they belong.
func evaluated(t *testing.T, ids string) map[control.ID]standard.In {
	t.Helper()
	out := map[control.ID]standard.In{}
	for id := range strings.FieldsSeq(ids) {
		in, ok := standard.Members()[control.ID(id)]
		if !ok {
			t.Fatalf("there is no %s", id)
		}
		out[control.ID(id)] = in
	}
	return out
}

// percents are the scores by standard, those that there are.
func percents(r standard.Result) map[standard.Name]int {
	out := map[standard.Name]int{}
	for _, s := range r.Scores {
		if s.Score != nil {
			out[s.Standard] = *s.Score
		}
	}
	return out
}

// A small account. By hand, from the findings of testdata/small.json (P passed, F failed; EC2.2 fails in one of two):
//
//	control       status  FSBP  1.2.0  1.4.0  3.0.0  5.0.0  3.2.1  4.0.1  NIST
//	CloudTrail.1  P        P     P      P      P      P      -      -      P
//	CloudWatch.1  F        -     F      F      -      -      F      -      -
//	EC2.2         F        F     F      F      F      F      F      -      F
//	EC2.13        P        -     P      -      -      -      P      P      P
//	IAM.6         F        F     F      F      F      F      F      F      F
//	IAM.9         P        -     P      P      P      P      P      P      P
//	KMS.4         P        -     P      P      P      P      P      P      P
//	Lambda.1      P        P     -      -      -      -      P      P      P
//	S3.8          P        P     -      P      P      P      -      P      P
//	passed/all    6/9      3/5   4/7    4/7    4/6    4/6    4/7    5/6    6/8
//	percent       66.7     60    57.1   57.1   66.7   66.7   57.1   83.3   75
func TestRecordedSmall(t *testing.T) {
	t.Parallel()
	controls := evaluated(t, "CloudTrail.1 CloudWatch.1 EC2.2 EC2.13 IAM.6 IAM.9 KMS.4 Lambda.1 S3.8")
	got := percents(standard.Choice{}.Score(controls, recorded(t, "small")))
	want := map[standard.Name]int{
		standard.All: 67, standard.FSBP: 60, standard.CIS120: 57, standard.CIS140: 57, standard.CIS300: 67, standard.CIS500: 67,
		standard.PCI321: 57, standard.PCI401: 83, standard.NIST800: 75,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scores (-by hand +got):\n%s", diff)
	}
}

// An account of which much is not known, suppressed or disabled. By hand, from testdata/unsure.json (U unknown, N no data,
// D disabled): CloudTrail.1 has a warning, the one finding of Config.1 is suppressed, the failed one of EC2.2 too while
// another passes, IAM.6 is disabled in CIS 1.2.0, a key could not be read, RDS.3 has no finding, S3.5 fails only in the
// region where it is disabled, S3.8 is disabled everywhere.
//
//	control       status  FSBP  1.2.0  1.4.0  3.0.0  5.0.0  3.2.1  4.0.1  NIST
//	CloudTrail.1  U        U     U      U      U      U      -      -      U
//	Config.1      N        N     N      N      N      N      N      -      N
//	EC2.2         P        P     P      P      P      P      P      -      P
//	IAM.1         F        F     F      F      -      -      F      -      F
//	IAM.6         F        F     D      F      F      F      F      F      F
//	KMS.4         U        -     U      U      U      U      U      U      U
//	RDS.3         N        N     -      N      N      N      -      -      N
//	S3.1          P        P     -      P      P      P      P      P      P
//	S3.5          P        P     -      P      P      P      P      P      P
//	S3.8          D        D     -      D      D      D      -      D      D
//	passed/all    3/7      3/6   1/4    3/7    3/6    3/6    3/6    2/4    3/7
//	percent       42.9     50    25     42.9   50     50     50     50     42.9
func TestRecordedUnsure(t *testing.T) {
	t.Parallel()
	controls := evaluated(t, "CloudTrail.1 Config.1 EC2.2 IAM.1 IAM.6 KMS.4 RDS.3 S3.1 S3.5 S3.8")
	r := standard.Choice{Off: []standard.Off{
		{Control: "IAM.6", Standard: standard.CIS120, Reason: "a virtual device"},
		{Control: "S3.5", Region: "eu-west-1", Reason: "read by old clients"},
		{Control: "S3.8", Reason: "the account blocks it"},
	}}.Score(controls, recorded(t, "unsure"))
	want := map[standard.Name]int{
		standard.All: 43, standard.FSBP: 50, standard.CIS120: 25, standard.CIS140: 43, standard.CIS300: 50, standard.CIS500: 50,
		standard.PCI321: 50, standard.PCI401: 50, standard.NIST800: 43,
	}
	if diff := cmp.Diff(want, percents(r)); diff != "" {
		t.Errorf("scores (-by hand +got):\n%s", diff)
	}
	statuses := map[control.ID]standard.ControlStatus{
		"CloudTrail.1": standard.Unknown, "Config.1": standard.NoData, "EC2.2": standard.Passed, "IAM.1": standard.Failed,
		"IAM.6": standard.Failed, "KMS.4": standard.Unknown, "RDS.3": standard.NoData, "S3.1": standard.Passed, "S3.5": standard.Passed,
		"S3.8": standard.Disabled,
	}
	if diff := cmp.Diff(statuses, r.Statuses); diff != "" {
		t.Errorf("statuses (-by hand +got):\n%s", diff)
	}
	cis := scoreOf(t, r, standard.CIS120)
	cis.Score = nil
	if want := (standard.Score{Standard: standard.CIS120, Controls: 42, Evaluated: 5, Passed: 1, Failed: 1, Unknown: 2, NoData: 1, Disabled: 1}); cis != want {
		t.Errorf("got %+v, want %+v", cis, want)
	}
}

// Two accounts, A and B, in two regions, with FSBP and CIS 1.2.0 enabled. By hand, from testdata/two.json: in the last
// place EC2.2 is disabled (F in brackets), IAM is of us-east-1 only, A's key there could not be read, B has none in
// eu-west-1.
//
//	control       A eu  A us  B eu  B us   A  B  eu  us  together  FSBP  1.2.0
//	CloudTrail.1  P     P     P     F      P  F  P   F   F         yes   yes
//	EC2.2         P     P     P     (F)    P  P  P   P   P         yes   yes
//	EC2.13        F     P     P     P      F  P  F   P   F         -     yes
//	IAM.6         -     F     -     P      F  P  N   F   F         yes   yes
//	IAM.9         -     P     -     P      P  P  N   P   P         -     yes
//	KMS.4         P     U     -     P      U  P  P   U   U         -     yes
//	Lambda.1      P     P     P     P      P  P  P   P   P         yes   -
//	S3.8          P     P     P     P      P  P  P   P   P         yes   -
//
//	              A            B            eu           us           together
//	all           5/8 = 62.5   7/8 = 87.5   5/6 = 83.3   5/8 = 62.5   4/8 = 50
//	FSBP          4/5 = 80     4/5 = 80     4/4 = 100    3/5 = 60     3/5 = 60
//	1.2.0         3/6 = 50     5/6 = 83.3   3/4 = 75     3/6 = 50     2/6 = 33.3
func TestRecordedTwo(t *testing.T) {
	t.Parallel()
	controls := evaluated(t, "CloudTrail.1 EC2.2 EC2.13 IAM.6 IAM.9 KMS.4 Lambda.1 S3.8")
	choice := standard.Choice{Enabled: []standard.Name{standard.FSBP, standard.CIS120}, Off: []standard.Off{
		{Control: "EC2.2", Account: "444455556666", Region: "us-east-1", Reason: "nobody uses it"},
	}}
	for name, c := range map[string]struct {
		wants            func(resource.Ref) bool
		all, fsbp, cis12 int
	}{
		"A":         {func(r resource.Ref) bool { return r.Account == "111122223333" }, 63, 80, 50},
		"B":         {func(r resource.Ref) bool { return r.Account == "444455556666" }, 88, 80, 83},
		"eu-west-1": {func(r resource.Ref) bool { return r.Region == "eu-west-1" }, 83, 100, 75},
		"us-east-1": {func(r resource.Ref) bool { return r.Region == "us-east-1" }, 63, 60, 50},
		"together":  {func(resource.Ref) bool { return true }, 50, 60, 33},
	} {
		some := slices.DeleteFunc(recorded(t, "two"), func(f control.Finding) bool { return !c.wants(f.Resource) })
		want := map[standard.Name]int{standard.All: c.all, standard.FSBP: c.fsbp, standard.CIS120: c.cis12}
		if diff := cmp.Diff(want, percents(choice.Score(controls, some))); diff != "" {
			t.Errorf("%s (-by hand +got):\n%s", name, diff)
		}
	}
}
