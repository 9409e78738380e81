package redshift

import (
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/redshift"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/text"
)

var (
	closeSummary = catalog.Text(Service, "DisablePublicAccessToRedshiftCluster/summary",
		"Takes the cluster off the internet: it keeps its private address only.",
		"クラスターをインターネットから切り離し、プライベートアドレスだけにします。")
	closeCuts = catalog.Text(Service, "DisablePublicAccessToRedshiftCluster/cuts",
		"the cluster answers on the internet today as {address}, port {port}: clients outside of its VPC and what is connected to that lose their connection",
		"クラスターは現在 {address} のポート {port} でインターネットに公開されています。VPC と VPC に接続されたネットワークの外にあるクライアントは接続できなくなります")
	closeNowhere = catalog.Text(Service, "DisablePublicAccessToRedshiftCluster/nowhere",
		"the cluster has no endpoint today; once it has one, clients outside of its VPC and what is connected to that cannot connect",
		"クラスターには現在エンドポイントがありません。エンドポイントができても、VPC と VPC に接続されたネットワークの外にあるクライアントは接続できません")
	closeUnseen = catalog.Text(Service, "DisablePublicAccessToRedshiftCluster/unseen",
		"clients outside of the cluster's VPC lose their connection; whether there can be any is not known: {reason}",
		"VPC の外にあるクライアントは接続できなくなります。そのようなクライアントがあり得るかどうかは分かりません: {reason}")
	closeAddress = catalog.Text(Service, "DisablePublicAccessToRedshiftCluster/address",
		"Elastic IP address {address} is taken off the cluster and stays in the account; an undo puts it back",
		"Elastic IP アドレス {address} はクラスターから外れますが、アカウントには残ります。元に戻すと再び割り当てられます")
)

var disablePublicAccess = catalog.Remediation(Service, catalog.RemediationSpec[redshift.Cluster, catalog.None]{
	Name:     "DisablePublicAccessToRedshiftCluster",
	File:     "disable_public_access_to_redshift_cluster",
	Summary:  closeSummary,
	Controls: []control.ID{"Redshift.1"},
	Reads:    []string{"PubliclyAccessible", "ElasticIP"}, // the undo needs the address
	Looks:    []string{"ClusterStatus", "Endpoint"},
	Writes:   []*awsop.Op{modifyCluster.Op},
	Plan: func(c redshift.Cluster, _ catalog.None, _ time.Time) catalog.Edit[redshift.Cluster] {
		if !c.PubliclyAccessible.Value() {
			return catalog.Edit[redshift.Cluster]{After: c}
		}
		undo := sdk.ModifyClusterInput{PubliclyAccessible: aws.Bool(true)}
		if address, has := c.ElasticIP.Get(); has {
			undo.ElasticIp = &address
		}
		after := c
		after.PubliclyAccessible = resource.Is(false)
		move := modify(c, sdk.ModifyClusterInput{PubliclyAccessible: aws.Bool(false)}, undo)
		return edit(c, after, move, closeEffect(c))
	},
})

func closeEffect(c redshift.Cluster) catalog.Effect {
	var e catalog.Effect
	endpoint, known := c.Endpoint.Get()
	v, unsure := catalog.Unsure(c, "Endpoint")
	switch {
	case known:
		e.Interrupts = []text.Message{closeCuts.With("address", endpoint.Address, "port", strconv.Itoa(int(endpoint.Port)))}
	case unsure:
		e.Risk = []text.Message{closeUnseen.With("reason", v.Reason.Text)}
	default:
		e.Risk = []text.Message{closeNowhere.With()}
	}
	if address, has := c.ElasticIP.Get(); has {
		e.Risk = append(e.Risk, closeAddress.With("address", address))
	}
	return e
}
