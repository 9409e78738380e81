package rds

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/text"
)

var (
	modifyInstance = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).ModifyDBInstance,
		"rds:ModifyDBInstance", "iam:PassRole").Repeatable().NotYet(noRole).On(theInstance))
	modifyCluster = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).ModifyDBCluster,
		"rds:ModifyDBCluster", "iam:PassRole").Repeatable().NotYet(noRole).On(theCluster))
)

// noRole is the code by which RDS says, among others, that it cannot use a role yet that was made a moment ago.
const noRole = "InvalidParameterValue"

var (
	stuck = catalog.Text(Service, "rds/stuck",
		"its status is {status}, in which RDS changes nothing, and waiting does not end that",
		"状態が {status} で RDS は変更を受け付けず、待っても解消しません")
	stack = catalog.Text(Service, "rds/stack",
		"the CloudFormation stack {stack} can no longer delete or replace it until deletion protection is off",
		"削除保護を無効にするまで、CloudFormation スタック {stack} はこれを削除も置換もできません")
	allMembers = catalog.Text(Service, "rds/all",
		"changes all instances of the Multi-AZ DB cluster {cluster}",
		"マルチ AZ DB クラスター {cluster} の全インスタンスが変更されます")
	becomes = catalog.Text(Service, "rds/available", "the status has to become available", "状態が available になるまで待ちます")
)

// theInstance is the instance that a call names, and the role that it passes on.
func theInstance(in *sdk.ModifyDBInstanceInput, at awsop.Site) []string {
	return and(in.MonitoringRoleArn, resource.ARN(at.Region, "rds", at.Region, at.Account, "db:"+aws.ToString(in.DBInstanceIdentifier)))
}

// theCluster is the cluster that a call names, also where an instance of it led to the call.
func theCluster(in *sdk.ModifyDBClusterInput, at awsop.Site) []string {
	return and(in.MonitoringRoleArn, resource.ARN(at.Region, "rds", at.Region, at.Account, "cluster:"+aws.ToString(in.DBClusterIdentifier)))
}

func and(role *string, arn string) []string {
	if role == nil {
		return []string{arn}
	}
	return []string{arn, *role}
}

// instanceMove changes settings of an instance.
func instanceMove(i rds.DBInstance, do, undo sdk.ModifyDBInstanceInput) catalog.Move {
	do.DBInstanceIdentifier, undo.DBInstanceIdentifier = &i.Name, &i.Name
	return catalog.Move{Do: modifyInstance.With(&do), Undo: modifyInstance.With(&undo), Await: availableInstance(i)}
}

// clusterMove changes settings of the cluster with a name.
func clusterMove(name string, do, undo sdk.ModifyDBClusterInput, await catalog.Await) catalog.Move {
	do.DBClusterIdentifier, undo.DBClusterIdentifier = &name, &name
	return catalog.Move{Do: modifyCluster.With(&do), Undo: modifyCluster.With(&undo), Await: await}
}

// RDS takes a change only in the status available. A backup, or the change before, is over in half an hour in nearly all
// cases.
func available(r resource.Resource) catalog.Await {
	return catalog.Await{Like: r, Facts: []string{"Status"}, For: becomes.With(), Most: 30 * time.Minute}
}

func availableInstance(i rds.DBInstance) catalog.Await {
	i.Status = resource.Is(rds.Available)
	return available(i)
}

func availableCluster(c rds.DBCluster) catalog.Await {
	c.Status = resource.Is(rds.Available)
	return available(c)
}

// stuckIn gives the reason why nothing can be changed in a status, if it is one that only a person ends.
func stuckIn(status resource.Fact[string]) (text.Message, bool) {
	return stuck.With("status", status.Value()), rds.Stuck(status.Value())
}

// protectionRisk names the stack that made a database: deletion protection stands in its way.
func protectionRisk(tags resource.Fact[map[string]string]) []text.Message {
	if name := tags.Value()["aws:cloudformation:stack-name"]; name != "" {
		return []text.Message{stack.With("stack", name)}
	}
	return nil
}

func refuse[T resource.Resource](r T, why text.Message) catalog.Edit[T] {
	return catalog.Edit[T]{After: r, Effect: catalog.Effect{Refused: why}}
}
