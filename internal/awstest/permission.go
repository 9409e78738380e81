package awstest

import (
	"encoding/json"
	"net/http"
)

func permissionStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "lambda", Operation: "GetPolicy", do: functionPolicy,
		Why: "moto leaves FunctionUrlAuthType and InvokedViaFunctionUrl in the statement as AddPermission got them; AWS writes the conditions lambda:FunctionUrlAuthType and lambda:InvokedViaFunctionUrl",
	}}
}

// functionPolicy moves what moto left beside the conditions of a statement into them.
func functionPolicy(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	var answer struct {
		Policy     string
		RevisionID string `json:"RevisionId"`
	}
	var policy struct {
		Version   string
		ID        string `json:"Id"`
		Statement []map[string]any
	}
	if json.Unmarshal(reply.Body, &answer) != nil || json.Unmarshal([]byte(answer.Policy), &policy) != nil {
		return x.Refuse(http.StatusInternalServerError, "ServiceException", "awstest: moto's policy is none")
	}
	for _, s := range policy.Statement {
		if auth, ok := s["FunctionUrlAuthType"].(string); ok {
			conditioned(s, "StringEquals", "lambda:FunctionUrlAuthType", auth)
		}
		if via, ok := s["InvokedViaFunctionUrl"].(bool); ok {
			conditioned(s, "Bool", "lambda:InvokedViaFunctionUrl", map[bool]string{true: "true", false: "false"}[via])
		}
		delete(s, "FunctionUrlAuthType")
		delete(s, "InvokedViaFunctionUrl")
	}
	text, err := json.Marshal(policy)
	if err != nil {
		return x.Refuse(http.StatusInternalServerError, "ServiceException", err.Error())
	}
	answer.Policy = string(text)
	body, err := json.Marshal(answer)
	if err != nil {
		return x.Refuse(http.StatusInternalServerError, "ServiceException", err.Error())
	}
	reply.Body = body
	return reply
}

// conditioned adds a condition to a statement.
func conditioned(statement map[string]any, operator, key, value string) {
	all, ok := statement["Condition"].(map[string]any)
	if !ok {
		all = map[string]any{}
		statement["Condition"] = all
	}
	keys, ok := all[operator].(map[string]any)
	if !ok {
		keys = map[string]any{}
		all[operator] = keys
	}
	keys[key] = value
}
