package iam

import (
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	valid26   = catalog.Text(Service, "IAM.26/valid", "the certificate is valid until {date}", "証明書の有効期限は {date} です")
	expired26 = catalog.Text(Service, "IAM.26/expired", "the certificate expired {date}, {days} days ago", "証明書は {date} ({days} 日前) に期限切れになりました")
	advice26  = catalog.Text(Service, "IAM.26/advice",
		"Look which load balancers and CloudFront distributions still name the certificate, and give them a valid one, best from AWS Certificate Manager, which renews it by itself. "+
			"Then delete the certificate with: aws iam delete-server-certificate --server-certificate-name NAME. The console does not show certificates in IAM. IAM cannot give a deleted certificate back, so keep a copy of its files.",
		"この証明書を使っているロードバランサーや CloudFront ディストリビューションを調べ、有効な証明書に差し替えます。自動で更新される AWS Certificate Manager の証明書を推奨します。"+
			"その後 aws iam delete-server-certificate --server-certificate-name 証明書名 で削除します (IAM の証明書はコンソールに表示されません)。削除した証明書は IAM から復元できないため、ファイルの控えを残しておきます。")
)

var control26 = catalog.Control(Service, catalog.ControlSpec[iam.ServerCertificate, catalog.None]{
	ID:       "IAM.26",
	Title:    "Expired SSL/TLS certificates managed in IAM should be removed",
	TitleJA:  "IAM で管理されている期限切れの SSL/TLS 証明書は削除する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS300: "1.19",
		standard.CIS500: "1.18",
	},
	Reads:  []string{"Expiration"},
	Advice: advice26,
	Evaluate: func(c iam.ServerCertificate, _ catalog.None, now time.Time) control.Verdict {
		end := c.Expiration.Value()
		return control.PassIf(!end.Before(now), valid26.With("date", day(end)),
			expired26.With("date", day(end), "days", strconv.Itoa(control.Days(end, now))))
	},
})
