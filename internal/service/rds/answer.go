package rds

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

// pageSize is the most that RDS gives at once.
const pageSize = 100

// told is what an answer says. A member that RDS always has and that is missing is not known; it is not false.
func told[T any](v *T, member string, by awsop.Op) resource.Fact[T] {
	if v == nil {
		return resource.HiddenFor[T](catalog.WhyHidden(fmt.Errorf("the answer has no %s", member), []awsop.Op{by}))
	}
	return resource.Is(*v)
}

// named is a name that RDS leaves out where there is none.
func named(v *string) resource.Fact[string] {
	if aws.ToString(v) == "" {
		return resource.None[string]()
	}
	return resource.Is(*v)
}

func tags(list []types.Tag) map[string]string {
	out := make(map[string]string, len(list))
	for _, t := range list {
		out[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return out
}
