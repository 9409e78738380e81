package s3

import (
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

// judge is the verdict of S3.2 and S3.3: an open way fails whatever else could not be read, and to pass everything
// that could be open must have been read.
func judge(o s3.Opening, b s3.Bucket, closed, open, broken text.Template) control.Verdict {
	if ways := o.Ways(b); len(ways) > 0 && b.PublicAccessBlock.Sure() {
		return control.Fail(open.With("ways", strings.Join(ways, ", ")))
	}
	if v, unsure := catalog.Unsure(b, s3.Needed(b)...); unsure {
		return v
	}
	if err := s3.PolicyError(b); err != nil {
		return control.Unknown(broken.With("error", err.Error()))
	}
	return control.Pass(closed.With())
}

// anyWay lists how anybody can read or write.
func anyWay(b s3.Bucket) []string {
	ways := append(s3.Reading.Ways(b), s3.Writing.Ways(b)...)
	slices.Sort(ways)
	return slices.Compact(ways)
}
