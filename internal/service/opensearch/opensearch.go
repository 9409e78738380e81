// Package opensearch has the collectors and controls of Amazon OpenSearch Service.
package opensearch

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("opensearch")
