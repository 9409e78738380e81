package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

// call is a call as a command on one line, or a comment that says why there is none. What later calls need of its output
// goes into variables of the shell.
func (c *commands) call(n int, st *plan.Step, call *plan.Call) (string, error) {
	if len(call.Secrets) > 0 {
		s := call.Secrets[0]
		return c.cannot(textCLISecret, call, "into", shellWord(s.Into), "source", shellWord(s.Source)), nil
	}
	literals, variables := map[string]string{}, map[string]string{}
	for _, o := range call.Outputs {
		switch {
		case o.Value != "":
			literals[o.Into] = o.Value
		case captured(st, o):
			variables[o.Into] = variable(n, o.Move, o.Path)
		default:
			return c.cannot(textCLILost, call, "into", shellWord(o.Into)), nil
		}
	}
	command, err := commandOf(call, st, literals, variables)
	if err != nil {
		return "", err
	}
	return capture(n, st, call, command)
}

// cannot is the comment in the place of a command.
func (c *commands) cannot(why text.Template, call *plan.Call, args ...string) string {
	return "#   " + c.say(why, append(args, "operation", shellWord(call.Operation))...)
}

// captured tells whether an earlier command of the step puts an output into a variable.
func captured(st *plan.Step, o plan.Output) bool {
	return slices.ContainsFunc(st.Do, func(c plan.Call) bool {
		return c.Move == o.Move && len(c.Secrets) == 0 && slices.Contains(c.Keep, o.Path)
	})
}

// outputPath is what the path of an output looks like: members and numbers of elements.
var outputPath = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(\.([A-Za-z][A-Za-z0-9]*|[0-9]+))*$`)

// variable names the variable of the shell for an output.
func variable(step, move int, path string) string {
	return fmt.Sprintf("step%d_call%d_%s", step+1, move+1, strings.ReplaceAll(path, ".", "_"))
}

// capture has a command put what later ones need into variables.
func capture(n int, st *plan.Step, call *plan.Call, command string) (string, error) {
	if len(call.Keep) == 0 {
		return command, nil
	}
	for _, path := range call.Keep {
		if !outputPath.MatchString(path) {
			return "", fault.New(fault.Invalid, "write step %s as a command: %q names no output of %s", st.ID, path, call.Operation)
		}
	}
	if len(call.Keep) == 1 {
		return variable(n, call.Move, call.Keep[0]) + "=$(" + command + " --query " + awsop.Quote(query(call.Keep[0])) + " --output text)", nil
	}
	queries := make([]string, len(call.Keep))
	for i, path := range call.Keep {
		queries[i] = query(path)
	}
	all := fmt.Sprintf("step%d_call%d", n+1, call.Move+1)
	parts := []string{all + "=$(" + command + " --query " + awsop.Quote("["+strings.Join(queries, ",")+"]") + " --output text)"}
	for i, path := range call.Keep {
		parts = append(parts, fmt.Sprintf(`%s=$(printf %%s "$%s" | cut -f%d)`, variable(n, call.Move, path), all, i+1))
	}
	return strings.Join(parts, " && "), nil
}

// query is the path of an output as the AWS CLI's --query takes it.
func query(path string) string {
	return regexp.MustCompile(`\.([0-9]+)`).ReplaceAllString(path, "[$1]")
}

// commandOf is a call as a command on one line, with values and variables of the shell in its input.
func commandOf(call *plan.Call, st *plan.Step, literals, variables map[string]string) (string, error) {
	broken := fault.New(fault.Invalid, "write step %s as a command: the input of %s is no JSON", st.ID, call.Operation)
	var input bytes.Buffer
	if err := json.Compact(&input, call.Input); err != nil || !utf8.Valid(input.Bytes()) {
		return "", broken
	}
	line, err := filledCommand(call, st.Region, input.Bytes(), literals, variables)
	if err != nil {
		return "", broken
	}
	return line, nil
}

// filledCommand puts values into a command. Variables are put in last, as marks that stand for nothing else, because they
// must stand outside of the single quotes.
func filledCommand(call *plan.Call, region string, data []byte, literals, variables map[string]string) (string, error) {
	values, err := maps.Clone(literals), error(nil)
	mark := "MANTEN"
	for strings.Contains(string(data)+fmt.Sprint(literals), mark) {
		mark += "X"
	}
	var names []string
	for i, into := range slices.Sorted(maps.Keys(variables)) {
		values[into] = fmt.Sprintf("%s%dZ", mark, i)
		names = append(names, values[into], `'"$`+variables[into]+`"'`)
	}
	if len(values) > 0 {
		if data, err = awsop.Place(data, values); err != nil {
			return "", err
		}
	}
	line := Safe(awsop.CLI(call.Operation, region, visible(data)))
	return strings.NewReplacer(names...).Replace(line), nil
}
