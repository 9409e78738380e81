package awstest

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
)

func clusterMemberStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "rds", Operation: "ModifyDBCluster", do: changeMembers,
		Why: "moto changes AutoMinorVersionUpgrade and monitoring of a Multi-AZ DB cluster alone; with AWS its instances have the cluster's, for they cannot be changed one by one",
	}}
}

// shared are the settings that the instances of a Multi-AZ DB cluster have of it.
var shared = []string{"AutoMinorVersionUpgrade", "MonitoringInterval", "MonitoringRoleArn"}

// changedCluster is the cluster in the answer to ModifyDBCluster.
type changedCluster struct {
	Engine  string   `xml:"ModifyDBClusterResult>DBCluster>Engine"`
	Members []string `xml:"ModifyDBClusterResult>DBCluster>DBClusterMembers>DBClusterMember>DBInstanceIdentifier"`
}

// changeMembers carries such settings over to the instances of a Multi-AZ DB cluster, which those are whose engine is one of
// plain instances.
func changeMembers(x *Exchange) *Reply {
	form, err := url.ParseQuery(string(x.Body))
	reply := x.Next()
	set := slices.DeleteFunc(slices.Clone(shared), func(name string) bool { return form.Get(name) == "" })
	if err != nil || len(set) == 0 || reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	var c changedCluster
	if err := xml.Unmarshal(reply.Body, &c); err != nil {
		return x.Refuse(http.StatusInternalServerError, x.Call.protocol.failed(), "awstest: read the cluster: "+err.Error())
	}
	if !slices.Contains([]string{"mysql", "postgres"}, c.Engine) {
		return reply
	}
	for _, name := range c.Members {
		change := url.Values{"Action": {"ModifyDBInstance"}, "Version": {form.Get("Version")}, "DBInstanceIdentifier": {name}}
		for _, setting := range set {
			change.Set(setting, form.Get(setting))
		}
		if answer := x.ask("ModifyDBInstance", change.Encode()); answer == nil || answer.Status != http.StatusOK {
			return answer
		}
	}
	return reply
}
