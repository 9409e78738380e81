package cloudwatch

import "github.com/mantenhq/manten/internal/control"

// watch is what a control has an alarm for.
type watch struct {
	// name is that of the filter, the metric and the alarm that are created.
	name string
	// patterns begin with the one that is written; the others are accepted when found.
	patterns []string
}

// watches are what the controls ask for, by their id.
func watches() map[control.ID]watch {
	return map[control.ID]watch{
		"CloudWatch.1": watch1, "CloudWatch.2": watch2, "CloudWatch.3": watch3, "CloudWatch.4": watch4, "CloudWatch.5": watch5,
		"CloudWatch.6": watch6, "CloudWatch.7": watch7, "CloudWatch.8": watch8, "CloudWatch.9": watch9, "CloudWatch.10": watch10,
		"CloudWatch.11": watch11, "CloudWatch.12": watch12, "CloudWatch.13": watch13, "CloudWatch.14": watch14,
	}
}
