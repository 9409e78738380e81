package awstest

import (
	"encoding/json"
	"net/http"
)

func trailStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "cloudtrail", Operation: "DeleteTrail", do: deleteTrail,
		Why: "moto knows a trail by its name only, and answers as if it had deleted what it did not find; AWS takes the ARN, too, and refuses a trail that is not there (TrailNotFoundException)",
	}}
}

// deleteTrail asks which trail is meant before moto deletes it.
func deleteTrail(x *Exchange) *Reply {
	reply := x.ask("GetTrail", string(x.Body)) // both take the name alone
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	var found struct{ Trail struct{ Name string } }
	if err := json.Unmarshal(reply.Body, &found); err != nil || found.Trail.Name == "" {
		return x.Refuse(http.StatusInternalServerError, "InternalFailure", "awstest: moto does not tell the trail")
	}
	body, err := json.Marshal(map[string]string{"Name": found.Trail.Name})
	if err != nil {
		return x.Refuse(http.StatusBadRequest, "SerializationException", err.Error())
	}
	x.Body = body
	return x.Next()
}
