package collect_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/fault"
)

// What a scan has on record reads like the account that it was made of, as far as it goes.
func TestRecorded(t *testing.T) {
	t.Parallel()
	cat := madeUp(t)
	_, _, want := saved(t, knownStreet())
	r := collect.NewRecorded(account, []string{tokyo, ireland}, want.Resources)
	if r.Account() != account || r.Global() != global || !slices.Equal(r.Regions(), []string{tokyo, ireland}) {
		t.Errorf("got %s, %s, %v", r.Account(), r.Global(), r.Regions())
	}
	got, err := collect.Collect(t.Context(), r, everything(cat), 4)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(encoded(t, want), encoded(t, got)); diff != "" || len(got.Resources) == 0 {
		t.Errorf("collected from the record (-want +got):\n%s", diff)
	}
	for _, x := range want.Resources {
		same, err := r.Get(t.Context(), unit(t, cat, x.Reference().Type), x.Reference(), nil)
		if err != nil || same.Reference() != x.Reference() {
			t.Errorf("got %v, %v of %s", same, err, x.Reference())
		}
	}
	nowhere := lampIn(ireland, "nowhere")
	if _, err := r.Get(t.Context(), unit(t, cat, nowhere.Type), nowhere.Ref, nil); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("what is not on record gives %v", err)
	}
	if collect.NewRecorded(account, nil, nil).Global() != global {
		t.Error("an account without regions has no global region")
	}
}
