package awstest

import "net/http"

func encryptionStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "ec2", Operation: "GetEbsDefaultKmsKeyId", do: defaultKey,
		Why: "moto lacks it; answers with the AWS managed key, which is AWS's default until an account chooses another",
	}}
}

func defaultKey(*Exchange) *Reply {
	return newReply(http.StatusOK, "text/xml", `<GetEbsDefaultKmsKeyIdResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">`+
		`<requestId>awstest</requestId><kmsKeyId>alias/aws/ebs</kmsKeyId></GetEbsDefaultKmsKeyIdResponse>`)
}
