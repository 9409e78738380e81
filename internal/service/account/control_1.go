package account

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/account"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	known1 = catalog.Text(Service, "Account.1/known",
		"the account has an alternate contact for security", "セキュリティの代替連絡先が登録されています")
	none1 = catalog.Text(Service, "Account.1/none",
		"the account has no alternate contact for security", "セキュリティの代替連絡先が登録されていません")
	advice1 = catalog.Text(Service, "Account.1/advice",
		"Choose a mail address and a telephone number that your security team answers, not those of one person. "+
			"Open Account in the console, and under Alternate contacts enter them as the security contact. "+
			"In an organization, the management account or the delegated administrator of Account Management can do this for every member account, by account:PutAlternateContact with the type SECURITY.",
		"個人のものではなく、セキュリティチームが対応できるメールアドレスと電話番号を決めます。"+
			"コンソールの「アカウント」を開き、「代替の連絡先」でセキュリティの連絡先として登録します。"+
			"組織では、管理アカウントまたは Account Management の委任管理者が、account:PutAlternateContact (種類は SECURITY) で全メンバーアカウントに登録できます。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[account.Account, catalog.None]{
	ID:       "Account.1",
	Title:    "Security contact information should be provided for an AWS account",
	TitleJA:  "AWS アカウントにはセキュリティの連絡先情報を登録する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "Account.1",
		standard.CIS300:  "1.2",
		standard.CIS500:  "1.2",
		standard.NIST800: "Account.1",
	},
	Reads:  []string{"SecurityContact"},
	Advice: advice1,
	Evaluate: func(a account.Account, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(a.SecurityContact.Value(), known1.With(), none1.With())
	},
})
