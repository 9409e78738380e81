package awstest

import "testing"

// Did ends the test where a call that prepares it failed, and gives its answer else: awstest.Did(t)(client.CreateX(…)).
func Did[Out any](t testing.TB) func(*Out, error) *Out {
	return func(out *Out, err error) *Out {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}
