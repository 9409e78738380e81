package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

// The comments hold no quotes, parentheses or other words of the shell: an interactive zsh reads comments as commands.
var (
	textCLIHead   = plural("view/cli", "{n} step on account {account}, plan {plan}. Check the account first:", "{n} steps on account {account}, plan {plan}. Check the account first:", "アカウント {account} に対する {n} ステップ、プラン {plan}。先にアカウントを確認:")
	textCLIOrder  = say("view/cli-order", "Run the commands in order and stop at the first that fails. Nothing verifies what they did.", "順に実行し、失敗したら中止してください。結果の検証は行われません。")
	textCLIStep   = say("view/cli-step", "step {step}: {remediation} on {resource} in {region}", "ステップ {step}: {remediation}、{resource}、{region}")
	textCLIUndo   = say("view/cli-undo", "To undo, in this order:", "元に戻すコマンド。この順に実行:")
	textNoUndo    = say("view/cli-irreversible", "irreversible", "元に戻せません")
	textCLIAwait  = say("view/cli-await", "wait before the next command: {for}, {time} at most", "次のコマンドの前に待機: {for}、最長 {time}")
	textCLISecret = say("view/cli-secret", "{operation} cannot be written as a command: its {into} is a secret, which is read from {source} only while the step is applied. Do this step by manten apply", "{operation} はコマンドにできません。{into} は機密値で、適用時にのみ {source} から読み取ります。このステップは manten apply で適用してください")
	textCLILost   = say("view/cli-lost", "{operation} cannot be written as a command: what it needs for {into} is not known. Do this step by manten undo", "{operation} はコマンドにできません。{into} に必要な値が不明です。このステップは manten undo で実施してください")
	textCLINone   = say("view/cli-none", "Nothing to do.", "実施することはありません。")
)

var textsCLI = []text.Template{textCLIHead.one, textCLIHead.many, textCLIOrder, textCLIStep, textCLIUndo, textNoUndo, textCLINone, textCLIAwait, textCLISecret, textCLILost}

// PlanCLI writes the plan's calls as commands of the AWS CLI for a POSIX shell, and those that undo them as comments.
// Each command's input is the plan's; characters that cannot be seen are written as JSON escapes.
func (p *Printer) PlanCLI(pl *plan.Plan) error {
	c := commands{Printer: p}
	c.head(pl)
	for i := range pl.Steps {
		if err := c.step(i, &pl.Steps[i]); err != nil {
			return err
		}
	}
	if err := c.undo(pl.Steps); err != nil {
		return err
	}
	if _, err := io.WriteString(p.Out, c.b.String()); err != nil {
		return fmt.Errorf("write the commands: %w", err)
	}
	return nil
}

// commands gathers a shell script.
type commands struct {
	*Printer
	b strings.Builder
}

// comment writes a comment. Whatever is not our own word in it must have gone through [shellWord].
func (c *commands) comment(t string) { fmt.Fprintf(&c.b, "# %s\n", t) }

// shellWord is a text that means nothing to a shell, on one line.
func shellWord(t string) string { return Safe(awsop.Quote(Safe(t))) }

func (c *commands) head(pl *plan.Plan) {
	if len(pl.Steps) == 0 {
		c.comment(c.say(textCLINone))
		return
	}
	c.comment(c.count(len(pl.Steps), textCLIHead, "account", shellWord(pl.Account), "plan", shellWord(pl.ID)))
	c.comment("  aws sts get-caller-identity --query Account --output text")
	c.comment(c.say(textCLIOrder))
}

func (c *commands) step(n int, st *plan.Step) error {
	resource := st.Resource.Name
	if resource == "" {
		resource = st.Resource.ID
	}
	c.b.WriteByte('\n')
	c.comment(c.say(textCLIStep, "step", shellWord(st.ID), "remediation", shellWord(strings.Join(st.Remediations, "+")),
		"resource", shellWord(resource), "region", shellWord(st.Region)))
	c.warn(textInterrupts, st.Interrupts)
	if st.Irreversible != nil {
		c.warn(textNoUndo, []text.Message{*st.Irreversible})
	}
	c.warn(textRisk, st.Risk)
	for i := range st.Do {
		if a := st.Do[i].Await; a != nil {
			c.comment("  " + c.say(textCLIAwait, "for", shellWord(c.message(a.For)), "time", c.atMost(a.Seconds)))
		}
		line, err := c.call(n, st, &st.Do[i])
		if err != nil {
			return err
		}
		c.b.WriteString(line + "\n")
	}
	if st.Waits != nil {
		c.warn(textWaits, []text.Message{*st.Waits})
	}
	return nil
}

func (c *commands) warn(label text.Template, all []text.Message) {
	for _, m := range all {
		c.comment("  " + c.say(label) + ": " + shellWord(c.message(m)))
	}
}

// undo writes the way back, the last step first.
func (c *commands) undo(steps []plan.Step) error {
	var lines []string
	for i := len(steps) - 1; i >= 0; i-- {
		for n := range steps[i].Undo {
			line, err := c.call(i, &steps[i], &steps[i].Undo[n])
			if err != nil {
				return err
			}
			lines = append(lines, strings.TrimPrefix(line, "# "))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	c.b.WriteByte('\n')
	c.comment(c.say(textCLIUndo))
	for _, l := range lines {
		c.comment("  " + l)
	}
	return nil
}
