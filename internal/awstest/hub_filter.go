package awstest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A hubFilter is one condition of GetFindings: on a text, or on a moment.
type hubFilter struct {
	Comparison string
	DateRange  *struct {
		Unit  string
		Value int
	}
	End, Start string
	Value      string
}

// hubTexts are the filters on text that are stood in for, with where the finding has it. "[]" stands for each element.
var hubTexts = map[string]string{
	"AwsAccountId": "AwsAccountId", "ComplianceAssociatedStandardsId": "Compliance.AssociatedStandards.[].StandardsId",
	"ComplianceSecurityControlId": "Compliance.SecurityControlId",
	"ComplianceStatus":            "Compliance.Status", "GeneratorId": "GeneratorId", "Id": "Id", "ProductArn": "ProductArn",
	"ProductName": "ProductName", "RecordState": "RecordState", "Region": "Region", "ResourceId": "Resources.[].Id",
	"ResourceType": "Resources.[].Type", "SeverityLabel": "Severity.Label", "Title": "Title", "WorkflowStatus": "Workflow.Status",
}

// hubDates are the filters on moments.
var hubDates = map[string]string{
	"CreatedAt": "CreatedAt", "FirstObservedAt": "FirstObservedAt", "LastObservedAt": "LastObservedAt", "UpdatedAt": "UpdatedAt",
}

// matches holds a finding against the filters: all of them must let it through. Of the values of one filter any does, or,
// where they say what not, all must. Source: Security Hub API Reference, "StringFilter" and "DateFilter".
func (f hubFinding) matches(filters map[string][]hubFilter) (bool, error) {
	for name, values := range filters {
		var hits func(hubFilter) (bool, error)
		switch {
		case hubTexts[name] != "":
			hits = func(v hubFilter) (bool, error) { return v.text(f.all(hubTexts[name])) }
		case hubDates[name] != "":
			hits = func(v hubFilter) (bool, error) { return v.moment(f.text(hubDates[name])) }
		default:
			return false, fmt.Errorf("awstest does not stand in for the filter %s", name)
		}
		ok, err := among(values, hits)
		if !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// among joins what the values of one filter say.
func among(values []hubFilter, hits func(hubFilter) (bool, error)) (bool, error) {
	any, wanted := false, false
	for _, v := range values {
		hit, err := hits(v)
		if err != nil {
			return false, err
		}
		if strings.Contains(v.Comparison, "NOT") {
			if !hit {
				return false, nil
			}
			continue
		}
		wanted, any = true, any || hit
	}
	return any || !wanted, nil
}

func (v hubFilter) text(have []string) (bool, error) {
	some := func(like func(s, value string) bool) bool {
		return slices.ContainsFunc(have, func(s string) bool { return like(s, v.Value) })
	}
	same := func(s, value string) bool { return s == value }
	switch v.Comparison {
	case "EQUALS":
		return some(same), nil
	case "PREFIX":
		return some(strings.HasPrefix), nil
	case "CONTAINS":
		return some(strings.Contains), nil
	case "NOT_EQUALS":
		return !some(same), nil
	case "PREFIX_NOT_EQUALS":
		return !some(strings.HasPrefix), nil
	case "NOT_CONTAINS":
		return !some(strings.Contains), nil
	}
	return false, fmt.Errorf("%q is no comparison", v.Comparison)
}

func (v hubFilter) moment(have string) (bool, error) {
	at, err := time.Parse(time.RFC3339Nano, have)
	if err != nil {
		return false, nil //nolint:nilerr // a finding without the moment does not match
	}
	from, to := time.Time{}, time.Now().Add(24*time.Hour)
	if v.DateRange != nil {
		from = time.Now().AddDate(0, 0, -v.DateRange.Value)
	}
	for text, into := range map[string]*time.Time{v.Start: &from, v.End: &to} {
		if text == "" {
			continue
		}
		if *into, err = time.Parse(time.RFC3339Nano, text); err != nil {
			return false, err
		}
	}
	return !at.Before(from) && !at.After(to), nil
}

// all are the texts at a path of the finding.
func (f hubFinding) all(path string) []string {
	return textsAt(map[string]any(f), strings.Split(path, "."))
}

// text is the text at a path, empty where there is none.
func (f hubFinding) text(path string) string {
	if all := f.all(path); len(all) > 0 {
		return all[0]
	}
	return ""
}

func textsAt(v any, path []string) []string {
	if len(path) == 0 {
		if s, ok := v.(string); ok {
			return []string{s}
		}
		return nil
	}
	switch v := v.(type) {
	case map[string]any:
		return textsAt(v[path[0]], path[1:])
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, textsAt(e, path[1:])...)
		}
		return out
	}
	return nil
}
