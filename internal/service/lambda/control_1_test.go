package lambda

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	cases := map[string]catalogtest.Case{
		"no policy": {Resource: functionWith(t), Want: control.Passed, Reason: "no resource-based policy"},
		"two ways":  {Resource: functionWith(t, topic, bucketAny, anybody, bucket), Want: control.Failed, Reason: "let anybody in: anybody; and Amazon S3 without a fixed AWS:SourceAccount, so for buckets of any account: bucket, bucketAny"},
		"nameless":  {Resource: functionWith(t, topic, nameless), Want: control.Failed, Reason: "let anybody in: #1"},
	}
	for name, statement := range map[string]string{
		"organized": organized, "bucketOfUs": bucketOfUs, "topic": topic, "account": account, "denied": denied, "bucketDenied": bucketDenied,
	} {
		cases[name] = catalogtest.Case{Resource: functionWith(t, statement), Want: control.Passed, Reason: "no statement"}
	}
	for name, statement := range map[string]string{
		"anybody": anybody, "anybodyAWS": anybodyAWS, "listed": listed, "FunctionURLAllowPublicAccess": openURL,
		"FunctionURLAllowInvokeAction": viaOpenURL, "signedURL": signedURL, "wildcard": wildcard, "odd": odd,
	} {
		cases[name] = catalogtest.Case{Resource: functionWith(t, topic, statement), Want: control.Failed, Reason: "policy statements let anybody in: " + name}
	}
	for name, statement := range map[string]string{"bucket": bucket, "bucketLike": bucketLike, "bucketAny": bucketAny} {
		cases[name] = catalogtest.Case{Resource: functionWith(t, statement), Want: control.Failed, Reason: "for buckets of any account: " + name}
	}
	hidden := functionWith(t, anybody)
	hidden.Policy = resource.HiddenFor[[]lambda.Statement](catalogtest.Denied)
	cases["policy hidden"] = catalogtest.Case{Resource: hidden, Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"}
	catalogtest.Judge(t, control1, cases)
}
