// Package elasticloadbalancingv2 has the collectors of Elastic Load Balancing, all but Classic Load Balancers. The controls stand under
// ELB, as Security Hub names them.
package elasticloadbalancingv2

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("elasticloadbalancingv2")
