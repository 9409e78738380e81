// Package ec2 has the collectors, controls and remediations of Amazon EC2.
package ec2

import (
	"fmt"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
)

// Service gathers the units of this directory.
var Service = catalog.NewService("ec2")

// maxNamed is how many things a message names one by one.
const maxNamed = 20

// list names things in a message, the first of them where there are many.
func list[T fmt.Stringer](things []T) string {
	var names []string
	for _, t := range things {
		names = append(names, t.String())
	}
	return listed(names)
}

func listed(names []string) string {
	if len(names) > maxNamed {
		return strings.Join(names[:maxNamed], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
