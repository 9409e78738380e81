package cloudwatch

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/resource/logs"
	"github.com/mantenhq/manten/internal/resource/sns"
)

// judge is the verdict of the controls on the chain of their pattern.
func judge(a cloudwatch.Account, w catalog.World, patterns []string) control.Verdict {
	c := find(a, w, patterns)
	if c.stage == whole {
		return control.Pass(c.why)
	}
	if v, no := c.stage.unseen(w); no {
		return v
	}
	if c.stage == noTrail {
		if t, ok := elsewhere(a, w); ok {
			return control.Skip(chainElsewhere.With("trail", t.Name, "place", t.Owner()+" "+t.Region))
		}
	}
	v := control.Fail(c.why)
	if c.stage == foreignTopic || c.stage == otherRegion {
		v = control.Warn(c.why)
	}
	v.Code = codes[c.stage]
	return v
}

// elsewhere is a trail that fits, of another region or account.
func elsewhere(a cloudwatch.Account, w catalog.World) (cloudtrail.Trail, bool) {
	return catalog.Find(w, func(t cloudtrail.Trail) bool {
		return (t.Region != a.Region || t.Foreign()) && t.Settings.Value().MultiRegion && t.Logging.Value() &&
			(t.Foreign() || t.Selectors.Value().Management())
	})
}

// unseen is the verdict where something could not be read that may carry a chain further than this stage. What stands
// behind the first link that every chain lacks does not matter.
func (s stage) unseen(w catalog.World) (control.Verdict, bool) {
	links := []struct {
		from stage
		look func() (control.Verdict, bool)
	}{
		{noTrail, func() (control.Verdict, bool) { return unseenTrail(w) }},
		{noFilters, func() (control.Verdict, bool) { return catalog.Unseen[logs.MetricFilter](w, "Pattern", "Metrics") }},
		{noAlarm, func() (control.Verdict, bool) { return catalog.Unseen[cloudwatch.Alarm](w, "Metric", "Actions") }},
		{noTopic, func() (control.Verdict, bool) { return catalog.Unseen[sns.Subscription](w, "Confirmed") }},
		{noTopic, func() (control.Verdict, bool) { return catalog.Unseen[sns.Topic](w) }},
	}
	for _, l := range links {
		if s < l.from {
			break
		}
		if v, no := l.look(); no {
			return v, true
		}
	}
	return control.Verdict{}, false
}

// unseenTrail is the verdict where a trail could not be read that may be one to watch. Of another account's, members may
// not read the selectors; of those that are not of all regions nothing matters.
func unseenTrail(w catalog.World) (control.Verdict, bool) {
	if v, no := catalog.Unseen[cloudtrail.Trail](w, "Settings"); no {
		return v, true
	}
	for _, t := range catalog.All[cloudtrail.Trail](w) {
		facts := []string{"Logging", "Selectors", "Delivery"}
		if t.Foreign() {
			facts = facts[:1]
		}
		if !t.Settings.Value().MultiRegion {
			continue
		}
		if v, no := catalog.Unsure(t, facts...); no {
			return v, true
		}
	}
	return control.Verdict{}, false
}
