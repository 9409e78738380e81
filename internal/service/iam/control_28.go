package iam

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/accessanalyzer"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	active28 = catalog.Text(Service, "IAM.28/active",
		"external access analyzer {analyzer} is active", "外部アクセスアナライザー {analyzer} が有効です")
	none28 = catalog.Text(Service, "IAM.28/none",
		"there is no external access analyzer of the account here", "アカウントの外部アクセスアナライザーがありません")
	other28 = catalog.Text(Service, "IAM.28/other",
		"no external access analyzer of the account is active here; there are: {analyzers}", "アカウントの外部アクセスアナライザーで有効なものがありません。存在するもの: {analyzers}")
	advice28 = catalog.Text(Service, "IAM.28/advice",
		"Open IAM in the console, then Access Analyzer and Analyzer settings, and create an analyzer in this Region: resource analysis for external access, with the current account as the zone of trust. "+
			"It costs nothing. "+
			"An analyzer for unused or internal access does not count, nor does one that the organization's administrator has in another account. "+
			"Where one is disabled, the organization has taken back the trust that it needs: delete it and create another. "+
			"Then look through its findings, and archive the access that you mean to give.",
		"コンソールで IAM の「アクセスアナライザー」から「アナライザー設定」を開き、このリージョンにアナライザーを作成します。"+
			"種類は「リソース分析 - 外部アクセス」、信頼ゾーンは「現在のアカウント」です。料金はかかりません。"+
			"未使用アクセスや内部アクセスのアナライザー、組織の管理者が別のアカウントに持つアナライザーは対象になりません。"+
			"DISABLED のアナライザーは、必要な信頼を組織が取り消したものなので、削除して作り直します。"+
			"作成後は検出結果を確認し、意図したアクセスだけをアーカイブします。")
)

var control28 = catalog.Control(Service, catalog.ControlSpec[accessanalyzer.Account, catalog.None]{
	ID:       "IAM.28",
	Title:    "IAM Access Analyzer external access analyzer should be enabled",
	TitleJA:  "IAM Access Analyzer の外部アクセスアナライザーを有効にする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.CIS300: "1.20",
		standard.CIS500: "1.19",
	},
	Reads:  []string{"Analyzers"},
	Advice: advice28,
	Evaluate: func(a accessanalyzer.Account, _ catalog.None, _ time.Time) control.Verdict {
		var other []string
		for _, x := range a.Analyzers.Value() {
			if x.Type == accessanalyzer.ExternalAccess && x.Status == accessanalyzer.Active {
				return control.Pass(active28.With("analyzer", x.Name))
			}
			other = append(other, x.String())
		}
		if len(other) == 0 {
			return control.Fail(none28.With())
		}
		return control.Fail(other28.With("analyzers", strings.Join(other, ", ")))
	},
})
