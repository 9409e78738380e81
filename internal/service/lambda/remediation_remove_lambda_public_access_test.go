package lambda

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

func TestRemoveLambdaPublicAccess(t *testing.T) {
	t.Parallel()
	urlOf := func(auth string, statements ...string) lambda.Function {
		f := functionWith(t, statements...)
		f.URL = resource.Is(lambda.URL{Address: "https://abc.lambda-url.eu-west-1.on.aws/", AuthType: auth})
		return f
	}
	unseen := functionWith(t, anybody)
	unseen.URL = resource.HiddenFor[lambda.URL](catalogtest.Denied)
	unread := functionWith(t, anybody)
	unread.Policy = resource.HiddenFor[[]lambda.Statement](catalogtest.Denied)
	halfway := allow("bucket-SourceAccount", `{"Service":"s3.amazonaws.com"}`, "lambda:InvokeFunction",
		`{"StringEquals":{"AWS:SourceAccount":"`+ownID+`"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::photos"}}`)
	taken := allow("bucket-SourceAccount", `{"Service":"sns.amazonaws.com"}`, "lambda:InvokeFunction", "")
	long := strings.Replace(bucket, `"Sid":"bucket"`, `"Sid":"`+strings.Repeat("x", 100)+`"`, 1)
	foreign := strings.Replace(anybody, ownARN, ownARN+":live", 1)
	for name, f := range map[string]lambda.Function{
		"only":      functionWith(t, anybody),
		"among":     functionWith(t, topic, anybody, bucketOfUs, account, anybodyAWS, organized),
		"url":       urlOf("NONE", openURL, viaOpenURL),
		"signed":    urlOf("AWS_IAM", signedURL),
		"bucket":    functionWith(t, bucket, topic),
		"any":       functionWith(t, bucketAny),
		"halfway":   functionWith(t, bucket, halfway),
		"taken":     functionWith(t, bucket, taken),
		"long":      functionWith(t, long),
		"both":      functionWith(t, bucket, anybody, topic),
		"odd":       functionWith(t, odd, anybody),
		"list":      functionWith(t, listed),
		"like":      functionWith(t, bucketLike, anybody),
		"nameless":  functionWith(t, nameless),
		"twice":     functionWith(t, anybody, anybody),
		"elsewhere": functionWith(t, foreign),
		"none":      functionWith(t),
		"well":      functionWith(t, topic, bucketOfUs, denied),
		"unseen":    unseen,
		"unread":    unread,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, removePublicAccess, name, f, nil)
			if again := removePublicAccess.Derive(d.After, removePublicAccess.Params.Defaults, catalogtest.Now); len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
			if v := control1.Evaluate(d.After, control1.Params.Defaults, catalogtest.Now); d.Refused.IsZero() && v.Status != control.Passed {
				t.Errorf("afterwards it is %s: %s", v.Status, v.Reason)
			}
		})
	}
}
