package awstest

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
)

// recorders keeps what moto forgets of AWS Config's recorders, by account and region.
type recorders struct {
	mu sync.Mutex
	// modes are the recording modes by the recorder's name, and linked the recorders of services.
	modes  map[string]map[string]json.RawMessage
	linked map[string][]recorderSummary
}

// A recorderSummary is a recorder as ListConfigurationRecorders has it.
type recorderSummary struct {
	Arn              string `json:"arn"`
	Name             string `json:"name"`
	RecordingScope   string `json:"recordingScope"`
	ServicePrincipal string `json:"servicePrincipal,omitempty"`
}

func recorderStandIns() []StandIn {
	r := &recorders{modes: map[string]map[string]json.RawMessage{}, linked: map[string][]recorderSummary{}}
	mode := "moto drops recordingMode; AWS keeps it, and says CONTINUOUS where none was set"
	return []StandIn{
		{Always: true, Service: "configservice", Operation: "DescribeConfigurationRecorders", Why: mode, do: r.describe},
		{Always: true, Service: "configservice", Operation: "PutConfigurationRecorder", Why: mode, do: r.put},
		{
			Always: true, Service: "configservice", Operation: "ListConfigurationRecorders", do: r.list,
			Why: "moto lacks it; answers with the recorder that moto has and those made with PutServiceLinkedConfigurationRecorder",
		},
		{
			Always: true, Service: "configservice", Operation: "PutServiceLinkedConfigurationRecorder", do: r.putLinked,
			Why: "moto lacks it; such a recorder then stands in ListConfigurationRecorders",
		},
	}
}

func placeOf(x *Exchange) string { return x.Call.Account + " " + x.Call.Region }

func (r *recorders) put(x *Exchange) *Reply {
	var asked struct {
		ConfigurationRecorder struct {
			Name          string          `json:"name"`
			RecordingMode json.RawMessage `json:"recordingMode"`
		}
	}
	if err := json.Unmarshal(x.Body, &asked); err != nil {
		return x.Refuse(http.StatusBadRequest, "SerializationException", err.Error())
	}
	reply := x.Next()
	if reply != nil && reply.Status == http.StatusOK {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.modes[placeOf(x)] == nil {
			r.modes[placeOf(x)] = map[string]json.RawMessage{}
		}
		r.modes[placeOf(x)][asked.ConfigurationRecorder.Name] = asked.ConfigurationRecorder.RecordingMode
	}
	return reply
}

func (r *recorders) describe(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	var answer struct{ ConfigurationRecorders []map[string]any }
	if err := json.Unmarshal(reply.Body, &answer); err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalFailure", err.Error())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, recorder := range answer.ConfigurationRecorders {
		recorder["recordingMode"] = map[string]string{"recordingFrequency": "CONTINUOUS"}
		name, _ := recorder["name"].(string)
		if mode := r.modes[placeOf(x)][name]; mode != nil {
			recorder["recordingMode"] = mode
		}
	}
	return jsonReply(x, map[string]any{"ConfigurationRecorders": append([]map[string]any{}, answer.ConfigurationRecorders...)})
}

func (r *recorders) putLinked(x *Exchange) *Reply {
	var asked struct{ ServicePrincipal string }
	if err := json.Unmarshal(x.Body, &asked); err != nil || asked.ServicePrincipal == "" {
		return x.Refuse(http.StatusBadRequest, "ValidationException", "ServicePrincipal is required")
	}
	name := "AWSConfigurationRecorderFor_" + strings.TrimSuffix(asked.ServicePrincipal, ".amazonaws.com")
	s := recorderSummary{Arn: recorderARN(x.Call, name), Name: name, RecordingScope: "INTERNAL", ServicePrincipal: asked.ServicePrincipal}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, o := range r.linked[placeOf(x)] {
		if o.ServicePrincipal == asked.ServicePrincipal {
			return x.Refuse(http.StatusBadRequest, "ConflictException", "the service has a recorder already")
		}
	}
	r.linked[placeOf(x)] = append(r.linked[placeOf(x)], s)
	return jsonReply(x, map[string]string{"Arn": s.Arn, "Name": s.Name})
}

func recorderARN(c Call, name string) string {
	return "arn:" + partition(c.Region) + ":config:" + c.Region + ":" + c.Account + ":configuration-recorder/" + name + "/awstest1"
}

func (r *recorders) list(x *Exchange) *Reply {
	var asked struct {
		MaxResults int
		NextToken  string
	}
	if err := json.Unmarshal(x.Body, &asked); err != nil {
		return x.Refuse(http.StatusBadRequest, "SerializationException", err.Error())
	}
	var own struct {
		ConfigurationRecorders []struct {
			Name string `json:"name"`
		}
	}
	reply := x.ask("DescribeConfigurationRecorders", "{}")
	if reply == nil || json.Unmarshal(reply.Body, &own) != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalFailure", "awstest: moto does not tell the recorders")
	}
	all := []recorderSummary{}
	for _, o := range own.ConfigurationRecorders {
		all = append(all, recorderSummary{Arn: recorderARN(x.Call, o.Name), Name: o.Name, RecordingScope: "PAID"})
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	all = append(all, r.linked[placeOf(x)]...)
	size := asked.MaxResults
	if size <= 0 || size > 20 {
		size = 20
	}
	page, next, err := pageOf(all, asked.NextToken, size)
	if err != nil {
		return x.Refuse(http.StatusBadRequest, "ValidationException", err.Error())
	}
	answer := map[string]any{"ConfigurationRecorderSummaries": page}
	if next != "" {
		answer["NextToken"] = next
	}
	return jsonReply(x, answer)
}
