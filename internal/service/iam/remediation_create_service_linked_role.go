package iam

import (
	"errors"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/text"
)

var (
	createServiceLinkedRole = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreateServiceLinkedRole,
		"iam:CreateServiceLinkedRole"))
	// IAM begins to delete when it answers, and does not while a service uses the role: verification waits for the end.
	deleteServiceLinkedRole = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteServiceLinkedRole,
		"iam:DeleteServiceLinkedRole").Repeatable())
)

var (
	linkedSummary = catalog.Text(Service, "CreateServiceLinkedRole/summary",
		"Creates the role that an AWS service brings along.", "AWS サービスにリンクされたロールを作成します。")
	linkedOther = catalog.Text(Service, "CreateServiceLinkedRole/other",
		"role {role} does not have the path {path}: it is not the service's", "ロール {role} のパスが {path} ではなく、サービスのロールではありません")
	linkedUndo = catalog.Text(Service, "CreateServiceLinkedRole/undo",
		"undoing deletes role {role}, which IAM does only when nothing of {service} uses it in any Region",
		"元に戻すとロール {role} を削除しますが、どのリージョンでも {service} が使っていない場合に限られます")
)

type linkedParams struct {
	// Service is the principal of the service: "config.amazonaws.com".
	Service string `json:"service"`
}

// Validate refuses a role of no service.
func (p linkedParams) Validate() error {
	if p.Service == "" {
		return errors.New("service must be named")
	}
	return nil
}

var createLinkedRole = catalog.Remediation(Service, catalog.RemediationSpec[iam.Role, linkedParams]{
	Name:     "CreateServiceLinkedRole",
	Own:      true,
	Helper:   true,
	Makes:    plan.Creates,
	File:     "create_service_linked_role",
	Summary:  linkedSummary,
	Reads:    []string{"Path"},
	Defaults: linkedParams{Service: "config.amazonaws.com"},
	Writes:   []*awsop.Op{createServiceLinkedRole.Op, deleteServiceLinkedRole.Op},
	Plan: func(r iam.Role, p linkedParams, _ time.Time) catalog.Edit[iam.Role] {
		path := iam.ServiceRolePath(p.Service)
		e := catalog.Edit[iam.Role]{After: r}
		switch got, there := r.Path.Get(); {
		case there && got != path:
			e.Refused = linkedOther.With("role", r.Name, "path", path)
			return e
		case there:
			return e
		}
		e.After = iam.Role{Ref: r.Ref, Path: resource.Is(path), PermissionsBoundary: resource.None[string]()}
		e.Moves = []catalog.Move{{
			Do:   createServiceLinkedRole.With(&sdk.CreateServiceLinkedRoleInput{AWSServiceName: &p.Service}),
			Undo: deleteServiceLinkedRole.With(&sdk.DeleteServiceLinkedRoleInput{RoleName: &r.Name}),
		}}
		e.Risk = []text.Message{linkedUndo.With("role", r.Name, "service", p.Service)}
		return e
	},
})
