// Package es has the controls of Amazon OpenSearch Service's domains with an Elasticsearch engine.
package es

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("es")
