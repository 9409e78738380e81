package awstest

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// An Analyzer is one of IAM Access Analyzer. The zero values are what an analyzer of external access has.
type Analyzer struct {
	Name   string
	Status string // empty means ACTIVE
	Type   string // empty means ACCOUNT
}

// Analyzers sets those that the account has in a region.
func (a *Account) Analyzers(region string, list ...Analyzer) {
	a.server.settings.analyzers.set(a.ID, region, list)
}

func (s *settings) analyzerStandIns() []StandIn {
	return []StandIn{{
		Always: true, Service: "accessanalyzer", Operation: "ListAnalyzers", do: s.listAnalyzers,
		Why: "moto lacks IAM Access Analyzer; an account has no analyzers until a test sets some",
	}}
}

// listAnalyzers answers page by page, of 100 unless the call wants fewer.
func (s *settings) listAnalyzers(x *Exchange) *Reply {
	query := x.Request.URL.Query()
	size := 100
	if wanted := query.Get("maxResults"); wanted != "" {
		n, err := strconv.Atoi(wanted)
		if err != nil || n < 1 {
			return x.Refuse(http.StatusBadRequest, "ValidationException", "maxResults is no number of results")
		}
		size = min(n, size)
	}
	list := []map[string]string{}
	for _, a := range s.analyzers.of(x.Call.Account, x.Call.Region) {
		summary := a.summary(x.Call)
		if kind := query.Get("type"); kind == "" || kind == summary["type"] {
			list = append(list, summary)
		}
	}
	page, next, err := pageOf(list, query.Get("nextToken"), size)
	if err != nil {
		return x.Refuse(http.StatusBadRequest, "ValidationException", err.Error())
	}
	answer := map[string]any{"analyzers": page}
	if next != "" {
		answer["nextToken"] = next
	}
	return jsonReply(x, answer)
}

// summary is the analyzer as the API lists it.
func (a Analyzer) summary(c Call) map[string]string {
	m := map[string]string{
		"arn":       "arn:" + partition(c.Region) + ":access-analyzer:" + c.Region + ":" + c.Account + ":analyzer/" + a.Name,
		"createdAt": "2026-01-02T03:04:05Z", "name": a.Name, "status": "ACTIVE", "type": "ACCOUNT",
	}
	if a.Status != "" {
		m["status"] = a.Status
	}
	if a.Type != "" {
		m["type"] = a.Type
	}
	return m
}

func jsonReply(x *Exchange, answer any) *Reply {
	body, err := json.Marshal(answer)
	if err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalFailure", err.Error())
	}
	return newReply(http.StatusOK, "application/json", string(body))
}
