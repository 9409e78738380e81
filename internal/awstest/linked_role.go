package awstest

import (
	"net/http"
	"net/url"
	"strings"
)

func linkedRoleStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "iam", Operation: "CreateServiceLinkedRole", do: createLinkedRole,
		Why: "moto spells the name after the principal (AWSServiceRoleForconfig); AWS has a name of its own for each service (AWSServiceRoleForConfig). " +
			"Principals that are not listed here are left to moto",
	}}
}

// linkedRoles are AWS's names. Source: IAM User Guide and the services' guides, "Using service-linked roles".
var linkedRoles = map[string]string{"config.amazonaws.com": "AWSServiceRoleForConfig"}

// createLinkedRole has moto make the role under its right name and path, and gives its answer the right form.
func createLinkedRole(x *Exchange) *Reply {
	asked := formOf(x.Request, x.Body)
	service := asked.Get("AWSServiceName")
	name, known := linkedRoles[service]
	if !known {
		return x.Next()
	}
	reply := x.ask("CreateRole", url.Values{
		"Action": {"CreateRole"}, "Version": {"2010-05-08"}, "RoleName": {name}, "Path": {"/aws-service-role/" + service + "/"},
		"Description": {asked.Get("Description")},
		"AssumeRolePolicyDocument": {
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"` + service + `"},"Action":"sts:AssumeRole"}]}`,
		},
	}.Encode())
	if reply == nil || reply.Status != http.StatusOK {
		return x.Refuse(http.StatusBadRequest, "InvalidInput", "Service role name "+name+" has been taken in this account, please try a different suffix.")
	}
	reply.Body = []byte(strings.ReplaceAll(string(reply.Body), "CreateRoleRe", "CreateServiceLinkedRoleRe"))
	return reply
}
