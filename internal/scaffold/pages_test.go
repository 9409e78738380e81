package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// byHand are the pages that people write, below the root.
func byHand(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/adr/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if !strings.Contains(strings.ToLower(read(t, f)), "do not edit") {
				out = append(out, f)
			}
		}
	}
	if len(out) == 0 {
		t.Fatal("there are no pages")
	}
	return out
}

// TestPagesLink holds that the links in pages that people write lead somewhere, headings included.
func TestPagesLink(t *testing.T) {
	t.Parallel()
	root, err := findRoot()
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range byHand(t, root) {
		if strings.HasSuffix(page, "0000-template.md") {
			continue // its link is one to be filled in
		}
		for _, m := range target.FindAllStringSubmatch(read(t, page), -1) {
			to, heading, _ := strings.Cut(m[1], "#")
			if strings.HasPrefix(to, "https:") {
				continue
			}
			file := page
			if to != "" {
				file = filepath.Join(filepath.Dir(page), filepath.FromSlash(to))
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s links to %s, which is not there", page, m[1])
			} else if heading != "" && !hasHeading(read(t, file), heading) {
				t.Errorf("%s links to %s, a heading that is not there", page, m[1])
			}
		}
	}
}

// hasHeading looks for a heading by the anchor that GitHub gives it: in lower case, without punctuation, with hyphens.
func hasHeading(text, anchor string) bool {
	for line := range strings.Lines(text) {
		title, is := strings.CutPrefix(line, "#")
		got := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(strings.TrimLeft(title, "#")))
		if is && got == anchor {
			return true
		}
	}
	return false
}
