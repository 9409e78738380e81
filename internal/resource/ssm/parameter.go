package ssm

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/resource"
)

// Parameter is a parameter of Parameter Store. Its Name has a leading slash where it stands in a hierarchy.
type Parameter struct {
	resource.Ref
	// Value is hidden for a SecureString: a secret has no place in a plan.
	Value resource.Fact[string]
	// ParameterType is String, StringList or SecureString.
	ParameterType resource.Fact[string]
	// Modified is when the value was written last.
	Modified resource.Fact[time.Time]
	Tags     resource.Fact[map[string]string]
}

// SecureString is the type of parameters whose value is encrypted.
const SecureString = "SecureString"

// ParameterRef is the reference of a parameter. In the ARN, the slash before the name stands only once.
func ParameterRef(account, region, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::SSM::Parameter", Account: account, Region: region, Name: name,
		ID: resource.ARN(region, "ssm", region, account, "parameter/"+strings.TrimPrefix(name, "/")),
	}
}
