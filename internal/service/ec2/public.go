package ec2

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mantenhq/manten/internal/resource/ec2"
)

// opens tells of a rule whether it lets everybody reach at least one of the TCP ports.
func opens(ports []int32) func(ec2.Rule) bool {
	return func(r ec2.Rule) bool { return r.Public() && slices.ContainsFunc(ports, r.Covers) }
}

// exposes tells of a rule whether it lets everybody reach at least one of the ports by TCP or by UDP.
func exposes(ports []int32) func(ec2.Rule) bool {
	return func(r ec2.Rule) bool { return r.Public() && slices.ContainsFunc(ports, r.Reaches) }
}

// letting lists the rules that are open.
func letting(rules []ec2.Rule, open func(ec2.Rule) bool) []ec2.Rule {
	var all []ec2.Rule
	for _, r := range rules {
		if open(r) {
			all = append(all, r)
		}
	}
	return all
}

// reached lists those of the ports that at least one of the rules lets through by TCP or UDP.
func reached(rules []ec2.Rule, ports []int32) []int32 {
	var open []int32
	for _, p := range ports {
		if slices.ContainsFunc(rules, func(r ec2.Rule) bool { return r.Reaches(p) }) {
			open = append(open, p)
		}
	}
	return open
}

func listPorts(ports []int32) string {
	var names []string
	for _, p := range ports {
		names = append(names, strconv.Itoa(int(p)))
	}
	return strings.Join(names, ", ")
}

func validPorts(ports []int32) error {
	if len(ports) == 0 {
		return errors.New("no port is given")
	}
	for _, p := range ports {
		if p < 0 || p > ec2.MaxPort {
			return fmt.Errorf("%d is not a port", p)
		}
	}
	return nil
}
