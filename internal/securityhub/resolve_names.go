package securityhub

import (
	"regexp"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	// securityControl is the generator of consolidated findings, "security-control/S3.8", also at the end of an ARN.
	securityControl = regexp.MustCompile(`(?:^|[:/])security-control/([A-Za-z0-9]+\.[0-9]+)$`)
	// inStandard is that of the others, "pci-dss/v/3.2.1/PCI.KMS.1" and "…:ruleset/cis-…/v/1.2.0/rule/2.8".
	inStandard = regexp.MustCompile(`(?:^|[:/])([a-z0-9-]+/v/[0-9.]+)/(?:rule/|control/)?([A-Za-z0-9.]+)$`)
	controlID  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*\.[0-9]+$`)
)

// standardNamed finds a standard by what its ARNs end with.
func standardNamed(end string) standard.Name {
	for n, w := range writtenStandards() {
		if _, is, _ := strings.Cut(w.id, "/"); is == end {
			return n
		}
	}
	return ""
}

// former are names that controls no longer have, in lower case. Source: Security Hub User Guide, "How consolidation
// impacts control IDs and titles".
func former() map[string]control.ID {
	return map[string]control.ID{"elbv2.1": "ELB.1", "pci.s3.4": "S3.4"}
}

// controlsNamed are the controls that a generator's name stands for, nil where it is none of a control.
func controlsNamed(generator string) []control.ID {
	if m := securityControl.FindStringSubmatch(generator); m != nil {
		return []control.ID{today(m[1])}
	}
	m := inStandard.FindStringSubmatch(generator)
	if m == nil {
		return nil
	}
	if id, ok := former()[strings.ToLower(m[2])]; ok {
		return []control.ID{id}
	}
	if controlID.MatchString(m[2]) {
		return []control.ID{control.ID(m[2])}
	}
	return answering(standardNamed(m[1]), m[2])
}

// today is the id that a control has today.
func today(id string) control.ID {
	if now, ok := former()[strings.ToLower(id)]; ok {
		return now
	}
	return control.ID(id)
}

// answering are the controls that a standard has under a requirement, or under a name of its own, by id.
func answering(n standard.Name, name string) []control.ID {
	var out []control.ID
	for id, in := range standard.Members() {
		if slices.ContainsFunc(in.Requirements(), func(r standard.Requirement) bool {
			return r.Standard == n && (r.Control == "" && r.ID == name || r.Control != "" && strings.EqualFold(r.Control, name))
		}) {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, catalog.CompareIDs)
	return out
}
