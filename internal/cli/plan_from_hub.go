package cli

import (
	"context"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/text"
)

// asking is how many regions are asked at once.
const asking = 8

// answer is what Security Hub says in a region.
type answer struct {
	found securityhub.Findings
	none  bool
}

// ask reads the findings of Security Hub in some regions. Where it is not enabled, a note says so.
func (x *planningFrom) ask(ctx context.Context, regions []string) (securityhub.Findings, []text.Message, error) {
	wanted, err := x.wanted()
	if err != nil {
		return securityhub.Findings{}, nil, err
	}
	answers := make([]answer, len(regions))
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(asking)
	for i, region := range regions {
		group.Go(func() error {
			var err error
			answers[i], err = x.askIn(inner, region, wanted)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return securityhub.Findings{}, nil, err
	}
	var out securityhub.Findings
	var notes []text.Message
	for i, a := range answers {
		if a.none {
			notes = append(notes, textNoHub.With("region", regions[i]))
		}
		out.Items, out.Skipped = append(out.Items, a.found.Items...), append(out.Skipped, a.found.Skipped...)
	}
	if len(notes) == len(regions) {
		return out, nil, fault.New(fault.Invalid, "Security Hub is not enabled in %s", strings.Join(regions, ", ")).
			Do("name other regions, or plan from a scan, which needs no Security Hub: manten scan")
	}
	return out, notes, nil
}

func (x *planningFrom) wanted() (w securityhub.Wanted, err error) {
	if w.Controls, err = x.f.controlIDs(x.Catalog); err != nil {
		return w, err
	}
	w.Standards, err = x.f.standardNames()
	return w, err
}

func (x *planningFrom) askIn(ctx context.Context, region string, wanted securityhub.Wanted) (answer, error) {
	hub := securityhub.Hub{Account: x.account.source.Account(), Region: region, Config: x.account.session.Config(region)}
	found, err := hub.Failing(ctx, wanted)
	switch {
	case err == nil:
		return answer{found: found}, nil
	case ctx.Err() != nil:
		return answer{}, ctx.Err()
	case securityhub.NotEnabled(err):
		return answer{none: true}, nil
	case catalog.Denied(err):
		return answer{}, fault.New(fault.Denied, "read the findings of Security Hub in %s: %w", region, err).
			Do("allow securityhub:GetFindings, or save the findings in a file: manten plan --from findings.json")
	}
	return answer{}, fault.New(fault.Unavailable, "read the findings of Security Hub in %s: %w", region, err).
		Do("run the same command again, or name other regions: --region")
}
