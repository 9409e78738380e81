package codebuild

import (
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/text"
)

var (
	moveSummary = catalog.Text(Service, "MoveCodeBuildCredentials/summary",
		"Moves the AWS access key of a project from clear text into Parameter Store, and lets the project's service role read it there.",
		"プロジェクトの平文の AWS アクセスキーを Parameter Store に移し、サービスロールに読み取りを許可します。")
	moveNoRole = catalog.Text(Service, "MoveCodeBuildCredentials/no-role",
		"the project's service role is {role}, and not one of the account that could be let read the parameters",
		"プロジェクトのサービスロールが {role} で、パラメータの読み取りを許可できるこのアカウントのロールではありません")
	moveNone = catalog.Text(Service, "MoveCodeBuildCredentials/none",
		"the project has no service role that could be let read the parameters", "パラメータの読み取りを許可できるサービスロールがプロジェクトにありません")
	moveTwice = catalog.Text(Service, "MoveCodeBuildCredentials/twice",
		"the project has variable {variable} twice in clear text: only a person can tell which one counts",
		"変数 {variable} が平文で 2 つあり、どちらが有効かは人による確認が必要です")
	moveKey = catalog.Text(Service, "MoveCodeBuildCredentials/key",
		"access key {key} stays valid, and whoever could see the project has it: deactivate it and give builds their permissions by the service role",
		"アクセスキー {key} は有効なままで、プロジェクトを参照できた全員が入手済みです。無効化し、ビルドの権限はサービスロールで与えてください")
	moveSomeKey = catalog.Text(Service, "MoveCodeBuildCredentials/some-key",
		"the access key that stood in clear text stays valid, and whoever could see the project has it: deactivate it and give builds their permissions by the service role",
		"平文だったアクセスキーは有効なままで、プロジェクトを参照できた全員が入手済みです。無効化し、ビルドの権限はサービスロールで与えてください")
	moveUndo = catalog.Text(Service, "MoveCodeBuildCredentials/undo",
		"undoing puts the key back in clear text, which is not advisable", "元に戻すとキーが再び平文になるため、お勧めしません")
)

var moveCredentials = catalog.Remediation(Service, catalog.RemediationSpec[codebuild.Project, catalog.None]{
	Name:    "MoveCodeBuildCredentials",
	Own:     true,
	Helper:  true,
	File:    "move_code_build_credentials",
	Summary: moveSummary,
	Reads:   []string{"Environment", "Variables", "PlainAccessKeyID", "ServiceRole"},
	Looks:   []string{"Modified"},
	Writes:  []*awsop.Op{updateProject.Op},
	Plan: func(p codebuild.Project, _ catalog.None, _ time.Time) catalog.Edit[codebuild.Project] {
		after, moved := stored(p)
		e := catalog.Edit[codebuild.Project]{After: p}
		if len(moved) == 0 {
			return e
		}
		if e.Refused = unmovable(p, moved); !e.Refused.IsZero() {
			return e
		}
		e.After = after
		e.First = wanted(p, moved)
		e.Moves = []catalog.Move{{Do: update(after, inProject(p)), Undo: update(p, inStore(p, moved))}}
		e.Risk = []text.Message{moveSomeKey.With(), moveUndo.With()}
		if key, known := p.PlainAccessKeyID.Get(); known {
			e.Risk[0] = moveKey.With("key", key)
		}
		return e
	},
})

// stored is the project with its credentials in Parameter Store, and the places of their variables.
func stored(p codebuild.Project) (codebuild.Project, []int) {
	var moved []int
	all := append([]codebuild.Variable{}, p.Variables.Value()...)
	for i, v := range all {
		if v.Credential() {
			moved = append(moved, i)
			all[i] = codebuild.Variable{Name: v.Name, Type: codebuild.ParameterStore, Reference: parameterName(p, v.Name)}
		}
	}
	if len(moved) > 0 {
		p.Variables, p.PlainAccessKeyID = resource.Is(all), resource.None[string]()
	}
	return p, moved
}

// unmovable says what stands in the way, zero where nothing does.
func unmovable(p codebuild.Project, moved []int) text.Message {
	all := p.Variables.Value()
	for n, i := range moved {
		for _, j := range moved[:n] {
			if all[i].Name == all[j].Name {
				return moveTwice.With("variable", all[i].Name)
			}
		}
	}
	if _, there := p.ServiceRole.Get(); !there {
		return moveNone.With()
	}
	if role := p.ServiceRole.Value(); !iam.RoleAt(p.Account, p.Region, role).Consistent() || !isRole(role) {
		return moveNoRole.With("role", role)
	}
	return text.Message{}
}

// inProject reads clear text where it stands.
func inProject(p codebuild.Project) secretOf {
	return func(i int, into string) plan.Secret { return environmentVariable.From(into, secretArgs(p, i)) }
}

// inStore reads the credentials where they were put, and the other variables where they stand still.
func inStore(p codebuild.Project, moved []int) secretOf {
	return func(i int, into string) plan.Secret {
		if slices.Contains(moved, i) {
			return plan.Secret{Into: into, Source: "ssm.SecureString", Args: map[string]string{"name": parameterName(p, p.Variables.Value()[i].Name)}}
		}
		return inProject(p)(i, into)
	}
}
