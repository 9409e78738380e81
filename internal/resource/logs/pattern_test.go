package logs_test

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/resource/logs"
)

const (
	rootUsage = `{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}`
	trails    = `{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail)}`
	keys      = `{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}`
	failed    = `{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}`
)

func TestSamePattern(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a, b string
		want bool
	}{
		"itself":                {rootUsage, rootUsage, true},
		"without inner quotes":  {rootUsage, `{$.userIdentity.type=Root && $.userIdentity.invokedBy NOT EXISTS && $.eventType !=AwsServiceEvent}`, true},
		"spaced":                {rootUsage, "  {  $.userIdentity.type =  \"Root\"&&$.userIdentity.invokedBy\tNOT  EXISTS &&\n$.eventType!= \"AwsServiceEvent\" }\r\n", true},
		"in parentheses":        {rootUsage, `{ ($.userIdentity.type="Root") && ((($.userIdentity.invokedBy NOT EXISTS))) && ($.eventType !="AwsServiceEvent") }`, true},
		"all in parentheses":    {trails, `{(($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail))}`, true},
		"grouped otherwise":     {trails, `{($.eventName=CreateTrail) || (($.eventName=UpdateTrail) || ($.eventName=DeleteTrail))}`, true},
		"quoted names":          {keys, `{($.eventSource="kms.amazonaws.com") && (($.eventName="DisableKey") || ($.eventName="ScheduleKeyDeletion"))}`, true},
		"a value of two words":  {failed, `{ $.eventName = "ConsoleLogin" && $.errorMessage = "Failed authentication" }`, true},
		"wildcards":             {`{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}`, `{ $.errorCode = *UnauthorizedOperation || $.errorCode = AccessDenied* }`, true},
		"reordered":             {trails, `{($.eventName=UpdateTrail) || ($.eventName=CreateTrail) || ($.eventName=DeleteTrail)}`, false},
		"a term more":           {rootUsage, strings.Replace(rootUsage, "}", ` && ($.userAgent != "x")}`, 1), false},
		"a term less":           {trails, `{($.eventName=CreateTrail) || ($.eventName=UpdateTrail)}`, false},
		"a term twice":          {trails, `{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=DeleteTrail)}`, false},
		"another operator":      {trails, strings.ReplaceAll(trails, "||", "&&"), false},
		"another comparison":    {rootUsage, strings.Replace(rootUsage, "!=", "=", 1), false},
		"another field":         {rootUsage, strings.Replace(rootUsage, "$.eventType", "$.eventName", 1), false},
		"another value":         {failed, strings.Replace(failed, "ConsoleLogin", "consolelogin", 1), false},
		"spaces in the value":   {failed, strings.Replace(failed, "Failed authentication", "Failed  authentication", 1), false},
		"the group matters":     {`{$.a=1 && ($.b=2 || $.c=3)}`, `{($.a=1 && $.b=2) || $.c=3}`, false},
		"precedence":            {`{$.a=x && $.b=y || $.c=z}`, `{($.a=x && $.b=y) || $.c=z}`, true},
		"a number":              {`{$.a="1"}`, `{$.a=1}`, false},
		"a keyword":             {`{$.a="EXISTS"}`, `{$.a EXISTS}`, false},
		"a quoted operator":     {`{$.a="&&"}`, `{$.a=&&}`, false},
		"a quoted field":        {`{$.a="$.b"}`, `{$.a=$.b}`, false},
		"an empty value":        {`{$.a=""}`, `{$.a=}`, false},
		"an escaped quote":      {`{$.a="x\" && $.b=\"y"}`, `{$.a=x && $.b=y}`, false},
		"no braces":             {`$.a=b`, `$.a=b`, false},
		"one brace":             {`{`, `{`, false},
		"nothing":               {``, ``, false},
		"an empty pattern":      {`{}`, `{ }`, false},
		"for text":              {`ERROR`, `ERROR`, false},
		"an open parenthesis":   {`{($.a=b}`, `{($.a=b}`, false},
		"a closing parenthesis": {`{$.a=b)}`, `{$.a=b)}`, false},
		"an open quote":         {`{$.a="b}`, `{$.a="b}`, false},
		"an open escape":        {`{$.a="b\}`, `{$.a="b\}`, false},
		"no value":              {`{$.a=}`, `{$.a=}`, false},
		"no operator":           {`{$.a b}`, `{$.a b}`, false},
		"two values":            {`{$.a=b c}`, `{$.a=b c}`, false},
		"no field":              {`{a=b}`, `{a=b}`, false},
		"an end without a term": {`{$.a=b &&}`, `{$.a=b &&}`, false},
		"half an operator":      {`{$.a=b & $.c=d}`, `{$.a=b & $.c=d}`, false},
		"deep":                  {"{" + strings.Repeat("(", 40) + "$.a=b" + strings.Repeat(")", 40) + "}", `{$.a=b}`, true},
		"far too deep":          {"{" + strings.Repeat("(", 100000), "{" + strings.Repeat("(", 100000), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if logs.SamePattern(c.a, c.b) != c.want || logs.SamePattern(c.b, c.a) != c.want {
				t.Errorf("%s\n%s\nare the same: %t", c.a, c.b, !c.want)
			}
		})
	}
}

// A pattern that can be read is the same as itself spaced otherwise, and not the same with a term more.
func FuzzSamePattern(f *testing.F) {
	for _, p := range []string{rootUsage, trails, keys, failed, `{$.a[0] IS NULL}`, `{(($.a<=1.5))}`, `{$.a="x\"y"}`, `{`, `"`, `{$.a=b)`} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if !logs.SamePattern(p, p) || strings.Count(p, "(") > 40 { // one pair more may be one too many
			return
		}
		inside := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(p), "{"), "}")
		if spaced := " {\n " + inside + "\t} "; !logs.SamePattern(p, spaced) || !logs.SamePattern(p, "{("+inside+")}") {
			t.Errorf("%q is not the same as itself with spaces or parentheses", p)
		}
		for _, more := range []string{"{(" + inside + ") && $.more=1}", "{(" + inside + ") || $.more=1}"} {
			if logs.SamePattern(p, more) {
				t.Errorf("%q is the same as %q", p, more)
			}
		}
	})
}
