package rds

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

const ownRole = "arn:aws:iam::111122223333:role/ours"

// unmonitored is an instance without enhanced monitoring, with one change.
func unmonitored(change func(*rds.DBInstance)) rds.DBInstance {
	return anInstance(func(i *rds.DBInstance) {
		i.MonitoringInterval, i.MonitoringRole = resource.Is[int32](0), resource.None[string]()
		if change != nil {
			change(i)
		}
	})
}

func TestEnableMonitoring(t *testing.T) {
	t.Parallel()
	engine := func(name string) func(*rds.DBInstance) {
		return func(i *rds.DBInstance) { i.Engine = resource.Is(name) }
	}
	every := func(seconds int32) rds.DBInstance {
		return anInstance(func(i *rds.DBInstance) { i.MonitoringInterval = resource.Is(seconds) })
	}
	for name, c := range map[string]struct {
		r   rds.DBInstance
		set map[string]any
	}{
		"off":     {unmonitored(nil), nil},
		"already": {every(60), nil},
		"finer":   {every(15), nil},
		"exact":   {every(15), map[string]any{"exact": true}},
		"named":   {unmonitored(nil), map[string]any{"monitoringRoleArn": ownRole, "monitoringInterval": 30}},
		"kept":    {unmonitored(func(i *rds.DBInstance) { i.MonitoringRole = resource.Is(ownRole) }), nil},
		"member":  {unmonitored(func(i *rds.DBInstance) { i.Cluster = resource.Is("shop") }), nil},
		"aurora":  {unmonitored(func(i *rds.DBInstance) { i.Cluster, i.Engine = resource.Is("shop"), resource.Is("aurora-mysql") }), nil},
		"custom":  {unmonitored(engine("custom-sqlserver-se")), nil},
		"docdb":   {unmonitored(engine("docdb")), nil},
		"stopped": {unmonitored(func(i *rds.DBInstance) { i.Status = resource.Is("stopped") }), nil},
		"unread":  {unmonitored(func(i *rds.DBInstance) { i.MonitoringRole = resource.HiddenFor[string](catalogtest.Denied) }), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wellAfter(t, enableMonitoring, control6, catalogtest.Golden(t, enableMonitoring, name, c.r, c.set))
		})
	}
	for _, seconds := range []int{0, 2} {
		if _, err := enableMonitoring.Params.With(map[string]any{"monitoringInterval": seconds}); err == nil {
			t.Errorf("an interval of %d is taken", seconds)
		}
	}
}

// The role is asked for only where nobody has one.
func TestEnableMonitoringFirst(t *testing.T) {
	t.Parallel()
	china := unmonitored(func(i *rds.DBInstance) {
		i.Region, i.ID = "cn-north-1", "arn:aws-cn:rds:cn-north-1:111122223333:db:orders"
	})
	params, err := enableMonitoring.Params.With(map[string]any{"namespace": "blue"})
	if err != nil {
		t.Fatal(err)
	}
	first := enableMonitoring.Derive(china, params, catalogtest.Now).First
	if len(first) != 1 || first[0].Remediation != "CreateRole" || first[0].On.ID != "arn:aws-cn:iam::111122223333:role/SO0111-RDSMonitoring-remediationRole-blue" {
		t.Fatalf("asked for %+v", first)
	}
	const trust = `{"Statement":[{"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}},` +
		`"Effect":"Allow","Principal":{"Service":"monitoring.rds.amazonaws.com"}}],"Version":"2012-10-17"}`
	policies, _ := first[0].With["managedPolicies"].([]string)
	if first[0].With["trustPolicy"] != trust || len(policies) != 1 || policies[0] != "arn:aws-cn:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole" {
		t.Errorf("asked for with %v", first[0].With)
	}
	kept := unmonitored(func(i *rds.DBInstance) { i.MonitoringRole = resource.Is(ownRole) })
	if d := enableMonitoring.Derive(kept, params, catalogtest.Now); len(d.First) > 0 || len(resource.Differing(kept, d.After, []string{"MonitoringRole"})) > 0 {
		t.Errorf("with a role of its own, %+v is asked for", d.First)
	}
}

// Passing a role on is allowed for that role only.
func TestMonitoringARNs(t *testing.T) {
	t.Parallel()
	in, err := awsop.Encode(&sdk.ModifyDBInstanceInput{DBInstanceIdentifier: aws.String("orders"), MonitoringRoleArn: aws.String(ownRole)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := modifyInstance.Resources(in, awsop.Site{Partition: "aws", Region: region, Account: "111122223333"})
	if err != nil || len(got) != 2 || got[0] != "arn:aws:rds:eu-west-1:111122223333:db:orders" || got[1] != ownRole {
		t.Errorf("got %v (%v)", got, err)
	}
}

// RDS may keep the role while monitoring is off.
var monitoringLoop = loop.Case{
	Service: Service, Remediation: enableMonitoring.Name, Controls: []control.ID{"RDS.6"}, Same: []string{"MonitoringRole"},
	Params: map[string]any{"monitoringRoleArn": ownRole}, Repeats: true,
}

func TestEnableMonitoringLoop(t *testing.T) {
	t.Parallel()
	c := monitoringLoop
	c.Setup = func(t *testing.T, a *awstest.Account) {
		t.Helper()
		newInstance(t, a, "us-east-1", "orders", nil)
		a.Rule(awstest.Rule{ // as of a role that was made a moment ago
			Service: "rds", Operation: "ModifyDBInstance", Times: 1,
			Do: awstest.Refuse(400, "InvalidParameterValue", "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING"),
		})
	}
	loop.Run(t, c)
}

// The instances of a Multi-AZ DB cluster are changed by it, all with the first.
func TestEnableMonitoringLoopOfCluster(t *testing.T) {
	t.Parallel()
	c := monitoringLoop
	c.Setup = func(t *testing.T, a *awstest.Account) {
		t.Helper()
		newCluster(t, a, "us-east-1", "shop", func(in *sdk.CreateDBClusterInput) { in.Engine = aws.String("postgres") })
		newInstance(t, a, "us-east-1", "shop-1", member("shop", "postgres"))
	}
	loop.Run(t, c)
}
