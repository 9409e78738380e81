// Package ec2 has the resource types of Amazon EC2 as controls and remediations see them: pure data.
package ec2

import "github.com/mantenhq/manten/internal/resource"

// SecurityGroup is a security group of a VPC.
type SecurityGroup struct {
	resource.Ref
	// Group is what never changes in the life of a group.
	Group resource.Fact[Group]
	// Ingress are the rules for traffic to members of the group, sorted.
	Ingress resource.Fact[[]Rule]
	// Egress are the rules for traffic from members of the group, sorted.
	Egress resource.Fact[[]Rule]
	// Interfaces are the network interfaces that carry the group, sorted by id.
	Interfaces resource.Fact[[]Interface]
	// References are the ids of other groups whose rules name this one, and of the VPCs on the other side of a peering
	// or transit gateway that have such groups, sorted.
	References resource.Fact[[]string]
	Tags       resource.Fact[map[string]string]
}

// Group is what a security group is made with.
type Group struct {
	Name        string
	VPC         string
	Description string
}

// Default tells whether it is the group that a VPC came with; no other group can have its name.
func (g Group) Default() bool { return g.Name == "default" }

// Interface is a network interface.
type Interface struct {
	ID          string
	Description string
	// Instance is the instance that it is attached to, empty for interfaces of services and unattached ones.
	Instance string `json:",omitempty"`
}

// String names the interface with what it belongs to.
func (i Interface) String() string {
	switch {
	case i.Instance != "":
		return i.ID + " (" + i.Instance + ")"
	case i.Description != "":
		return i.ID + " (" + i.Description + ")"
	}
	return i.ID
}
