package apply

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/fault"
)

// quiet takes secrets out of an error: AWS may repeat what it refuses. What the caller decides by stays: whether it came
// to a call at all, whether AWS answered, its code, and whose fault it was.
func quiet(err error, secrets map[string]string) error {
	if err == nil || len(secrets) == 0 {
		return err
	}
	r := hider(secrets)
	if fault.CodeOf(err) == fault.Refused {
		return fault.New(fault.Refused, "%s", r.Replace(err.Error()))
	}
	api, answered := errors.AsType[smithy.APIError](err)
	if !answered {
		return errors.New(r.Replace(err.Error()))
	}
	whose := api.ErrorFault()
	if awsconf.ServerFault(err) {
		whose = smithy.FaultServer
	}
	return &smithy.GenericAPIError{Code: api.ErrorCode(), Message: r.Replace(api.ErrorMessage()), Fault: whose}
}

// hider hides values in every form in which a message may hold them. The longest come first: one may hold another.
func hider(secrets map[string]string) *strings.Replacer {
	forms := map[string]bool{}
	for _, value := range secrets {
		forms[value], forms[url.QueryEscape(value)], forms[url.PathEscape(value)] = true, true, true
		if quoted, err := json.Marshal(value); err == nil {
			forms[strings.Trim(string(quoted), `"`)] = true
		}
	}
	longest := func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) }
	var pairs []string
	for _, form := range slices.SortedFunc(maps.Keys(forms), longest) {
		if form != "" {
			pairs = append(pairs, form, "[secret]")
		}
	}
	return strings.NewReplacer(pairs...)
}
