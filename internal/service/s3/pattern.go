package s3

import "github.com/mantenhq/manten/internal/policy"

// meet tells whether there is a text that both patterns match, with * and ? as IAM has them.
func meet(a, b string) bool {
	// row[j] tells whether a from i on and b from j on meet; rows are made from the end.
	row := make([]bool, len(b)+1)
	for i := len(a); i >= 0; i-- {
		next := row
		row = make([]bool, len(b)+1)
		for j := len(b); j >= 0; j-- {
			switch {
			case i == len(a) && j == len(b):
				row[j] = true
			case i < len(a) && a[i] == '*':
				row[j] = next[j] || j < len(b) && row[j+1]
			case j < len(b) && b[j] == '*':
				row[j] = row[j+1] || i < len(a) && next[j]
			case i < len(a) && j < len(b):
				row[j] = (a[i] == '?' || b[j] == '?' || a[i] == b[j]) && next[j+1]
			}
		}
	}
	return row[0]
}

// within tells whether all that the inner pattern matches, the outer matches too. It may say no where that is so by more
// than one star of the outer pattern together, and never says yes where it is not.
func within(inner, outer string) bool {
	// The stars of the inner pattern must fall into stars of the outer one, so they may not be taken for one letter.
	p, i, star, back := 0, 0, -1, 0
	for i < len(inner) {
		switch {
		case p < len(outer) && outer[p] == '*':
			star, back = p, i
			p++
		case p < len(outer) && inner[i] != '*' && (outer[p] == '?' || outer[p] == inner[i]):
			p++
			i++
		case star >= 0:
			back++
			p, i = star+1, back
		default:
			return false
		}
	}
	return policy.Match(outer[p:], "")
}
