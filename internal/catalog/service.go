// Package catalog is what a service declares: collectors, controls, remediations and the AWS operations that they use;
// and the [Catalog] that the engines get as a value.
//
// A unit is a named package-level value of its service's package, gathered by the service's own value:
//
//	var Service = catalog.NewService("s3")
//	var control8 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{…})
//
// There is no init and no registry across services. Inside a service no package-level variable may read the service:
// it is complete only when its package has been initialised.
package catalog

import (
	"fmt"
	"reflect"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/text"
)

// Service gathers the units of one service directory.
type Service struct {
	// Name is the directory below internal/service.
	Name string

	collectors   []*CollectorUnit
	controls     []*ControlUnit
	remediations []*RemediationUnit
	writes       []*awsop.Op
	secrets      []*SecretUnit
	texts        []text.Template
}

// NewService makes an empty service.
func NewService(name string) *Service { return &Service{Name: name} }

// Text declares a message of a unit. The key is the unit's id and a name, "S3.8/open".
func Text(s *Service, key, en, ja string) text.Template {
	t := text.Template{Key: key, EN: en, JA: ja}
	s.texts = append(s.texts, t)
	return t
}

// Write declares an AWS write operation of the service; see [awsop.NewWrite].
func Write[In any](s *Service, w awsop.Write[In]) awsop.Write[In] {
	s.writes = append(s.writes, w.Op)
	return w
}

// must is a type assertion on what a unit's own types rule; it panics with the types where that is not so.
func must[T any](v any) T {
	t, ok := v.(T)
	if !ok {
		panic(fmt.Sprintf("%T is no %s", v, reflect.TypeFor[T]()))
	}
	return t
}

// None is the type of the parameters of a unit without any.
type None struct{}
