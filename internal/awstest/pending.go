package awstest

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
)

func (s *settings) pendingStandIns() []StandIn {
	why := "moto changes MultiAZ at once; with AWS the change waits for the maintenance window unless the call, or a later one, says ApplyImmediately, and stands in PendingModifiedValues meanwhile"
	return []StandIn{
		{Always: true, Service: "rds", Operation: "DescribeDBInstances", Why: why, do: s.describeWithPending},
		{Always: true, Service: "rds", Operation: "ModifyDBInstance", Why: why, do: s.modifyLater},
	}
}

// A pendingChange is what waits at an instance.
type pendingChange struct {
	instance, multiAZ string
	due               bool // its maintenance window has come
}

// MaintenanceWindow has the maintenance windows of the account's DB instances in a region pass.
func (a *Account) MaintenanceWindow(region string) {
	all := slices.Clone(a.server.settings.pendings.of(a.ID, region))
	for i := range all {
		all[i].due = true
	}
	a.server.settings.pendings.set(a.ID, region, all)
}

// modifyLater takes MultiAZ out of a call that does not say when, and puts what waits into one that says at once.
func (s *settings) modifyLater(x *Exchange) *Reply {
	form, err := url.ParseQuery(string(x.Body))
	if err != nil {
		return x.Next()
	}
	if failed := s.maintain(x); failed != nil {
		return failed
	}
	name, wanted := form.Get("DBInstanceIdentifier"), form.Get("MultiAZ")
	waiting := s.waiting(x.Call, name)
	at := form.Get("ApplyImmediately") == "true"
	switch {
	case at && wanted == "" && waiting != "":
		form.Set("MultiAZ", waiting)
	case !at:
		form.Del("MultiAZ")
	}
	x.Body = []byte(form.Encode())
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	switch {
	case at:
		s.wait(x.Call, name, "")
	case wanted != "":
		var now struct {
			MultiAZ string `xml:"ModifyDBInstanceResult>DBInstance>MultiAZ"`
		}
		if err := xml.Unmarshal(reply.Body, &now); err != nil {
			return x.Refuse(http.StatusInternalServerError, x.Call.protocol.failed(), "awstest: read the instance: "+err.Error())
		}
		if now.MultiAZ == wanted {
			wanted = "" // nothing is left to do
		}
		s.wait(x.Call, name, wanted)
	}
	return s.showPending(x.Call, reply)
}

func (s *settings) describeWithPending(x *Exchange) *Reply {
	if failed := s.maintain(x); failed != nil {
		return failed
	}
	reply := x.Next()
	if reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	return s.showPending(x.Call, reply)
}

// maintain makes the changes whose window has come. It gives moto's answer where that is an error.
func (s *settings) maintain(x *Exchange) *Reply {
	for _, p := range s.pendings.of(x.Call.Account, x.Call.Region) {
		if !p.due {
			continue
		}
		s.wait(x.Call, p.instance, "")
		change := url.Values{"Action": {"ModifyDBInstance"}, "Version": {"2014-10-31"}, "DBInstanceIdentifier": {p.instance}, "MultiAZ": {p.multiAZ}}
		if reply := x.ask("ModifyDBInstance", change.Encode()); reply == nil || reply.Status != http.StatusOK {
			return reply
		}
	}
	return nil
}

// waiting is the value of MultiAZ that waits at an instance, empty for none.
func (s *settings) waiting(c Call, instance string) string {
	for _, p := range s.pendings.of(c.Account, c.Region) {
		if p.instance == instance {
			return p.multiAZ
		}
	}
	return ""
}

// wait notes what waits at an instance from now on.
func (s *settings) wait(c Call, instance, multiAZ string) {
	all := slices.DeleteFunc(slices.Clone(s.pendings.of(c.Account, c.Region)), func(p pendingChange) bool { return p.instance == instance })
	if multiAZ != "" {
		all = append(all, pendingChange{instance: instance, multiAZ: multiAZ})
	}
	s.pendings.set(c.Account, c.Region, all)
}

// showPending writes what waits into moto's answer.
func (s *settings) showPending(c Call, reply *Reply) *Reply {
	for _, p := range s.pendings.of(c.Account, c.Region) {
		head := []byte("<DBInstance><DBInstanceIdentifier>" + escape(p.instance) + "</DBInstanceIdentifier>")
		values := []byte("<PendingModifiedValues><MultiAZ>" + escape(p.multiAZ) + "</MultiAZ></PendingModifiedValues>")
		reply.Body = bytes.Replace(reply.Body, head, slices.Concat(head, values), 1)
	}
	return reply
}
