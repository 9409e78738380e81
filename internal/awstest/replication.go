package awstest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

func replicationStandIns() []StandIn {
	return []StandIn{
		{
			Always: true, Service: "databasemigrationservice", Operation: "CreateReplicationInstance", do: secondsInAnswer,
			Why: "moto writes InstanceCreateTime as text, where AWS has a number of seconds; clients refuse the answer",
		},
		{
			Always: true, Service: "databasemigrationservice", Operation: "DescribeReplicationInstances", do: describeReplication,
			Why: "moto writes InstanceCreateTime as text (see CreateReplicationInstance), and answers all at once; answers in pages, of 100 unless the call wants fewer",
		},
	}
}

var creationTime = regexp.MustCompile(`"InstanceCreateTime": "([^"]*)"`)

// secondsInAnswer puts numbers in the place of moto's times, which have no zone and mean UTC.
func secondsInAnswer(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	reply.Body = creationTime.ReplaceAllFunc(reply.Body, func(member []byte) []byte {
		at, err := time.Parse("2006-01-02T15:04:05.999999", string(creationTime.FindSubmatch(member)[1]))
		if err != nil {
			return member // moto has learned it; the client will say so if not
		}
		return []byte(`"InstanceCreateTime": ` + strconv.FormatInt(at.Unix(), 10))
	})
	return reply
}

// describeReplication gives one page of moto's answer.
func describeReplication(x *Exchange) *Reply {
	var question struct {
		Marker     string
		MaxRecords *int
	}
	if err := json.Unmarshal(x.Body, &question); err != nil {
		return x.Refuse(http.StatusBadRequest, "SerializationException", err.Error())
	}
	size := 100
	if question.MaxRecords != nil {
		if size = *question.MaxRecords; size < 20 || size > 100 {
			return x.Refuse(http.StatusBadRequest, "InvalidParameterValueException", "MaxRecords is not between 20 and 100")
		}
	}
	reply := secondsInAnswer(x)
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	var answer struct{ ReplicationInstances []json.RawMessage }
	if err := json.Unmarshal(reply.Body, &answer); err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalFailure", err.Error())
	}
	page, next, err := pageOf(answer.ReplicationInstances, question.Marker, size)
	if err != nil {
		return x.Refuse(http.StatusBadRequest, "InvalidParameterValueException", err.Error())
	}
	out := map[string]any{"ReplicationInstances": append([]json.RawMessage{}, page...)}
	if next != "" {
		out["Marker"] = next
	}
	return jsonReply(x, out)
}
