// Package autoscaling has the collectors, controls and remediations of Amazon EC2 Auto Scaling.
package autoscaling

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("autoscaling")
