package redshift

import (
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/redshift"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/text"
)

var modifyCluster = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).ModifyCluster,
	"redshift:ModifyCluster").Repeatable())

var (
	paused = catalog.Text(Service, "redshift/paused",
		"the cluster is paused, and Redshift changes no setting of a paused cluster; resume it first",
		"クラスターは一時停止中です。Redshift は一時停止中のクラスターの設定を変更できません。先に再開してください")
	stuck = catalog.Text(Service, "redshift/stuck",
		"the cluster's status is {status}, and Redshift changes no setting before a person has brought it back to available",
		"クラスターのステータスは {status} です。手作業で available に戻すまで、Redshift は設定を変更できません")
	ending = catalog.Text(Service, "redshift/ending",
		"the cluster is being deleted (status {status})", "クラスターは削除中です (ステータス {status})")
	becomes = catalog.Text(Service, "redshift/available",
		"the cluster's status has to become available", "クラスターのステータスが available になるまで待ちます")
)

// modify is the move that changes settings of the cluster and takes them back. All remediations here that change settings
// make theirs by it.
func modify(c redshift.Cluster, do, undo sdk.ModifyClusterInput) catalog.Move {
	do.ClusterIdentifier, undo.ClusterIdentifier = &c.Name, &c.Name
	return catalog.Move{Do: modifyCluster.With(&do), Undo: modifyCluster.With(&undo), Await: available(c)}
}

// available is what every call has to wait for: Redshift changes available clusters only. The change before is over in
// minutes; half an hour is also enough for a cluster that is being resumed.
func available(c redshift.Cluster) catalog.Await {
	c.ClusterStatus = resource.Is("available")
	return catalog.Await{Like: c, Facts: []string{"ClusterStatus"}, For: becomes.With(), Most: 30 * time.Minute}
}

// edit is a change of settings, or the refusal where none can be changed before a person has acted. States that end by
// themselves are no reason to refuse, nor is one that is not known: then Redshift says so itself.
func edit(before, after redshift.Cluster, move catalog.Move, effect catalog.Effect) catalog.Edit[redshift.Cluster] {
	status := before.ClusterStatus.Value()
	switch {
	case status == "paused":
		return refuse(before, paused.With())
	case redshift.Stuck(status):
		return refuse(before, stuck.With("status", status))
	case redshift.Ending(status):
		return refuse(before, ending.With("status", status))
	}
	return catalog.Edit[redshift.Cluster]{After: after, Moves: []catalog.Move{move}, Effect: effect}
}

func refuse(c redshift.Cluster, why text.Message) catalog.Edit[redshift.Cluster] {
	return catalog.Edit[redshift.Cluster]{After: c, Effect: catalog.Effect{Refused: why}}
}
