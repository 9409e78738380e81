package s3

import "testing"

func TestDeliverer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ service, region, want string }{
		{"redshift", "eu-west-1", "redshift.amazonaws.com"},
		{"redshift", "ap-east-1", "redshift.ap-east-1.amazonaws.com"},
		{"redshift", "cn-north-1", "redshift.amazonaws.com"},
		{"redshift", "us-gov-west-1", "redshift.amazonaws.com"},
		{"cloudtrail", "ap-east-1", "cloudtrail.amazonaws.com"},
	} {
		if got := deliverer(c.service, c.region); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.service, c.region, got, c.want)
		}
	}
}
