package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// BundleSpec declares a remediation that changes nothing by itself: it looks at several resources and asks for what
// other remediations make of them.
type BundleSpec[T resource.Resource, P any] struct {
	// Name, Own, File, Summary, Controls and Defaults are as in [RemediationSpec].
	Name     string
	Own      bool
	File     string
	Summary  text.Template
	Controls []control.ID
	Defaults P
	// Needs names what Plan looks at.
	Needs []Need
	// Plan is pure. It asks for what is missing; what is there already may be asked for, too.
	Plan func(r T, w World, p P, now time.Time) Bundled
}

// Bundled is what a bundle asks for.
type Bundled struct {
	Requests []Request
	// Short says of controls why they will still fail after it, and what a person can do about it.
	Short map[control.ID]text.Message
	// Notes say what a person wants to know besides.
	Notes []text.Message
	// Again asks to be run once more when the requests have been planned: what comes next depends on them.
	Again bool
	// Refused says why nothing can be done.
	Refused text.Message
}

// Bundle declares a bundle.
func Bundle[T resource.Resource, P any](s *Service, spec BundleSpec[T, P]) *RemediationUnit {
	u := &RemediationUnit{
		Service: s.Name, Name: spec.Name, Own: spec.Own, File: spec.File, Summary: spec.Summary, Controls: spec.Controls,
		Reversible: true, Needs: spec.Needs, Go: reflect.TypeFor[T](), Params: paramsOf(spec.Defaults),
	}
	u.bundle = func(r resource.Resource, w World, params any, now time.Time) Bundled {
		return spec.Plan(resource.Clone(must[T](r)), w, must[P](params), now)
	}
	s.remediations = append(s.remediations, u)
	return u
}

// IsBundle tells whether the remediation only asks for others.
func (u *RemediationUnit) IsBundle() bool { return u.bundle != nil }

// Gather works out what a bundle asks for; it does nothing.
func (u *RemediationUnit) Gather(r resource.Resource, w World, params any, now time.Time) Bundled {
	return u.bundle(r, w, params, now)
}

// Token makes the client token of a call, which AWS knows a repeated call by: the same for the same words and moment.
func Token(now time.Time, words ...string) string {
	sum := sha256.Sum256([]byte(now.UTC().Format(time.RFC3339Nano) + "\x00" + strings.Join(words, "\x00")))
	return "manten-" + hex.EncodeToString(sum[:12])
}
