package s3

import (
	"cmp"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on20        = catalog.Text(Service, "S3.20/on", "versioning and MFA delete are on", "バージョニングと MFA Delete は有効です")
	never20     = catalog.Text(Service, "S3.20/never", "versioning was never switched on, and so MFA delete cannot be", "バージョニングが一度も有効になっておらず、MFA Delete も有効にできません")
	off20       = catalog.Text(Service, "S3.20/off", "versioning is {versioning}, MFA delete is {mfa}", "バージョニングは {versioning}、MFA Delete は {mfa} です")
	lifecycle20 = catalog.Text(Service, "S3.20/lifecycle", "not evaluated, the bucket has a lifecycle configuration, with which S3 takes no MFA delete", "ライフサイクル設定があり MFA Delete を併用できないため評価しません")
	advice20    = catalog.Text(Service, "S3.20/advice",
		"Only the account's root user can do this, with its second factor and the AWS CLI; the console cannot. Sign in as root, make an access key for the moment, and run: "+
			"aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa \"SERIAL CODE\". Delete the access key again at once. "+
			"From then on deleting a version and changing the versioning need the second factor of root, so do it for buckets whose versions nobody deletes in daily work.",
		"これはアカウントのルートユーザーだけが、MFA デバイスと AWS CLI を使って行えます。コンソールではできません。ルートユーザーでサインインして一時的にアクセスキーを作り、次を実行します: "+
			"aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa \"SERIAL CODE\"。アクセスキーはすぐに削除してください。"+
			"以後、バージョンの削除とバージョニングの変更にはルートユーザーの MFA が必要になるため、日常的にバージョンを削除しないバケットで行ってください。")
)

var control20 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{
	ID:       "S3.20",
	Title:    "S3 general purpose buckets should have MFA delete enabled",
	TitleJA:  "S3 汎用バケットでは MFA Delete を有効にする必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS140:  "2.1.3",
		standard.CIS300:  "2.1.2",
		standard.CIS500:  "2.1.2",
		standard.NIST800: "S3.20",
	},
	Reads:  []string{"Versioning", "Lifecycle"},
	Advice: advice20,
	Evaluate: func(b s3.Bucket, _ catalog.None, _ time.Time) control.Verdict {
		if _, managed := b.Lifecycle.Get(); managed {
			return control.Skip(lifecycle20.With())
		}
		v, ok := b.Versioning.Get()
		if !ok {
			return control.Fail(never20.With())
		}
		return control.PassIf(v.Status == s3.On && v.MFADelete == s3.On, on20.With(),
			off20.With("versioning", cmp.Or(v.Status, "-"), "mfa", cmp.Or(v.MFADelete, "Disabled")))
	},
})
