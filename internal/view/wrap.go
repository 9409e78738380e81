package view

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// wrap breaks a text into lines of at most width columns: at spaces, and between wide characters where Japanese may be
// broken. A word that is longer than a line stays whole, so that it can still be copied.
func wrap(t string, width int) []string {
	width = max(width, 20)
	var lines []string
	line := ""
	for _, piece := range pieces(t) {
		if line != "" && lipgloss.Width(line+strings.TrimRight(piece, " ")) > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		line += piece
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces cuts a text where a line may be broken. Spaces stay at the end of a piece.
func pieces(t string) []string {
	var out []string
	start, last := 0, rune(0)
	for i, r := range t {
		if i > 0 && breakable(last, r) {
			out = append(out, t[start:i])
			start = i
		}
		last = r
	}
	return append(out, t[start:])
}

// Characters that no line begins or ends with.
const (
	neverFirst = " ,.:;!?)]}%\"'、。，．・：；？！）］｝」』】〉》〕ー〜…％々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
	neverLast  = " ([{\"'$（［｛「『【〈《〔"
)

func breakable(a, b rune) bool {
	if a == ' ' {
		return b != ' ' && b != '·'
	}
	return (wide(a) || wide(b)) && !strings.ContainsRune(neverFirst, b) && !strings.ContainsRune(neverLast, a)
}

func wide(r rune) bool { return r > 0x10ff && lipgloss.Width(string(r)) == 2 }
