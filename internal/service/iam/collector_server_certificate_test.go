package iam

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func newCertificates(t *testing.T) *awstest.Account {
	t.Helper()
	a := awstest.New(t)
	for _, name := range []string{"www", "api"} {
		must(sdk.NewFromConfig(a.Config(region)).UploadServerCertificate(t.Context(), &sdk.UploadServerCertificateInput{
			ServerCertificateName: &name, CertificateBody: aws.String("body"), PrivateKey: aws.String("key"), Path: aws.String("/web/"),
		}))(t)
	}
	return a
}

// moto lets every certificate expire in 2012.
func TestServerCertificates(t *testing.T) {
	t.Parallel()
	a := newCertificates(t)
	scanned := allOf[iam.ServerCertificate](t, a, certificates, "Expiration")
	if n := len(a.Calls()); n != 1 || len(scanned) != 2 {
		t.Errorf("%d certificates took %d calls", len(scanned), n)
	}
	want := iam.ServerCertificate{
		Expiration: resource.Is(time.Date(2012, 5, 8, 1, 2, 3, 0, time.UTC)), Tags: resource.Is(map[string]string{}),
	}
	sameFacts(t, scanned["www"], want, []string{"Expiration"})
	all := allOf[iam.ServerCertificate](t, a, certificates)
	sameFacts(t, all["www"], want, certificates.Facts)
	oneByOne(t, a, certificates, all)
}

func TestServerCertificatesTwoPages(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	page := func(name, more string) awstest.Action {
		return awstest.Answer(200, "text/xml", "<ListServerCertificatesResponse><ListServerCertificatesResult><ServerCertificateMetadataList><member>"+
			"<ServerCertificateName>"+name+"</ServerCertificateName><Arn>arn:"+name+"</Arn><Expiration>2030-01-02T03:04:05Z</Expiration>"+
			"</member></ServerCertificateMetadataList>"+more+"</ListServerCertificatesResult></ListServerCertificatesResponse>")
	}
	a.Rule(awstest.Rule{Service: "iam", Operation: "ListServerCertificates", Do: page("b", "<IsTruncated>false</IsTruncated>")})
	a.Rule(awstest.Rule{Service: "iam", Operation: "ListServerCertificates", Times: 1, Do: page("a", "<IsTruncated>true</IsTruncated><Marker>next</Marker>")})
	all := allOf[iam.ServerCertificate](t, a, certificates, "Expiration")
	if len(all) != 2 || all["b"].Expiration.Value().Year() != 2030 {
		t.Errorf("listed are %+v", all)
	}
}

func TestServerCertificateDenied(t *testing.T) {
	t.Parallel()
	a := newCertificates(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: "GetServerCertificate"})
	at := place(a, certificates)
	hides(t, alone[iam.ServerCertificate](t, a, certificates, at.Ref(certificates.Type, "arn:x", "www")), certificates, "GetServerCertificate", certificates.Facts)
}

func TestServerCertificateIsGone(t *testing.T) {
	t.Parallel()
	isGone(t, certificates, "arn:aws:iam::1:server-certificate/gone", "gone")
}
