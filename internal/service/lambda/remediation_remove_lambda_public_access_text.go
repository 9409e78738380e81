package lambda

import (
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/lambda"
	"github.com/mantenhq/manten/internal/text"
)

var (
	removeSummary = catalog.Text(Service, "RemoveLambdaPublicAccess/summary",
		"Takes the statements that let anybody in out of the function's policy, and lets Amazon S3 call it for buckets of the own account only; all other statements stay.",
		"関数のポリシーから、誰にでもアクセスを許可するステートメントを取り除き、Amazon S3 からの呼び出しを自アカウントのバケットに限定します。他のステートメントは変わりません。")
	removeNameless = catalog.Text(Service, "RemoveLambdaPublicAccess/nameless",
		"a statement at fault has no Sid or shares it with another, and Lambda removes statements by their Sid only; write the policy anew by hand",
		"問題のあるステートメントに Sid がないか、他のステートメントと重複しています。Lambda は Sid を指定しなければステートメントを削除できないため、手作業でポリシーを書き直してください")
	removeOthers = catalog.Text(Service, "RemoveLambdaPublicAccess/others",
		"statement {statement} names others besides everybody, who would lose access with it; grant it to them in statements of their own first",
		"ステートメント {statement} は全員のほかに特定のプリンシパルも指定しており、削除するとそのアクセスも失われます。先に個別のステートメントで許可してください")
	removeOdd = catalog.Text(Service, "RemoveLambdaPublicAccess/odd",
		"statement {statement} lets Amazon S3 in under conditions that AddPermission cannot write, so it cannot be put back with AWS:SourceAccount; decide by hand whether the trigger is still needed",
		"ステートメント {statement} は AddPermission では書けない条件で Amazon S3 からの呼び出しを許可しているため、AWS:SourceAccount を加えて作り直せません。トリガーがまだ必要かどうかを確認し、手作業で対応してください")
	removeStuck = catalog.Text(Service, "RemoveLambdaPublicAccess/stuck",
		"AddPermission cannot write statements like {statements}: they cannot be put back by it; their text stays in this plan",
		"AddPermission では {statements} のようなステートメントを書けないため、元に戻せません。ステートメントの内容はこの計画に残ります")
	removeURL = catalog.Text(Service, "RemoveLambdaPublicAccess/url",
		"the function's URL {url} answers everybody today (AuthType NONE) and refuses everybody afterwards",
		"関数 URL {url} は現在誰からのリクエストにも応答していますが (AuthType NONE)、以後はすべて拒否します")
	removeURLUnseen = catalog.Text(Service, "RemoveLambdaPublicAccess/url-unseen",
		"whether the function has a URL that answers everybody today is not known: {reason}",
		"現在誰にでも応答する関数 URL があるかどうかは分かりません: {reason}")
	removeCallers = catalog.Text(Service, "RemoveLambdaPublicAccess/callers",
		"whoever calls the function by {statements} alone is refused",
		"{statements} だけを根拠に関数を呼び出している利用者は拒否されます")
	removeBuckets = catalog.Text(Service, "RemoveLambdaPublicAccess/buckets",
		"Amazon S3 calls the function only for buckets of account {account} any more ({statements}); a bucket of another account no longer triggers it",
		"Amazon S3 からの呼び出しはアカウント {account} のバケットに限られ ({statements})、他のアカウントのバケットからは呼び出せなくなります")
)

func (w *work) effect() catalog.Effect {
	var e catalog.Effect
	if len(w.stuck) > 0 {
		e.Irreversible = removeStuck.With("statements", strings.Join(w.stuck, ", "))
	}
	if len(w.public) > 0 {
		e.Risk = append(e.Risk, removeCallers.With("statements", strings.Join(w.public, ", ")))
		if url := w.f.URL.Value(); url.AuthType == lambda.OpenToAll {
			e.Interrupts = []text.Message{removeURL.With("url", url.Address)}
		}
		if v, unsure := catalog.Unsure(w.f, "URL"); unsure {
			e.Risk = append(e.Risk, removeURLUnseen.With("reason", v.Reason.Text))
		}
	}
	if len(w.s3) > 0 {
		e.Risk = append(e.Risk, removeBuckets.With("account", w.f.Account, "statements", strings.Join(w.s3, ", ")))
	}
	return e
}
