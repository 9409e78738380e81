package autoscaling

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
	"github.com/mantenhq/manten/internal/text"
)

var (
	checkSummary = catalog.Text(Service, "EnableAutoScalingGroupELBHealthCheck/summary",
		"Has the group use its load balancers' health checks too, with a grace period of at least healthCheckGracePeriod seconds; other checks and a longer period stay.",
		"グループでロードバランサーのヘルスチェックも使うようにし、猶予期間を healthCheckGracePeriod 秒以上にします。他のヘルスチェックと、より長い猶予期間は変わりません。")
	checkStatus = catalog.Text(Service, "EnableAutoScalingGroupELBHealthCheck/status",
		"the group is being deleted (status {status})", "グループは削除中です (ステータス {status})")
	checkReplaces = catalog.Text(Service, "EnableAutoScalingGroupELBHealthCheck/replaces",
		"{count} of the group's {all} instances fail a load balancer's health check today ({instances}): the group terminates and replaces them, and their replacements as well if the check itself is wrong",
		"グループのインスタンス {all} 台のうち {count} 台は、現在ロードバランサーのヘルスチェックに失敗しています ({instances})。グループはこれらを終了して置き換えます。ヘルスチェック自体に誤りがあれば、置き換えも繰り返されます")
	checkFromNow = catalog.Text(Service, "EnableAutoScalingGroupELBHealthCheck/from-now",
		"from now on the group terminates and replaces instances that a load balancer finds unhealthy, not only those that EC2 does",
		"以後グループは、EC2 に加えてロードバランサーが異常と判定したインスタンスも終了して置き換えます")
	checkUnseen = catalog.Text(Service, "EnableAutoScalingGroupELBHealthCheck/unseen",
		"whether instances fail a health check today, and would be replaced, is not known: {reason}",
		"現在ヘルスチェックに失敗していて置き換えられるインスタンスがあるかどうかは分かりません: {reason}")
	checkClassic = catalog.Text(Service, "EnableAutoScalingGroupELBHealthCheck/classic",
		"how instances are at the Classic Load Balancers {names} is not read: look there first, for what is OutOfService is replaced",
		"Classic Load Balancer {names} でのインスタンスの状態は読み取りません。OutOfService のインスタンスは置き換えられるため、先に確認してください")
)

// maxNamed is how many instances a message names one by one.
const maxNamed = 20

// checkEffect tells which instances the group will replace at once, as far as that could be seen.
func checkEffect(g autoscaling.Group) catalog.Effect {
	var e catalog.Effect
	failing, all := map[string]bool{}, map[string]bool{}
	for _, t := range g.Targets.Value() {
		all[t.Instance] = true
		if t.Unhealthy() {
			failing[t.Instance] = true
		}
	}
	if len(failing) > 0 {
		e.Interrupts = []text.Message{checkReplaces.With(
			"count", strconv.Itoa(len(failing)), "all", strconv.Itoa(len(all)), "instances", named(failing))}
	}
	e.Risk = []text.Message{checkFromNow.With()}
	if v, unsure := catalog.Unsure(g, "Targets"); unsure {
		e.Risk = append(e.Risk, checkUnseen.With("reason", v.Reason.Text))
	}
	if names := g.LoadBalancerNames.Value(); len(names) > 0 {
		e.Risk = append(e.Risk, checkClassic.With("names", strings.Join(names, ", ")))
	}
	return e
}

func named(instances map[string]bool) string {
	var names []string
	for id := range instances {
		names = append(names, id)
	}
	slices.Sort(names)
	if len(names) > maxNamed {
		return strings.Join(names[:maxNamed], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
