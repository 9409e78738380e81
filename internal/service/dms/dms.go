// Package dms has the collectors and controls of AWS Database Migration Service.
package dms

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("dms")
