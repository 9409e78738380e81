package loop

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awstest"
)

// Emptied has a person empty each bucket of the account before it is deleted, as undoing asks for: moto delivers access
// logs at once, and nobody deletes a bucket that holds something.
func Emptied(t *testing.T, a *awstest.Account) {
	t.Helper()
	a.Rule(awstest.Rule{Service: "s3", Operation: "DeleteBucket", Do: func(x *awstest.Exchange) *awstest.Reply {
		name, _, _ := strings.Cut(strings.TrimPrefix(x.Request.URL.Path, "/"), "/")
		client := s3.NewFromConfig(a.Config(x.Call.Region))
		// moto is not asked by TLS, which the policy of a bucket may demand.
		if _, err := client.DeleteBucketPolicy(x.Context(), &s3.DeleteBucketPolicyInput{Bucket: &name}); err != nil {
			return x.Refuse(http.StatusInternalServerError, "InternalError", "take the bucket's policy off: "+err.Error())
		}
		pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: &name})
		for pages.HasMorePages() {
			page, err := pages.NextPage(x.Context())
			if err != nil {
				return x.Refuse(http.StatusInternalServerError, "InternalError", "list what is in the bucket: "+err.Error())
			}
			for _, o := range page.Contents {
				if _, err := client.DeleteObject(x.Context(), &s3.DeleteObjectInput{Bucket: &name, Key: o.Key}); err != nil {
					return x.Refuse(http.StatusInternalServerError, "InternalError", "empty the bucket: "+err.Error())
				}
			}
		}
		return x.Next()
	}})
}
