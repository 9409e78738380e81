package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func TestControl8(t *testing.T) {
	t.Parallel()
	with := func(o resource.Fact[ec2.MetadataOptions]) ec2.Instance {
		return ec2.Instance{Ref: refTo("AWS::EC2::Instance", "instance", "i-1"), MetadataOptions: o}
	}
	set := func(tokens, endpoint string) ec2.Instance {
		return with(resource.Is(ec2.MetadataOptions{HTTPTokens: tokens, HTTPEndpoint: endpoint}))
	}
	catalogtest.Judge(t, control8, map[string]catalogtest.Case{
		"required":         {Resource: set("required", "enabled"), Want: control.Passed},
		"optional":         {Resource: set("optional", "enabled"), Want: control.Failed, Reason: "HttpTokens is optional"},
		"optional and off": {Resource: set("optional", "disabled"), Want: control.Failed},
		"denied":           {Resource: with(resource.HiddenFor[ec2.MetadataOptions](catalogtest.Denied)), Want: control.NotAvailable, Reason: "AccessDenied"},
	})
}
