package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands writes the help of every command.
func (w *writer) commands() {
	root := w.app.Command()
	// The flag's default follows NO_COLOR, which must not make the page differ from one machine to another.
	root.PersistentFlags().Lookup("no-color").DefValue = "false"
	p := newPage("Commands")
	p.para("%s", prose(root.Long))
	p.heading(2, "Flags of every command")
	p.code("text", root.PersistentFlags().FlagUsages())
	for _, c := range root.Commands() {
		command(p, c)
	}
	p.para("`manten completion --help` says how to complete commands in a shell.")
	w.add("commands.md", p)
}

// command writes a command and those below it.
func command(p *page, c *cobra.Command) {
	if !c.IsAvailableCommand() && !c.HasAvailableSubCommands() {
		return
	}
	p.heading(2, "%s", c.CommandPath())
	p.para("%s.", prose(c.Short))
	if c.Long != "" {
		p.para("%s", prose(c.Long))
	}
	if c.Runnable() {
		p.code("text", c.UseLine())
	}
	if usages := own(c).FlagUsages(); usages != "" {
		p.code("text", usages)
	}
	if c.Example != "" {
		p.para("Examples:")
		p.code("sh", unindent(c.Example))
	}
	for _, sub := range c.Commands() {
		command(p, sub)
	}
}

// own are the flags of the command itself, without help.
func own(c *cobra.Command) *pflag.FlagSet {
	flags := pflag.NewFlagSet(c.Name(), pflag.ContinueOnError)
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" {
			flags.AddFlag(f)
		}
	})
	return flags
}

func unindent(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "\n")
}
