// Package standard has Security Hub's standards as data: their names, which controls belong to each under which
// requirement, and the security score by Security Hub's own rule.
package standard

import (
	"slices"
	"strings"
)

// Name is a standard's short name.
type Name string

// The standards, and All for the score over unique controls of all of them.
const (
	FSBP    Name = "fsbp-1.0.0"
	CIS120  Name = "cis-1.2.0"
	CIS140  Name = "cis-1.4.0"
	CIS300  Name = "cis-3.0.0"
	CIS500  Name = "cis-5.0.0"
	PCI321  Name = "pci-dss-3.2.1"
	PCI401  Name = "pci-dss-4.0.1"
	NIST800 Name = "nist-800-53-r5"
	All     Name = "all"
)

// Names lists the standards in the order in which they are shown.
func Names() []Name {
	return []Name{FSBP, CIS120, CIS140, CIS300, CIS500, PCI321, PCI401, NIST800}
}

// Title is the standard's name in full.
func (n Name) Title() string {
	return map[Name]string{
		FSBP:    "AWS Foundational Security Best Practices 1.0.0",
		CIS120:  "CIS AWS Foundations Benchmark 1.2.0",
		CIS140:  "CIS AWS Foundations Benchmark 1.4.0",
		CIS300:  "CIS AWS Foundations Benchmark 3.0.0",
		CIS500:  "CIS AWS Foundations Benchmark 5.0.0",
		PCI321:  "PCI DSS 3.2.1",
		PCI401:  "PCI DSS 4.0.1",
		NIST800: "NIST SP 800-53 Rev. 5",
		All:     "All standards, unique controls",
	}[n]
}

// Parse finds a standard by its short name, in any case.
func Parse(s string) (Name, bool) {
	n := Name(strings.ToLower(strings.TrimSpace(s)))
	return n, slices.Contains(Names(), n)
}

// Requirement is a requirement of a standard that a control answers.
type Requirement struct {
	Standard Name `json:"standard"`
	// Control is the name that the standard itself gave the control (PCI DSS 3.2.1: "PCI.S3.6"), else empty.
	Control string `json:"control,omitempty"`
	// ID is the requirement's number, or the control's id where AWS publishes only that it belongs.
	ID string `json:"requirement"`
}

// In says under which requirements a control belongs to which standards: the requirements separated by semicolons, for
// PCI DSS 3.2.1 behind the standard's own name of the control and a colon ("PCI.S3.6:1.2.1;1.3.1").
type In map[Name]string

// Requirements lists the requirements, standard by standard.
func (in In) Requirements() []Requirement {
	var out []Requirement
	for _, n := range Names() {
		own, ids, found := strings.Cut(in[n], ":")
		if !found {
			own, ids = "", in[n]
		}
		for id := range strings.SplitSeq(ids, ";") {
			if id != "" {
				out = append(out, Requirement{Standard: n, Control: own, ID: id})
			}
		}
	}
	return out
}

// Has tells whether the control belongs to the standard; to All it belongs where it belongs to any.
func (in In) Has(n Name) bool {
	if n == All {
		return len(in) > 0
	}
	_, ok := in[n]
	return ok
}
