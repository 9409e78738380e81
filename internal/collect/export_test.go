package collect

import "github.com/mantenhq/manten/internal/catalog"

// DecodeSnapshot is what OpenSnapshot does with a file's bytes.
func DecodeSnapshot(cat *catalog.Catalog, data []byte) (*Snapshot, error) {
	return decodeSnapshot(cat, data)
}

// Encode gives the bytes that Save writes.
func (s *Snapshot) Encode() ([]byte, error) { return s.encode(s.all()) }
