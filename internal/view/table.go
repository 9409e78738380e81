package view

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
)

// cell is a text in a table.
type cell struct {
	text string
	look look
	// right sets a number to the right of its column.
	right bool
}

// gap is what stands between columns.
const gap = 2

// table writes rows with aligned columns. The flexible column is wrapped where the rows would be too wide; -1 means that
// there is none. Rows may have different lengths.
func (s *screen) table(indent, flexible int, rows [][]cell) {
	widths := columns(rows)
	if flexible >= 0 && flexible < len(widths) {
		widths[flexible] = max(20, widths[flexible]-max(0, indent+total(widths)-s.width()))
	}
	for _, row := range rows {
		if flexible < 0 || flexible >= len(row) {
			s.row(indent, widths, row)
			continue
		}
		lines := wrap(row[flexible].text, widths[flexible])
		for i, l := range lines {
			if i > 0 {
				s.line(indent+total(widths[:flexible])+gap, s.paint(row[flexible].look, l))
				continue
			}
			first := slices.Clone(row)
			first[flexible].text = l
			s.row(indent, widths, first)
		}
	}
}

// total is the width of columns with the gaps between them.
func total(widths []int) int {
	t := -gap
	for _, w := range widths {
		t += w + gap
	}
	return t
}

func (s *screen) row(indent int, widths []int, row []cell) {
	cells := make([]string, len(row))
	for i, c := range row {
		cells[i] = s.cell(c, widths[i])
	}
	s.line(indent, strings.Join(cells, strings.Repeat(" ", gap)))
}

func columns(rows [][]cell) []int {
	var widths []int
	for _, row := range rows {
		for i, c := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], lipgloss.Width(c.text))
		}
	}
	return widths
}

func (s *screen) cell(c cell, width int) string {
	space := strings.Repeat(" ", max(0, width-lipgloss.Width(c.text)))
	if c.right {
		return space + s.paint(c.look, c.text)
	}
	return s.paint(c.look, c.text) + space
}
