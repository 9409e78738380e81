package rds

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/text"
)

var (
	publicSummary = catalog.Text(Service, "DisablePublicAccessToRDSInstance/summary",
		"Makes the host name of the DB instance lead to a private address only. RDS does that at once.",
		"DB インスタンスのホスト名がプライベートアドレスだけに解決されるようにします。変更は即時に適用されます。")
	publicMember = catalog.Text(Service, "DisablePublicAccessToRDSInstance/member",
		"the instance belongs to the Multi-AZ DB cluster {cluster}, whose public access is chosen when it is created and cannot be changed",
		"マルチ AZ DB クラスター {cluster} に属するインスタンスです。このクラスターのパブリックアクセスは作成時に決まり、変更できません")
	publicClients = catalog.Text(Service, "DisablePublicAccessToRDSInstance/clients",
		"clients that reach {endpoint} from outside of its VPC are cut off",
		"VPC の外から {endpoint} に接続しているクライアントは切断されます")
	publicUnseen = catalog.Text(Service, "DisablePublicAccessToRDSInstance/unseen",
		"whether clients can reach it now could not be read: {reason}",
		"クライアントが現在接続できるかどうかを読み取れませんでした: {reason}")
)

var disablePublicAccess = catalog.Remediation(Service, catalog.RemediationSpec[rds.DBInstance, catalog.None]{
	Name:     "DisablePublicAccessToRDSInstance",
	File:     "disable_public_access_to_rds_instance",
	Summary:  publicSummary,
	Controls: []control.ID{"RDS.2"},
	Reads:    []string{"PubliclyAccessible", "Engine", "Cluster"},
	Looks:    []string{"Status", "Endpoint"},
	Writes:   []*awsop.Op{modifyInstance.Op},
	Plan: func(i rds.DBInstance, _ catalog.None, _ time.Time) catalog.Edit[rds.DBInstance] {
		if !i.PubliclyAccessible.Value() {
			return catalog.Edit[rds.DBInstance]{After: i}
		}
		if cluster := i.MultiAZCluster(); cluster != "" {
			return refuse(i, publicMember.With("cluster", cluster))
		}
		if why, is := stuckIn(i.Status); is {
			return refuse(i, why)
		}
		i.PubliclyAccessible = resource.Is(false)
		return catalog.Edit[rds.DBInstance]{
			After: i,
			Moves: []catalog.Move{instanceMove(i,
				sdk.ModifyDBInstanceInput{PubliclyAccessible: aws.Bool(false)},
				sdk.ModifyDBInstanceInput{PubliclyAccessible: aws.Bool(true)})},
			Effect: publicEffect(i),
		}
	},
})

// publicEffect takes an endpoint for use: without one nobody is connected.
func publicEffect(i rds.DBInstance) catalog.Effect {
	if i.Endpoint.State() == resource.Hidden {
		return catalog.Effect{Risk: []text.Message{publicUnseen.With("reason", i.Endpoint.Why().String())}}
	}
	if endpoint, has := i.Endpoint.Get(); has {
		return catalog.Effect{Interrupts: []text.Message{publicClients.With("endpoint", endpoint)}}
	}
	return catalog.Effect{}
}
