package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/opensearch"
)

var namingsOpenSearch = map[resource.Type]naming{
	"AWS::OpenSearch::Domain": func(region string, n int) (string, string) {
		name := fmt.Sprintf("search-%d", n)
		return resource.ARN(region, "es", region, account, "domain/"+name), name
	},
}

var poolsOpenSearch = map[string]pool{
	"opensearch.Domain.VPC": func(s *sampler, _ resource.Ref) any {
		return opensearch.VPC{ID: "vpc-1", Subnets: some(s, 2, "subnet-1", "subnet-2")}
	},
}
