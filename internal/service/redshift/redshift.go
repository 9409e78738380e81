// Package redshift has the collectors, controls and remediations of Amazon Redshift.
package redshift

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("redshift")
