package main

import (
	"cmp"
	"slices"

	"github.com/mantenhq/manten/internal/awstest"
)

// gaps writes where the tests' AWS is not as AWS.
func (w *writer) gaps() {
	p := newPage("Where the local AWS is not as AWS")
	p.para("Tests and `make demo` run against [moto](https://docs.getmoto.org), behind a proxy of our own. For the operations below the proxy answers in moto's place, or changes its answer, after AWS's published API. Nothing in the product knows of it.")
	var rows [][]string
	all := slices.SortedFunc(slices.Values(awstest.StandIns()), func(a, b awstest.StandIn) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation))
	})
	for _, s := range all {
		when := "always"
		if !s.Always {
			when = "where a test asks for it"
		}
		rows = append(rows, []string{s.Service, code(s.Operation), when, prose(s.Why)})
	}
	p.table([]string{"Service", "Operation", "In force", "What moto does, and what AWS does"}, rows)
	p.para("A green test therefore says nothing about how AWS itself behaves in these places beyond what AWS documents.")
	w.add("emulator-gaps.md", p)
}
