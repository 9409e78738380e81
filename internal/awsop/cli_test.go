package awsop

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// The names are those of the AWS CLI itself.
func TestCLINames(t *testing.T) {
	t.Parallel()
	for operation, want := range map[string]string{
		"s3.PutPublicAccessBlock":                            "s3api put-public-access-block",
		"s3.PutBucketPolicy":                                 "s3api put-bucket-policy",
		"s3.PutBucketAcl":                                    "s3api put-bucket-acl",
		"s3.ListObjectsV2":                                   "s3api list-objects-v2",
		"s3control.PutPublicAccessBlock":                     "s3control put-public-access-block",
		"ec2.AuthorizeSecurityGroupIngress":                  "ec2 authorize-security-group-ingress",
		"ec2.EnableEbsEncryptionByDefault":                   "ec2 enable-ebs-encryption-by-default",
		"ec2.ModifySnapshotAttribute":                        "ec2 modify-snapshot-attribute",
		"ec2.DescribeVpcs":                                   "ec2 describe-vpcs",
		"ec2.DescribeIpv6Pools":                              "ec2 describe-ipv6-pools",
		"ec2.EnableVpcClassicLinkDnsSupport":                 "ec2 enable-vpc-classic-link-dns-support",
		"iam.UpdateAccessKey":                                "iam update-access-key",
		"iam.UpdateAccountPasswordPolicy":                    "iam update-account-password-policy",
		"iam.ListMFADevices":                                 "iam list-mfa-devices",
		"iam.GetOpenIDConnectProvider":                       "iam get-open-id-connect-provider",
		"iam.CreateSAMLProvider":                             "iam create-saml-provider",
		"iam.UploadSSHPublicKey":                             "iam upload-ssh-public-key",
		"kms.EnableKeyRotation":                              "kms enable-key-rotation",
		"rds.ModifyDBInstance":                               "rds modify-db-instance",
		"rds.ModifyDBClusterSnapshotAttribute":               "rds modify-db-cluster-snapshot-attribute",
		"wafv2.ListIPSets":                                   "wafv2 list-ip-sets",
		"wafv2.AssociateWebACL":                              "wafv2 associate-web-acl",
		"waf.ListWebACLs":                                    "waf list-web-acls",
		"cloudwatchlogs.PutMetricFilter":                     "logs put-metric-filter",
		"configservice.PutConfigurationRecorder":             "configservice put-configuration-recorder",
		"elasticloadbalancingv2.SetSubnets":                  "elbv2 set-subnets",
		"elasticloadbalancing.CreateLoadBalancer":            "elb create-load-balancer",
		"sfn.UpdateStateMachine":                             "stepfunctions update-state-machine",
		"databasemigrationservice.ModifyReplicationInstance": "dms modify-replication-instance",
	} {
		service, op, _ := strings.Cut(operation, ".")
		if got := cliService(service) + " " + kebab(op); got != want {
			t.Errorf("%s is %q, want %q", operation, got, want)
		}
	}
}

func TestCLI(t *testing.T) {
	t.Parallel()
	got := CLI("s3.PutBucketPolicy", "eu-west-1", json.RawMessage(`{"Bucket":"b","Policy":"{\"Sid\":\"it's\"}"}`))
	want := `aws s3api put-bucket-policy --region eu-west-1 --cli-input-json '{"Bucket":"b","Policy":"{\"Sid\":\"it'\''s\"}"}'`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := CLI("ec2.EnableEbsEncryptionByDefault", "eu-west-1; reboot", json.RawMessage(`{}`)); !strings.Contains(got, `--region 'eu-west-1; reboot'`) {
		t.Errorf("got %s", got)
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                   `''`,
		"plain":              "plain",
		"arn:aws:s3:::b/k=1": "arn:aws:s3:::b/k=1",
		"a b":                `'a b'`,
		"it's":               `'it'\''s'`,
		"'":                  `''\'''`,
		"$(reboot)":          `'$(reboot)'`,
		"~":                  `'~'`,
		"a\nb":               "'a\nb'",
		"日本":                 `'日本'`,
	} {
		if got := Quote(s); got != want {
			t.Errorf("%q is quoted %s, want %s", s, got, want)
		}
	}
}

// A shell gives back exactly what was quoted.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a", "it's", `a"b\c`, "$HOME `id` $(id) !x", "a\n\nb\n", "'''", "-n", "~/*?[a]", "{a,b}", "\t", "é\xff", "a;b&c|d>e<f#g"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, 0) {
			return // no argument can have it
		}
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "set -- "+Quote(s)+`; printf '%s:%s.' "$#" "$1"`).Output()
		if err != nil || string(out) != "1:"+s+"." {
			t.Fatalf("%q is quoted %s, which gives %q (%v)", s, Quote(s), out, err)
		}
	})
}
