// Package elasticsearch has the collectors of Amazon OpenSearch Service's domains with an Elasticsearch engine. The controls stand
// under ES, as Security Hub names them.
package elasticsearch

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("elasticsearch")
