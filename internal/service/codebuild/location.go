package codebuild

import "strings"

// bare takes out of a source's location what may be a secret: all that stands before the @, and of a URL the query and
// the fragment. It tells whether something stood before an @. A password may have characters in it that a URL cannot,
// which is why no URL parser is asked: in doubt more is taken out. Paths in S3 may have an @ of their own; they begin
// with a bucket, whose name has neither that nor a colon.
func bare(location string) (string, bool) {
	scheme, rest, isURL := strings.Cut(location, "://")
	if !isURL {
		scheme, rest = "", location
	}
	at := strings.LastIndexByte(rest, '@')
	if first, _, _ := strings.Cut(rest, "/"); !isURL && !strings.ContainsAny(first, ":@") {
		at = -1
	}
	rest = rest[at+1:]
	if !isURL {
		return rest, at >= 0
	}
	if end := strings.IndexAny(rest, "?#"); end >= 0 {
		rest = rest[:end]
	}
	return scheme + "://" + rest, at >= 0
}
