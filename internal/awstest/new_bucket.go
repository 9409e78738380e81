package awstest

import "net/http"

func newBucketStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "s3", Operation: "CreateBucket", do: createBucket,
		Why: "moto makes a bucket bare; AWS gives a new one SSE-S3, the owner of all objects, and blocks public access",
	}}
}

// bucketDefaults are what a new bucket has, by the subresource. Source: Amazon S3 User Guide, "Default settings for new S3 buckets FAQ".
var bucketDefaults = []struct{ subresource, body string }{
	{
		"encryption", `<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ApplyServerSideEncryptionByDefault>` +
			`<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`,
	},
	{
		"ownershipControls", `<OwnershipControls xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>` +
			`<ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>`,
	},
	{
		"publicAccessBlock", `<PublicAccessBlockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><BlockPublicAcls>true</BlockPublicAcls>` +
			`<IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>`,
	},
}

// createBucket has moto set what AWS sets by itself. Buckets that a test makes past the proxy stay bare.
func createBucket(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	for _, d := range bucketDefaults {
		r := x.Request.Clone(x.Context())
		r.URL.RawQuery = d.subresource
		if set := x.server.upstream.pass(x.Context(), r, []byte(d.body)); set == nil || set.Status != http.StatusOK {
			return set
		}
	}
	return reply
}
