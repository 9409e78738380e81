package codebuild

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/codebuild"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	clean2 = catalog.Text(Service, "CodeBuild.2/clean",
		"no environment variable holds an AWS access key in clear text", "AWS アクセスキーを平文で保持する環境変数はありません")
	found2 = catalog.Text(Service, "CodeBuild.2/found",
		"environment variables of type PLAINTEXT: {variables}", "タイプが PLAINTEXT の環境変数: {variables}")
	key2 = catalog.Text(Service, "CodeBuild.2/key",
		"environment variables of type PLAINTEXT: {variables}; the access key is {key}",
		"タイプが PLAINTEXT の環境変数: {variables} (アクセスキー {key})")
	advice2 = catalog.Text(Service, "CodeBuild.2/advice",
		"1. Find out which permissions builds need and give them to the project's service role: then no access key is needed, and both variables can go. "+
			"2. Where a build must act as somebody else, store the key in Parameter Store as a SecureString or in Secrets Manager, let the service role read it, and set the variables' type to PARAMETER_STORE or SECRETS_MANAGER with the name as value. "+
			"3. Run a build. "+
			"4. Deactivate the key that stood in clear text, see that nothing else uses it, and delete it: whoever could describe the project has it, and it stays in AWS Config's history.",
		"1. ビルドに必要な権限を洗い出し、プロジェクトのサービスロールに付与します。アクセスキーは不要になり、2 つの変数を削除できます。"+
			"2. ビルドを別のプリンシパルとして実行する必要がある場合は、キーを Parameter Store の SecureString または Secrets Manager に保存してサービスロールに読み取りを許可し、変数のタイプを PARAMETER_STORE または SECRETS_MANAGER に、値をその名前にします。"+
			"3. ビルドを実行して確認します。"+
			"4. 平文だったキーを無効にし、ほかで使われていないことを確認してから削除します。プロジェクトの設定を参照できた全員が入手でき、AWS Config の履歴にも残っているためです。")
)

var control2 = catalog.Control(Service, catalog.ControlSpec[codebuild.Project, catalog.None]{
	ID:       "CodeBuild.2",
	Title:    "CodeBuild project environment variables should not contain clear text credentials",
	TitleJA:  "CodeBuild プロジェクトの環境変数に平文の認証情報を含めないでください",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "CodeBuild.2",
		standard.PCI321:  "PCI.CodeBuild.2:8.2.1",
		standard.PCI401:  "CodeBuild.2",
		standard.NIST800: "CodeBuild.2",
	},
	Reads:  []string{"Variables", "PlainAccessKeyID"},
	Advice: advice2,
	// Whose key it is adds to the reason; the variables alone decide.
	Partial: true,
	Evaluate: func(p codebuild.Project, _ catalog.None, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(p, "Variables"); unsure {
			return v
		}
		var found []string
		for _, v := range p.Variables.Value() {
			if v.Credential() {
				found = append(found, v.Name)
			}
		}
		key, known := p.PlainAccessKeyID.Get()
		switch names := strings.Join(found, ", "); {
		case len(found) == 0:
			return control.Pass(clean2.With())
		case known:
			return control.Fail(key2.With("variables", names, "key", key))
		default:
			return control.Fail(found2.With("variables", names))
		}
	},
})
