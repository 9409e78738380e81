package s3

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

// objectEvents judges whether a trail of all regions records the write events of objects in all buckets, or the read
// events.
func objectEvents(write bool, recorded, none text.Template) func(s3.Account, catalog.World, catalog.None, time.Time) control.Verdict {
	return func(_ s3.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		t, ok := catalog.Find(w, func(t cloudtrail.Trail) bool {
			return t.Settings.Value().MultiRegion && t.Selectors.Value().S3(write)
		})
		if ok {
			return control.Pass(recorded.With("trail", t.Name))
		}
		if v, no := catalog.Unseen[cloudtrail.Trail](w, "Settings", "Selectors"); no {
			return v
		}
		return control.Fail(none.With())
	}
}
