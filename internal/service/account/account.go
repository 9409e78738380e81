// Package account has the collectors and controls of AWS Account Management.
package account

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("account")
