package plan

import (
	"fmt"

	"github.com/mantenhq/manten/internal/text"
)

// PricesAsOf is the day on which the prices below were taken from AWS's public price pages (us-east-1, USD).
const PricesAsOf = "2026-09-01"

// Prices that remediations reckon with, in USD a month.
const (
	// KMSKeyVersion is a customer managed key, and each of the first two rotations of its key material.
	KMSKeyVersion = 1.00
	// CloudWatchAlarm is a standard-resolution alarm on one metric.
	CloudWatchAlarm = 0.10
	// CloudWatchMetric is a custom metric, of the first ten thousand.
	CloudWatchMetric = 0.30
)

// Cost is what a step adds to the monthly bill. The zero value costs nothing.
type Cost struct {
	// Monthly is in USD a month; not meaningful where Unknown is set.
	Monthly float64 `json:"monthly"`
	// AsOf is the day of the price table, empty where no price was used.
	AsOf string `json:"as_of,omitempty"`
	// Inputs says how the amount comes about.
	Inputs []text.Message `json:"inputs,omitempty"`
	// Unknown says why the cost is not known, nil where it is.
	Unknown *text.Message `json:"unknown,omitempty"`
}

// CostOf is an amount with the table's date and how it comes about.
func CostOf(monthly float64, inputs ...text.Message) Cost {
	return Cost{Monthly: monthly, AsOf: PricesAsOf, Inputs: inputs}
}

// CostUnknown is a cost that cannot be reckoned, with the reason.
func CostUnknown(why text.Message) Cost { return Cost{Unknown: &why} }

// Add is the sum of two costs; it is unknown where one of them is.
func (c Cost) Add(o Cost) Cost {
	sum := Cost{Monthly: c.Monthly + o.Monthly, AsOf: max(c.AsOf, o.AsOf), Unknown: c.Unknown}
	sum.Inputs = append(append(sum.Inputs, c.Inputs...), o.Inputs...)
	if sum.Unknown == nil {
		sum.Unknown = o.Unknown
	}
	return sum
}

// USD formats an amount.
func USD(monthly float64) string { return fmt.Sprintf("%.2f", monthly) }
