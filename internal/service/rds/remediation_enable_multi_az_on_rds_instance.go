package rds

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/text"
)

// multiAZParams say when RDS makes the standby.
type multiAZParams struct {
	// ApplyImmediately does not wait for the maintenance window, unless that would release other changes that wait.
	ApplyImmediately bool `json:"applyImmediately"`
}

var enableMultiAZ = catalog.Remediation(Service, catalog.RemediationSpec[rds.DBInstance, multiAZParams]{
	Name:     "EnableMultiAZOnRDSInstance",
	File:     "enable_multi_az_on_rds_instance",
	Summary:  multiAZSummary,
	Controls: []control.ID{"RDS.5"},
	Reads:    []string{"MultiAZ", "Engine", "Cluster", "PendingModifiedValues"},
	Looks:    []string{"Status", "Class", "SubnetZones", "MaintenanceWindow"},
	Defaults: multiAZParams{ApplyImmediately: true},
	Writes:   []*awsop.Op{modifyInstance.Op},
	Plan: func(i rds.DBInstance, p multiAZParams, _ time.Time) catalog.Edit[rds.DBInstance] {
		if i.MultiAZ.Value() {
			return catalog.Edit[rds.DBInstance]{After: i}
		}
		if why, is := noStandby(i); is {
			return refuse(i, why)
		}
		do := sdk.ModifyDBInstanceInput{MultiAZ: aws.Bool(true)}
		if p.ApplyImmediately && len(i.PendingModifiedValues.Value()) == 0 {
			do.ApplyImmediately = aws.Bool(true)
		}
		// The way back waits for the window: which other changes it would release by then, nobody knows now.
		undo := sdk.ModifyDBInstanceInput{MultiAZ: aws.Bool(false)}
		i.MultiAZ = resource.Is(true)
		return catalog.Edit[rds.DBInstance]{
			After: i, Moves: []catalog.Move{instanceMove(i, do, undo)}, Effect: multiAZEffect(i, p),
		}
	},
})

// noStandby gives the reason why the instance cannot have a standby, or why a person should look first.
func noStandby(i rds.DBInstance) (text.Message, bool) {
	engine := i.Engine.Value()
	cluster := i.Cluster.Value()
	zones, known := i.SubnetZones.Get()
	switch {
	case cluster != "":
		return multiAZMember.With("cluster", cluster), true
	case rds.Custom(engine) || engine == "sqlserver-ex":
		return multiAZEngine.With("engine", engine), true
	case known && len(zones) < 2:
		return multiAZZones.With("zones", strings.Join(zones, ", ")), true
	case slices.Contains(i.PendingModifiedValues.Value(), "MultiAZ"):
		return multiAZPending.With("window", orUnknown(i.MaintenanceWindow)), true
	}
	return stuckIn(i.Status)
}

func multiAZEffect(i rds.DBInstance, p multiAZParams) catalog.Effect {
	waiting, window := i.PendingModifiedValues.Value(), orUnknown(i.MaintenanceWindow)
	risk := []text.Message{multiAZSlow.With(), multiAZBack.With("window", window)}
	var waits text.Message
	switch {
	case !p.ApplyImmediately:
		risk = append(risk, multiAZLater.With("window", window))
		waits = multiAZWaits.With("window", window)
	case len(waiting) > 0:
		risk = append(risk, multiAZHeld.With("settings", strings.Join(waiting, ", "), "window", window))
		waits = multiAZWaits.With("window", window)
	}
	return catalog.Effect{Risk: risk, Waits: waits, UndoWaits: multiAZGoes.With("window", window), Cost: plan.CostUnknown(multiAZCost.With("class", orUnknown(i.Class)))}
}

// orUnknown is a value that a message only mentions.
func orUnknown(f resource.Fact[string]) string { return cmp.Or(f.Value(), "?") }
