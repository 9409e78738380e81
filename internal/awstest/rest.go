package awstest

import (
	"embed"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// restFiles has one file for each REST service, named after the SDK's package: adding a file
// is all it takes to add a service.
//
//go:embed rest/*.txt
var restFiles embed.FS

// A restPattern is one line of such a file: the operation, its method and its path. {X} stands
// for one segment and {X+} for one or more; queries tell apart what shares a path.
type restPattern struct {
	method    string
	operation string
	query     url.Values
	segments  []string
}

var restPatterns = sync.OnceValue(func() map[string][]restPattern {
	files, err := restFiles.ReadDir("rest")
	if err != nil {
		panic(err) // it is embedded
	}
	patterns := map[string][]restPattern{}
	for _, file := range files {
		text, err := restFiles.ReadFile("rest/" + file.Name())
		if err != nil {
			panic(err)
		}
		patterns[strings.TrimSuffix(file.Name(), ".txt")] = parsePatterns(string(text))
	}
	return patterns
})

func parsePatterns(text string) []restPattern {
	var patterns []restPattern
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[0] == "#" {
			continue
		}
		path, query, _ := strings.Cut(fields[2], "?")
		values, err := url.ParseQuery(query)
		if err != nil {
			panic(err)
		}
		patterns = append(patterns, restPattern{
			method: fields[1], operation: fields[0], query: values, segments: segmentsOf(path),
		})
	}
	return patterns
}

// restOperation names an operation of a REST service by the most exact pattern. The SDK's own
// x-id, where it sends one, needs no guessing.
func restOperation(service string, r *http.Request) string {
	query := r.URL.Query()
	if id := query.Get("x-id"); id != "" {
		return id
	}
	segments := segmentsOf(r.URL.EscapedPath())
	best, operation := -1, ""
	for _, p := range restPatterns()[service] {
		if p.method != r.Method || !p.has(query) || !pathMatches(p.segments, segments) {
			continue
		}
		if e := p.exactness(); e > best {
			best, operation = e, p.operation
		}
	}
	return operation
}

func (p restPattern) has(query url.Values) bool {
	for name, want := range p.query {
		got, present := query[name]
		if !present || want[0] != "" && (len(got) == 0 || got[0] != want[0]) {
			return false
		}
	}
	return true
}

// exactness ranks the patterns that match: by queries, then by literal segments.
func (p restPattern) exactness() int {
	n := 100 * len(p.query)
	for _, s := range p.segments {
		switch {
		case !isLabel(s):
			n += 10
		case !isGreedy(s):
			n++
		}
	}
	return n
}

// pathMatches holds a path against a pattern, in which at most one label is greedy.
func pathMatches(pattern, path []string) bool {
	for i, p := range pattern {
		if isGreedy(p) {
			rest := pattern[i+1:]
			return len(path) > i+len(rest) && pathMatches(rest, path[len(path)-len(rest):])
		}
		if i >= len(path) || path[i] == "" || !isLabel(p) && p != path[i] {
			return false
		}
	}
	return len(pattern) == len(path)
}

// segmentsOf splits a path; "/" has none, and a last slash after one segment means nothing:
// clients write both /bucket and /bucket/.
func segmentsOf(path string) []string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if n := len(segments); n <= 2 && segments[n-1] == "" {
		segments = segments[:n-1]
	}
	return segments
}

func isLabel(segment string) bool { return strings.HasPrefix(segment, "{") }

func isGreedy(segment string) bool { return isLabel(segment) && strings.HasSuffix(segment, "+}") }
