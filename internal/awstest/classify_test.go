package awstest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const (
	formType = "application/x-www-form-urlencoded"
	ec2Form  = "Action=DescribeSecurityGroups&Version=2016-11-15"
	elbForm  = "Action=DescribeLoadBalancers&Version=2015-12-01"
)

func signed(t *testing.T, method, target, service, contentType, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20261122/eu-west-1/"+service+"/aws4_request, SignedHeaders=host, Signature=0")
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func TestClassify(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ request, signing, body, want string }{
		{"DELETE /b?policy", "s3", "", "s3.DeleteBucketPolicy"},
		{"DELETE /b?publicAccessBlock", "s3", "", "s3.DeletePublicAccessBlock"},
		{"GET /", "s3", "", "s3.ListBuckets"},
		{"GET /?continuation-token=x&x-id=ListBuckets", "s3", "", "s3.ListBuckets"},
		{"GET /?x-id=ListBuckets", "s3", "", "s3.ListBuckets"},
		{"GET /b", "s3", "", "s3.ListObjects"},
		{"GET /b/", "s3", "", "s3.ListObjects"},
		{"GET /b/?list-type=2&prefix=x", "s3", "", "s3.ListObjectsV2"},
		{"GET /b/?policy", "s3", "", "s3.GetBucketPolicy"},
		{"GET /b/folder/key", "s3", "", "s3.GetObject"},
		{"GET /b/folder/", "s3", "", "s3.GetObject"},
		{"GET /b/k?acl", "s3", "", "s3.GetObjectAcl"},
		{"GET /b?acl", "s3", "", "s3.GetBucketAcl"},
		{"GET /b?analytics", "s3", "", "s3.ListBucketAnalyticsConfigurations"},
		{"GET /b?analytics&id=1", "s3", "", "s3.GetBucketAnalyticsConfiguration"},
		{"GET /b?logging", "s3", "", "s3.GetBucketLogging"},
		{"GET /b?policy", "s3", "", "s3.GetBucketPolicy"},
		{"GET /b?policyStatus", "s3", "", "s3.GetBucketPolicyStatus"},
		{"HEAD /b", "s3", "", "s3.HeadBucket"},
		{"PUT /b", "s3", "", "s3.CreateBucket"},
		{"PUT /b/k?partNumber=1&uploadId=u", "s3", "", "s3.UploadPart"},
		{"PUT /b/k?x-id=CopyObject", "s3", "", "s3.CopyObject"},
		{"PUT /b?encryption", "s3", "", "s3.PutBucketEncryption"},
		{"PUT /b?lifecycle", "s3", "", "s3.PutBucketLifecycleConfiguration"},
		{"PATCH /b", "s3", "", "s3."},

		{"GET /v20180820/accesspoint", "s3", "", "s3control.ListAccessPoints"},
		{"GET /v20180820/accesspoint/arn%3Aaws%3As3%3A%3A1%3Aaccesspoint%2Fx/policy", "s3", "", "s3control.GetAccessPointPolicy"},
		{"GET /v20180820/configuration/publicAccessBlock", "s3", "", "s3control.GetPublicAccessBlock"},
		{"GET /v20180820/mrap/instances/a/b/policy", "s3", "", "s3control.GetMultiRegionAccessPointPolicy"},
		{"GET /v20180820/tags/arn:aws:s3:::a/b", "s3", "", "s3control.ListTagsForResource"},
		{"PUT /v20180820/configuration/publicAccessBlock", "s3", "", "s3control.PutPublicAccessBlock"},

		{"GET /2015-01-01/domain?engineType=Elasticsearch", "es", "", "elasticsearchservice.ListDomainNames"},
		{"GET /2021-01-01/domain?engineType=OpenSearch", "es", "", "opensearch.ListDomainNames"},
		{"GET /2015-02-01/file-systems?MaxItems=100", "elasticfilesystem", "", "efs.DescribeFileSystems"},
		{"GET /analyzer?maxResults=100", "access-analyzer", "", "accessanalyzer.ListAnalyzers"},
		{"GET /detector/1234", "guardduty", "", "guardduty.GetDetector"},
		{"POST /getAlternateContact", "account", "", "account.GetAlternateContact"},

		{"POST /", "ec2", ec2Form, "ec2.DescribeSecurityGroups"},
		{"POST /", "elasticloadbalancing", elbForm, "elasticloadbalancingv2.DescribeLoadBalancers"},
		{"POST /", "iam", "Version=2010-05-08&Action=GetAccountSummary", "iam.GetAccountSummary"},
		{"POST /", "monitoring", "Action=DescribeAlarms", "cloudwatch.DescribeAlarms"},
	} {
		t.Run(test.request, func(t *testing.T) {
			t.Parallel()
			method, target, _ := strings.Cut(test.request, " ")
			contentType := ""
			if test.body != "" {
				contentType = formType
			}
			id := classify(signed(t, method, target, test.signing, contentType, test.body), []byte(test.body))
			if got := id.service + "." + id.operation; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if id.accessKey != "AKID" || id.region != "eu-west-1" {
				t.Errorf("scope is %q in %q", id.accessKey, id.region)
			}
		})
	}
}

func TestClassifyTarget(t *testing.T) {
	t.Parallel()
	r := signed(t, http.MethodPost, "/", "kms", "application/x-amz-json-1.1", "{}")
	r.Header.Set("X-Amz-Target", "TrentService.GetKeyRotationStatus")
	id := classify(r, []byte("{}"))
	if id.service != "kms" || id.operation != "GetKeyRotationStatus" || id.protocol != protocolJSON {
		t.Errorf("got %+v", id)
	}
}

func TestClassifyPresigned(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/b/k?X-Amz-Credential=AKID%2F20261122%2Fus-west-2%2Fs3%2Faws4_request", http.NoBody)
	id := classify(r, nil)
	if id.accessKey != "AKID" || id.region != "us-west-2" || id.service != "s3" || id.operation != "GetObject" {
		t.Errorf("got %+v", id)
	}
}

// The tables name each operation once, and every line is read.
func TestRestPatterns(t *testing.T) {
	t.Parallel()
	for service, want := range map[string]int{
		"accessanalyzer": 39, "account": 15, "efs": 31, "elasticsearchservice": 51, "guardduty": 87,
		"opensearch": 88, "s3": 108, "s3control": 97,
	} {
		seen := map[string]bool{}
		for _, p := range restPatterns()[service] {
			if seen[p.operation] {
				t.Errorf("%s: %s comes twice", service, p.operation)
			}
			seen[p.operation] = true
		}
		if len(seen) != want {
			t.Errorf("%s has %d operations, want %d", service, len(seen), want)
		}
	}
}

func FuzzClassify(f *testing.F) {
	f.Add("GET", "/b?policy", "Credential=AKID/20261122/eu-west-1/s3/aws4_request", "", "", "")
	f.Add("POST", "/", "Credential=AKID/20261122/eu-west-1/iam/aws4_request", "", formType, "Action=ListUsers")
	f.Add("POST", "/", "Credential=/////", "A.B", "application/x-amz-json-1.1", "{}")
	f.Add("GET", "/v20180820/mrap/instances//policy?%zz=1", "Credential=a/b/c/s3/e", "", "", "")
	f.Fuzz(func(t *testing.T, method, target, authorization, amzTarget, contentType, body string) {
		r, err := http.NewRequest(method, "http://127.0.0.1"+target, http.NoBody) //nolint:noctx // never sent
		if err != nil {
			t.Skip("no request")
		}
		r.Header.Set("Authorization", authorization)
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("X-Amz-Target", amzTarget)
		id := classify(r, []byte(body))
		x := &Exchange{Body: []byte(body), Request: r}
		x.mentions("b")
		if reply := id.protocol.refusal(403, id.operation, target); len(reply.Body) == 0 {
			t.Error("a refusal without a body")
		}
	})
}
