package sqlite

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
)

// Settings of a connection. SQLite forgets them when it closes; what it keeps is set by migrate.
var (
	forWriting = url.Values{
		// A transaction that reads before it writes fails at once where it would have to wait, unless it begins as a
		// writer.
		"_txlock": {"immediate"},
		"_pragma": {
			// SQLite cannot be stopped while it waits for another process: it waits briefly, and patiently goes on.
			"busy_timeout(100)",
			// NORMAL survives a killed process but not a power cut, and the journal of a run must survive both.
			"synchronous(FULL)",
			"fullfsync(TRUE)", // macOS: until it is on the disk, not just out of the door
			"foreign_keys(TRUE)",
			"cache_size(-16000)",
			// A large scan leaves a large log; it shrinks to this many bytes afterwards.
			"journal_size_limit(67108864)",
		},
	}
	forReading = url.Values{"_pragma": {"busy_timeout(10000)", "query_only(TRUE)"}}
)

// connect makes a pool; its connections open when they are needed.
func connect(path string, settings url.Values) (*sql.DB, error) {
	// As a URL, so that a ? or % in the path is no more than that.
	file := url.URL{Path: filepath.ToSlash(path)}
	pool, err := sql.Open("sqlite", "file:"+file.EscapedPath()+"?"+settings.Encode())
	if err != nil {
		return nil, fmt.Errorf("open the database %s: %w", path, err)
	}
	return pool, nil
}
