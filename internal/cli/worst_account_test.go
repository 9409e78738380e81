package cli_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
)

// worstAccount makes an account in which every control of the scope fails. With the clock ahead, what should
// not be old is old. What a new account lacks anyway needs no making: a recorder, GuardDuty, an analyzer, flow logs,
// filters and alarms, a security contact, rules for the default security groups.
func worstAccount(t testing.TB, a *awstest.Account) {
	t.Helper()
	badAccount(t, a)
	a.Root(awstest.Root{AccessKey: true, MFA: awstest.NoMFA})
	worstTrail(t, a)
	worstIdentities(t, a)
	worstFunction(t, a)
	worstProject(t, a)
	worstNetwork(t, a)
	worstDatabases(t, a)
	worstStores(t, a)
}

// worstTrail makes a trail of one region that does not log, and whose bucket anybody can read and write and another
// account may take over.
func worstTrail(t testing.TB, a *awstest.Account) {
	t.Helper()
	c, name := s3.NewFromConfig(a.Config(virginia)), bucket(a, "trail")
	got[*s3.CreateBucketOutput](t)(c.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name}))
	everybody := &s3types.Grantee{Type: s3types.TypeGroup, URI: aws.String("http://acs.amazonaws.com/groups/global/AllUsers")}
	owner := &s3types.Owner{ID: got[*s3.GetBucketAclOutput](t)(c.GetBucketAcl(t.Context(), &s3.GetBucketAclInput{Bucket: &name})).Owner.ID}
	got[*s3.PutBucketAclOutput](t)(c.PutBucketAcl(t.Context(), &s3.PutBucketAclInput{
		Bucket: &name, AccessControlPolicy: &s3types.AccessControlPolicy{Owner: owner, Grants: []s3types.Grant{
			{Grantee: &s3types.Grantee{Type: s3types.TypeCanonicalUser, ID: owner.ID}, Permission: s3types.PermissionFullControl},
			{Grantee: everybody, Permission: s3types.PermissionRead},
			{Grantee: everybody, Permission: s3types.PermissionWrite},
		}},
	}))
	putPolicy(t, a, name, `{"Version":"2012-10-17","Statement":[`+
		`{"Sid":"Trail","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":["s3:GetBucketAcl","s3:PutObject"],`+
		`"Resource":["arn:aws:s3:::`+name+`","arn:aws:s3:::`+name+`/*"]},`+
		`{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"s3:*","Resource":["arn:aws:s3:::`+name+`","arn:aws:s3:::`+name+`/*"]}]}`)
	trails := cloudtrail.NewFromConfig(a.Config(virginia))
	got[*cloudtrail.CreateTrailOutput](t)(trails.CreateTrail(t.Context(), &cloudtrail.CreateTrailInput{
		Name: aws.String("audit"), S3BucketName: &name, IsMultiRegionTrail: aws.Bool(false), EnableLogFileValidation: aws.Bool(false),
	}))
}

// worstIdentities makes a policy that allows everything, a user with policies of his own, a shell for everybody, and a
// certificate that has expired.
func worstIdentities(t testing.TB, a *awstest.Account) {
	t.Helper()
	c := iam.NewFromConfig(a.Config(virginia))
	const everything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	got[*iam.CreatePolicyOutput](t)(c.CreatePolicy(t.Context(), &iam.CreatePolicyInput{PolicyName: aws.String("everything"), PolicyDocument: aws.String(everything)}))
	got[*iam.PutUserPolicyOutput](t)(c.PutUserPolicy(t.Context(), &iam.PutUserPolicyInput{
		UserName: aws.String("alice"), PolicyName: aws.String("own"), PolicyDocument: aws.String(everything),
	}))
	got[*iam.AttachUserPolicyOutput](t)(c.AttachUserPolicy(t.Context(), &iam.AttachUserPolicyInput{
		UserName: aws.String("alice"), PolicyArn: aws.String("arn:aws:iam::aws:policy/AWSCloudShellFullAccess"),
	}))
	got[*iam.UpdateAccountPasswordPolicyOutput](t)(c.UpdateAccountPasswordPolicy(t.Context(), &iam.UpdateAccountPasswordPolicyInput{MinimumPasswordLength: aws.Int32(6)}))
	got[*iam.UploadServerCertificateOutput](t)(c.UploadServerCertificate(t.Context(), &iam.UploadServerCertificateInput{
		ServerCertificateName: aws.String("www"), CertificateBody: aws.String("body"), PrivateKey: aws.String("key"),
	}))
}

// worstFunction makes a function that anybody may call, among them a topic that stays.
func worstFunction(t testing.TB, a *awstest.Account) {
	t.Helper()
	role := newRole(t, a, "function", "lambda.amazonaws.com")
	c := lambda.NewFromConfig(a.Config(virginia))
	newFunction(t, c, "resize", role)
	for statement, principal := range map[string]string{"anybody": "*", "topic": "sns.amazonaws.com"} {
		in := &lambda.AddPermissionInput{
			FunctionName: aws.String("resize"), StatementId: &statement, Principal: &principal, Action: aws.String("lambda:InvokeFunction"),
		}
		if principal != "*" {
			in.SourceArn = aws.String("arn:aws:sns:us-east-1:" + a.ID + ":photos")
		}
		got[*lambda.AddPermissionOutput](t)(c.AddPermission(t.Context(), in))
	}
}

// newRole makes a role that a service can take on.
func newRole(t testing.TB, a *awstest.Account, name, service string) string {
	t.Helper()
	out := got[*iam.CreateRoleOutput](t)(iam.NewFromConfig(a.Config(virginia)).CreateRole(t.Context(), &iam.CreateRoleInput{
		RoleName: &name, AssumeRolePolicyDocument: aws.String(
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"` + service + `"},"Action":"sts:AssumeRole"}]}`),
	}))
	return *out.Role.Arn
}

func newFunction(t testing.TB, c *lambda.Client, name, role string) {
	t.Helper()
	got[*lambda.CreateFunctionOutput](t)(c.CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: &name, Role: &role, Runtime: lambdatypes.RuntimePython312, Handler: aws.String("f.handler"), Code: &lambdatypes.FunctionCode{ZipFile: emptyCode(t)},
	}))
}

// emptyCode is a package with an empty file.
func emptyCode(t testing.TB) []byte {
	t.Helper()
	var code bytes.Buffer
	w := zip.NewWriter(&code)
	if _, err := w.Create("f.py"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return code.Bytes()
}
