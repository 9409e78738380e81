// Package kms has the collectors, controls and remediations of AWS KMS.
package kms

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("kms")
