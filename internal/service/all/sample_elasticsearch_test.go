package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/elasticsearch"
)

var namingsElasticsearch = map[resource.Type]naming{
	"AWS::Elasticsearch::Domain": func(region string, n int) (string, string) {
		name := fmt.Sprintf("logs-%d", n)
		return resource.ARN(region, "es", region, account, "domain/"+name), name
	},
}

var poolsElasticsearch = map[string]pool{
	"elasticsearch.Domain.VPC": func(s *sampler, _ resource.Ref) any {
		return elasticsearch.VPC{ID: "vpc-1", Subnets: some(s, 2, "subnet-1", "subnet-2")}
	},
}
