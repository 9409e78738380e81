package elb

import (
	"strconv"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	elbv2 "github.com/mantenhq/manten/internal/resource/elasticloadbalancingv2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	none1 = catalog.Text(Service, "ELB.1/none",
		"no listener speaks HTTP", "HTTP のリスナーはありません")
	redirects1 = catalog.Text(Service, "ELB.1/redirects",
		"every HTTP listener only redirects to HTTPS", "すべての HTTP リスナーが HTTPS へのリダイレクトだけを行っています")
	other1 = catalog.Text(Service, "ELB.1/other",
		"HTTP listeners do not only redirect to HTTPS (port/rule: action): {rules}", "HTTPS へのリダイレクト以外を行う HTTP リスナーがあります (ポート/ルール: アクション): {rules}")
	kind1 = catalog.Text(Service, "ELB.1/kind",
		"not evaluated, the load balancer is of type {type}", "{type} 型のロードバランサーのため評価しません")
	advice1 = catalog.Text(Service, "ELB.1/advice",
		"Make sure that the load balancer has an HTTPS listener with a valid certificate, and that its targets answer what comes by it. "+
			"Then edit the HTTP listener: replace the default action, and the action of each other rule that stands in the reason, by a redirect to HTTPS, port 443, with status code HTTP_301. "+
			"A redirect keeps host, path and query if it says nothing of them. "+
			"Clients that do not follow redirects must be told to use HTTPS first.",
		"ロードバランサーに有効な証明書を持つ HTTPS リスナーがあり、そこへのリクエストにターゲットが応答することを確かめます。"+
			"次に HTTP リスナーを編集し、デフォルトアクションと、理由に挙がったルールのアクションを、HTTPS のポート 443 へのリダイレクト (ステータスコード HTTP_301) に置き換えます。"+
			"ホスト、パス、クエリは指定しなければそのまま引き継がれます。"+
			"リダイレクトに従わないクライアントは、先に HTTPS を使うように変更します。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[elbv2.LoadBalancer, catalog.None]{
	ID:       "ELB.1",
	Title:    "Application Load Balancer should be configured to redirect all HTTP requests to HTTPS",
	TitleJA:  "Application Load Balancer は、すべての HTTP リクエストを HTTPS にリダイレクトするように設定する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "ELB.1",
		standard.PCI321:  "PCI.ELBV2.1:2.3;4.1",
		standard.NIST800: "ELB.1",
	},
	Reads:   []string{"Kind", "HTTP"},
	Partial: true, // other types of load balancers are known by their type alone
	Advice:  advice1,
	Evaluate: func(b elbv2.LoadBalancer, _ catalog.None, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(b, "Kind"); unsure {
			return v
		}
		if kind := b.Kind.Value(); kind != elbv2.Application {
			return control.Skip(kind1.With("type", kind))
		}
		if v, unsure := catalog.Unsure(b, "HTTP"); unsure {
			return v
		}
		listeners := b.HTTP.Value()
		if len(listeners) == 0 {
			return control.Pass(none1.With())
		}
		bad := notRedirecting(listeners)
		return control.PassIf(len(bad) == 0, redirects1.With(), other1.With("rules", strings.Join(bad, ", ")))
	},
})

// notRedirecting names what answers a request by HTTP otherwise than with a redirect to HTTPS: "80/default: forward".
func notRedirecting(listeners []elbv2.Listener) []string {
	var bad []string
	for _, l := range listeners {
		for _, r := range l.Rules {
			for _, a := range r.Actions {
				if !a.ToHTTPS() {
					bad = append(bad, strconv.Itoa(int(l.Port))+"/"+r.Priority+": "+a.String())
				}
			}
		}
	}
	return bad
}
