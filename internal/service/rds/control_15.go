package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on15     = catalog.Text(Service, "RDS.15/on", "MultiAZ is true: the instances of the cluster stand in several Availability Zones", "MultiAZ は true で、クラスターのインスタンスは複数のアベイラビリティーゾーンにあります")
	off15    = catalog.Text(Service, "RDS.15/off", "MultiAZ is false: all instances of the cluster stand in one Availability Zone", "MultiAZ が false で、クラスターのインスタンスはすべて同じアベイラビリティーゾーンにあります")
	advice15 = catalog.Text(Service, "RDS.15/advice",
		"Add a reader: create a DB instance in the cluster, of the class of the writer, in another Availability Zone. "+
			"The cluster counts as Multi-AZ once the reader is available, and fails over to it when the writer fails. "+
			"The subnet group must have subnets in two zones at least. The reader costs as much as any instance of its class; let clients that only read use the reader endpoint. "+
			"Aurora Serverless v1 cannot have readers: migrate to Serverless v2.",
		"リーダーを追加します。ライターと同じクラスの DB インスタンスを、別のアベイラビリティーゾーンを指定してクラスターに作成します。"+
			"リーダーが利用可能になるとクラスターはマルチ AZ になり、ライターの障害時にはリーダーにフェイルオーバーします。"+
			"サブネットグループには、少なくとも 2 つのゾーンのサブネットが必要です。リーダーには通常のインスタンス料金がかかるため、読み取りだけのクライアントにはリーダーエンドポイントを使わせます。"+
			"Aurora Serverless v1 にはリーダーを追加できないため、Serverless v2 に移行します。")
)

var control15 = catalog.Control(Service, catalog.ControlSpec[rds.DBCluster, catalog.None]{
	ID:       "RDS.15",
	Title:    "RDS DB clusters should be configured for multiple Availability Zones",
	TitleJA:  "RDS DB クラスターは複数のアベイラビリティーゾーンに構成する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "RDS.15",
		standard.CIS500:  "2.2.4",
		standard.NIST800: "RDS.15",
	},
	Reads:  []string{"MultiAZ"},
	Advice: advice15,
	Evaluate: func(c rds.DBCluster, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(c.MultiAZ.Value(), on15.With(), off15.With())
	},
})
