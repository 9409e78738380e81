package all_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

var namingsLambda = map[resource.Type]naming{
	"AWS::Lambda::Function": func(region string, n int) (string, string) {
		name := fmt.Sprintf("function-%d", n)
		return resource.ARN(region, "lambda", region, account, "function:"+name), name
	},
}

var poolsLambda = map[string]pool{
	"lambda.Function.Policy": func(s *sampler, ref resource.Ref) any { return s.functionPolicy(ref.ID) },
	"lambda.Function.URL": func(s *sampler, _ resource.Ref) any {
		return lambda.URL{Address: "https://abc.lambda-url.eu-west-1.on.aws/", AuthType: pick(s, "NONE", "AWS_IAM")}
	},
}

// functionPolicy is a policy with statements of every kind, sorted by Sid; some let the public in, most must stay.
func (s *sampler) functionPolicy(function string) []lambda.Statement {
	type conditions = map[string]map[string][]string
	allow := func(sid string, who map[string][]string, c conditions) lambda.Statement {
		return lambda.Statement{Sid: sid, Effect: "Allow", Principal: who, Action: []string{"lambda:InvokeFunction"}, Resource: []string{function}, Condition: c}
	}
	everybody, s3 := map[string][]string{"*": {"*"}}, map[string][]string{"Service": {"s3.amazonaws.com"}}
	bucket := map[string][]string{"aws:sourcearn": {"arn:aws:s3:::photos"}}
	own := map[string][]string{"aws:sourceaccount": {account}}
	all := some(s, 5,
		allow("account", map[string][]string{"AWS": {"arn:aws:iam::444455556666:root"}}, nil),
		allow("bucket", s3, conditions{"ArnLike": bucket}),
		allow("bucket-SourceAccount", s3, conditions{"ArnLike": bucket, "StringEquals": own}),
		allow("bucketAny", s3, nil),
		allow("everybody", everybody, nil),
		allow("listed", map[string][]string{"AWS": {"*", "arn:aws:iam::444455556666:root"}}, nil),
		allow("notEvenS3", s3, conditions{"StringLike": {"aws:sourceaccount": {"1111*"}}}),
		allow("odd", everybody, conditions{"StringNotEquals": {"aws:principalaccount": {"444455556666"}}}),
		allow("organized", everybody, conditions{"StringEquals": {"aws:principalorgid": {"o-1"}}}),
		allow("topic", map[string][]string{"Service": {"sns.amazonaws.com"}}, conditions{"ArnLike": {"aws:sourcearn": {"arn:aws:sns:eu-west-1:" + account + ":t"}}}),
		allow("url", everybody, conditions{"StringEquals": {"lambda:functionurlauthtype": {"NONE"}}}),
	)
	if s.one(30) {
		all = append([]lambda.Statement{allow("", everybody, nil)}, all...)
	}
	return all
}

// What neither lets the public in nor Amazon S3 for any account stays; a trigger goes on, of the own account.
var keepsLambda = map[string]keeping{
	"lambda.Function.Policy": kept(func(_ *catalog.RemediationUnit, before, after lambda.Function) error {
		now := map[string]bool{}
		for _, s := range after.Policy.Value() {
			b, err := json.Marshal(s)
			if err != nil {
				return err
			}
			now[string(b)] = true
		}
		for _, s := range before.Policy.Value() {
			b, err := json.Marshal(s)
			if err != nil {
				return err
			}
			open := strings.Contains(string(b), `"*":["*"]`) && s.Sid != "organized"
			trigger := s.Principal["Service"] != nil && s.Principal["Service"][0] == "s3.amazonaws.com"
			switch {
			case !open && !trigger && !now[string(b)]:
				return fmt.Errorf("statement %s is gone", s.Sid)
			case trigger && !strings.Contains(fmt.Sprint(now), "s3.amazonaws.com"):
				return fmt.Errorf("trigger %s is gone", s.Sid)
			}
		}
		return nil
	}),
}
