package propose

import (
	"maps"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// tagsFact is the name of the fact that holds a resource's tags, in every type that has tags.
const tagsFact = "Tags"

// tagPrefix marks an exclusion by tag: "tag:Environment=sandbox"; the value may have wildcards.
const tagPrefix = "tag:"

// hands tells whether, and why, the resource is one to keep the hands off. Without the resource, read, it answers from
// the reference alone. It fails closed: tags that cannot be read, where an exclusion names tags, mean "do not touch".
func (d *draft) hands(ref resource.Ref, r resource.Resource) (text.Message, bool) {
	if ref.ID == awsconf.Principal(d.Caller) {
		return textOwn.With(), true
	}
	for _, p := range d.Options.Protected {
		if matches(p, ref) {
			return textGuarded.With("pattern", p), true
		}
	}
	for _, p := range d.Options.Exclude {
		if !strings.HasPrefix(p, tagPrefix) && matches(p, ref) {
			return textExcluded.With("pattern", p), true
		}
	}
	if r == nil {
		return text.Message{}, false
	}
	return d.excludedByTag(r)
}

// matches tells whether a pattern with * and ? matches a resource's id or name.
func matches(pattern string, ref resource.Ref) bool {
	return policy.Match(pattern, ref.ID) || policy.Match(pattern, ref.Name)
}

func (d *draft) excludedByTag(r resource.Resource) (text.Message, bool) {
	tags, known, why := tagsOf(r)
	for _, p := range d.Options.Exclude {
		tag, is := strings.CutPrefix(p, tagPrefix)
		if !is {
			continue
		}
		if why != (resource.Reason{}) {
			return textTags.With("reason", why.String()), true
		}
		key, value, _ := strings.Cut(tag, "=")
		if got, has := tags[key]; known && has && policy.Match(value, got) {
			return textExcluded.With("pattern", p), true
		}
	}
	return text.Message{}, false
}

// tagsOf gives a resource's tags; why says why they are hidden.
func tagsOf(r resource.Resource) (tags map[string]string, known bool, why resource.Reason) {
	if !slices.Contains(resource.NamesOf(r), tagsFact) {
		return nil, false, resource.Reason{}
	}
	f, ok := resource.FactOf(r, tagsFact).(resource.Fact[map[string]string])
	if !ok {
		return nil, false, resource.Reason{}
	}
	tags, known = f.Get()
	return tags, known, f.Why()
}

// managed says which other tool thinks that it manages the resource, as far as tags tell.
func managed(r resource.Resource) []text.Message {
	tags, _, _ := tagsOf(r)
	if stack := tags["aws:cloudformation:stack-name"]; stack != "" {
		return []text.Message{textStack.With("stack", stack)}
	}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		for _, tool := range []string{"Terraform", "Pulumi", "OpenTofu"} {
			if strings.EqualFold(key, tool) || strings.EqualFold(tags[key], tool) {
				return []text.Message{textTool.With("tool", tool)}
			}
		}
	}
	return nil
}
