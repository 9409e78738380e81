// Package elasticloadbalancingv2 has the resource types of Elastic Load Balancing as controls see them, all but Classic
// Load Balancers: pure data.
package elasticloadbalancingv2

import "github.com/mantenhq/manten/internal/resource"

// LoadBalancer is an Application, Network or Gateway Load Balancer. Its name is the end of the ARN, "app/web/50dc6c495c0c9188".
type LoadBalancer struct {
	resource.Ref
	// Kind is "application", "network" or "gateway".
	Kind resource.Fact[string]
	// HTTP are the listeners that speak HTTP, sorted by port; absent where the load balancer is no Application Load
	// Balancer, which alone has such.
	HTTP resource.Fact[[]Listener]
}

// Application is the kind of Application Load Balancers.
const Application = "application"

// Listener is a listener with its rules.
type Listener struct {
	Port int32
	// Rules are in the order in which they are tried; the last is the default one.
	Rules []Rule
}

// Rule is a rule of a listener.
type Rule struct {
	// Priority is a number from 1, or "default".
	Priority string
	Actions  []Action
}

// Action is what a rule does with a request.
type Action struct {
	// Type is "forward", "redirect", "fixed-response", ….
	Type string
	// Protocol is where a redirect leads to: "HTTPS", "HTTP", or "#{protocol}" for that of the request.
	Protocol string `json:",omitempty"`
}

// ToHTTPS tells whether the action redirects to HTTPS.
func (a Action) ToHTTPS() bool { return a.Type == "redirect" && a.Protocol == "HTTPS" }

// String is the action on a request by HTTP, as a reason names it: "forward", or "redirect to HTTP".
func (a Action) String() string {
	switch {
	case a.Type != "redirect":
		return a.Type
	case a.Protocol == "HTTPS":
		return "redirect to HTTPS"
	}
	return "redirect to HTTP"
}
