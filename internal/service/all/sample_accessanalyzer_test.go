package all_test

import (
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/accessanalyzer"
)

var poolsAccessAnalyzer = map[string]pool{
	"accessanalyzer.Account.Analyzers": func(s *sampler, _ resource.Ref) any {
		return some(s, 2,
			accessanalyzer.Analyzer{Name: "main", Type: accessanalyzer.ExternalAccess, Status: pick(s, accessanalyzer.Active, "CREATING", "DISABLED")},
			accessanalyzer.Analyzer{Name: "org", Type: "ORGANIZATION", Status: accessanalyzer.Active},
			accessanalyzer.Analyzer{Name: "unused", Type: "ACCOUNT_UNUSED_ACCESS", Status: accessanalyzer.Active},
		)
	},
}
