package logs

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// SamePattern tells whether two filter patterns for JSON events say the same, spaces, quotes that mean nothing and
// needless parentheses aside. Terms must stand in the same order, and none may be missing or added. A pattern that
// cannot be read is the same as no other.
func SamePattern(a, b string) bool {
	x, errX := parsePattern(a)
	y, errY := parsePattern(b)
	return errX == nil && errY == nil && x.equal(y)
}

// term is a comparison, or terms joined by an operator.
type term struct {
	// words are the parts of a comparison.
	words []string
	// op is "&&" or "||" where terms are joined.
	op    string
	terms []term
}

func (t term) equal(o term) bool {
	return t.op == o.op && slices.Equal(t.words, o.words) && slices.EqualFunc(t.terms, o.terms, term.equal)
}

var errPattern = errors.New("it is no filter pattern for JSON events")

// parsePattern reads "{ $.a = b && ( … ) }".
func parsePattern(s string) (term, error) {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "{") || !strings.HasSuffix(s, "}") || len(s) < 2 {
		return term{}, errPattern
	}
	words, err := lex(s[1 : len(s)-1])
	if err != nil {
		return term{}, err
	}
	p := &patternParser{words: words}
	t, err := p.joined("||", func() (term, error) { return p.joined("&&", p.one) })
	if err == nil && len(p.words) > 0 {
		err = errPattern
	}
	return t, err
}

// patternParser takes words from the front.
type patternParser struct {
	words []string
	depth int
}

func (p *patternParser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

// joined reads terms with an operator between them. Terms of the same operator inside are put on its level.
func (p *patternParser) joined(op string, part func() (term, error)) (term, error) {
	t, err := part()
	if err != nil || p.next() != op {
		return t, err
	}
	all := t.of(op)
	for p.next() == op {
		p.words = p.words[1:]
		if t, err = part(); err != nil {
			return t, err
		}
		all = append(all, t.of(op)...)
	}
	return term{op: op, terms: all}, nil
}

func (t term) of(op string) []term {
	if t.op == op {
		return t.terms
	}
	return []term{t}
}

// deepest is how many parentheses may stand in each other.
const deepest = 50

// one reads a comparison, or a pattern in parentheses.
func (p *patternParser) one() (term, error) {
	if p.next() != "(" {
		return p.comparison()
	}
	if p.depth++; p.depth > deepest {
		return term{}, errPattern
	}
	p.words = p.words[1:]
	t, err := p.joined("||", func() (term, error) { return p.joined("&&", p.one) })
	if err != nil || p.next() != ")" {
		return t, errors.Join(err, errPattern)
	}
	p.words = p.words[1:]
	p.depth--
	return t, nil
}

func (p *patternParser) comparison() (term, error) {
	n := slices.IndexFunc(p.words, func(w string) bool { return slices.Contains([]string{"&&", "||", "(", ")"}, w) })
	if n < 0 {
		n = len(p.words)
	}
	words := p.words[:n]
	p.words = p.words[n:]
	if len(words) < 2 || !strings.HasPrefix(words[0], "$.") && !strings.HasPrefix(words[0], "$[") {
		return term{}, errPattern
	}
	compared := len(words) == 3 && isOperator(words[1]) && !isOperator(words[2])
	if !compared && !slices.Contains(tests, strings.Join(words[1:], " ")) {
		return term{}, errPattern
	}
	return term{words: words}, nil
}

// tests are what may stand behind a field in the place of a comparison.
var tests = []string{
	"EXISTS", "NOT EXISTS", "IS NULL", "IS NOT NULL", "IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE",
}

// keywords stand for themselves only without quotes.
var keywords = []string{"EXISTS", "NOT", "IS", "NULL", "TRUE", "FALSE"}

// lex cuts a pattern into words: operators, parentheses, quoted and bare values. Values lose their quotes.
func lex(s string) ([]string, error) {
	var words []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		word, rest, err := cutWord(s)
		if err != nil {
			return nil, err
		}
		words, s = append(words, word), rest
	}
	return words, nil
}

var operators = []string{"&&", "||", "!=", ">=", "<=", "(", ")", "=", ">", "<"}

func isOperator(word string) bool { return slices.Contains(operators, word) }

func cutWord(s string) (word, rest string, err error) {
	for _, op := range operators {
		if strings.HasPrefix(s, op) {
			return op, s[len(op):], nil
		}
	}
	if s[0] == '"' {
		return quoted(s)
	}
	end := strings.IndexFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n()=!<>&|\"", r) })
	switch {
	case end < 0:
		return s, "", nil
	case end == 0:
		return "", "", errPattern
	}
	return s[:end], s[end:], nil
}

// quoted reads a quoted value.
func quoted(s string) (word, rest string, err error) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return unquote(s[1:i]), s[i+1:], nil
		}
	}
	return "", "", errPattern
}

// unquote takes the quotes off a value, but where they mean something: they keep it from being an operator, a keyword, a
// field or a number.
func unquote(s string) string {
	_, err := strconv.ParseFloat(s, 64)
	if s == "" || err == nil || isOperator(s) || slices.Contains(keywords, s) || strings.HasPrefix(s, "$") {
		return `"` + s + `"`
	}
	return s
}
