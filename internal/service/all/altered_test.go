package all_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/text"
)

// alteration changes a step, and tells whether there was something to change.
type alteration func(s *plan.Step) bool

// alterCall alters the first call of its kind, and tells whether there was one.
func alterCall(calls []plan.Call, is func(*plan.Call) bool, alter func(*plan.Call)) bool {
	for i := range calls {
		if is(&calls[i]) {
			alter(&calls[i])
			return true
		}
	}
	return false
}

// alterations are ways to make a step say something else than what it was derived to be.
var alterations = map[string]alteration{
	"do: another value":     func(s *plan.Step) bool { return alterInput(s.Do) },
	"do: another operation": func(s *plan.Step) bool { s.Do[0].Operation += "s"; return true },
	"do: an operation of the undo": func(s *plan.Step) bool {
		if len(s.Undo) == 0 || s.Undo[0].Operation == s.Do[0].Operation && bytes.Equal(s.Undo[0].Input, s.Do[0].Input) {
			return false
		}
		s.Do[0] = s.Undo[0]
		return true
	},
	"do: a call more":   func(s *plan.Step) bool { s.Do = append(s.Do, s.Do[0]); return true },
	"do: a call less":   func(s *plan.Step) bool { s.Do = s.Do[:len(s.Do)-1]; return true },
	"do: other order":   func(s *plan.Step) bool { return reverse(s.Do) },
	"do: another pair":  func(s *plan.Step) bool { s.Do[0].Move += 7; return true },
	"do: leaves less":   func(s *plan.Step) bool { s.Do[len(s.Do)-1].Leaves = nil; return true },
	"do: a member more": func(s *plan.Step) bool { s.Do[0].Input = more(s.Do[0].Input); return true },
	"do: waits for nothing": func(s *plan.Step) bool {
		return alterCall(s.Do, func(c *plan.Call) bool { return c.Await != nil }, func(c *plan.Call) { c.Await = nil })
	},
	"do: waits less": func(s *plan.Step) bool {
		return alterCall(s.Do, func(c *plan.Call) bool { return c.Await != nil }, func(c *plan.Call) { c.Await.Seconds = 1 })
	},
	"do: waits": func(s *plan.Step) bool { s.Do[0].Await = &plan.Await{Seconds: 1}; return true },
	"do: takes an output": func(s *plan.Step) bool {
		s.Do[0].Outputs = append(s.Do[0].Outputs, plan.Output{Into: "Name", Path: "Name", Value: "x"})
		return true
	},
	"do: an output from the plan": func(s *plan.Step) bool {
		return alterCall(s.Do, func(c *plan.Call) bool { return len(c.Outputs) > 0 }, func(c *plan.Call) { c.Outputs[0].Value = "x" })
	},
	"do: a secret": func(s *plan.Step) bool {
		s.Do[0].Secrets = append(s.Do[0].Secrets, plan.Secret{Into: "Name", Source: "x"})
		return true
	},
	"do: keeps more": func(s *plan.Step) bool { s.Do[0].Keep = append(s.Do[0].Keep, "Name"); return true },
	"makes: otherwise": func(s *plan.Step) bool {
		if s.Makes = s.Makes.Back(); s.Makes == "" {
			s.Makes = plan.Deletes
		}
		return true
	},
	"waits: for something": func(s *plan.Step) bool { s.Waits = &text.Message{Text: "nothing"}; return true },
	"for: nobody known":    func(s *plan.Step) bool { s.For = append(s.For, "Nobody"); return true },
	"elsewhere: of nobody": func(s *plan.Step) bool {
		s.Elsewhere = append(s.Elsewhere, plan.Judged{Control: "X.1", Resource: s.Resource})
		return true
	},
	"undo: another value": func(s *plan.Step) bool { return len(s.Undo) > 0 && alterInput(s.Undo) },
	"undo: the do again": func(s *plan.Step) bool {
		if len(s.Undo) == 0 {
			return false
		}
		s.Undo[0] = s.Do[0]
		return true
	},
	"undo: a call more":         func(s *plan.Step) bool { s.Undo = append(s.Undo, s.Do[0]); return true },
	"undo: a call less":         func(s *plan.Step) bool { return cut(&s.Undo) },
	"undo: other order":         func(s *plan.Step) bool { return reverse(s.Undo) },
	"changes: another after":    func(s *plan.Step) bool { s.Changes[0].After = hiddenFact; return true },
	"changes: another before":   func(s *plan.Step) bool { s.Changes[0].Before = hiddenFact; return true },
	"changes: one less":         func(s *plan.Step) bool { return cut(&s.Changes) },
	"changes: one more":         func(s *plan.Step) bool { s.Changes = append(s.Changes, s.Changes[0]); return true },
	"changes: concealed":        func(s *plan.Step) bool { s.Changes[0].Sensitive = true; return true },
	"guard: another":            func(s *plan.Step) bool { s.Guard = "sha256:" + strings.Repeat("0", 64); return true },
	"guard: none":               func(s *plan.Step) bool { s.Guard = ""; return true },
	"guarded: one fact less":    func(s *plan.Step) bool { return cut(&s.Guarded) },
	"guarded: one fact more":    func(s *plan.Step) bool { s.Guarded = append(s.Guarded, "Tags"); return true },
	"facts: another":            func(s *plan.Step) bool { s.Facts[s.Changes[0].Fact] = s.Changes[0].After; return true },
	"facts: hidden":             func(s *plan.Step) bool { s.Facts[s.Guarded[0]] = hiddenFact; return true },
	"facts: one less":           func(s *plan.Step) bool { delete(s.Facts, s.Guarded[0]); return true },
	"facts: unknown":            func(s *plan.Step) bool { s.Facts["Nothing"] = absentFact; return true },
	"risk: less":                func(s *plan.Step) bool { return cut(&s.Risk) },
	"risk: more":                func(s *plan.Step) bool { s.Risk = append(s.Risk, text.Message{Text: "none at all"}); return true },
	"risk: put otherwise":       func(s *plan.Step) bool { return len(s.Risk) > 0 && soothe(&s.Risk[0]) },
	"interrupts: less":          func(s *plan.Step) bool { return cut(&s.Interrupts) },
	"interrupts: more":          func(s *plan.Step) bool { s.Interrupts = append(s.Interrupts, text.Message{Text: "all"}); return true },
	"interrupts: put otherwise": func(s *plan.Step) bool { return len(s.Interrupts) > 0 && soothe(&s.Interrupts[0]) },
	"cost: higher":              func(s *plan.Step) bool { s.Cost.Monthly++; return true },
	"cost: unknown":             func(s *plan.Step) bool { s.Cost.Unknown = &text.Message{Text: "who knows"}; return true },
	"irreversible: claimed":     func(s *plan.Step) bool { s.Irreversible = &text.Message{Text: "no"}; return true },
	"controls: another": func(s *plan.Step) bool {
		if len(s.Controls) == 0 { // of a part that several controls wait for a person with
			return false
		}
		s.Controls[0] = "Account.1"
		return true
	},
	"controls: one more":     func(s *plan.Step) bool { s.Controls = append(s.Controls, "Account.1"); return true },
	"remediations: none":     func(s *plan.Step) bool { s.Remediations = []string{}; return true },
	"remediations: an alias": func(s *plan.Step) bool { s.Remediations[0] = "ASR-" + s.Remediations[0]; return true },
	"remediations: unknown":  func(s *plan.Step) bool { s.Remediations[0] = "DeleteEverything"; return true },
	"remediations: twice":    func(s *plan.Step) bool { s.Remediations = append(s.Remediations, s.Remediations[0]); return true },
	"parameters: none":       func(s *plan.Step) bool { s.Parameters = map[string]json.RawMessage{}; return true },
	"parameters: unknown": func(s *plan.Step) bool {
		s.Parameters[s.Remediations[0]] = json.RawMessage(`{"nothing":1}`)
		return true
	},
	"parameters: of nobody":     func(s *plan.Step) bool { s.Parameters["Nobody"] = json.RawMessage(`{}`); return true },
	"resource: another name":    func(s *plan.Step) bool { s.Resource.Name += "x"; return true },
	"resource: another id":      func(s *plan.Step) bool { s.Resource.ID += "x"; return true },
	"resource: another type":    func(s *plan.Step) bool { s.Resource.Type = "AWS::S3::Everything"; return true },
	"resource: another account": func(s *plan.Step) bool { s.Resource.Account = "444455556666"; return true },
	"resource: another region":  func(s *plan.Step) bool { s.Resource.Region = "eu-north-1"; return true },
	"region: another":           func(s *plan.Step) bool { s.Region = "eu-north-1"; return true },
}

var (
	absentFact = json.RawMessage(`{"state":"absent"}`)
	hiddenFact = json.RawMessage(`{"state":"hidden","reason":{"operation":"x.GetX","code":"AccessDenied","message":"no"}}`)
)

func cut[T any](list *[]T) bool {
	if len(*list) == 0 {
		return false
	}
	*list = (*list)[:len(*list)-1]
	return true
}

func reverse(calls []plan.Call) bool {
	slices.Reverse(calls)
	return len(calls) > 1
}

func soothe(m *text.Message) bool {
	m.Text = "nobody will notice"
	return true
}

// more is an input with one more member, which is empty.
func more(input json.RawMessage) json.RawMessage {
	if string(input) == "{}" {
		return json.RawMessage(`{"Nothing":null}`)
	}
	return json.RawMessage(strings.Replace(string(input), "{", `{"Nothing":null,`, 1))
}

// inputValue is the end of a text, a truth or a number in an input.
var inputValue = regexp.MustCompile(`true|false|[0-9]+\b|([^\\])"([,}\]])`)

// alterInput changes the first value that it finds in an input.
func alterInput(calls []plan.Call) bool {
	for i, c := range calls {
		at := inputValue.FindSubmatchIndex(c.Input)
		if at == nil {
			continue
		}
		old := string(c.Input[at[0]:at[1]])
		other, known := map[string]string{"true": "false", "false": "true"}[old]
		switch {
		case known:
		case at[2] >= 0:
			other = old[:1] + "x" + old[1:]
		default:
			other = old + "1"
		}
		calls[i].Input = slices.Concat(c.Input[:at[0]], json.RawMessage(other), c.Input[at[1]:])
		return true
	}
	return false
}

// Whatever is changed in a plan, it is refused: what a plan says is what is done.
func TestAlteredPlans(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	altered, tried := map[string]int{}, map[string]int{}
	for n := range 8 {
		w := newWorld(t, cat, fmt.Sprint("world ", n))
		p := w.plan(t, w.scan(t))
		for _, s := range p.Steps {
			alone := *p
			s.ID, s.After = "1", []string{}
			alone.Steps, alone.Left = []plan.Step{s}, []plan.Left{}
			if err := check(t, cat, &alone); err != nil {
				t.Fatalf("unchanged, it is refused: %v", err)
			}
			data, err := plan.Encode(&alone)
			if err != nil {
				t.Fatal(err)
			}
			for name, alter := range alterations {
				kind := fmt.Sprint(name, s.Remediations)
				if tried[kind] == 3 {
					continue
				}
				tried[kind]++
				other, err := plan.Decode(data)
				if err != nil {
					t.Fatal(err)
				}
				if !alter(&other.Steps[0]) {
					continue
				}
				altered[name]++
				if err := check(t, cat, other); fault.CodeOf(err) != fault.Refused && fault.CodeOf(err) != fault.Invalid {
					t.Errorf("%s in step %s (%v of %s): %v", name, s.ID, s.Remediations, s.Resource, err)
				}
			}
		}
	}
	for name := range alterations {
		if altered[name] == 0 {
			t.Errorf("no step could be altered by %q", name)
		}
	}
}

// check stores a plan, reads it and checks it, as apply does.
func check(t *testing.T, cat *catalog.Catalog, p *plan.Plan) error {
	t.Helper()
	data, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := plan.Decode(data)
	if err != nil {
		return err
	}
	return propose.Check(cat, again)
}

// Between the steps, too, nothing can be changed: their names are what approvals are for, and their order is derived.
func TestAlteredOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, everything(t), "world 0")
	p := w.plan(t, w.scan(t))
	for name, alter := range map[string]func(p *plan.Plan){
		"two steps of one name": func(p *plan.Plan) { p.Steps[1].ID = p.Steps[0].ID },
		"a step twice":          func(p *plan.Plan) { p.Steps = append(p.Steps, p.Steps[0]) },
		"another name":          func(p *plan.Plan) { p.Steps[0].ID = "first" },
		"other order":           func(p *plan.Plan) { slices.Reverse(p.Steps) },
		"waits for another":     func(p *plan.Plan) { p.Steps[1].After = []string{"1"} },
		"waits for itself":      func(p *plan.Plan) { p.Steps[0].After = []string{"1"} },
		"waits for nobody":      func(p *plan.Plan) { p.Steps[0].After = []string{"99"} },
	} {
		other := stored(t, p)
		alter(other)
		if err := check(t, w.cat, other); fault.CodeOf(err) != fault.Refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A plan for another account is none for this one.
func TestPlanOfAnotherAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, everything(t), "world 0")
	p := w.plan(t, w.scan(t))
	p.Account = "444455556666"
	if err := check(t, w.cat, p); fault.CodeOf(err) != fault.Refused {
		t.Errorf("got %v", err)
	}
}

// Bytes that say more than a plan, or the same otherwise, are refused before anybody looks at them.
func TestAlteredBytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, everything(t), "world 0")
	p := w.plan(t, w.scan(t))
	data, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	tight := func(old, replacement string) []byte {
		var b bytes.Buffer
		if err := json.Compact(&b, data); err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(b.Bytes(), []byte(old)) {
			t.Fatalf("the plan has no %s", old)
		}
		return bytes.Replace(b.Bytes(), []byte(old), []byte(replacement), 1)
	}
	for name, b := range map[string][]byte{
		"a member more in a step":      tight(`"guard":`, `"note":"trust me","guard":`),
		"a member more in a call":      tight(`"operation":`, `"note":1,"operation":`),
		"a member twice":               tight(`"guard":`, `"guard":"sha256:0","guard":`),
		"a member in another spelling": tight(`"guard":`, `"Guard":`),
		"a number written otherwise":   tight(`"monthly":0`, `"monthly":0.0`),
		"a text written otherwise":     tight(`"steps":`, `"\u0073teps":`),
	} {
		if _, err := plan.Decode(b); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := plan.Decode(tight(`"guard":`, `"guard" : `)); err != nil {
		t.Errorf("white space is refused: %v", err)
	}
}
