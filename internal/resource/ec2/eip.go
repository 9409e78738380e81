package ec2

import "github.com/mantenhq/manten/internal/resource"

// EIP is an Elastic IP address that the account holds.
type EIP struct {
	resource.Ref
	// PublicIP is the address itself.
	PublicIP resource.Fact[string]
	// Association is what the address is associated with, absent where it is with nothing.
	Association resource.Fact[Association]
	Tags        resource.Fact[map[string]string]
}

// Association is what an Elastic IP address leads to.
type Association struct {
	// ID is minted by AWS with each association.
	ID string
	// Instance is empty where the address belongs to a NAT gateway, a load balancer or another service.
	Instance  string `json:",omitempty"`
	Interface string `json:",omitempty"`
}

// String names what the address leads to: the instance, else the interface.
func (a Association) String() string {
	switch {
	case a.Instance != "":
		return a.Instance
	case a.Interface != "":
		return a.Interface
	}
	return a.ID
}
