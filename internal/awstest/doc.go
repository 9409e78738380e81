// Package awstest is the tests' AWS: one moto server for each test binary, behind a proxy of
// ours, with an account of its own for each test. Only tests and the demo import it.
//
// moto (https://github.com/getmoto/moto) is an AWS that others wrote; it knows nothing of this
// program's expectations, which is why tests run against it. It cannot refuse a call as AWS
// does, and some operations it lacks or only pretends to do. Both are the proxy's business:
//
//   - it counts: every call is kept with account, region, service, operation and body;
//   - it denies, throttles, fails, delays, hangs, withholds and cuts, by rule;
//   - it stands in for what moto lacks, after the published API; StandIns lists all of it.
//
// A test starts with [New]. What it prepares goes straight to moto ([Account.Config]) and is
// neither counted nor denied; what it tests goes through the proxy ([Account.Endpoint],
// [Account.Env], [Account.Through]).
//
// Facts about moto that shape this package:
//
//   - AssumeRole on any role of any twelve digits gives credentials that act in that account,
//     in every service. Neither role nor trust need exist, and signatures are not checked.
//   - Resetting moto makes all credentials mean account 123456789012, so nothing is ever reset:
//     a fresh account for each test takes its place. Bucket names are global all the same.
//   - An operation that it lacks is an HTML page with status 500.
//   - It closes the connection after every answer.
package awstest
