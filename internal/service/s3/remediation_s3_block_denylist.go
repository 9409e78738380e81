package s3

import (
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

var (
	denylistSummary = catalog.Text(Service, "S3BlockDenylist/summary",
		"Adds a statement to the bucket policy that denies other accounts the actions that only this account should do; all other statements stay as they are.",
		"自アカウントだけが行うべき操作を他のアカウントに拒否するステートメントをバケットポリシーに追加します。他のステートメントは変わりません。")
	denylistBroken = catalog.Text(Service, "S3BlockDenylist/broken",
		"the bucket policy cannot be changed safely: {error}; repair it by hand first",
		"バケットポリシーを安全に変更できません: {error}。先に手作業で修正してください")
	denylistLarge = catalog.Text(Service, "S3BlockDenylist/large",
		"the bucket policy would grow to {size} bytes, S3 takes 20,480; take the actions out of the statements that allow them by hand",
		"バケットポリシーが {size} バイトになり、S3 の上限 20,480 を超えます。許可しているステートメントから手作業で操作を取り除いてください")
	denylistUnclear = catalog.Text(Service, "S3BlockDenylist/unclear",
		"which account these principals belong to cannot be told, and this account must not be shut out: {principals}; write them as ARNs first",
		"次のプリンシパルがどのアカウントのものか判断できず、自アカウントを締め出すおそれがあります: {principals}。先に ARN に書き換えてください")
	denylistRisk = catalog.Text(Service, "S3BlockDenylist/risk",
		"{principals} can no longer do {actions} here, whatever else allows it",
		"{principals} は、他の許可があっても、ここで {actions} を行えなくなります")
	denylistEverybody = catalog.Text(Service, "S3BlockDenylist/everybody",
		"nobody outside of account {account} but AWS's services can do {actions} here any more",
		"アカウント {account} の外からは、AWS のサービスを除き誰もここで {actions} を行えなくなります")
	denylistACL = catalog.Text(Service, "S3BlockDenylist/acl",
		"without s3:PutObjectAcl they cannot write objects with an ACL either, as replication and log delivery from other accounts may do",
		"s3:PutObjectAcl がなくなるため、他のアカウントからのレプリケーションやログ配信のように ACL 付きでオブジェクトを書き込むこともできなくなります")
)

// s3BlockDenylist denies those principals that are at fault; the actions stay in the statements that allow them, where
// they may stand beside others or behind a wildcard.
var s3BlockDenylist = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, params6]{
	Name:     "S3BlockDenylist",
	File:     "s3_block_denylist",
	Summary:  denylistSummary,
	Controls: []control.ID{"S3.6"},
	Reads:    []string{"Policy"},
	Defaults: defaults6,
	Writes:   []*awsop.Op{putBucketPolicy.Op},
	Plan: func(b s3.Bucket, p params6, _ time.Time) catalog.Edit[s3.Bucket] {
		before, had := b.Policy.Get()
		if !had {
			return catalog.Edit[s3.Bucket]{After: b}
		}
		d, err := policy.Parse(before)
		if err != nil {
			return refuse(b, denylistBroken.With("error", err.Error()))
		}
		found, unclear := breaches(d, b, p.BlacklistedActionPatterns)
		switch {
		case len(found) == 0:
			return catalog.Edit[s3.Bucket]{After: b}
		case len(unclear) > 0:
			return refuse(b, denylistUnclear.With("principals", strings.Join(unclear, ", ")))
		}
		e := appended(b, d, denyOutside(d, b, found, p.BlacklistedActionPatterns), denylistBroken, denylistLarge)
		if e.Refused.IsZero() {
			e.Risk = []text.Message{denylistLoss(b, found, p.BlacklistedActionPatterns)}
			if slices.ContainsFunc(p.BlacklistedActionPatterns, func(a string) bool { return meet(strings.ToLower(a), "s3:putobjectacl") }) {
				e.Risk = append(e.Risk, denylistACL.With())
			}
		}
		return e
	},
})

// denyOutside is the statement that denies. Everybody cannot be denied without the account itself and the services that
// work for it, so these are left out by a condition.
func denyOutside(d *policy.Document, b s3.Bucket, found []breach, actions []string) statement {
	s := statement{
		Sid: unusedSid(d, "S3BlockDenylist"), Effect: "Deny", Principal: map[string]oneOrMany{}, Action: actions,
		Resource: []string{b.ID, b.ID + "/*"},
	}
	if everybodyIn(found) {
		s.Principal["AWS"] = oneOrMany{"*"}
		s.Condition = map[string]map[string]string{
			"BoolIfExists":    {"aws:PrincipalIsAWSService": "false"},
			"StringNotEquals": {"aws:PrincipalAccount": b.Account},
		}
		return s
	}
	for _, br := range found {
		if ids := s.Principal[br.who.kind]; !slices.Contains(ids, br.who.id) {
			s.Principal[br.who.kind] = append(ids, br.who.id)
		}
	}
	return s
}

func everybodyIn(found []breach) bool {
	return slices.ContainsFunc(found, func(br breach) bool { return br.who.everybody() })
}

func denylistLoss(b s3.Bucket, found []breach, actions []string) text.Message {
	what := strings.Join(actions, ", ")
	if everybodyIn(found) {
		return denylistEverybody.With("account", b.Account, "actions", what)
	}
	var who []string
	for _, br := range found {
		who = append(who, br.who.id)
	}
	slices.Sort(who)
	return denylistRisk.With("principals", strings.Join(slices.Compact(who), ", "), "actions", what)
}
