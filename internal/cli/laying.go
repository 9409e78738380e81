package cli

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
)

// laying lays exceptions over findings as they come. It reads the tags of resources only where an exception names one, and
// of one account at a time, for findings come account by account.
type laying struct {
	exception.Layer
	db     store.Store
	filter store.FindingFilter
	// keys are the tags that exceptions name.
	keys []string
	tags tagged
}

// tagged are the tags of an account's resources.
type tagged struct {
	account string
	of      map[place]map[string]string
	// unread is of how many resources nobody asked for the tags.
	unread int
}

// place is a resource, by what no two have in common.
type place struct{ region, id string }

func newLaying(db store.Store, f store.FindingFilter, all []exception.Exception, at time.Time) *laying {
	l := &laying{db: db, filter: f}
	for _, e := range all {
		if key, _, ok := strings.Cut(e.Tag, "="); ok && !slices.Contains(l.keys, key) {
			l.keys = append(l.keys, key)
		}
	}
	l.Layer = exception.NewLayer(all, l.tagsOf, at)
	return l
}

// lay gives a finding as the exceptions have it.
func (l *laying) lay(ctx context.Context, f control.Finding) (control.Finding, error) {
	if err := l.read(ctx, f.Resource.Account); err != nil {
		return f, err
	}
	return l.Lay(f), nil
}

func (l *laying) tagsOf(ref resource.Ref) map[string]string {
	if ref.Account != l.tags.account {
		return nil
	}
	return l.tags.of[place{ref.Region, ref.ID}]
}

// read reads the tags of an account's resources, as the scan has them that the findings are of: the latest one where no
// scan is meant.
func (l *laying) read(ctx context.Context, account string) error {
	if len(l.keys) == 0 || account == l.tags.account {
		return nil
	}
	l.tags = tagged{account: account, of: map[place]map[string]string{}}
	scan := l.filter.Scan
	if scan == "" {
		s, err := l.db.Scan(ctx, store.ScanFilter{Account: account, Snapshot: &l.filter.Snapshot})
		if fault.CodeOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		scan = s.ID
	}
	for r, err := range l.db.Resources(ctx, scan) {
		if err == nil {
			err = l.tags.add(r, l.keys)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// add keeps those tags of a resource that exceptions name.
func (t *tagged) add(r store.StoredResource, keys []string) error {
	var facts struct {
		Tags *resource.Fact[map[string]string]
	}
	if err := json.Unmarshal(r.Data, &facts); err != nil {
		return fault.New(fault.Internal, "read the tags of %s: %w", r.Ref, err)
	}
	if facts.Tags == nil {
		return nil
	}
	if facts.Tags.State() == resource.NotAsked {
		t.unread++
	}
	kept := map[string]string{}
	for _, k := range keys {
		if v, has := facts.Tags.Value()[k]; has {
			kept[k] = v
		}
	}
	if len(kept) > 0 {
		t.of[place{r.Ref.Region, r.Ref.ID}] = kept
	}
	return nil
}
