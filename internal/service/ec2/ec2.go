// Package ec2 has the collectors, controls and remediations of Amazon EC2.
package ec2

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

// Service gathers the units of this directory.
var Service = catalog.NewService("ec2")

// maxNamed is how many things a message names one by one.
const maxNamed = 20

// list names things in a message, the first of them where there are many.
func list[T fmt.Stringer](things []T) string {
	var names []string
	for _, t := range things {
		names = append(names, t.String())
	}
	return listed(names)
}

func listed(names []string) string {
	if len(names) > maxNamed {
		return strings.Join(names[:maxNamed], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// reference makes the reference of a resource that EC2 knows by an id, such as "vpc" and "vpc-1".
func reference(at catalog.Place, t resource.Type, kind, id string) resource.Ref {
	return at.Ref(t, resource.ARN(at.Region, "ec2", at.Region, at.Account, kind+"/"+id), id)
}

// foreign tells whether something that EC2 lists belongs to another account, which shares it: it is judged there.
func foreign(at catalog.Place, owner *string) bool {
	return aws.ToString(owner) != "" && *owner != at.Account
}

func tagsOf(tags []types.Tag) resource.Fact[map[string]string] {
	all := map[string]string{}
	for _, t := range tags {
		all[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return resource.Is(all)
}
