package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
)

// gaps lists what a scan could not read, each operation on each resource once.
func gaps(account string, res collect.Result) []store.Gap {
	out := []store.Gap{}
	seen := map[store.Gap]bool{}
	add := func(region, id string, why resource.Reason) {
		service, operation, found := strings.Cut(why.Operation, ".")
		if !found {
			service, operation = "", why.Operation
		}
		g := store.Gap{
			Account: account, Region: region, Service: service, Resource: id, Operation: operation,
			Reason: why.Code + ": " + why.Message, Action: why.Action,
		}
		if !seen[g] {
			seen[g] = true
			out = append(out, g)
		}
	}
	for _, l := range res.Listings {
		if l.Why != nil {
			add(l.Region, "", *l.Why)
		}
	}
	for _, r := range res.Resources {
		for _, name := range resource.NamesOf(r) {
			if f := resource.FactOf(r, name); f.State() == resource.Hidden {
				add(r.Reference().Region, r.Reference().ID, f.Why())
			}
		}
	}
	return out
}

// progress shows on a terminal how many calls have been made, until it is stopped.
func (s *scanning) progress() (stop func()) {
	if !s.Streams.TerminalErr || s.f.quiet || s.account.session == nil {
		return func() {}
	}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				fmt.Fprint(s.Streams.Err, "\r\x1b[K")
				return
			case <-tick.C:
				fmt.Fprintf(s.Streams.Err, "\r%d calls …", s.account.session.Calls())
			}
		}
	}()
	return func() { close(quit); <-done }
}
