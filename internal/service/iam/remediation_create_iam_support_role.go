package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/text"
)

// supportParams say who may use the role for AWS Support.
type supportParams struct {
	// TrustedPrincipals are ARNs of those who may assume the role; none means the account itself, with MFA.
	TrustedPrincipals []string `json:"trustedPrincipals"`
}

var supportSummary = catalog.Text(Service, "CreateIAMSupportRole/summary",
	"Creates the role aws_incident_support_role with AWS's policy AWSSupportAccess.",
	"AWS のポリシー AWSSupportAccess を持つロール aws_incident_support_role を作成します。")

var supportTrust = catalog.Text(Service, "CreateIAMSupportRole/trust",
	"anybody in the account who may assume roles can use aws_incident_support_role after signing in with MFA; name principals with CreateIAMSupportRole.trustedPrincipals",
	"ロールを引き受ける権限を持つアカウント内の誰でも、MFA でサインインすれば aws_incident_support_role を使えます。限定するには CreateIAMSupportRole.trustedPrincipals を指定します")

var supportNobody = catalog.Text(Service, "CreateIAMSupportRole/nobody",
	"role {role} is there and trusts nobody; name in its trust policy who may assume it, or delete the role, and plan again",
	"ロール {role} はすでにありますが、誰も信頼していません。信頼ポリシーに引き受けられる相手を指定するか、ロールを削除してから、計画を作り直してください")

var createSupportRole = catalog.Bundle(Service, catalog.BundleSpec[iam.Account, supportParams]{
	Name:     "CreateIAMSupportRole",
	File:     "create_iam_support_role",
	Summary:  supportSummary,
	Controls: []control.ID{"IAM.18"},
	Defaults: supportParams{TrustedPrincipals: []string{}},
	Needs:    []catalog.Need{catalog.Needs[iam.Role]("TrustPolicy")},
	Plan: func(a iam.Account, w catalog.World, p supportParams, _ time.Time) catalog.Bundled {
		on := iam.RoleRef(a.Account, a.Region, "aws_incident_support_role")
		if why := unusable(w, on.Name); !why.IsZero() {
			return catalog.Bundled{Refused: why}
		}
		trust, err := supportTrustPolicy(a.Ref, p.TrustedPrincipals)
		if err != nil {
			return catalog.Bundled{Refused: supportBroken.With("error", err.Error())}
		}
		b := catalog.Bundled{Requests: []catalog.Request{{
			Remediation: "CreateRole", On: on,
			With: map[string]any{
				"trustPolicy": trust, "description": "For incidents with AWS Support",
				"managedPolicies": []string{awsManaged(a.Region, "AWSSupportAccess")},
			},
		}}}
		if len(p.TrustedPrincipals) == 0 {
			b.Notes = []text.Message{supportTrust.With()}
		}
		return b
	},
})

var supportBroken = catalog.Text(Service, "CreateIAMSupportRole/broken",
	"its trust policy cannot be written: {error}", "信頼ポリシーを作成できません: {error}")

// unusable says why a role that is there would not help anybody: its trust policy stays as it is.
func unusable(w catalog.World, name string) text.Message {
	r, there := catalog.Find(w, func(r iam.Role) bool { return r.Name == name })
	if !there {
		v, _ := catalog.Unseen[iam.Role](w)
		return v.Reason
	}
	switch can, v := trusts(r); {
	case v.Status != "":
		return v.Reason
	case !can:
		return supportNobody.With("role", name)
	}
	return text.Message{}
}

// trustStatement is the statement of a trust policy that Manten writes.
type trustStatement struct {
	Effect    string
	Principal map[string][]string
	Action    string
	Condition map[string]map[string]string `json:",omitempty"`
}

// supportTrustPolicy trusts those named, else the account with MFA.
func supportTrustPolicy(ref resource.Ref, principals []string) (string, error) {
	s := trustStatement{Effect: "Allow", Principal: map[string][]string{"AWS": principals}, Action: "sts:AssumeRole"}
	if len(principals) == 0 {
		s.Principal["AWS"] = []string{resource.ARN(ref.Region, "iam", "", ref.Account, "root")}
		s.Condition = map[string]map[string]string{"Bool": {"aws:MultiFactorAuthPresent": "true"}}
	}
	return policy.New().Append(s)
}
