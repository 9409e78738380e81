package logs

import (
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

const (
	account = "111122223333"
	region  = "eu-west-1"
)

// halfMade is a group that was created and got nothing more.
func halfMade(g logs.Group) logs.Group {
	g.Tags = resource.Is(resource.Created())
	return g
}
