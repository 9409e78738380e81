// Package config has the collectors, controls and remediations of AWS Config.
package config

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("config")
