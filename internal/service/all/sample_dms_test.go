package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
)

var namingsDMS = map[resource.Type]naming{
	"AWS::DMS::ReplicationInstance": func(region string, n int) (string, string) {
		name := fmt.Sprintf("REP%026d", n)
		return resource.ARN(region, "dms", region, account, "rep:"+name), name
	},
}

var poolsDMS = map[string]pool{
	"dms.ReplicationInstance.Identifier": func(s *sampler, _ resource.Ref) any { return pick(s, "mover", "orders-to-lake") },
}
