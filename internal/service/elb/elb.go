// Package elb has the controls of Elastic Load Balancing.
package elb

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("elb")
