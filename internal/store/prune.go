package store

// Pruned says what a database got rid of, or would.
type Pruned struct {
	Scans, Resources, Findings int
	// Before and After are the bytes that the database takes.
	Before, After int64
}
