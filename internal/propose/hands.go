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

// tagPrefix marks an exclusion by tag: "tag:Environment=sandbox"; the value may have wildcards, and without one any does.
const tagPrefix = "tag:"

// hands tells whether, and why, the resource is one to keep the hands off. Without the resource, read, it answers from
// the reference alone. It fails closed: tags that cannot be read, where an exclusion names tags, mean "do not touch".
func (d *draft) hands(ref resource.Ref, r resource.Resource) (text.Message, bool) {
	if awsconf.Own(d.Caller, ref.ID) {
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
	tags := tagsOf(r)
	for _, p := range d.Options.Exclude {
		tag, is := strings.CutPrefix(p, tagPrefix)
		if !is {
			continue
		}
		if !tags.Sure() {
			return textTags.With("reason", unread(tags)), true
		}
		key, value, given := strings.Cut(tag, "=")
		if got, has := tags.Value()[key]; has && (!given || policy.Match(value, got)) {
			return textExcluded.With("pattern", p), true
		}
	}
	return text.Message{}, false
}

// tagsOf gives a resource's tags; they are absent where the type has none.
func tagsOf(r resource.Resource) resource.Fact[map[string]string] {
	if !slices.Contains(resource.NamesOf(r), tagsFact) {
		return resource.None[map[string]string]()
	}
	f, ok := resource.FactOf(r, tagsFact).(resource.Fact[map[string]string])
	if !ok {
		return resource.None[map[string]string]()
	}
	return f
}

// unread says why tags are neither known nor absent.
func unread(tags resource.Fact[map[string]string]) string {
	if tags.State() == resource.Hidden {
		return tags.Why().String()
	}
	return string(tags.State())
}

// managed says which other tool thinks that it manages the resource, as far as tags tell.
func managed(r resource.Resource) []text.Message {
	tags := tagsOf(r).Value()
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
