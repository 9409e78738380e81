package awstest

import (
	"encoding/json"
	"net/http"
)

func eventSelectorStandIns() []StandIn {
	return []StandIn{
		{
			Always: true, Service: "cloudtrail", Operation: "GetEventSelectors", do: eventSelectors,
			Why: "moto has no event selectors of a trail until some are put; AWS has a new trail record all management events",
		},
	}
}

// eventSelectors tells those of a new trail where moto tells none: nobody can put no selectors at all. Source: AWS
// CloudTrail API Reference, "PutEventSelectors".
func eventSelectors(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	answer := map[string]any{}
	if err := json.Unmarshal(reply.Body, &answer); err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalFailure", err.Error())
	}
	basic, _ := answer["EventSelectors"].([]any)
	advanced, _ := answer["AdvancedEventSelectors"].([]any)
	if len(basic)+len(advanced) > 0 {
		return reply
	}
	delete(answer, "AdvancedEventSelectors")
	answer["EventSelectors"] = []any{map[string]any{
		"ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": []any{}, "ExcludeManagementEventSources": []any{},
	}}
	return jsonReply(x, answer)
}
