package lambda

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/lambda"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	inside3 = catalog.Text(Service, "Lambda.3/inside",
		"the function is connected to VPC {vpc}", "関数は VPC {vpc} に接続されています")
	outside3 = catalog.Text(Service, "Lambda.3/outside",
		"the function is connected to no VPC", "関数は VPC に接続されていません")
	advice3 = catalog.Text(Service, "Lambda.3/advice",
		"1. List what the function talks to: AWS services, databases, the internet. In a VPC it reaches the internet only through a NAT gateway, and AWS services through that or through VPC endpoints. "+
			"2. Choose private subnets in at least two Availability Zones with enough free addresses, and a security group that lets out what the function needs. "+
			"3. Attach AWSLambdaVPCAccessExecutionRole, or the ec2 actions in it, to the function's role. "+
			"4. Connect the function: aws lambda update-function-configuration --function-name NAME --vpc-config SubnetIds=SUBNET1,SUBNET2,SecurityGroupIds=GROUP. "+
			"5. Invoke it and look at its errors and its duration. A function that needs nothing in a VPC may rather get an exception.",
		"1. 関数の通信先 (AWS サービス、データベース、インターネット) を洗い出します。VPC 内の関数がインターネットに出るには NAT ゲートウェイが必要で、AWS サービスには NAT ゲートウェイか VPC エンドポイントを経由して接続します。"+
			"2. 空きアドレスが十分にあるプライベートサブネットを 2 つ以上のアベイラビリティーゾーンから選び、関数に必要な通信を許可するセキュリティグループを用意します。"+
			"3. 関数のロールに AWSLambdaVPCAccessExecutionRole またはそれに含まれる ec2 アクションを付与します。"+
			"4. aws lambda update-function-configuration --function-name NAME --vpc-config SubnetIds=SUBNET1,SUBNET2,SecurityGroupIds=GROUP で関数を接続します。"+
			"5. 関数を呼び出し、エラーと実行時間を確認します。VPC 内のリソースを使わない関数なら、例外とするのも一案です。")
)

var control3 = catalog.Control(Service, catalog.ControlSpec[lambda.Function, catalog.None]{
	ID:       "Lambda.3",
	Title:    "Lambda functions should be in a VPC",
	TitleJA:  "Lambda 関数は VPC 内に配置する必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.PCI321:  "PCI.Lambda.2:1.2.1;1.3.1;1.3.2;1.3.4",
		standard.NIST800: "Lambda.3",
	},
	Reads:  []string{"VPC"},
	Advice: advice3,
	Evaluate: func(f lambda.Function, _ catalog.None, _ time.Time) control.Verdict {
		vpc := f.VPC.Value().ID
		return control.PassIf(vpc != "", inside3.With("vpc", vpc), outside3.With())
	},
})
