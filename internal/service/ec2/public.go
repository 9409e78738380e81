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

// letting lists the rules that let everybody reach at least one of the TCP ports.
func letting(rules []ec2.Rule, ports []int32) []ec2.Rule {
	var open []ec2.Rule
	for _, r := range rules {
		if opens(ports)(r) {
			open = append(open, r)
		}
	}
	return open
}

// reached lists those of the ports that at least one of the rules covers.
func reached(rules []ec2.Rule, ports []int32) []int32 {
	var open []int32
	for _, p := range ports {
		if slices.ContainsFunc(rules, func(r ec2.Rule) bool { return r.Covers(p) }) {
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
