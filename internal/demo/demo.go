// Package demo has the sample account that ships in the program: a snapshot, made on the local AWS by
// `go run ./test/demo -sample`. No such account exists.
package demo

import _ "embed"

// Account is the sample account's snapshot.
//
//go:embed account.json
var Account []byte
