package s3

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	recorded23 = catalog.Text(Service, "S3.23/recorded",
		"trail {trail} records object-level read events of all buckets", "証跡 {trail} がすべてのバケットのオブジェクトレベルの読み取りイベントを記録しています")
	none23 = catalog.Text(Service, "S3.23/none",
		"no trail of all regions records object-level read events of all buckets", "すべてのリージョンの証跡のうち、すべてのバケットのオブジェクトレベルの読み取りイベントを記録するものがありません")
	advice23 = catalog.Text(Service, "S3.23/advice",
		"Add data events to a trail of all regions: in the CloudTrail console, open the trail, Data events, Edit; choose S3, all current and future buckets, and read. CloudTrail charges for each data event: with busy buckets this can be the largest part of its bill, so look at the number of requests first.",
		"すべてのリージョンの証跡にデータイベントを追加します。CloudTrail コンソールで証跡を開き、「データイベント」の「編集」から S3、現在および将来のすべてのバケット、読み取りを選びます。データイベントは件数ごとに課金されます。利用の多いバケットでは CloudTrail 料金の大半になり得るため、先にリクエスト数を確認してください。")
)

var control23 = catalog.Control(Service, catalog.ControlSpec[s3.Account, catalog.None]{
	ID:       "S3.23",
	Title:    "S3 general purpose buckets should log object-level read events",
	TitleJA:  "S3 汎用バケットではオブジェクトレベルの読み取りイベントを記録する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS300: "3.9",
		standard.CIS500: "3.9",
		standard.PCI401: "10.2.1",
	},
	Needs:  []catalog.Need{catalog.Needs[cloudtrail.Trail]("Settings", "Selectors")},
	Advice: advice23,
	Joined: objectEvents(false, recorded23, none23),
})
