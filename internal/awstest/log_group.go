package awstest

import (
	"encoding/json"
	"net/http"
	"strings"
)

func logGroupStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "cloudwatchlogs", Operation: "ListTagsForResource", do: tagsOfGroup,
		Why: "moto answers with no tags for a log group that does not exist; AWS refuses that (ResourceNotFoundException)",
	}}
}

// tagsOfGroup looks whether there is such a log group before moto answers.
func tagsOfGroup(x *Exchange) *Reply {
	var question struct{ ResourceArn string }
	if err := json.Unmarshal(x.Body, &question); err != nil {
		return x.Refuse(http.StatusBadRequest, "SerializationException", err.Error())
	}
	_, name, isGroup := strings.Cut(question.ResourceArn, ":log-group:")
	if !isGroup {
		return x.Next()
	}
	body, err := json.Marshal(map[string]string{"logGroupNamePrefix": name})
	if err != nil {
		return x.Refuse(http.StatusBadRequest, "InvalidParameterException", err.Error())
	}
	reply := x.ask("DescribeLogGroups", string(body))
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	var answer struct {
		LogGroups []struct{ LogGroupName string }
	}
	if err := json.Unmarshal(reply.Body, &answer); err != nil {
		return x.Refuse(http.StatusInternalServerError, "ServiceUnavailableException", err.Error())
	}
	for _, g := range answer.LogGroups {
		if g.LogGroupName == name {
			return x.Next()
		}
	}
	return x.Refuse(http.StatusBadRequest, "ResourceNotFoundException", "The specified resource does not exist.")
}
