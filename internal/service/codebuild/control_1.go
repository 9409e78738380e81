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
	other1 = catalog.Text(Service, "CodeBuild.1/other",
		"no source of the project is a Bitbucket repository", "プロジェクトのソースに Bitbucket リポジトリはありません")
	clean1 = catalog.Text(Service, "CodeBuild.1/clean",
		"no URL of a Bitbucket source has credentials in it", "Bitbucket ソースの URL に認証情報は含まれていません")
	found1 = catalog.Text(Service, "CodeBuild.1/found",
		"URLs of Bitbucket sources have credentials before the @: {sources}",
		"Bitbucket ソースの URL の @ の前に認証情報が含まれています: {sources}")
	advice1 = catalog.Text(Service, "CodeBuild.1/advice",
		"1. Revoke the password or token in Bitbucket: it has been readable for everybody who may describe the project, and stays in AWS Config's history and in CloudTrail. "+
			"2. Connect CodeBuild to Bitbucket, in the console under Settings, Connections, or by an app password that is kept in Secrets Manager. "+
			"3. Edit each source that is named: choose the connection and give the repository's URL without user name and token, https://bitbucket.org/WORKSPACE/REPOSITORY.git. "+
			"4. Run a build to see that it still gets the code.",
		"1. Bitbucket でパスワードまたはトークンを失効させます。プロジェクトの設定を参照できる全員が読める状態にあったうえ、AWS Config の履歴と CloudTrail にも残っています。"+
			"2. コンソールの「設定」の「接続」で Bitbucket との接続を作成するか、アプリパスワードを Secrets Manager に保存して CodeBuild から使えるようにします。"+
			"3. 該当するソースを編集して接続を選び、ユーザー名とトークンを含まない URL (https://bitbucket.org/WORKSPACE/REPOSITORY.git) を指定します。"+
			"4. ビルドを実行し、コードを取得できることを確認します。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[codebuild.Project, catalog.None]{
	ID:       "CodeBuild.1",
	Title:    "CodeBuild Bitbucket source repository URLs should not contain sensitive credentials",
	TitleJA:  "CodeBuild の Bitbucket ソースリポジトリの URL に機密の認証情報を含めないでください",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "CodeBuild.1",
		standard.PCI321:  "PCI.CodeBuild.1:8.2.1",
		standard.PCI401:  "CodeBuild.1",
		standard.NIST800: "CodeBuild.1",
	},
	Reads:  []string{"Source", "SecondarySources"},
	Advice: advice1,
	Evaluate: func(p codebuild.Project, _ catalog.None, _ time.Time) control.Verdict {
		bitbucket := 0
		var found []string
		for _, s := range append([]codebuild.Source{p.Source.Value()}, p.SecondarySources.Value()...) {
			if s.Type != codebuild.Bitbucket {
				continue
			}
			bitbucket++
			if s.Userinfo {
				found = append(found, s.Location)
			}
		}
		if bitbucket == 0 {
			return control.Pass(other1.With())
		}
		return control.PassIf(len(found) == 0, clean1.With(), found1.With("sources", strings.Join(found, ", ")))
	},
})
