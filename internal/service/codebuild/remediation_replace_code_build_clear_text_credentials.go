package codebuild

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/codebuild"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/text"
)

var (
	replaceSummary = catalog.Text(Service, "ReplaceCodeBuildClearTextCredentials/summary",
		"Moves the AWS access key of a project from clear text into Parameter Store, and deactivates it where that is wanted.",
		"プロジェクトの平文の AWS アクセスキーを Parameter Store に移し、指定があればキーを無効化します。")
	replaceUnread = catalog.Text(Service, "ReplaceCodeBuildClearTextCredentials/unread",
		"access key {key} shall be deactivated, and whose it is could not be read: {reason}; deactivate it where it belongs, and plan without deactivateKey",
		"アクセスキー {key} を無効化できません。所有者を読み取れませんでした: {reason}。所有するアカウントで無効化し、deactivateKey なしで計画を作り直してください")
	replaceNobody = catalog.Text(Service, "ReplaceCodeBuildClearTextCredentials/nobody",
		"project {project}: no user of the account has the access key that stands in clear text, so none is deactivated",
		"プロジェクト {project}: 平文のアクセスキーを持つユーザーがこのアカウントにいないため、無効化するものはありません")
)

type replaceParams struct {
	// DeactivateKey sets the key inactive that stood in clear text, if it is one of the account's own users: builds that
	// still use it stop working.
	DeactivateKey bool `json:"deactivateKey"`
}

// replaceCredentials only asks: the key is deactivated after the project has let go of it, on another resource.
var replaceCredentials = catalog.Bundle(Service, catalog.BundleSpec[codebuild.Project, replaceParams]{
	Name:     "ReplaceCodeBuildClearTextCredentials",
	File:     "replace_code_build_clear_text_credentials",
	Summary:  replaceSummary,
	Controls: []control.ID{"CodeBuild.2"},
	Needs:    []catalog.Need{catalog.Needs[codebuild.Project]("PlainAccessKeyID", "KeyOwner")},
	Plan: func(p codebuild.Project, w catalog.World, params replaceParams, _ time.Time) catalog.Bundled {
		b := catalog.Bundled{Requests: []catalog.Request{{
			Remediation: "MoveCodeBuildCredentials", On: p.Ref, With: map[string]any{},
		}}}
		if !params.DeactivateKey {
			return b
		}
		known, _ := catalog.Find(w, func(o codebuild.Project) bool { return o.Ref == p.Ref })
		switch owner, there := known.KeyOwner.Get(); {
		case there:
			b.Requests = append(b.Requests, catalog.Request{
				Remediation: "DeactivateAccessKey", On: iam.UserAt(p.Account, p.Region, owner),
				With: map[string]any{"key": known.PlainAccessKeyID.Value(), "behind": p.Ref},
			})
		case known.KeyOwner.State() == resource.Absent:
			b.Notes = []text.Message{replaceNobody.With("project", p.Name)}
		default:
			b.Refused = replaceUnread.With("key", known.PlainAccessKeyID.Value(), "reason", known.KeyOwner.Why().String())
		}
		return b
	},
})
