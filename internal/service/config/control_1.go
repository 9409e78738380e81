package config

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// required are the types that the change-triggered controls of this catalog are about, without those of IAM. Source:
// AWS Security Hub User Guide, "Required AWS Config resources for control findings".
var required = []string{
	"AWS::AutoScaling::AutoScalingGroup", "AWS::CodeBuild::Project", "AWS::EC2::EIP", "AWS::EC2::Instance",
	"AWS::EC2::NetworkAcl", "AWS::EC2::SecurityGroup", "AWS::EFS::FileSystem", "AWS::Lambda::Function",
	"AWS::OpenSearch::Domain", "AWS::RDS::DBCluster", "AWS::RDS::DBClusterSnapshot", "AWS::RDS::DBInstance",
	"AWS::RDS::DBSnapshot", "AWS::Redshift::Cluster", "AWS::S3::Bucket", "AWS::SSM::AssociationCompliance",
	"AWS::SSM::ManagedInstanceInventory", "AWS::SSM::PatchCompliance",
}

// requiredIn are the types that must be recorded in a region. Those of IAM must be in one only, which is the partition's
// global region unless another is named.
func requiredIn(region, globals string) []string {
	if region != cmp.Or(globals, resource.GlobalRegion(region)) {
		return required
	}
	return slices.Sorted(slices.Values(slices.Concat(required, config.GlobalTypes())))
}

// securityHub is what the service principals of Security Hub begin with. With the newer Security Hub comes a recorder of
// its own, and the control passes.
const securityHub = "securityhub"

type params1 struct {
	// IncludeConfigServiceLinkedRoleCheck wants the recorder to use the role that AWS Config brings along.
	IncludeConfigServiceLinkedRoleCheck bool `json:"includeConfigServiceLinkedRoleCheck"`
	// GlobalResourceRegion is where IAM's users, groups, roles and policies must be recorded; empty means the partition's
	// global region.
	GlobalResourceRegion string `json:"globalResourceRegion"`
}

var (
	recording1 = catalog.Text(Service, "Config.1/recording",
		"recorder {recorder} is on and records all types that controls need", "レコーダー {recorder} は動作中で、コントロールに必要な種類をすべて記録しています")
	linked1 = catalog.Text(Service, "Config.1/linked",
		"{service} has a recorder of its own here", "{service} 専用のレコーダーがあります")
	none1 = catalog.Text(Service, "Config.1/none",
		"there is no configuration recorder in {region}", "{region} に設定レコーダーがありません")
	stopped1 = catalog.Text(Service, "Config.1/stopped",
		"recorder {recorder} is stopped", "レコーダー {recorder} は停止しています")
	types1 = catalog.Text(Service, "Config.1/types",
		"recorder {recorder} does not record {types}", "レコーダー {recorder} は {types} を記録していません")
	role1 = catalog.Text(Service, "Config.1/role",
		"recorder {recorder} uses role {role}, not AWSServiceRoleForConfig",
		"レコーダー {recorder} は AWSServiceRoleForConfig ではなくロール {role} を使っています")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[config.Account, params1]{
	ID:       "Config.1",
	Title:    "AWS Config should be enabled and use the service-linked role for resource recording",
	TitleJA:  "AWS Config を有効にし、リソースの記録にはサービスにリンクされたロールを使用する必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "Config.1",
		standard.CIS120:  "2.5",
		standard.CIS140:  "3.5",
		standard.CIS300:  "3.3",
		standard.CIS500:  "3.3",
		standard.PCI321:  "PCI.Config.1:10.5.2;11.5",
		standard.NIST800: "Config.1",
	},
	Reads:    []string{"Recorder", "Recording", "Linked"},
	Partial:  true, // a recorder that does what it should passes without a look at those of services
	Defaults: params1{IncludeConfigServiceLinkedRoleCheck: true},
	Evaluate: func(a config.Account, p params1, _ time.Time) control.Verdict {
		own := judged(a, p)
		if own.Status == control.Passed {
			return own
		}
		if service := newer(a); service != "" {
			return control.Pass(linked1.With("service", service))
		}
		if v, no := catalog.Unsure(a, "Linked"); no && own.Status == control.Failed {
			return v
		}
		return own
	},
})

// newer is the principal by which the newer Security Hub records, empty where it does not.
func newer(a config.Account) string {
	for _, service := range a.Linked.Value() {
		if strings.HasPrefix(service, securityHub) {
			return service
		}
	}
	return ""
}

// judged is the verdict on the customer's own recorder.
func judged(a config.Account, p params1) control.Verdict {
	if v, no := catalog.Unsure(a, "Recorder", "Recording"); no {
		return v
	}
	r, there := a.Recorder.Get()
	missing := r.Group.Missing(requiredIn(a.Region, p.GlobalResourceRegion))
	switch {
	case !there:
		return fail("CONFIG_RECORDER_DISABLED", none1.With("region", a.Region))
	case !a.Recording.Value():
		return fail("CONFIG_RECORDER_DISABLED", stopped1.With("recorder", r.Name))
	case len(missing) > 0:
		return fail("CONFIG_RECORDER_MISSING_REQUIRED_RESOURCE_TYPES", types1.With("recorder", r.Name, "types", strings.Join(missing, ", ")))
	case p.IncludeConfigServiceLinkedRoleCheck && r.Role != roleOf(a.Ref).ID:
		return fail("CONFIG_RECORDER_CUSTOM_ROLE", role1.With("recorder", r.Name, "role", r.Role))
	}
	return control.Pass(recording1.With("recorder", r.Name))
}

func fail(code string, why text.Message) control.Verdict {
	v := control.Fail(why)
	v.Code = code
	return v
}
